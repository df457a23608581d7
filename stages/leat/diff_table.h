/*
 * diff_table: what is remembered of the records of one side of leat diff: of each the id, verdict
 * and language, and hashes of its fields and text; some 16 bytes a field. Pure.
 */
#ifndef LEAT_LEAT_DIFF_TABLE_H
#define LEAT_LEAT_DIFF_TABLE_H

#include "record/record.h"

/* A field: its name (a number, of diff_table_name) and a hash of its value as JSON. */
struct diff_field {
	uint64_t value;
	uint32_t name;
};

struct diff_entry {
	uint64_t text; /* hash; 0: none, or the record is not kept */
	size_t id_at, fields_at; /* in the table's buffers */
	uint32_t id_len, nfields;
	uint32_t verdict, lang; /* names: "kept", "dropped dedup: near"; "nb", "-" */
	bool seen; /* the other side has it, too */
};

struct diff_table {
	struct buf entries, ids, fields, work;
	uint32_t *slots; /* number of an entry + 1 */
	size_t slot_count;
	struct buf names, name_text; /* offset and length of each name, and their bytes */
	uint64_t without_id, twice; /* records left out; of one id the first counts */
};

/* Zeroed memory is an empty table. */

/* Fills *entry for a record; its fields stand at the end of table->fields. False: it has no id. */
bool diff_table_read(struct diff_table *table, const struct record *record, struct diff_entry *entry);
/* Adds the entry read last. False, and it is forgotten, where the id is known. */
bool diff_table_add(struct diff_table *table, struct diff_entry *entry);
/* Takes the fields read last back. */
void diff_table_forget(struct diff_table *table, const struct diff_entry *entry);
struct diff_entry *diff_table_find(const struct diff_table *table, struct str id);
size_t diff_table_count(const struct diff_table *table);
struct diff_entry *diff_table_entry(const struct diff_table *table, size_t index);
struct str diff_table_id(const struct diff_table *table, const struct diff_entry *entry);
const struct diff_field *diff_table_fields(const struct diff_table *table, const struct diff_entry *entry);
struct str diff_table_name(const struct diff_table *table, uint32_t name);
void diff_table_release(struct diff_table *table);

#endif
