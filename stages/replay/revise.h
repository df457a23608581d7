/*
 * revise: what replay changes in frames when it is asked to: records out of a range of
 * fetch times, or that an expression does not match, are dropped, and records that an
 * earlier stage dropped come back. Pure.
 */
#ifndef LEAT_REPLAY_REVISE_H
#define LEAT_REPLAY_REVISE_H

#include "record/edit.h"
#include "record/where.h"

struct revise_rule {
	bool fetched; /* look at field fetched */
	int64_t from, to; /* ms; at or behind, before; INT64_MIN, INT64_MAX: open */
	struct where *where; /* what must match, beside; NULL: all do */
	struct str undrop; /* the reason (drop.reason or dup.kind) whose drops come back; STR_NONE: none */
};

struct revise_counts {
	uint64_t left_out; /* out of the range or without a time, or not matched */
	uint64_t undropped;
	uint64_t gone; /* dropped for that reason, but the frame holds their text no more */
	struct str first_gone; /* id of the first of these in the frame, or STR_NONE */
};

static inline bool revise_needed(const struct revise_rule *rule)
{
	return rule->fetched || rule->where || rule->undrop.at;
}

/* Changes the frame's layers (stale until sealed). counts->first_gone points into the frame. */
int revise_frame(struct frame *frame, const struct revise_rule *rule, struct edit *edit, struct codec_state *codecs,
		 struct revise_counts *counts, struct err *err);

#endif
