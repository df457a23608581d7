/*
 * table: a multimap from 32-bit hashes to row numbers, 8 bytes an entry, for the indexes of
 * dedup. Whoever asks verifies a row that he gets: equal hashes of different keys are
 * expected.
 *
 * Linear probing with entries in rising order of (hash, row) over the whole array (Robin
 * Hood hashing by value), so that a search ends early at any load, growing is one pass in
 * order, and the content alone decides what a search gives. It grows by a fifth at a load
 * of 88 %. Linear in what it holds; no allocation but when it grows.
 */
#ifndef LEAT_DEDUP_TABLE_H
#define LEAT_DEDUP_TABLE_H

#include <stddef.h>
#include <stdint.h>

/* Row numbers are below this. */
#define TABLE_ROWS_MAX UINT32_MAX

struct table {
	uint64_t *slots; /* hash << 32 | row, plus 1; 0: free */
	size_t homes; /* places that hashes map to */
	size_t size; /* slots: homes and room behind the last */
	size_t used;
};

/* Makes an empty table. Of tables that fill alike, each gets another `phase` in [0, 1), so
 * that they do not grow at the same time. */
void table_init(struct table *table, double phase);
void table_release(struct table *table);

/* Rows of that hash in rising order, at most `max`. Returns how many. */
size_t table_find(const struct table *table, uint32_t hash, uint32_t *rows, size_t max);
/* Adds an entry. One that is there already may be there twice. */
void table_add(struct table *table, uint32_t hash, uint32_t row);
/* Removes all rows below `row`. */
void table_forget(struct table *table, uint32_t row);
/* Fills an empty table with entries (hash << 32 | row) in rising order. Of one hash only
 * the first `each` are taken. */
void table_build(struct table *table, const uint64_t *entries, size_t count, size_t each);
/* Memory in bytes. */
size_t table_bytes(const struct table *table);

/* Where `hash` maps to. */
static inline size_t table_home(const struct table *table, uint32_t hash)
{
	return (size_t)((uint64_t)hash * table->homes >> 32);
}

/* To be called some time before find or add, for many hashes at once. */
static inline void table_prefetch(const struct table *table, uint32_t hash)
{
	__builtin_prefetch(&table->slots[table_home(table, hash)]);
}

#endif
