#include "link/protocol_table.h"
#include "base/buf.h"

#include <stdlib.h>

enum { SIZE_FIRST = 256 };

/* The finalizer of MurmurHash3 (Appleby, public domain) over both halves of the name. */
static size_t slot(const struct link_table *table, uint64_t stream, uint64_t seq)
{
	uint64_t hash = stream + seq * 0x9e3779b97f4a7c15u;

	hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdu;
	hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53u;
	return (size_t)(hash ^ (hash >> 33)) & (table->size - 1);
}

struct link_node *link_table_find(const struct link_table *table, uint64_t stream, uint64_t seq)
{
	struct link_node *node = table->size ? table->buckets[slot(table, stream, seq)] : NULL;

	while (node && (node->stream != stream || node->seq != seq))
		node = node->chain;
	return node;
}

static void put(struct link_table *table, struct link_node *node)
{
	struct link_node **bucket = &table->buckets[slot(table, node->stream, node->seq)];

	node->chain = *bucket;
	*bucket = node;
}

static void grow(struct link_table *table)
{
	struct link_table old = *table;

	table->size = old.size ? 2 * old.size : SIZE_FIRST;
	table->buckets = mem_zero(table->size, sizeof(struct link_node *));
	for (size_t i = 0; i < old.size; i++) {
		struct link_node *next;

		for (struct link_node *node = old.buckets[i]; node; node = next) {
			next = node->chain;
			put(table, node);
		}
	}
	free(old.buckets);
}

void link_table_add(struct link_table *table, struct link_node *node)
{
	if (table->count >= table->size)
		grow(table);
	put(table, node);
	table->count++;
}

void link_table_remove(struct link_table *table, struct link_node *node)
{
	struct link_node **at = &table->buckets[slot(table, node->stream, node->seq)];

	while (*at != node)
		at = &(*at)->chain;
	*at = node->chain;
	table->count--;
}

void link_table_each(struct link_table *table, void (*fn)(void *ctx, struct link_node *), void *ctx)
{
	for (size_t i = 0; i < table->size; i++) {
		struct link_node *next;

		for (struct link_node *node = table->buckets[i]; node; node = next) {
			next = node->chain;
			fn(ctx, node);
		}
	}
}

struct in_range {
	struct link_node name; /* stream and first */
	uint64_t last;
	void (*fn)(void *ctx, struct link_node *);
	void *ctx;
};

static void if_in_range(void *ctx, struct link_node *node)
{
	const struct in_range *range = ctx;

	if (node->stream == range->name.stream && node->seq >= range->name.seq && node->seq <= range->last)
		range->fn(range->ctx, node);
}

void link_table_range(struct link_table *table, uint64_t stream, uint64_t first, uint64_t last,
		      void (*fn)(void *ctx, struct link_node *), void *ctx)
{
	struct in_range range = { { NULL, stream, first }, last, fn, ctx };

	if (last - first >= table->count) {
		link_table_each(table, if_in_range, &range);
		return;
	}
	for (uint64_t seq = first;; seq++) {
		struct link_node *node = link_table_find(table, stream, seq);

		if (node)
			fn(ctx, node);
		if (seq == last)
			break;
	}
}

void link_table_release(struct link_table *table)
{
	free(table->buckets);
	*table = (struct link_table){ 0 };
}
