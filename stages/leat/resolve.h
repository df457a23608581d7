/*
 * resolve: whether each duplicate names a document that is there. Ids are kept as XXH3-64,
 * eight bytes a record. Pure.
 */
#ifndef LEAT_LEAT_RESOLVE_H
#define LEAT_LEAT_RESOLVE_H

#include "base/buf.h"
#include "record/record.h"

/* A record that names another in dup.of. */
struct resolve_name {
	uint64_t of, stream, seq;
	uint32_t index;
};

/* Zeroed memory is empty. */
struct resolve {
	struct buf ids; /* uint64_t */
	struct buf names; /* struct resolve_name */
	uint64_t forgotten; /* records that leat forget, or a store with its list, emptied */
};

void resolve_add(struct resolve *resolve, const struct frame_head *head, const struct record *record);
/* How many names lead nowhere, and the first of them. */
uint64_t resolve_count_lost(struct resolve *resolve, struct resolve_name *first);
void resolve_release(struct resolve *resolve);

#endif
