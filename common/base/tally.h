/*
 * tally: counts by name, for a few dozen names (reasons, kinds of fault). Zeroed memory is
 * an empty tally. Names beyond TALLY_MAX are counted as "other"; longer ones are cut.
 */
#ifndef LEAT_BASE_TALLY_H
#define LEAT_BASE_TALLY_H

#include <stddef.h>
#include <stdint.h>

enum { TALLY_MAX = 64, TALLY_NAME = 48 };

struct tally {
	struct {
		char name[TALLY_NAME];
		uint64_t count;
	} rows[TALLY_MAX];
	size_t used;
};

void tally_add(struct tally *tally, const char *name, uint64_t count);
void tally_merge(struct tally *into, const struct tally *from);
uint64_t tally_total(const struct tally *tally);
void tally_reset(struct tally *tally);

#endif
