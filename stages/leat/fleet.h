/*
 * fleet: the stages of a chain as programs on links, watched.
 *
 * A program that crashes (a signal, or exit 75: try again) is started again, at first after
 * FLEET_FIRST_MS, then twice as late each time; after FLEET_TRIES in a row, none of which
 * lasted FLEET_GOOD_MS, all is stopped. Any other failure ends the run as well, as no new
 * start would mend it. The end comes from the source: once it has left, everything it read
 * is durable or refused, and the others leave by themselves; one that has not after
 * FLEET_GRACE_MS (it came too late to be told) is asked to. A sink that is killed in this time
 * may not have finished its files: all is run again, which finds everything stored.
 *
 * A first signal goes to the source alone, whose end ends the rest; a second kills all. The
 * signals stay blocked afterwards: one that comes as all has ended does not change the result.
 */
#ifndef LEAT_LEAT_FLEET_H
#define LEAT_LEAT_FLEET_H

#include "base/err.h"
#include "base/log.h"
#include "leat/words.h"

enum {
	FLEET_FIRST_MS = 100, FLEET_LAST_MS = 10000, FLEET_GOOD_MS = 10000, FLEET_GRACE_MS = 2000, FLEET_TRIES = 8,
};

struct member {
	struct words command;
	const char *name; /* for messages: "extract 2"; owned by the caller */
	size_t step; /* of the chain; those of step 0 are the source */
	unsigned restarts; /* filled by fleet_run */
};

/* Runs all to the end. Returns the exit status that says best what happened (spawn_worse);
 * -1: could not be started. */
int fleet_run(struct member *members, size_t count, const struct log *log, struct err *err);

#endif
