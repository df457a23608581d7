/*
 * sketch: whether one text holds enough of another, in its order, to be a near-duplicate.
 *
 * Of two positional sketches (near.h), brought to the same rate, one side passes in either
 * of two ways, where it is at least a quarter of the other:
 *   - the share c of its entries that the other has is at least `share`, and what is missing is
 *     scattered: its longest run (which ends behind two matches) is no longer than chance makes
 *     it, 1 + (1 + 2 r) ln(n + 1) / ln(1 / (1 - c)) at a sampling rate r, with `slack` for the 1; or c is
 *     .7 and the run no more than half of what is missing.
 *   - its middle, without a run at the start and one at the end that the other lacks, is three
 *     quarters of it, in the other by .8, and half of that, and what is missing is scattered:
 *     two copies, each with menus and footers of its own, have this in common.
 * Scattered edits give short runs; a page that only shares its frame with another has one long
 * run in the middle. One passing side is enough: a cut text lies whole in the other.
 */
#ifndef LEAT_DEDUP_SKETCH_H
#define LEAT_DEDUP_SKETCH_H

#include <stdbool.h>
#include <stdint.h>

enum { SKETCH_MAX = 512, SKETCH_ENTRIES_MIN = 4 };

struct sketch {
	unsigned level, fraction;
	unsigned count; /* at most SKETCH_MAX */
	const char *entries; /* u16, little-endian */
};

/* Memory for comparing; zeroed is valid, and every call leaves it so. */
struct sketch_sets {
	uint64_t bits[2][1024]; /* of 65,536 entries */
};

/* Of one side: its entries, how many the other has, and the longest runs that the other lacks,
 * at the start, between and at the end. */
struct sketch_side {
	unsigned count, matched, head, middle, tail;
};

struct sketch_result {
	unsigned matched; /* entries in common, of the side that has more */
	double share; /* the greater share of the two */
	double reach; /* entries that one changed word changes, about */
	struct sketch_side sides[2];
};

/* Measures; false when there are too few entries to say anything. `shingle` as in near.h. */
bool sketch_compare(struct sketch_sets *sets, struct sketch a, struct sketch b, unsigned shingle, struct sketch_result *result);

/* Whether a side passes. */
bool sketch_passes(const struct sketch_result *result, double share, double slack);

#endif
