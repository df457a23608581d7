#include "sketch.h"

#include "base/num.h"

#include <math.h>

struct side {
	uint16_t entries[SKETCH_MAX];
	unsigned count;
};

/* The entries at a coarser level. */
static void coarsen(const struct sketch *sketch, unsigned level, uint16_t mask, struct side *side)
{
	unsigned finer = level - sketch->level;

	side->count = 0;
	for (unsigned i = 0; i < sketch->count && i < SKETCH_MAX; i++) {
		unsigned entry = num_load16(sketch->entries + 2 * i);

		if (!(entry & ((1u << finer) - 1)))
			side->entries[side->count++] = (uint16_t)(entry >> finer & mask);
	}
}

static void fill(uint64_t *bits, const struct side *side)
{
	for (unsigned i = 0; i < side->count; i++)
		bits[side->entries[i] >> 6] |= UINT64_C(1) << (side->entries[i] & 63);
}

static void empty(uint64_t *bits, const struct side *side)
{
	for (unsigned i = 0; i < side->count; i++)
		bits[side->entries[i] >> 6] = 0;
}

/* Entries of `side` that are in `bits`, and the longest run of those that are not. */
static void measure(const struct side *side, const uint64_t *bits, unsigned *matched, unsigned *longest)
{
	unsigned run = 0, found = 0;

	*matched = *longest = 0;
	for (unsigned i = 0; i < side->count; i++) {
		if (bits[side->entries[i] >> 6] >> (side->entries[i] & 63) & 1) {
			++*matched;
			if (++found >= 2)
				run = 0;
		} else {
			found = 0;
			if (++run > *longest)
				*longest = run;
		}
	}
}

bool sketch_compare(struct sketch_sets *sets, struct sketch a, struct sketch b, unsigned shingle, struct sketch_result *result)
{
	unsigned level = a.level > b.level ? a.level : b.level, finer = level - (a.level < b.level ? a.level : b.level);
	struct side sides[2];
	uint16_t mask;

	*result = (struct sketch_result){ 0 };
	if (finer >= 8)
		return false;
	mask = (uint16_t)(0xffff >> finer);
	coarsen(&a, level, mask, &sides[0]);
	coarsen(&b, level, mask, &sides[1]);
	if (sides[0].count < SKETCH_ENTRIES_MIN || sides[1].count < SKETCH_ENTRIES_MIN)
		return false;
	for (int i = 0; i < 2; i++)
		fill(sets->bits[i], &sides[i]);
	for (int i = 0; i < 2; i++) {
		unsigned matched, longest;
		double n = sides[i].count, missing;

		measure(&sides[i], sets->bits[1 - i], &matched, &longest);
		result->shares[i] = matched / n;
		missing = fmin(fmax(1 - result->shares[i], 0.02), 0.999);
		result->excess[i] = longest - (1 + (shingle - 1) / exp2(level)) * log(n + 1) / log(1 / missing);
		result->large[i] = 4 * sides[i].count >= sides[1 - i].count;
		result->matched = matched > result->matched ? matched : result->matched;
		result->share = fmax(result->share, result->shares[i]);
	}
	for (int i = 0; i < 2; i++)
		empty(sets->bits[i], &sides[i]);
	return true;
}

bool sketch_passes(const struct sketch_result *result, double share, double slack)
{
	for (int i = 0; i < 2; i++)
		if (result->large[i] && result->shares[i] >= share && result->excess[i] <= slack)
			return true;
	return false;
}
