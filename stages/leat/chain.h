/*
 * chain: several programs, each one's standard output the next one's input.
 *
 * The programs run in a process group of their own, so that a Ctrl-C reaches this process
 * only: it asks the first program to stop (SIGTERM), which ends the flow in order, and the
 * others drain. A second signal kills all. They die with this process, whatever kills it.
 */
#ifndef LEAT_LEAT_CHAIN_H
#define LEAT_LEAT_CHAIN_H

#include "base/err.h"
#include "leat/words.h"

/* Runs `count` command lines and waits for all. Returns the exit status that says best
 * what happened: where one program fails, its neighbours see a cut flow (74), so that any
 * other status is the reason. -1: could not be started. */
int chain_run(const struct words *commands, size_t count, struct err *err);

#endif
