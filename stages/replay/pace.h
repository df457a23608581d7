/* pace: when the next frame is due. Pure: the clock is the caller's. */
#ifndef LEAT_REPLAY_PACE_H
#define LEAT_REPLAY_PACE_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

enum { PACE_SLEEP_MS = 100 };

enum pace_unit { PACE_NONE, PACE_RECORDS, PACE_BYTES, PACE_TIMES };

struct pace {
	enum pace_unit unit;
	double rate; /* records or bytes a second, or how many times as fast as it was stored */
	double due; /* seconds since the first frame */
	uint64_t first_stored; /* ms; 0: no frame yet */
};

/* "500/s" (records), "20MB/s", "1x", "2.5x". False where it is none, or not above zero. */
bool pace_parse(struct str s, struct pace *pace);
/* When a frame is due, in seconds since the first one, and takes it into account. `bytes`
 * are those of the frame as stored; `stored` is 0 where unknown (then it is due at once). */
double pace_next(struct pace *pace, uint32_t records, uint32_t bytes, uint64_t stored);
/* For how many ms to sleep before looking at the clock again, which shows `elapsed` seconds since
 * the first frame; 0: the frame is due. At most PACE_SLEEP_MS, so that signals are seen. */
int pace_patience(double due, double elapsed);

#endif
