#include "leat/spread.h"

#include "base/buf.h"

#include <stdlib.h>

/* A number out of 2^64 for each item, by its place in the order (SplitMix64: Steele, Lea and
 * Flood, OOPSLA 2014). */
static uint64_t chance(uint64_t item)
{
	uint64_t z = item * 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

uint64_t spread_place(uint64_t count, uint64_t room)
{
	return count <= room ? count - 1 : chance(count) % count;
}

void spread_add(struct spread *spread, double value)
{
	uint64_t place = spread_place(++spread->count, SPREAD_SAMPLE);

	spread->sum += value;
	if (spread->count == 1 || value < spread->min)
		spread->min = value;
	if (spread->count == 1 || value > spread->max)
		spread->max = value;
	if (place >= SPREAD_SAMPLE)
		return;
	if (place == spread->used) {
		if (spread->used == spread->room) {
			spread->room = spread->room ? 2 * spread->room : 64;
			spread->sample = mem_grow(spread->sample, spread->room * sizeof *spread->sample);
		}
		spread->used++;
	}
	spread->sample[place] = value;
}

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

void spread_sort(struct spread *spread)
{
	if (spread->used > 1)
		qsort(spread->sample, spread->used, sizeof *spread->sample, by_value);
}

double spread_quantile(const struct spread *spread, double at)
{
	size_t index = (size_t)(at * (double)spread->used);

	if (spread->used == 0)
		return 0;
	return spread->sample[index < spread->used ? index : spread->used - 1];
}

void spread_shares(const struct spread *spread, const double *bounds, double *shares, size_t count)
{
	size_t bin = 0;

	for (size_t i = 0; i < count; i++)
		shares[i] = 0;
	for (size_t i = 0; i < spread->used; i++) {
		while (bin + 1 < count && spread->sample[i] >= bounds[bin + 1])
			bin++;
		shares[bin] += 1.0 / (double)spread->used;
	}
}

void spread_release(struct spread *spread)
{
	free(spread->sample);
	*spread = (struct spread){ .count = 0 };
}
