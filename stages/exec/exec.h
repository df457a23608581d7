/*
 * exec: the records of a frame through a command, whatever happens to it.
 *
 * All lines of a frame are given at once, and the answers are read while they are
 * written. Where the command dies or hangs, what it answered stands; the rest is given to
 * new ones, in halves, until the record that it fails on is alone: that one is rejected.
 */
#ifndef LEAT_EXEC_EXEC_H
#define LEAT_EXEC_EXEC_H

#include "base/arena.h"
#include "exec/child_process.h"
#include "record/edit.h"
#include "run/options.h"

/* A command that fails on so many records, one after another, is broken itself. */
enum { EXEC_FAILURES_MAX = 16 };

struct exec_config {
	struct option_list send;
	uint64_t timeout_ms;
	char **argv; /* NULL-terminated */
};

/* Of one thread. */
struct exec {
	const struct exec_config *config;
	struct child child;
	struct buf lines, starts; /* a line a record; size_t: where each starts, and the end */
	struct buf answers, places; /* struct place, one a record */
	struct buf batch; /* answers of one child_ask */
	struct buf packed;
	struct arena names;
	unsigned failures; /* in a row */
	uint64_t restarts; /* of this frame */
};

/* All kept records of a frame whose records are open. -1: the command cannot be run, is
 * broken, or answers more lines than it gets. */
int exec_frame(struct exec *exec, struct frame *frame, struct edit *edit, struct err *err);
/* Ends the command. -1: it said more than it was asked behind its last answer. */
int exec_end(struct exec *exec, struct err *err);
/* Ends the command and frees the memory; not *exec. */
void exec_release(struct exec *exec);

#endif
