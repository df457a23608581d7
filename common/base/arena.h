/*
 * arena: memory that is given out in pieces and taken back all at once, for what
 * lives as long as one frame. Pieces are aligned to 16 bytes and never move.
 * ARENA_INIT is a valid empty arena.
 */
#ifndef LEAT_BASE_ARENA_H
#define LEAT_BASE_ARENA_H

#include "base/str.h"

#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *first;
	struct arena_block *current;
	size_t used; /* of the current block */
};

#define ARENA_INIT ((struct arena){ NULL, NULL, 0 })

/* `size` bytes, not cleared; valid until reset or release. */
void *arena_alloc(struct arena *arena, size_t size);
/* A copy of `s` with a NUL behind it. */
struct str arena_copy(struct arena *arena, struct str s);
/* Takes all pieces back and keeps the memory (one piece of over 1 MiB is freed). */
void arena_reset(struct arena *arena);
void arena_release(struct arena *arena);

#endif
