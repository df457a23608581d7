#include "table.h"

#include "base/buf.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { HOMES_MIN = 32, LINE = 64, LARGE = 4 << 20 };
static const double LOAD_MAX = 0.8, GROWTH = 1.5;

static size_t size_of(size_t homes)
{
	return homes + homes / 64 + 8;
}

static void make_buckets(struct table *table, size_t homes)
{
	size_t bytes;

	table->homes = homes;
	table->size = size_of(homes);
	table->used = 0;
	table->most = (size_t)((double)(homes * TABLE_BUCKET) * LOAD_MAX);
	bytes = table->size * sizeof *table->buckets;
	table->buckets = bytes < LARGE ? aligned_alloc(LINE, bytes)
				       : mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (!table->buckets || table->buckets == MAP_FAILED)
		mem_alloc(SIZE_MAX); /* says so, and ends */
	if (bytes < LARGE)
		memset(table->buckets, 0, bytes);
	else
		madvise(table->buckets, bytes, MADV_HUGEPAGE); /* a probe is a TLB miss otherwise */
}

static void free_buckets(struct table *table)
{
	if (table_bytes(table) < LARGE)
		free(table->buckets);
	else
		munmap(table->buckets, table_bytes(table));
}

static inline size_t home_of(const struct table *table, uint32_t hash)
{
	return (size_t)((uint64_t)hash * table->homes >> 32);
}

void table_init(struct table *table, double phase)
{
	make_buckets(table, (size_t)(HOMES_MIN * pow(GROWTH, phase)));
}

void table_release(struct table *table)
{
	free_buckets(table);
	memset(table, 0, sizeof *table);
}

void table_make(struct table *table, size_t homes, size_t used)
{
	make_buckets(table, homes);
	table->used = used;
}

bool table_is_of(uint64_t homes, uint64_t bytes)
{
	return homes > 0 && homes < bytes && size_of(homes) * sizeof *((struct table *)0)->buckets == bytes;
}

size_t table_bytes(const struct table *table)
{
	return table->size * sizeof *table->buckets;
}

/* Entries of a bucket, a bit each. */
struct seen {
	unsigned used; /* how many, from the front */
	unsigned same; /* those of the hash asked for */
};

typedef uint64_t pair __attribute__((vector_size(16)));
typedef uint32_t halves __attribute__((vector_size(16)));

/* Of entries k and k + 1: bit k and k + 1 where they are free, bit k + 40 and k + 41 where they have
 * the hash. */
static inline pair look_at_two(const uint64_t bucket[TABLE_BUCKET], unsigned k, pair high)
{
	const uint64_t bit = UINT64_C(0x10000000001) << k;
	pair entries;

	memcpy(&entries, bucket + k, sizeof entries);
	return (pair)((halves)entries == (halves)high) & (pair){ bit, bit << 1 };
}

/* All entries at once, without a branch an entry. Row + 1, the low half, is 0 of a free one. */
static inline struct seen look(const uint64_t bucket[TABLE_BUCKET], uint32_t hash)
{
	const pair high = { (uint64_t)hash << 32, (uint64_t)hash << 32 };
	pair bits = look_at_two(bucket, 0, high) | look_at_two(bucket, 2, high) | look_at_two(bucket, 4, high) | look_at_two(bucket, 6, high);
	unsigned found, free;

	bits[0] |= bits[1];
	found = (unsigned)(bits[0] | bits[0] >> 32);
	free = found & 0xff;
	return (struct seen){ (unsigned)__builtin_ctz(free | 0x100), found >> 8 & ~free };
}

/* The free place for another entry of that hash, or NULL where the last buckets are full.
 * Rows of that hash on the way go to rows[*count], up to max, where the search ends. */
static inline uint64_t *walk(const struct table *table, uint32_t hash, uint32_t *rows, size_t max, size_t *count)
{
	for (size_t i = home_of(table, hash); i < table->size; i++) {
		uint64_t *bucket = table->buckets[i];
		struct seen seen = look(bucket, hash);

		for (unsigned same = seen.same; same; same &= same - 1) {
			if (*count == max)
				return NULL;
			rows[(*count)++] = (uint32_t)bucket[__builtin_ctz(same)] - 1;
		}
		if (seen.used < TABLE_BUCKET)
			return &bucket[seen.used];
	}
	return NULL;
}

size_t table_find(const struct table *table, uint32_t hash, uint32_t *rows, size_t max)
{
	size_t count = 0;

	walk(table, hash, rows, max, &count);
	return count;
}

/* The next free place from the home on. */
static inline uint64_t *place(const struct table *table, uint32_t hash)
{
	for (size_t i = home_of(table, hash); i < table->size; i++) {
		unsigned used = look(table->buckets[i], 0).used;

		if (used < TABLE_BUCKET)
			return &table->buckets[i][used];
	}
	return NULL;
}

/* Moves the entries of `old` from row `least` on. False when the last ones do not fit. */
static bool move_entries(struct table *table, const struct table *old, uint32_t least, uint8_t *filled)
{
	for (size_t i = 0; i < old->size; i++) {
		for (unsigned k = 0; k < TABLE_BUCKET && old->buckets[i][k]; k++) {
			uint64_t entry = old->buckets[i][k];
			size_t to = home_of(table, (uint32_t)(entry >> 32));

			if ((uint32_t)entry - 1 < least)
				continue;
			while (to < table->size && filled[to] == TABLE_BUCKET)
				to++;
			if (to == table->size)
				return false;
			table->buckets[to][filled[to]++] = entry;
			table->used++;
		}
	}
	return true;
}

static void resize(struct table *table, size_t homes, uint32_t least)
{
	struct table old = *table;
	uint8_t *filled;
	bool moved;

	do {
		make_buckets(table, homes);
		filled = mem_zero(table->size, 1);
		moved = move_entries(table, &old, least, filled);
		free(filled);
		if (!moved)
			free_buckets(table);
		homes += homes / 4 + 8;
	} while (!moved);
	free_buckets(&old);
}

/* Always to a larger size: also called when the last buckets are full. */
static void grow(struct table *table, size_t entries)
{
	size_t homes = table->homes;

	do {
		homes = (size_t)((double)homes * GROWTH) + 1;
	} while ((double)(homes * TABLE_BUCKET) * LOAD_MAX < (double)entries);
	resize(table, homes, 0);
}

void table_reserve(struct table *table, size_t entries)
{
	if (entries > table->most)
		grow(table, entries);
}

static void put(struct table *table, uint64_t *to, uint32_t hash, uint32_t row)
{
	while (!to) {
		grow(table, table->used + 1);
		to = place(table, hash);
	}
	*to = ((uint64_t)hash << 32 | row) + 1;
	table->used++;
}

void table_add(struct table *table, uint32_t hash, uint32_t row)
{
	if (table->used >= table->most)
		grow(table, table->used + 1);
	put(table, place(table, hash), hash, row);
}

size_t table_take(struct table *table, uint32_t hash, uint32_t row, uint32_t *rows, size_t max)
{
	size_t count = 0;
	uint64_t *to;

	if (table->used >= table->most)
		grow(table, table->used + 1);
	to = walk(table, hash, rows, max, &count);
	if (count < max)
		put(table, to, hash, row);
	return count;
}

void table_renew(struct table *table, uint32_t hash, uint32_t row, size_t max)
{
	uint64_t *least = NULL;
	size_t count = 0;

	if (table->used >= table->most)
		grow(table, table->used + 1);
	for (size_t i = home_of(table, hash); i < table->size; i++) {
		for (unsigned k = 0; k < TABLE_BUCKET; k++) {
			uint64_t *entry = &table->buckets[i][k];

			if (!*entry) {
				put(table, entry, hash, row);
				return;
			}
			if (*entry >> 32 != hash)
				continue;
			least = !least || *entry < *least ? entry : least;
			if (++count == max) {
				*least = ((uint64_t)hash << 32 | row) + 1;
				return;
			}
		}
	}
	put(table, NULL, hash, row);
}

void table_forget(struct table *table, uint32_t row)
{
	resize(table, table->homes, row);
}
