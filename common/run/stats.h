/*
 * stats: what a stage counts. Plain counters of one thread; parallel workers have one each,
 * which are merged.
 */
#ifndef LEAT_RUN_STATS_H
#define LEAT_RUN_STATS_H

#include "base/buf.h"
#include "base/tally.h"

#include <stdint.h>

struct stats {
	char stage[32];
	uint64_t frames;
	uint64_t in; /* records that came kept; in = kept + dropped + rejected */
	uint64_t kept;
	struct tally dropped; /* by reason, by this stage */
	uint64_t rejected;
	struct tally faults; /* by kind */
	uint64_t bytes_in, bytes_out; /* of frames as carried; of a source: as read */
	double seconds, cpu_seconds;
};

/* Adds the counts of `from`; stage and times stay. */
void stats_merge(struct stats *into, const struct stats *from);
/* --stats FILE: one JSON object with a line break. */
void stats_json(const struct stats *stats, struct buf *out);
/* The map in STOP's list of stages, and back; false where it is no such map. */
void stats_pack(const struct stats *stats, struct buf *out);
bool stats_unpack(struct str packed, struct stats *stats);

#endif
