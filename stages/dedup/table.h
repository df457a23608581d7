/*
 * table: a multimap from 32-bit hashes to row numbers, 8 bytes an entry, for the indexes of
 * dedup. Whoever asks verifies a row that he gets: equal hashes of different keys are
 * expected. Rows are added in rising order, and come back in that order.
 *
 * Buckets of a cache line, filled from the front; an entry whose bucket is full goes to the
 * next one that is not. Growing is one pass, as hashes map to buckets in order. It grows by
 * half at a load of 80 %: one line, seldom two, is touched to find or add. (By a quarter it would
 * take a tenth less memory, and twice the time: growing is most of what adding costs.)
 */
#ifndef LEAT_DEDUP_TABLE_H
#define LEAT_DEDUP_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Row numbers are below this. */
#define TABLE_ROWS_MAX UINT32_MAX

enum { TABLE_BUCKET = 8 };

struct table {
	uint64_t (*buckets)[TABLE_BUCKET]; /* hash << 32 | row + 1; 0: free */
	size_t homes; /* buckets that hashes map to */
	size_t size; /* buckets: homes, and some behind for what the last have no room for */
	size_t used, most; /* entries; it grows when there are more */
};

/* Makes an empty table. Of tables that fill alike, each gets another `phase` in [0, 1), so
 * that they do not grow at the same time. */
void table_init(struct table *table, double phase);
void table_release(struct table *table);

/* Rows of that hash in the order they were added, at most `max`. Returns how many. */
size_t table_find(const struct table *table, uint32_t hash, uint32_t *rows, size_t max);
void table_add(struct table *table, uint32_t hash, uint32_t row);
/* Finds, and adds `row` unless `max` were found. */
size_t table_take(struct table *table, uint32_t hash, uint32_t row, uint32_t *rows, size_t max);
/* Adds; where there are `max` of that hash, in the place of the least, so that the newest are
 * kept. They come back in any order then. */
void table_renew(struct table *table, uint32_t hash, uint32_t row, size_t max);
/* Makes room for that many entries in all. To be called before many are added in the order of
 * their hashes, which would crowd the low buckets of a small table. */
void table_reserve(struct table *table, size_t entries);
/* Removes all rows below `row`. */
void table_forget(struct table *table, uint32_t row);
/* For a snapshot: makes a table of that many homes, whose buckets, table_bytes of them, are to
 * be filled with those of another one that had `used` entries; and whether one of that many
 * homes has so many bytes. */
void table_make(struct table *table, size_t homes, size_t used);
bool table_is_of(uint64_t homes, uint64_t bytes);
/* Memory in bytes. */
size_t table_bytes(const struct table *table);

/* To be called some time before the others, for many hashes at once. */
static inline void table_prefetch(const struct table *table, uint32_t hash)
{
	__builtin_prefetch(table->buckets[(uint64_t)hash * table->homes >> 32]);
}

#endif
