/*
 * sampler: the last records that a stage kept, dropped and rejected, for people who look at
 * it: who they are and why, as JSON. At most SAMPLER_ROOM of each; one whose META is longer than
 * SAMPLER_BYTES is left out. Zeroed memory is an empty sampler.
 */
#ifndef LEAT_RUN_SAMPLER_H
#define LEAT_RUN_SAMPLER_H

#include "base/buf.h"
#include "record/record.h"

enum {
	SAMPLER_ROOM = 20,
	SAMPLER_BYTES = 64 << 10,
	SAMPLER_LOOKS = 256, /* records of a frame that are looked at, from its end */
};

struct sampler {
	struct buf lists[3][SAMPLER_ROOM]; /* META maps by verdict; rings */
	uint64_t taken[3];
};

/* Takes the last records of an opened frame: those that are kept or, with `gone`, those that
 * `stage` dropped or rejected. */
void sampler_take(struct sampler *sampler, struct frame *frame, const char *stage, bool gone);
/* {"stage":..., "kept":[...], "dropped":[...], "rejected":[...]}: at most `count` of each, the
 * last one first. */
void sampler_json(const struct sampler *sampler, const char *stage, size_t count, struct buf *out);
void sampler_release(struct sampler *sampler);

#endif
