/*
 * lines_out: a new file of JSON lines, plain or, as its name says, .gz or .zst.
 */
#ifndef LEAT_LEAT_LINES_OUT_H
#define LEAT_LEAT_LINES_OUT_H

#include "base/buf.h"
#include "base/err.h"

#include <sys/types.h>

struct lines_out {
	const char *path; /* borrowed */
	int fd;
	struct buf pending, packed;
	enum { LINES_OUT_PLAIN, LINES_OUT_GZIP, LINES_OUT_ZSTD } codec;
};

/* Makes or empties the file at `path`; `like` is the name that says what it is, `mode` whom it is for. */
int lines_out_open(struct lines_out *out, const char *path, const char *like, mode_t mode, struct err *err);
/* Adds a line, without its line break. */
int lines_out_add(struct lines_out *out, struct str line, struct err *err);
/* Makes it durable where `good`. Closes it in any case. Errors, here too: EXIT_RETRY. */
int lines_out_close(struct lines_out *out, bool good, struct err *err);

#endif
