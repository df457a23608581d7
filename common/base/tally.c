#include "base/tally.h"

#include <stdio.h>
#include <string.h>

void tally_add(struct tally *tally, const char *name, uint64_t count)
{
	size_t i = 0;

	if (count == 0)
		return;
	while (i < tally->used && strncmp(tally->rows[i].name, name, TALLY_NAME - 1) != 0)
		i++;
	if (i == tally->used) {
		if (i == TALLY_MAX - 1)
			name = "other";
		if (i == TALLY_MAX) {
			i = TALLY_MAX - 1;
		} else {
			snprintf(tally->rows[i].name, TALLY_NAME, "%s", name);
			tally->rows[i].count = 0;
			tally->used++;
		}
	}
	tally->rows[i].count += count;
}

void tally_merge(struct tally *into, const struct tally *from)
{
	for (size_t i = 0; i < from->used; i++)
		tally_add(into, from->rows[i].name, from->rows[i].count);
}

uint64_t tally_total(const struct tally *tally)
{
	uint64_t total = 0;

	for (size_t i = 0; i < tally->used; i++)
		total += tally->rows[i].count;
	return total;
}

void tally_reset(struct tally *tally)
{
	tally->used = 0;
}
