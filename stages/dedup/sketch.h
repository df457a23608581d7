/*
 * sketch: whether one text holds enough of another, in its order, to be a near-duplicate.
 *
 * Of two positional sketches (near.h), brought to the same level, one side passes when the
 * share c of its entries that the other has is at least `share`, and its longest run of
 * entries that the other lacks is no longer than chance makes it when what is missing is
 * scattered: 1 + (1 + 2 / 2^level) ln(n + 1) / ln(1 / (1 - c)), with `slack` for the 1 (a
 * run ends behind two matches). Scattered edits give short runs; a page that only shares
 * its frame with another has one long run. A side under a quarter of the other does not
 * pass. One passing side is enough: a cut text lies whole in the other.
 */
#ifndef LEAT_DEDUP_SKETCH_H
#define LEAT_DEDUP_SKETCH_H

#include <stdbool.h>
#include <stdint.h>

enum { SKETCH_MAX = 512, SKETCH_ENTRIES_MIN = 4 };

struct sketch {
	unsigned level;
	unsigned count; /* at most SKETCH_MAX */
	const char *entries; /* u16, little-endian */
};

/* Memory for comparing; zeroed is valid, and every call leaves it so. */
struct sketch_sets {
	uint64_t bits[2][1024]; /* of 65,536 entries */
};

struct sketch_result {
	unsigned matched; /* entries in common, of the side that has more */
	double share; /* the greater share of the two */
	double shares[2], excess[2]; /* of each side: share, and longest run less what chance allows */
	bool large[2]; /* at least a quarter of the other */
};

/* Measures; false when there are too few entries to say anything. `shingle` as in near.h. */
bool sketch_compare(struct sketch_sets *sets, struct sketch a, struct sketch b, unsigned shingle, struct sketch_result *result);

/* Whether a side passes. */
bool sketch_passes(const struct sketch_result *result, double share, double slack);

#endif
