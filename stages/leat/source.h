/*
 * source: the frames of several files, folders of segments and pipes, one after another.
 */
#ifndef LEAT_LEAT_SOURCE_H
#define LEAT_LEAT_SOURCE_H

#include "link/channel.h"

struct source {
	char **paths; /* "-" is standard input */
	size_t count, next;
	struct channel *channel; /* of the path before `next` */
	uint64_t bytes; /* read from the paths before */
};

/* Paths of files and of folders, whose *.leat are read in the order of their names. None:
 * standard input, which must not be a terminal. */
int source_open(struct source *source, const char *const *operands, size_t count, struct err *err);
/* The next START, DATA or STOP; END behind the last. A path whose flow is cut is an error
 * (EXIT_CUT); what came before was good. */
int source_next(struct source *source, struct channel_event *event, struct err *err);
/* The path that the last event came from. */
const char *source_path(const struct source *source);
/* Gives up the path at hand, so that the next is read. */
void source_skip(struct source *source);
void source_close(struct source *source);

/* Calls `fn` with each START, DATA and STOP of one path (NULL: standard input), whose frame it
 * only borrows, until it returns something other than 0, which is returned. */
typedef int source_fn(void *ctx, const struct channel_event *event, struct err *err);
int source_each(const char *path, source_fn *fn, void *ctx, struct err *err);

#endif
