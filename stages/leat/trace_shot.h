/*
 * trace_shot: what a record looked like behind one stage, and in words how the next one
 * changed it. A record is known by its place (stream, seq, index), which no stage changes.
 * Pure.
 */
#ifndef LEAT_LEAT_TRACE_SHOT_H
#define LEAT_LEAT_TRACE_SHOT_H

#include "base/buf.h"
#include "leat/words.h"
#include "record/record.h"

struct shot {
	uint64_t stream, seq;
	uint32_t index;
	enum verdict verdict; /* behind the last stage */
	struct words names, values; /* its fields, as JSON */
	struct buf text; /* empty: absent */
	size_t body; /* bytes; 0: absent */
	uint64_t body_hash;
	struct buf said; /* the lines so far */
};

struct shots {
	struct shot *items;
	size_t count;
};

/* A record that is to be followed, as it leaves the first stage. */
void shots_add(struct shots *shots, const struct frame *frame, const struct record *record);
/* NULL: it is not followed. */
struct shot *shots_find(const struct shots *shots, const struct frame *frame, uint32_t index);
/* Adds the lines about what `stage` made of it, and keeps how it looks now. */
void shot_step(struct shot *shot, const char *stage, const struct record *record);
void shots_release(struct shots *shots);

#endif
