/*
 * anew: files of JSON lines that are made anew, all at once: leat forget does so, and leat-store
 * ends it. The journal's note (stages/store/jsonl_sink.c) is a list of maps that say {inode, length, lines}
 * of a file, at any depth. A new file is written as PATH.anew; a COMMIT with the announced note makes all
 * of them take their places, whatever happens from then on:
 *
 *   announced   each such map has `anew`, a map of the same; behind the last value of the list
 *               stands a list of the files, by their paths from the folder that the sink lies in
 *   settled     the maps say what `anew` said; the list of files is gone
 */
#ifndef LEAT_ARCHIVE_ANEW_H
#define LEAT_ARCHIVE_ANEW_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct anew_place {
	uint64_t inode, length, lines;
};

struct anew_file {
	const char *path; /* from the sink's folder */
	bool bound; /* the note knows it, by `inode` */
	uint64_t inode;
	struct anew_place place; /* of PATH.anew */
};

/* What the note says of the file with that inode; false if nothing. */
bool anew_find(struct str note, uint64_t inode, struct anew_place *place);
/* Whether the note, which is well formed or empty, is announced. */
bool anew_announced(struct str note);
/* Appends the note as announced. */
void anew_announce(struct str note, const struct anew_file *files, size_t count, struct buf *out);
/* Renames what an announced note lists, as far as that was not done, and appends the note as settled. `sink`
 * is the path of the file or folder of lines. */
int anew_settle(const char *sink, struct str note, struct buf *out, struct err *err);

#endif
