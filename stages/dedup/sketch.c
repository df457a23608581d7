#include "sketch.h"

#include "base/num.h"
#include "near.h"

#include <math.h>

/* Of the tests in sketch.h. Chosen on the development corpus; either half of it and texts of
 * other kinds give the same. */
static const double SCATTERED_SHARE = 0.7, MIDDLE_LARGE = 0.75, MIDDLE_SHARE = 0.8, MIDDLE_OTHER = 0.5;
enum { MIDDLE_LEAST = 16 };

struct side {
	uint16_t entries[SKETCH_MAX];
	unsigned count;
};

/* The entries that are in at a coarser level and fraction. */
static void coarsen(const struct sketch *sketch, unsigned level, unsigned fraction, uint16_t mask, struct side *side)
{
	unsigned finer = level - sketch->level;
	uint32_t inside = near_fraction(fraction);

	side->count = 0;
	for (unsigned i = 0; i < sketch->count && i < SKETCH_MAX; i++) {
		unsigned entry = num_load16(sketch->entries + 2 * i), coarse = entry >> finer;

		side->entries[side->count] = (uint16_t)(coarse & mask);
		side->count += ((entry & ((1u << finer) - 1)) == 0) & (inside >> (coarse & 31));
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

static unsigned larger(unsigned a, unsigned b)
{
	return a > b ? a : b;
}

static void measure(const struct side *side, const uint64_t *bits, struct sketch_side *out)
{
	unsigned run = 0, found = 0;
	bool first = true;

	*out = (struct sketch_side){ .count = side->count };
	for (unsigned i = 0; i < side->count; i++) {
		if (!(bits[side->entries[i] >> 6] >> (side->entries[i] & 63) & 1)) {
			found = 0;
			run++;
			continue;
		}
		out->matched++;
		if (++found < 2)
			continue;
		if (first)
			out->head = run;
		else
			out->middle = larger(out->middle, run);
		first = false;
		run = 0;
	}
	out->tail = run;
}

bool sketch_compare(struct sketch_sets *sets, struct sketch a, struct sketch b, unsigned shingle, struct sketch_result *result)
{
	unsigned level = a.level > b.level ? a.level : b.level, finer = level - (a.level < b.level ? a.level : b.level);
	unsigned fraction = a.level > b.level || (a.level == b.level && a.fraction < b.fraction) ? a.fraction : b.fraction;
	struct side sides[2];
	uint16_t mask;

	*result = (struct sketch_result){ 0 };
	if (finer >= 8)
		return false;
	mask = (uint16_t)(0xffff >> finer);
	coarsen(&a, level, fraction, mask, &sides[0]);
	coarsen(&b, level, fraction, mask, &sides[1]);
	if (sides[0].count < SKETCH_ENTRIES_MIN || sides[1].count < SKETCH_ENTRIES_MIN)
		return false;
	for (int i = 0; i < 2; i++)
		fill(sets->bits[i], &sides[i]);
	result->reach = 1 + (shingle - 1) * exp2(-(int)level - 1) * (1 + (double)fraction / NEAR_FRACTION);
	for (int i = 0; i < 2; i++) {
		struct sketch_side *side = &result->sides[i];

		measure(&sides[i], sets->bits[1 - i], side);
		result->matched = larger(result->matched, side->matched);
		result->share = fmax(result->share, (double)side->matched / side->count);
	}
	for (int i = 0; i < 2; i++)
		empty(sets->bits[i], &sides[i]);
	return true;
}

/* Whether what is missing of `count` entries is scattered, if its longest run is `longest`. */
static bool scattered(unsigned longest, unsigned count, unsigned matched, double reach, double slack)
{
	double share = (double)matched / count, missing = fmin(fmax(1 - share, 0.02), 0.999);

	return longest <= slack + reach * log(count + 1) / log(1 / missing) ||
		(share >= SCATTERED_SHARE && 2 * longest <= count - matched);
}

static bool whole_passes(const struct sketch_side *side, double reach, double share, double slack)
{
	return side->matched >= share * side->count &&
		scattered(larger(side->middle, larger(side->head, side->tail)), side->count, side->matched, reach, slack);
}

/* Without what the text has of its own at its ends. */
static bool middle_passes(const struct sketch_side *side, const struct sketch_side *other, double reach, double slack)
{
	unsigned count = side->count - side->head - side->tail;

	return count >= MIDDLE_LEAST && count >= MIDDLE_LARGE * side->count && side->matched >= MIDDLE_SHARE * count &&
		side->matched >= MIDDLE_OTHER * other->count && scattered(side->middle, count, side->matched, reach, slack);
}

bool sketch_passes(const struct sketch_result *result, double share, double slack)
{
	for (int i = 0; i < 2; i++) {
		const struct sketch_side *side = &result->sides[i], *other = &result->sides[1 - i];

		if (4 * side->count >= other->count &&
		    (whole_passes(side, result->reach, share, slack) || middle_passes(side, other, result->reach, slack)))
			return true;
	}
	return false;
}
