/*
 * isolate (internal to common/run): frames that may hold a record which kills the program.
 *
 * On a link a frame whose worker died twice is first tried, mapped and decided, in a child
 * process (taster.h). Should that die (or take longer than the watchdog allows), others are tried
 * with parts of the records until the ones that kill it are found: these are rejected, with the
 * reason "crash", and the rest goes on. Every other frame pays nothing for it.
 *
 * A child is forked and not executed anew: it needs the stage's state as it is in memory. What
 * it did to it is gone with it, and it ends without exit handlers. Sinks are left out: what they
 * hold is in files and databases, which a child would share.
 */
#ifndef LEAT_RUN_ISOLATE_H
#define LEAT_RUN_ISOLATE_H

#include "run/runner.h"

enum { ISOLATE_ATTEMPTS = 2, WATCHDOG_S = 60 };

bool isolate_wanted(const struct runner *runner, const struct frame *frame);
/* Rejects the records that kill a child. */
int isolate_killers(struct runner *runner, struct frame *frame, struct err *err);

/* The watchdog of stages on links: where map or decide works on one frame for WATCHDOG_S, the
 * program says so and ends with 75, and the frame goes elsewhere. Time for which the program was
 * stopped does not count. */
int watchdog_start(struct runner *runner, struct err *err);
void watchdog_stop(struct runner *runner);

#endif
