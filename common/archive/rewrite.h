/*
 * rewrite: makes one archive file anew, frame by frame, under the writer's lock: flows, order,
 * names, COMMITs and the times in them stay, and so does the file's age. The new file is
 * written beside the old one as PATH.part, synced and renamed, so that at any moment one of the
 * two stands there whole. A torn tail is left behind, as a writer would; a flow without STOP
 * ends interrupted.
 */
#ifndef LEAT_ARCHIVE_REWRITE_H
#define LEAT_ARCHIVE_REWRITE_H

#include "base/err.h"
#include "record/frame.h"

struct archive_rewrite {
	/* Looks at a verified DATA frame and must not change it; 1: the file has to be made anew, 0,
	 * -1. NULL: it has to be. */
	int (*look)(void *ctx, struct frame *frame, struct err *err);
	/* Changes what it likes of a verified DATA frame, and seals it. */
	int (*change)(void *ctx, struct frame *frame, struct err *err);
	void *ctx;
	bool smaller; /* keep the old file unless the new one is smaller */
};

struct archive_rewritten {
	uint64_t before, after; /* bytes; the same where the file was left as it is */
};

/* Errors: as archive_writer_open; no such file (EXIT_FAILED); a damaged frame (EXIT_BAD_INPUT);
 * no room (EXIT_RETRY). The old file is then left as it is. */
int archive_rewrite(const char *path, const struct archive_rewrite *rewrite, struct archive_rewritten *result,
		    struct err *err);

#endif
