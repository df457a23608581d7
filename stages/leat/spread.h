/*
 * spread: how numbers are distributed, in bounded memory: count, sum, least and greatest
 * exactly, the shape from a uniform sample of SPREAD_SAMPLE of them (reservoir sampling,
 * algorithm R: Vitter 1985), so that a share is off by a hundredth or so where there are more.
 * The sample depends on nothing but the numbers and their order. Zeroed memory is an empty
 * spread.
 */
#ifndef LEAT_LEAT_SPREAD_H
#define LEAT_LEAT_SPREAD_H

#include <stddef.h>
#include <stdint.h>

enum { SPREAD_SAMPLE = 4096 };

struct spread {
	uint64_t count;
	double sum, min, max;
	double *sample;
	size_t used, room;
};

/* Which of `room` places the item number `count` (from 1) takes; `room` or more: none. */
uint64_t spread_place(uint64_t count, uint64_t room);
void spread_add(struct spread *spread, double value);
/* Puts the sample in order, for the two below. */
void spread_sort(struct spread *spread);
/* The number that a share of `at` (0 to 1) lies below; 0 where there is none. */
double spread_quantile(const struct spread *spread, double at);
/* shares[i] becomes the share of numbers in bounds[i] <= x < bounds[i + 1]; what lies outside
 * counts to the first or last. `bounds` has count + 1 ascending numbers. */
void spread_shares(const struct spread *spread, const double *bounds, double *shares, size_t count);
void spread_release(struct spread *spread);

#endif
