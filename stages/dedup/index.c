#include "attach.h"

#include <inttypes.h>
#include <stdlib.h>
#include <xxhash.h>

enum {
	MATCHES_MAX = 64, /* entries of one hash that are looked at */
	LINES_AHEAD = 32, /* of a row */
	AHEAD = 8, /* rows between fetching a row's lines of the tables and deciding it */
};

static void make_tables(struct index *index)
{
	for (unsigned i = 0; i < TABLES; i++)
		table_init(&index->tables[i], (double)i / TABLES);
	if (index->settings->near)
		bands_init(&index->bands, index->settings->near);
}

static void release_tables(struct index *index)
{
	for (unsigned i = 0; i < TABLES; i++)
		table_release(&index->tables[i]);
	bands_release(&index->bands);
}

struct index *index_new(const struct settings *settings)
{
	struct index *index = mem_zero(1, sizeof *index);

	index->settings = settings;
	make_tables(index);
	if (settings->near)
		index->sets = mem_zero(1, sizeof *index->sets);
	if (settings->translated)
		index->translated = translated_new();
	return index;
}

void index_clear(struct index *index)
{
	release_tables(index);
	make_tables(index);
}

void index_free(struct index *index)
{
	if (!index)
		return;
	release_tables(index);
	translated_free(index->translated);
	free(index->sets);
	buf_release(&index->pending);
	free(index->frames);
	free(index->recipes);
	free(index);
}

size_t index_bytes(const struct index *index)
{
	size_t bytes = index->frame_room * sizeof *index->frames;

	for (unsigned i = 0; i < TABLES; i++)
		bytes += table_bytes(&index->tables[i]);
	return bytes + (index->settings->near ? bands_bytes(&index->bands) : 0) +
		(index->translated ? translated_bytes(index->translated) : 0);
}

char *index_at(const struct index *index, uint64_t offset)
{
	if (offset < index->written_len)
		return (char *)(uintptr_t)index->written + offset;
	return index->pending.data + (offset - index->written_len);
}

uint64_t index_end(const struct index *index)
{
	return index->written_len + index->pending.len;
}

static struct frame_info *frame_of_row(const struct index *index, uint32_t number)
{
	uint32_t low = index->first_frame, high = index->frame_count;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (index->frames[middle].first_row <= number)
			low = middle;
		else
			high = middle;
	}
	return &index->frames[low];
}

bool index_row(const struct index *index, uint32_t number, struct row *row)
{
	const struct frame_info *frame;

	if (index->first_frame == index->frame_count)
		return false;
	frame = frame_of_row(index, number);
	return !frame->superseded && number >= frame->first_row && number - frame->first_row < frame->nrec &&
		entry_find_row(index_at(index, frame->offset), number - frame->first_row, row);
}

static bool is_document(const struct row *row)
{
	return row->kind == ROW_KEPT || row->kind == ROW_REVISION || row->kind == ROW_TRANSLATED;
}

bool index_document(const struct index *index, uint32_t number, const struct row *row, uint32_t *document)
{
	struct row kept;

	*document = is_document(row) ? number : row->of;
	return is_document(row) || index_row(index, row->of, &kept);
}

static uint32_t name_hash(uint64_t stream, uint64_t seq)
{
	return (uint32_t)XXH3_64bits_withSeed(&seq, sizeof seq, stream);
}

/* The frame of that name that is not void, or NULL. */
static struct frame_info *find_frame(const struct index *index, uint64_t stream, uint64_t seq)
{
	uint32_t numbers[MATCHES_MAX];
	size_t count = table_find(&index->tables[TABLE_NAMES], name_hash(stream, seq), numbers, MATCHES_MAX);

	while (count-- > 0) {
		struct frame_info *frame = &index->frames[numbers[count]];

		if (frame->stream == stream && frame->seq == seq && !frame->superseded)
			return frame;
	}
	return NULL;
}

void index_name_frame(struct index *index, uint32_t number)
{
	table_add(&index->tables[TABLE_NAMES], name_hash(index->frames[number].stream, index->frames[number].seq), number);
}

void index_add_frame(struct index *index, const struct entry *entry, uint64_t offset)
{
	if (index->frame_count == index->frame_room) {
		index->frame_room = index->frame_room + index->frame_room / 4 + 256;
		index->frames = mem_grow(index->frames, index->frame_room * sizeof *index->frames);
	}
	index->frames[index->frame_count] = (struct frame_info){
		.stream = entry->stream, .seq = entry->seq, .offset = offset, .born = entry->born,
		.first_row = index->rows, .nrec = entry->nrec,
	};
	index_name_frame(index, index->frame_count++);
	index->rows += entry->nrec;
	if (entry->born > index->newest)
		index->newest = entry->born;
}

/* The seqs of a stream have no gaps. */
void index_supersede(struct index *index, uint64_t stream, uint64_t seq)
{
	struct frame_info *frame;

	while ((frame = find_frame(index, stream, seq++)))
		frame->superseded = true;
}

static uint32_t exact_hash(const struct row *row)
{
	return num_load32(row->key);
}

static uint32_t id_hash(struct str id)
{
	return (uint32_t)XXH3_64bits(id.at, id.len);
}

/* Of a later text of an id. */
static uint32_t revision_hash(const struct row *row)
{
	return (uint32_t)XXH3_64bits_withSeed(row->id.at, row->id.len, num_load64(row->key));
}

/* With the hash of the id, where the row has one. */
static unsigned keys_of(const struct index *index, const struct row *row, uint32_t id, struct index_key keys[INDEX_KEYS])
{
	const struct settings *settings = index->settings;
	unsigned count = 0;

	if (row->id.len && is_document(row))
		keys[count++] = (struct index_key){ TABLE_IDS, row->kind == ROW_REVISION ? revision_hash(row) : id };
	if (row->kind == ROW_SAME || row->kind == ROW_EXACT)
		return count;
	if (settings->exact)
		keys[count++] = (struct index_key){ TABLE_EXACT, exact_hash(row) };
	if (settings->url && row->url && row->kind != ROW_URL)
		keys[count++] = (struct index_key){ TABLE_URLS, (uint32_t)row->url };
	return count;
}

unsigned index_keys(const struct index *index, const struct row *row, struct index_key keys[INDEX_KEYS])
{
	return keys_of(index, row, id_hash(row->id), keys);
}

/* Makes a decided row known, so that others can be found to be like it. */
static void add_row(struct index *index, const struct row *row, uint32_t id, uint32_t number)
{
	struct index_key keys[INDEX_KEYS];
	unsigned count = keys_of(index, row, id, keys);

	for (unsigned i = 0; i < count; i++)
		table_add(&index->tables[keys[i].table], keys[i].hash, number);
}

static bool same_key(const struct row *a, const struct row *b)
{
	return memcmp(a->key, b->key, 16) == 0;
}

static bool same_id(const struct row *a, const struct row *b)
{
	return is_document(b) && str_eq(a->id, b->id);
}

static bool same_id_and_key(const struct row *a, const struct row *b)
{
	return same_id(a, b) && same_key(a, b);
}

static bool same_url(const struct row *a, const struct row *b)
{
	return a->url == b->url;
}

/* The first row of that hash that matches and leads to a document. */
static bool find_match(const struct index *index, const struct table *table, uint32_t hash, const struct row *row,
		       bool (*matches)(const struct row *, const struct row *), struct row *match, uint32_t *document)
{
	uint32_t numbers[MATCHES_MAX];
	size_t count = table_find(table, hash, numbers, MATCHES_MAX);

	for (size_t i = 0; i < count; i++)
		if (index_row(index, numbers[i], match) && matches(row, match) &&
		    index_document(index, numbers[i], match, document))
			return true;
	return false;
}

/* A duplicate of a duplicate is one of the same document, in the same way. */
static void decide_like(struct row *row, enum row_kind kind, const struct row *match, uint32_t document)
{
	if (is_document(match))
		row_decide(row, kind, document, 1);
	else
		row_decide(row, match->kind, document, match->score);
}

/* Makes the row a candidate for others as well. */
static void decide_near(struct index *index, struct row *row, uint32_t number)
{
	struct candidates candidates;
	uint32_t representative;
	float score;

	bands_take(&index->bands, row->near.at, number, &candidates);
	if (candidates.count > 0 && attach(index, index->sets, row, &candidates, &representative, &score))
		row_decide(row, ROW_NEAR, representative, score);
}

/* A revision is not compared, and copies of it are found. */
static void decide_revision(struct index *index, struct row *row, uint32_t document, uint32_t number)
{
	struct candidates candidates;

	row_decide(row, ROW_REVISION, document, 0);
	if (row->near.at)
		bands_take(&index->bands, row->near.at, number, &candidates);
}

bool index_has_versions(const struct index *index, const struct row *row)
{
	return index->translated && row->translated.at && (is_document(row) || row->kind == ROW_TRANSLATION_DROPPED);
}

static bool is_version(const struct row *row)
{
	return row->kind == ROW_TRANSLATED || row->kind == ROW_TRANSLATION_DROPPED;
}

static const char *translated_part(void *ctx, uint32_t number, uint32_t *first)
{
	struct row row;

	if (!index_row(ctx, number, &row))
		return NULL;
	*first = is_version(&row) ? row.of : number;
	return row.translated.at;
}

/* The earliest version of what a match is a version of; the match itself where that is void. */
static bool first_version(const struct index *index, uint32_t number, uint32_t *first)
{
	struct row match, document;

	if (!index_row(index, number, &match))
		return false;
	*first = is_version(&match) ? match.of : number;
	if (index_row(index, *first, &document))
		return true;
	*first = number;
	return is_document(&match);
}

/* Of a document that is kept so far; makes it known to later ones, too. */
static void decide_translated(struct index *index, struct row *row, uint32_t number)
{
	char *part = (char *)(uintptr_t)row->translated.at;
	struct translated_match match;
	struct weighed weighed;
	uint32_t first;
	bool found = false;

	translated_weigh(index->translated, part, &weighed);
	/* Lines that recur have the place of the verdict. */
	if (row->kind == ROW_KEPT && !(row->score > 0))
		found = translated_match(index->translated, &weighed, translated_part, index, &match, NULL) &&
			first_version(index, match.row, &first);
	translated_mark(part, &weighed, found ? &match : NULL);
	translated_add(index->translated, &weighed, number);
	if (found)
		row_decide(row, index->settings->drop_translated ? ROW_TRANSLATION_DROPPED : ROW_TRANSLATED, first, match.probability);
}

static void decide_row(struct index *index, struct row *row, uint32_t id, uint32_t number)
{
	const struct settings *settings = index->settings;
	struct row match;
	uint32_t document;

	if (row->id.len && find_match(index, &index->tables[TABLE_IDS], id, row, same_id, &match, &document)) {
		if (same_key(row, &match) || find_match(index, &index->tables[TABLE_IDS], revision_hash(row), row, same_id_and_key, &match, &document))
			row_decide(row, ROW_SAME, document, 1);
		else
			decide_revision(index, row, document, number);
	} else if (settings->exact && find_match(index, &index->tables[TABLE_EXACT], exact_hash(row), row, same_key, &match, &document)) {
		decide_like(row, ROW_EXACT, &match, document);
	} else if (settings->url && row->url &&
		   find_match(index, &index->tables[TABLE_URLS], (uint32_t)row->url, row, same_url, &match, &document)) {
		decide_like(row, ROW_URL, &match, document);
	} else {
		row_decide(row, ROW_KEPT, 0, 0);
		if (row->near.at)
			decide_near(index, row, number);
		if (row->paragraphs.at && row->kind == ROW_KEPT)
			index_decide_lines(index, row, number);
	}
	if (index_has_versions(index, row))
		decide_translated(index, row, number);
}

/* A row whose lines of the tables are on their way. */
struct waiting {
	struct row row;
	uint32_t id; /* hash */
	bool any; /* of that record there is one */
};

static void fetch_ahead(const struct index *index, const char *entry, uint32_t i, struct waiting *waiting)
{
	const struct row *row = &waiting->row;

	waiting->any = entry_find_row(entry, i, &waiting->row);
	if (!waiting->any)
		return;
	waiting->id = id_hash(row->id);
	if (row->id.len)
		table_prefetch(&index->tables[TABLE_IDS], waiting->id);
	table_prefetch(&index->tables[TABLE_EXACT], exact_hash(row));
	if (row->url)
		table_prefetch(&index->tables[TABLE_URLS], (uint32_t)row->url);
	if (row->near.at)
		bands_prefetch(&index->bands, row->near.at);
	for (size_t at = 0; at + 8 <= row->paragraphs.len && at < 8 * LINES_AHEAD; at += 8)
		table_prefetch(&index->tables[TABLE_PARAGRAPHS], (uint32_t)(num_load64(row->paragraphs.at + at) >> 32));
}

/* Decides all rows of the newest frame. */
static void decide_frame(struct index *index, char *entry)
{
	const struct frame_info *frame = &index->frames[index->frame_count - 1];
	struct waiting ring[AHEAD];

	for (uint32_t i = 0; i < frame->nrec + AHEAD; i++) {
		struct waiting *waiting = &ring[i % AHEAD];

		if (i >= AHEAD && waiting->any) {
			decide_row(index, &waiting->row, waiting->id, frame->first_row + i - AHEAD);
			add_row(index, &waiting->row, waiting->id, frame->first_row + i - AHEAD);
		}
		if (i < frame->nrec)
			fetch_ahead(index, entry, i, waiting);
	}
}

/* False for what was forgotten without a file. */
static bool in_journal(const struct index *index, uint64_t offset)
{
	return index->written || offset >= index->written_len;
}

static const struct recipe_info *find_recipe(const struct index *index, uint64_t recipe)
{
	for (size_t i = index->recipe_count; i-- > 0;)
		if (index->recipes[i].recipe == recipe)
			return &index->recipes[i];
	return NULL;
}

void index_add_recipe(struct index *index, uint64_t recipe, uint64_t offset)
{
	index->recipes = mem_grow(index->recipes, (index->recipe_count + 1) * sizeof *index->recipes);
	index->recipes[index->recipe_count++] = (struct recipe_info){ recipe, offset };
}

static int refuse(const struct index *index, const struct entry *old, const struct entry *new, struct str recipe, struct err *err)
{
	const struct recipe_info *known = find_recipe(index, old->recipe);
	struct entry before = { .text = STR("another chain") };

	if (known && in_journal(index, known->offset)) {
		const char *at = index_at(index, known->offset);

		entry_read(str_from(at, num_load32(at)), &before);
	}
	if (old->recipe == new->recipe)
		return err_set(err, EXIT_MISMATCH,
			"frame %016" PRIx64 "/%" PRIu64 ": its source has changed since it was indexed (--replace takes the new content)",
			new->stream, new->seq);
	return err_set(err, EXIT_MISMATCH,
		"frame %016" PRIx64 "/%" PRIu64 ": it was indexed as made by '%.*s' and is now made by '%.*s' (--replace takes the new content)",
		new->stream, new->seq, STR_ARG(before.text), STR_ARG(recipe));
}

int index_decide(struct index *index, const struct buf *draft, struct str recipe, const char **entry, struct err *err)
{
	struct entry new = { .stream = num_load64(draft->data + 16), .seq = num_load64(draft->data + 24),
		.src_hash = num_load64(draft->data + 32), .recipe = num_load64(draft->data + 40),
		.born = num_load64(draft->data + 48), .nrec = num_load32(draft->data + 56) };
	struct frame_info *known = find_frame(index, new.stream, new.seq);
	uint64_t offset;
	char *at;

	if (known) {
		struct entry old = { .kind = 0 };

		at = index_at(index, known->offset);
		old.src_hash = num_load64(at + 32);
		old.recipe = num_load64(at + 40);
		if (old.src_hash == new.src_hash && old.recipe == new.recipe && known->nrec == new.nrec) {
			*entry = at;
			return 0;
		}
		if (!index->settings->replace)
			return refuse(index, &old, &new, recipe, err);
		index_supersede(index, new.stream, new.seq);
		entry_supersede(&index->pending, new.stream, new.seq);
	}
	if (new.nrec > TABLE_ROWS_MAX - index->rows)
		return err_set(err, EXIT_MISMATCH, "the index is full: it holds %" PRIu32 " records", index->rows);
	index_forget(index);
	if (!find_recipe(index, new.recipe)) {
		index_add_recipe(index, new.recipe, index_end(index));
		entry_text(&index->pending, ENTRY_RECIPE, new.recipe, recipe);
	}
	offset = index_end(index);
	buf_add(&index->pending, draft->data, draft->len);
	at = index_at(index, offset);
	entry_number(at, index->rows);
	index_add_frame(index, &new, offset);
	decide_frame(index, at);
	entry_seal(at);
	*entry = index_at(index, offset);
	return 0;
}
