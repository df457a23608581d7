/*
 * segments: writes an archive that is one file, or a folder of segments NNNNNNNN.leat, each
 * a whole archive file. A segment is closed when a commit finds it over its size or age, and
 * the next one is begun; then the oldest are deleted as the limits ask. What was deleted is
 * forgotten: its frames would be stored again.
 */
#ifndef LEAT_ARCHIVE_SEGMENTS_H
#define LEAT_ARCHIVE_SEGMENTS_H

#include "archive/writer.h"

/* 0: no limit. */
struct archive_limits {
	uint64_t segment_bytes, segment_ms; /* when a segment is closed */
	uint64_t keep_bytes, keep_ms; /* of all closed segments; since a segment was last written */
};

struct archive_segments;

/* `path`: a file, or a folder (which exists, or ends with '/'; it is made). Errors as
 * archive_writer_open; limits for a file are EXIT_USAGE. */
struct archive_segments *archive_segments_open(const char *path, const struct archive_limits *limits, struct err *err);
/* The row of a frame in any segment, or NULL; its offset counts in its own segment. Valid
 * until the next call of another function. */
const struct archive_row *archive_segments_find(const struct archive_segments *segments, uint64_t stream, uint64_t seq);
const char *archive_segments_recipe(const struct archive_segments *segments, uint64_t hash);
/* Calls `fn` for rows until it returns true; whether it did. */
bool archive_segments_each(const struct archive_segments *segments, bool (*fn)(void *, const struct archive_row *),
			   void *ctx);

/* As the functions of writer.h. */
int archive_segments_append(struct archive_segments *segments, const struct frame *frame, struct str recipe,
			    struct str dedup_state, struct err *err);
int archive_segments_commit(struct archive_segments *segments, struct err *err);
/* `recipe` of a flow that brought no frame: an empty archive gets its START. */
int archive_segments_close(struct archive_segments *segments, bool complete, struct str recipe,
			   struct str dedup_state, struct err *err);

#endif
