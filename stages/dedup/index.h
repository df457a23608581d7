/*
 * index: which documents were seen, and the verdict on each new one. Pure: it works on the
 * journal's bytes in memory and does no I/O; journal_file.h brings them to disk and back.
 *
 * Verdicts, first match counts:
 *   SAME      id and text of a document that is indexed: the same delivered again
 *   REVISION  id of an indexed document, other text: kept
 *   EXACT     text of an indexed document
 *   URL       url of an indexed document
 *   NEAR      near-duplicate of a document (attach.h)
 *   PARAGRAPH every line of it stands in other documents (paragraph.h)
 *   TRANSLATED translation of a document: kept, or with settings->drop_translated TRANSLATION_DROPPED; the document
 *             named is the earliest of all versions (translated.h)
 * A text that equals that of a duplicate is a duplicate of the same document, in the same
 * way. The document that a verdict names is always one that was kept. Frames that were
 * superseded are as if they had never been seen.
 *
 * With settings->window_ms, frames that were born longer than that before the newest one are
 * forgotten from the oldest on, and memory and journal are cleared of them by and by.
 *
 * A frame that comes again with the same src_hash and recipe has the verdicts that it had.
 */
#ifndef LEAT_DEDUP_INDEX_H
#define LEAT_DEDUP_INDEX_H

#include "base/err.h"
#include "bands.h"
#include "journal.h"
#include "settings.h"
#include "sketch.h"
#include "table.h"
#include "translated.h"

struct frame_info {
	uint64_t stream, seq;
	uint64_t offset; /* of its entry in the journal */
	uint64_t born;
	uint32_t first_row, nrec;
	bool superseded;
};

struct recipe_info {
	uint64_t recipe;
	uint64_t offset; /* of its entry */
};

enum index_table {
	TABLE_NAMES, /* (stream, seq) -> number of the frame */
	TABLE_IDS, /* the others: -> row */
	TABLE_EXACT,
	TABLE_URLS,
	TABLE_PARAGRAPHS,
	TABLES,
};

struct index {
	const struct settings *settings;
	const char *written; /* the journal as far as it is in the file; NULL without one */
	uint64_t written_len; /* without a file: what was forgotten of it */
	struct buf pending; /* the journal behind it */
	struct frame_info *frames;
	uint32_t frame_count, frame_room;
	uint32_t first_frame; /* those before it are void, for good */
	uint64_t newest; /* born */
	uint32_t rows; /* numbers given */
	struct recipe_info *recipes;
	size_t recipe_count;
	struct table tables[TABLES];
	struct bands bands; /* with settings->near */
	struct sketch_sets *sets; /* likewise */
	struct translated *translated; /* with settings->translated */
};

/* `settings` is borrowed. */
struct index *index_new(const struct settings *settings);
void index_free(struct index *index);

/* Empties the tables. */
void index_clear(struct index *index);

/* Takes in the entries of the journal that `written` holds, from `offset` to written_len. The
 * tables have the rows below `known` already (snapshot_file.h). Returns where the first one begins that is cut or damaged; written_len if none is. */
uint64_t index_load(struct index *index, uint64_t offset, uint32_t known);

/* Decides the frame whose draft is in *draft (entry_frame_end was called) and leaves the
 * entry with its verdicts in *entry, valid until the next call. `recipe` is the text of
 * head.recipe, for messages and the journal. EXIT_MISMATCH when the frame is known with
 * another src_hash or recipe, unless settings->replace. */
int index_decide(struct index *index, const struct buf *draft, struct str recipe, const char **entry, struct err *err);

/* Marks the lines that other documents have, and makes the others known, of a row that is kept
 * so far. */
void index_decide_lines(struct index *index, struct row *row, uint32_t number);

/* What index_load needs beside: a frame, its supersession and a recipe as they stand in the
 * journal, and under which keys a decided row is found. */
enum {
	INDEX_KEYS = 3,
	LINES_EACH = 4, /* documents kept of the hash of one line */
};
struct index_key {
	enum index_table table;
	uint32_t hash;
};
void index_name_frame(struct index *index, uint32_t number);
void index_add_frame(struct index *index, const struct entry *entry, uint64_t offset);
void index_supersede(struct index *index, uint64_t stream, uint64_t seq);
void index_add_recipe(struct index *index, uint64_t recipe, uint64_t offset);
unsigned index_keys(const struct index *index, const struct row *row, struct index_key keys[INDEX_KEYS]);

/* Whether others are looked for among the translations of the row. */
bool index_has_versions(const struct index *index, const struct row *row);

/* Forgets what the window leaves behind; clears the tables of it when it is a quarter of all.
 * Done by decide and load. */
void index_forget(struct index *index);
/* Where the entries of frames that are not forgotten begin; index_end where there are none. */
uint64_t index_first_offset(const struct index *index);
/* For a journal without what was forgotten: what stands in it before the entries from
 * index_first_offset on; and that it has taken the place of the old one, with a head of that
 * length. `written` and `written_len` are the caller's. */
void index_journal_head(const struct index *index, struct str parameters, struct buf *out);
void index_journal_moved(struct index *index, uint64_t first_offset, uint64_t head);

/* Length of the journal in bytes. */
uint64_t index_end(const struct index *index);
/* The entry at `offset` of the journal. */
char *index_at(const struct index *index, uint64_t offset);
/* The row of that number; false where its frame is void. Valid until the next decide. */
bool index_row(const struct index *index, uint32_t number, struct row *row);
/* The document that a match with row `number` is a match with: the row itself where it was
 * kept, else what it is a duplicate of. False when that is void. */
bool index_document(const struct index *index, uint32_t number, const struct row *row, uint32_t *document);
/* Memory of the tables in bytes. */
size_t index_bytes(const struct index *index);

#endif
