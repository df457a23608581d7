#include "store/streams.h"
#include "base/buf.h"

#include <stdlib.h>

enum { FIRST_SLOTS = 64 };

/* Stream numbers are hashes: their low bits serve. */
static size_t find(const struct streams *set, uint64_t stream)
{
	size_t slot = (size_t)stream & (set->slot_count - 1);

	while (set->slots[slot] && set->slots[slot] != stream)
		slot = (slot + 1) & (set->slot_count - 1);
	return slot;
}

static void grow(struct streams *set)
{
	uint64_t *old = set->slots;
	size_t count = set->slot_count;

	set->slot_count = count ? 2 * count : FIRST_SLOTS;
	set->slots = mem_zero(set->slot_count, sizeof *set->slots);
	for (size_t i = 0; i < count; i++)
		if (old[i])
			set->slots[find(set, old[i])] = old[i];
	free(old);
}

bool streams_add(struct streams *set, uint64_t stream)
{
	if (stream == 0) {
		bool fresh = !set->zero;

		set->zero = true;
		return fresh;
	}
	if (2 * (set->used + 1) > set->slot_count)
		grow(set);
	size_t slot = find(set, stream);
	if (set->slots[slot])
		return false;
	set->slots[slot] = stream;
	set->used++;
	return true;
}

bool streams_has(const struct streams *set, uint64_t stream)
{
	if (stream == 0)
		return set->zero;
	return set->slot_count && set->slots[find(set, stream)] == stream;
}

void streams_release(struct streams *set)
{
	free(set->slots);
	*set = (struct streams){ NULL, 0, 0, false };
}
