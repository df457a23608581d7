/*
 * attach: to which cluster of near-duplicates a document belongs. A cluster is the document
 * that was kept, its representative, and those attached to it. A document is compared with
 * the representatives of its candidates and joins the one it has most in common with: it
 * is never enough to be like some member. Where no representative is like enough, one of
 * which a member is like enough will do with less (near_preset.member_share).
 */
#ifndef LEAT_DEDUP_ATTACH_H
#define LEAT_DEDUP_ATTACH_H

#include "bands.h"
#include "index.h"
#include "sketch.h"

/* The representative that `row` is attached to, with the share in common, or false. */
bool attach(const struct index *index, struct sketch_sets *sets, const struct row *row, const struct candidates *candidates,
	    uint32_t *representative, float *score);

#endif
