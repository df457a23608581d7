#include "table.h"

#include "base/buf.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { HOMES_MIN = 256 };
static const double LOAD_MAX = 0.88, GROWTH = 1.2;

static uint64_t entry_of(uint32_t hash, uint32_t row)
{
	return ((uint64_t)hash << 32 | row) + 1;
}

static uint32_t hash_of(uint64_t slot)
{
	return (uint32_t)((slot - 1) >> 32);
}

static uint32_t row_of(uint64_t slot)
{
	return (uint32_t)(slot - 1);
}

/* Room behind the last home: a run of entries may reach over it. */
static void make_slots(struct table *table, size_t homes)
{
	table->homes = homes;
	table->size = homes + homes / 32 + 64;
	table->slots = mem_zero(table->size, sizeof *table->slots);
}

void table_init(struct table *table, double phase)
{
	table->used = 0;
	make_slots(table, (size_t)(HOMES_MIN * pow(GROWTH, phase)));
}

void table_release(struct table *table)
{
	free(table->slots);
	memset(table, 0, sizeof *table);
}

size_t table_bytes(const struct table *table)
{
	return table->size * sizeof *table->slots;
}

size_t table_find(const struct table *table, uint32_t hash, uint32_t *rows, size_t max)
{
	uint64_t least = entry_of(hash, 0), most = entry_of(hash, UINT32_MAX - 1);
	size_t i = table_home(table, hash), count = 0;

	while (i < table->size && table->slots[i] && table->slots[i] < least)
		i++;
	for (; count < max && i < table->size && table->slots[i] && table->slots[i] <= most; i++)
		rows[count++] = row_of(table->slots[i]);
	return count;
}

/* Puts `entry` behind all that were put before, at or behind its home. False at the end. */
static int put_last(struct table *table, size_t *next, uint64_t entry)
{
	size_t home = table_home(table, hash_of(entry));

	if (*next < home)
		*next = home;
	if (*next >= table->size)
		return 0;
	table->slots[(*next)++] = entry;
	return 1;
}

/* Moves all entries to a table of `homes`, or of more where the last run does not fit. */
static void resize(struct table *table, size_t homes)
{
	struct table old = *table;
	size_t next = 0, i = 0;

	make_slots(table, homes);
	for (; i < old.size; i++)
		if (old.slots[i] && !put_last(table, &next, old.slots[i]))
			break;
	if (i < old.size) {
		free(table->slots);
		*table = old;
		resize(table, homes + homes / 4 + 64);
		return;
	}
	free(old.slots);
}

static size_t grown(const struct table *table)
{
	return (size_t)((double)table->homes * GROWTH) + 1;
}

void table_add(struct table *table, uint32_t hash, uint32_t row)
{
	uint64_t entry = entry_of(hash, row);
	size_t i, free_slot;

	if ((double)(table->used + 1) > (double)table->homes * LOAD_MAX)
		resize(table, grown(table));
	for (;;) {
		i = table_home(table, hash);
		while (i < table->size && table->slots[i] && table->slots[i] <= entry)
			i++;
		free_slot = i;
		while (free_slot < table->size && table->slots[free_slot])
			free_slot++;
		if (free_slot < table->size)
			break;
		resize(table, grown(table));
	}
	memmove(&table->slots[i + 1], &table->slots[i], (free_slot - i) * sizeof *table->slots);
	table->slots[i] = entry;
	table->used++;
}

/* Every entry moves to a lower place or none, so one pass in place does. */
void table_forget(struct table *table, uint32_t row)
{
	size_t next = 0;

	for (size_t i = 0; i < table->size; i++) {
		uint64_t entry = table->slots[i];

		if (!entry)
			continue;
		table->slots[i] = 0;
		if (row_of(entry) < row)
			table->used--;
		else
			put_last(table, &next, entry);
	}
}

void table_build(struct table *table, const uint64_t *entries, size_t count, size_t each)
{
	size_t homes = table->homes, same = 0, next = 0;

	while ((double)count > (double)homes * LOAD_MAX)
		homes = (size_t)((double)homes * GROWTH) + 1;
	free(table->slots);
	make_slots(table, homes);
	table->used = 0;
	for (size_t i = 0; i < count; i++) {
		same = i > 0 && entries[i] >> 32 == entries[i - 1] >> 32 ? same + 1 : 0;
		if (same >= each)
			continue;
		if (!put_last(table, &next, entries[i] + 1)) {
			resize(table, grown(table));
			next = table->size;
			while (!table->slots[next - 1])
				next--;
			put_last(table, &next, entries[i] + 1);
		}
		table->used++;
	}
}
