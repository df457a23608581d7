/*
 * taster (internal to common/run): a child process that works on suspected frames first. It is
 * forked once, as in isolate.h, and kept for the frames that follow: when a stage with many
 * frames in flight was killed, all of them are suspected. It dies with its parent.
 */
#ifndef LEAT_RUN_TASTER_H
#define LEAT_RUN_TASTER_H

#include "run/runner.h"

/* Whether a child lives through the frame, as it came over the link. -1: none could be started. */
int taster_lives(struct runner *runner, const struct frame *frame, struct err *err);
/* Ends a child that had nothing to do for a second; with `now`, any. */
void taster_rest(struct runner *runner, bool now);

#endif
