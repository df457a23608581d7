#include "leat/ranking.h"

#include "base/buf.h"

#define XXH_INLINE_ALL
#include <stdlib.h>
#include <xxhash.h>

enum { SLOTS_FIRST = 256 };

char *ranking_text(struct str text)
{
	static const char more[] = "...";
	size_t len = text.len;

	if (len > RANKING_TEXT)
		for (len = RANKING_TEXT - strlen(more); len > 0 && ((unsigned char)text.at[len] & 0xc0) == 0x80;)
			len--;
	char *copy = mem_alloc(len + sizeof more);
	if (len > 0)
		memcpy(copy, text.at, len);
	memcpy(copy + len, more, sizeof more);
	if (len == text.len)
		copy[len] = 0;
	return copy;
}

static void put_slot(struct ranking *ranking, size_t item)
{
	size_t mask = ranking->slot_count - 1, at = (size_t)ranking->items[item].hash & mask;

	while (ranking->slots[at])
		at = (at + 1) & mask;
	ranking->slots[at] = (uint32_t)item + 1;
}

static void make_slots(struct ranking *ranking, size_t count)
{
	free(ranking->slots);
	ranking->slots = mem_zero(count, sizeof *ranking->slots);
	ranking->slot_count = count;
	for (size_t i = 0; i < ranking->used; i++)
		put_slot(ranking, i);
}

static int by_count(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return strcmp(x->name, y->name);
}

static void release_from(struct ranking *ranking, size_t first)
{
	for (size_t i = first; i < ranking->used; i++) {
		free(ranking->items[i].name);
		free(ranking->items[i].note);
	}
	ranking->used = first;
}

static void forget_half(struct ranking *ranking)
{
	size_t keep = ranking->used / 2;

	ranking_sort(ranking);
	ranking->short_by += ranking->items[keep].count;
	release_from(ranking, keep);
	make_slots(ranking, ranking->slot_count);
}

static struct ranked *find(struct ranking *ranking, uint64_t hash)
{
	size_t mask = ranking->slot_count - 1;

	for (size_t at = (size_t)hash & mask; ranking->slots[at]; at = (at + 1) & mask)
		if (ranking->items[ranking->slots[at] - 1].hash == hash)
			return &ranking->items[ranking->slots[at] - 1];
	return NULL;
}

/* A name is known by its 64-bit hash: two of 65,536 are alike once in 10^10 runs. */
void ranking_add(struct ranking *ranking, struct str name, struct str note)
{
	uint64_t hash = XXH3_64bits(name.at ? name.at : "", name.len);
	struct ranked *item = ranking->slots ? find(ranking, hash) : NULL;

	ranking->total++;
	if (item) {
		item->count++;
		return;
	}
	if (ranking->used == RANKING_MAX)
		forget_half(ranking);
	if (ranking->used == ranking->room) {
		ranking->room = ranking->room ? 2 * ranking->room : SLOTS_FIRST / 2;
		ranking->items = mem_grow(ranking->items, ranking->room * sizeof *ranking->items);
	}
	ranking->items[ranking->used++] = (struct ranked){ ranking_text(name), ranking_text(note), 1, hash };
	if (2 * ranking->used > ranking->slot_count)
		make_slots(ranking, ranking->slot_count ? 2 * ranking->slot_count : SLOTS_FIRST);
	else
		put_slot(ranking, ranking->used - 1);
}

void ranking_sort(struct ranking *ranking)
{
	if (ranking->used > 1)
		qsort(ranking->items, ranking->used, sizeof *ranking->items, by_count);
}

void ranking_release(struct ranking *ranking)
{
	release_from(ranking, 0);
	free(ranking->items);
	free(ranking->slots);
	*ranking = (struct ranking){ .items = NULL };
}
