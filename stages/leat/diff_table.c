#include "leat/diff_table.h"

#include "record/flow.h"
#include "record/json.h"

#define XXH_INLINE_ALL
#include <stdlib.h>
#include <xxhash.h>

struct name {
	size_t at, len;
};

static uint32_t name_of(struct diff_table *table, struct str text)
{
	uint32_t count = (uint32_t)(table->names.len / sizeof(struct name));

	for (uint32_t i = 0; i < count; i++)
		if (str_eq(diff_table_name(table, i), text))
			return i;
	struct name name = { table->name_text.len, text.len };
	buf_add_str(&table->name_text, text);
	buf_add(&table->names, &name, sizeof name);
	return count;
}

struct str diff_table_name(const struct diff_table *table, uint32_t name)
{
	struct name found = ((const struct name *)(const void *)table->names.data)[name];

	return str_from(table->name_text.data + found.at, found.len);
}

static uint32_t verdict_of(struct diff_table *table, const struct record *record)
{
	static const char *const words[] = { "kept", "dropped", "rejected" };
	const char *field = record->verdict == VERDICT_DROPPED ? FIELD_DROP : FIELD_REJECT;
	struct str packed, stage = STR("?"), reason = STR("?");

	buf_reset(&table->work);
	buf_add_text(&table->work, words[record->verdict]);
	if (record->verdict != VERDICT_KEPT && record_value(record, field, &packed)) {
		flow_str(packed, "stage", &stage);
		flow_str(packed, "reason", &reason);
		buf_addf(&table->work, " %.*s: %.*s", STR_ARG(stage), STR_ARG(reason));
	}
	return name_of(table, buf_str(&table->work));
}

static void add_field(struct diff_table *table, struct str name, struct str json)
{
	struct diff_field field = { XXH3_64bits(json.at, json.len), name_of(table, name) };

	buf_add(&table->fields, &field, sizeof field);
}

static void read_fields(struct diff_table *table, const struct record *record)
{
	for (size_t i = 0; i < record->nfields; i++) {
		buf_reset(&table->work);
		/* A sink's own word on a record that it cut. */
		if (str_is(record->fields[i].name, "reject_length") || str_is(record->fields[i].name, FIELD_BODY))
			continue;
		if (json_value(&table->work, record->fields[i].value))
			add_field(table, record->fields[i].name, buf_str(&table->work));
	}
}

bool diff_table_read(struct diff_table *table, const struct record *record, struct diff_entry *entry)
{
	struct str id = record_get(record, FIELD_ID), lang = record_get(record, FIELD_LANG);

	if (id.len == 0) {
		table->without_id++;
		return false;
	}
	*entry = (struct diff_entry){ .id_at = table->ids.len, .id_len = (uint32_t)id.len, .fields_at = table->fields.len };
	buf_add_str(&table->ids, id);
	read_fields(table, record);
	entry->nfields = (uint32_t)((table->fields.len - entry->fields_at) / sizeof(struct diff_field));
	entry->verdict = verdict_of(table, record);
	entry->lang = name_of(table, lang.len ? lang : STR("-"));
	if (record->verdict == VERDICT_KEPT && record->text.at)
		entry->text = XXH3_64bits(record->text.at, record->text.len) | 1;
	return true;
}

void diff_table_forget(struct diff_table *table, const struct diff_entry *entry)
{
	table->ids.len = entry->id_at;
	table->fields.len = entry->fields_at;
}

size_t diff_table_count(const struct diff_table *table)
{
	return table->entries.len / sizeof(struct diff_entry);
}

struct diff_entry *diff_table_entry(const struct diff_table *table, size_t index)
{
	return (struct diff_entry *)(void *)table->entries.data + index;
}

struct str diff_table_id(const struct diff_table *table, const struct diff_entry *entry)
{
	return str_from(table->ids.data + entry->id_at, entry->id_len);
}

const struct diff_field *diff_table_fields(const struct diff_table *table, const struct diff_entry *entry)
{
	return (const void *)(table->fields.data + entry->fields_at);
}

static size_t find_slot(const struct diff_table *table, struct str id)
{
	size_t mask = table->slot_count - 1, slot = (size_t)XXH3_64bits(id.at, id.len) & mask;

	while (table->slots[slot] &&
	       !str_eq(diff_table_id(table, diff_table_entry(table, table->slots[slot] - 1)), id))
		slot = (slot + 1) & mask;
	return slot;
}

static void grow(struct diff_table *table)
{
	table->slot_count = table->slot_count ? 2 * table->slot_count : 1024;
	free(table->slots);
	table->slots = mem_zero(table->slot_count, sizeof *table->slots);
	for (size_t i = 0; i < diff_table_count(table); i++)
		table->slots[find_slot(table, diff_table_id(table, diff_table_entry(table, i)))] = (uint32_t)i + 1;
}

bool diff_table_add(struct diff_table *table, struct diff_entry *entry)
{
	if (2 * (diff_table_count(table) + 1) > table->slot_count)
		grow(table);
	size_t slot = find_slot(table, diff_table_id(table, entry));
	if (table->slots[slot]) {
		diff_table_forget(table, entry);
		table->twice++;
		return false;
	}
	buf_add(&table->entries, entry, sizeof *entry);
	table->slots[slot] = (uint32_t)diff_table_count(table);
	return true;
}

struct diff_entry *diff_table_find(const struct diff_table *table, struct str id)
{
	if (table->slot_count == 0)
		return NULL;
	uint32_t found = table->slots[find_slot(table, id)];
	return found ? diff_table_entry(table, found - 1) : NULL;
}

void diff_table_release(struct diff_table *table)
{
	buf_release(&table->entries);
	buf_release(&table->ids);
	buf_release(&table->fields);
	buf_release(&table->work);
	buf_release(&table->names);
	buf_release(&table->name_text);
	free(table->slots);
	*table = (struct diff_table){ .slots = NULL };
}
