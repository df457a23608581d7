/*
 * walk: the files of a folder, and the lines of a list.
 */
#ifndef LEAT_INGEST_WALK_H
#define LEAT_INGEST_WALK_H

#include "base/err.h"

/* 0: go on; else the walk ends and returns it. */
typedef int walk_fn(void *ctx, const char *path, struct err *err);
/* What could not be read, and why; the walk goes on. */
typedef void walk_lost_fn(void *ctx, const struct err *err);

struct walk {
	walk_fn *file;
	walk_lost_fn *lost;
	void *ctx;
};

/* Calls `file` for every regular file below `folder`, folder by folder, sorted by name.
 * Names that begin with a dot are passed over; links to files are followed, links to
 * folders are not. */
int walk_folder(const struct walk *walk, const char *folder, struct err *err);
/* Calls `file` for every line of a text file ("-": standard input), also one packed by gzip or
 * zstd, that is not empty. */
int walk_list(const struct walk *walk, const char *path, struct err *err);

#endif
