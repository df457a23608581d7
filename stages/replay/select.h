/* select: which frames of an archive are sent, and in which order. Pure. */
#ifndef LEAT_REPLAY_SELECT_H
#define LEAT_REPLAY_SELECT_H

#include "archive/reader.h"

struct select_rule {
	int64_t stored_from, stored_to; /* ms; at or behind, before; INT64_MIN, INT64_MAX: open */
	const uint64_t *streams; /* NULL: all */
	size_t stream_count;
	bool ordered; /* stream by stream as they come first, each by seq */
};

struct pick {
	uint32_t file, row;
};

/* Where the looking goes on: rows in front of it were looked at. Zeroed: at the start. */
struct select_mark {
	size_t file, row;
};

/* Appends to `picks` (struct pick) what the rule takes from the mark on, and moves the mark to
 * the end. With `ordered` the picks appended are sorted. */
void select_rows(const struct archive_reader *reader, const struct select_rule *rule, struct select_mark *mark,
		 struct buf *picks);

#endif
