#include "base/arena.h"
#include "base/buf.h"

#include <stdlib.h>

enum { BLOCK = 64 * 1024, KEEP = 1024 * 1024 };

struct arena_block {
	struct arena_block *next;
	size_t size;
	_Alignas(16) char bytes[];
};

static struct arena_block *block_new(size_t size)
{
	struct arena_block *block = mem_alloc(sizeof *block + size);

	block->next = NULL;
	block->size = size;
	return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	size = (size + 15) & ~(size_t)15;
	while (arena->current && arena->current->size - arena->used < size) {
		if (!arena->current->next)
			break;
		arena->current = arena->current->next;
		arena->used = 0;
	}
	if (!arena->current || arena->current->size - arena->used < size) {
		struct arena_block *block = block_new(size > BLOCK ? size : BLOCK);

		if (arena->current)
			arena->current->next = block;
		else
			arena->first = block;
		arena->current = block;
		arena->used = 0;
	}
	void *piece = arena->current->bytes + arena->used;
	arena->used += size;
	return piece;
}

struct str arena_copy(struct arena *arena, struct str s)
{
	char *copy = arena_alloc(arena, s.len + 1);

	if (s.len > 0)
		memcpy(copy, s.at, s.len);
	copy[s.len] = '\0';
	return str_from(copy, s.len);
}

void arena_reset(struct arena *arena)
{
	struct arena_block **link = &arena->first;

	while (*link) {
		struct arena_block *block = *link;

		if (block->size > KEEP) {
			*link = block->next;
			free(block);
		} else {
			link = &block->next;
		}
	}
	arena->current = arena->first;
	arena->used = 0;
}

void arena_release(struct arena *arena)
{
	while (arena->first) {
		struct arena_block *next = arena->first->next;

		free(arena->first);
		arena->first = next;
	}
	*arena = ARENA_INIT;
}
