/*
 * spawn: starts programs for `leat run`. They form a process group of their own, so that a
 * Ctrl-C at the terminal reaches this process only, and die with it, whatever kills it.
 */
#ifndef LEAT_LEAT_SPAWN_H
#define LEAT_LEAT_SPAWN_H

#include "base/err.h"
#include "leat/words.h"

#include <signal.h>
#include <sys/types.h>

/* Starts one with `in` and `out` (-1: as here) for standard input and output, and the signal
 * mask `mask`. `*group` is the group of all, 0 before the first. One that cannot be executed
 * says so and exits 2. */
pid_t spawn(const struct words *command, int in, int out, pid_t *group, const sigset_t *mask, struct err *err);

/* Blocks SIGCHLD and those of SIGINT, SIGTERM and SIGHUP that are not ignored: what
 * nohup or a background shell had ignored stays ignored. `before` gets the mask of old. */
void spawn_block_signals(sigset_t *wanted, sigset_t *before);

/* The status that says more of two. Where one program fails, its neighbours see a cut flow
 * (74), so that any other status is the reason. */
int spawn_worse(int a, int b);

#endif
