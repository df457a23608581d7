/*
 * protocol_table: a hash table of frames by name. Nodes are the user's, first in their
 * structure; the table links them and frees nothing.
 */
#ifndef LEAT_LINK_PROTOCOL_TABLE_H
#define LEAT_LINK_PROTOCOL_TABLE_H

#include <stddef.h>
#include <stdint.h>

struct link_node {
	struct link_node *chain;
	uint64_t stream, seq;
};

struct link_table {
	struct link_node **buckets;
	size_t size; /* a power of two, or 0 */
	size_t count;
};

struct link_node *link_table_find(const struct link_table *table, uint64_t stream, uint64_t seq);
/* The name must not be in it. */
void link_table_add(struct link_table *table, struct link_node *node);
void link_table_remove(struct link_table *table, struct link_node *node);
/* Calls `fn` for each node; it may remove that node. */
void link_table_each(struct link_table *table, void (*fn)(void *ctx, struct link_node *), void *ctx);
/* As each, for the nodes (stream, first..last): by name where that is less work. */
void link_table_range(struct link_table *table, uint64_t stream, uint64_t first, uint64_t last,
		      void (*fn)(void *ctx, struct link_node *), void *ctx);
void link_table_release(struct link_table *table);

#endif
