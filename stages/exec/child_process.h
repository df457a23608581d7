/*
 * child_process (I/O): a command that gets lines and answers each with one line.
 *
 * The command runs in a process group of its own and dies with this thread. Its standard
 * error stays ours. PYTHONUNBUFFERED is set, so that a plain print() answers at once.
 */
#ifndef LEAT_EXEC_CHILD_PROCESS_H
#define LEAT_EXEC_CHILD_PROCESS_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct child {
	pid_t pid; /* 0: not running */
	int in, out; /* its standard input and output; -1: closed */
	bool asked; /* since it was started */
	bool talked; /* it wrote something behind its last answer; child_end finds out */
};

#define CHILD_INIT ((struct child){ 0, -1, -1, false, false })

enum child_result {
	CHILD_ANSWERED, /* every line has its answer */
	CHILD_DEAD, /* it ended, or closed its output, before */
	CHILD_HUNG, /* nothing moved for timeout_ms */
	CHILD_LONG, /* more than max bytes of answers */
	CHILD_TALKS, /* it answered more than it was asked, now or since the last question */
};

struct child_question {
	struct str lines; /* each with its line break */
	size_t count;
	bool last; /* end its input behind them */
	uint64_t timeout_ms;
	size_t max; /* bytes of answers */
};

/* argv[0] is searched in PATH. A program that cannot be run exits 127. */
int child_start(struct child *child, char *const *argv, struct err *err);
/* Gives it lines and appends the answers, whole lines only: *answered of them. */
enum child_result child_ask(struct child *child, const struct child_question *question, struct buf *answers,
			    size_t *answered);
/* Ends its input and waits until it ends, at most timeout_ms; then kills it. Returns its
 * exit status, 128 + the signal that killed it, or -1 where it was killed here. */
int child_end(struct child *child, uint64_t timeout_ms);

#endif
