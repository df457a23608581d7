/* Rebuilds an index from its journal. Entries for the tables are collected for many rows and
 * added in the order of their hashes, so that memory is walked through and not jumped about
 * in: ten times the speed of adding row by row. */
#include "index.h"

#include <stdlib.h>

enum { CHUNK = 1 << 16 };

/* Entries (hash << 32 | row) for one table. */
struct pile {
	uint64_t *entries, *spare;
	uint32_t count;
};

struct load {
	struct index *index;
	uint32_t known; /* rows that the tables have already */
	uint32_t rows; /* since the last flush */
	struct pile tables[TABLES];
	struct pile bands[NEAR_BANDS_MAX];
};

/* There is room for CHUNK entries. */
static void collect(struct pile *pile, uint32_t hash, uint32_t row)
{
	if (!pile->entries) {
		pile->entries = mem_alloc(CHUNK * sizeof *pile->entries);
		pile->spare = mem_alloc(CHUNK * sizeof *pile->spare);
	}
	pile->entries[pile->count++] = (uint64_t)hash << 32 | row;
}

/* Stable, by the hash: three passes of 11 bits. */
static void sort(struct pile *pile)
{
	for (unsigned shift = 32; shift < 64; shift += 11) {
		uint32_t starts[2049] = { 0 };
		uint64_t *sorted = pile->spare;

		for (uint32_t i = 0; i < pile->count; i++)
			starts[(pile->entries[i] >> shift & 2047) + 1]++;
		for (unsigned i = 1; i < 2048; i++)
			starts[i] += starts[i - 1];
		for (uint32_t i = 0; i < pile->count; i++)
			sorted[starts[pile->entries[i] >> shift & 2047]++] = pile->entries[i];
		pile->spare = pile->entries;
		pile->entries = sorted;
	}
}

/* `each` as in near_preset; 0: all are added. */
static void flush_pile(struct pile *pile, struct table *table, unsigned each)
{
	uint32_t rows[NEAR_EACH_MAX];

	sort(pile);
	table_reserve(table, table->used + pile->count);
	for (uint32_t i = 0; i < pile->count; i++) {
		if (i > 0 && pile->entries[i] == pile->entries[i - 1])
			continue; /* a line that stands twice in a text */
		uint32_t hash = (uint32_t)(pile->entries[i] >> 32), row = (uint32_t)pile->entries[i];

		if (each)
			table_take(table, hash, row, rows, each);
		else
			table_add(table, hash, row);
	}
	pile->count = 0;
}

static void flush(struct load *load)
{
	const struct near_preset *near = load->index->settings->near;

	for (unsigned i = 0; i < TABLES; i++)
		if (load->tables[i].count)
			flush_pile(&load->tables[i], &load->index->tables[i], i == TABLE_PARAGRAPHS ? LINES_EACH : 0);
	for (unsigned i = 0; near && i < near->bands; i++)
		if (load->bands[i].count)
			flush_pile(&load->bands[i], &load->index->bands.tables[i], near->each);
	load->rows = 0;
}

static void release(struct load *load)
{
	for (unsigned i = 0; i < TABLES; i++) {
		free(load->tables[i].entries);
		free(load->tables[i].spare);
	}
	for (unsigned i = 0; i < NEAR_BANDS_MAX; i++) {
		free(load->bands[i].entries);
		free(load->bands[i].spare);
	}
}

/* Of a line: unlike the other keys a row may have any number of them. */
static void load_line(struct load *load, uint32_t hash, uint32_t number)
{
	struct pile *pile = &load->tables[TABLE_PARAGRAPHS];

	if (pile->count == CHUNK)
		flush_pile(pile, &load->index->tables[TABLE_PARAGRAPHS], LINES_EACH);
	collect(pile, hash, number);
}

/* In their order, as the weights depend on those before. */
static void load_version(struct translated *translated, const struct row *row, uint32_t number)
{
	struct weighed weighed;

	translated_weigh(translated, row->translated.at, &weighed);
	translated_add(translated, &weighed, number);
}

static void load_row(struct load *load, const struct row *row, uint32_t number)
{
	const struct near_preset *near = load->index->settings->near;
	struct index_key keys[INDEX_KEYS];
	unsigned count = index_keys(load->index, row, keys);

	for (unsigned i = 0; i < count; i++)
		collect(&load->tables[keys[i].table], keys[i].hash, number);
	for (size_t at = 0; row->kind == ROW_KEPT && at + 8 <= row->paragraphs.len; at += 8)
		if (!(row->paragraphs.at[at] & 1))
			load_line(load, (uint32_t)(num_load64(row->paragraphs.at + at) >> 32), number);
	if (!near || !row->near.at || (row->kind != ROW_KEPT && row->kind != ROW_NEAR && row->kind != ROW_REVISION))
		return;
	for (unsigned i = 0; i < near->bands; i++)
		collect(&load->bands[i], bands_key(row->near.at, i), number);
}

static void load_frame(struct load *load, const struct entry *entry, uint64_t offset)
{
	bool known = entry->first_row < load->known;
	struct row row;

	if (load->index->frame_count == 0)
		load->index->rows = entry->first_row; /* those before were forgotten */
	index_add_frame(load->index, entry, offset);
	if (load->rows + entry->nrec > CHUNK)
		flush(load);
	load->rows += entry->nrec;
	if (known && !load->index->translated)
		return;
	for (uint32_t i = 0; i < entry->nrec; i++) {
		if (!entry_find_row(entry->bytes.at, i, &row))
			continue;
		if (!known)
			load_row(load, &row, entry->first_row + i);
		if (index_has_versions(load->index, &row))
			load_version(load->index->translated, &row, entry->first_row + i);
	}
}

/* Whether the frame is the next one, and its rows are such as these settings make. */
static bool fits(const struct index *index, const struct entry *entry)
{
	struct row row;

	if ((entry->first_row != index->rows && index->frame_count > 0) || entry->nrec > TABLE_ROWS_MAX - entry->first_row)
		return false;
	for (uint32_t i = 0; i < entry->nrec; i++)
		if (entry_find_row(entry->bytes.at, i, &row) &&
		    ((row.near.at && (!index->settings->near || !near_valid(index->settings->near, row.near))) ||
		     (row.translated.at && (!index->translated || !translated_valid(row.translated)))))
			return false;
	return true;
}

uint64_t index_load(struct index *index, uint64_t offset, uint32_t known)
{
	struct load load = { .index = index, .known = known };
	struct entry entry;

	for (; offset < index->written_len; offset += entry.bytes.len) {
		if (!entry_read(str_from(index->written + offset, index->written_len - offset), &entry) ||
		    (entry.kind == ENTRY_FRAME && !fits(index, &entry)))
			break;
		if (entry.kind == ENTRY_RECIPE)
			index_add_recipe(index, entry.recipe, offset);
		else if (entry.kind == ENTRY_SUPERSEDE)
			index_supersede(index, entry.stream, entry.seq);
		else if (entry.kind == ENTRY_FRAME)
			load_frame(&load, &entry, offset);
	}
	flush(&load);
	release(&load);
	index_forget(index);
	return offset;
}
