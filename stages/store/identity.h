/*
 * identity: whether a frame that comes is the one that a sink already holds under its name,
 * and if not, why, for a person: which option of which stage changed, or that the file did.
 */
#ifndef LEAT_STORE_IDENTITY_H
#define LEAT_STORE_IDENTITY_H

#include "base/buf.h"
#include "record/frame.h"

#include <stdbool.h>
#include <stdint.h>

/* What a sink holds under a name. */
struct known {
	uint64_t src_begin, src_end, src_hash, recipe;
	bool final;
};

static inline bool identity_same(const struct known *known, const struct frame_head *head)
{
	return known->src_hash == head->src_hash && known->recipe == head->recipe;
}

/* Appends what differs between two recipe texts ("extract: --keep-body was off, is on").
 * `before` is absent where the sink does not know it. */
void identity_recipe(struct str before, struct str now, struct buf *out);
/* Appends why the frame is refused. `source` names the file, may be absent. */
void identity_explain(const struct known *known, const struct frame_head *head, struct str recipe_before,
		      struct str recipe_now, struct str source, struct buf *out);

#endif
