/* streams: a set of stream numbers. */
#ifndef LEAT_STORE_STREAMS_H
#define LEAT_STORE_STREAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zeroed memory is an empty set. */
struct streams {
	uint64_t *slots;
	size_t slot_count, used;
	bool zero; /* holds stream 0, which marks a free slot */
};

/* False where it was there already. */
bool streams_add(struct streams *set, uint64_t stream);
bool streams_has(const struct streams *set, uint64_t stream);
void streams_release(struct streams *set);

#endif
