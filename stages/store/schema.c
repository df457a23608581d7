#include "store/schema.h"
#include "base/time.h"
#include "record/json.h"

/* Fields that the other formats call something else. */
static const struct {
	const char *field, *name;
} renamed[] = {
	{ FIELD_FETCHED, "date" },
	{ FIELD_LANG, "language" },
	{ FIELD_LANG_SCORE, "language_score" },
	{ FIELD_SCRIPT, "language_script" },
	{ FIELD_SOURCE, "file_path" },
};

enum schema schema_by_name(const char *name)
{
	switch (name[0]) {
	case 'd':
		return name[1] == 'a' ? SCHEMA_DATATROVE : SCHEMA_DOLMA;
	case 'f':
		return SCHEMA_FINEWEB;
	default:
		return SCHEMA_LEAT;
	}
}

struct str schema_dump(struct str source)
{
	enum { DUMP_LENGTH = 15 }; /* CC-MAIN-YYYY-WW */
	ptrdiff_t at = source.at ? str_find(source, STR("CC-MAIN-")) : -1;

	if (at < 0 || source.len - (size_t)at < DUMP_LENGTH || source.at[at + 12] != '-')
		return STR("");
	return str_from(source.at + at, DUMP_LENGTH);
}

static void add_str(struct buf *out, const char *name, struct str value)
{
	json_key(out, str_of(name));
	json_str(out, value.at ? value : STR(""));
}

static struct str new_name(struct str field)
{
	for (size_t i = 0; i < sizeof renamed / sizeof *renamed; i++)
		if (str_is(field, renamed[i].field))
			return str_of(renamed[i].name);
	return field;
}

static bool is_empty(struct str packed)
{
	struct cursor cursor = cursor_of(packed);
	struct value value;

	if (!cursor_next(&cursor, &value))
		return true;
	switch (value.type) {
	case VALUE_NIL:
		return true;
	case VALUE_STR:
	case VALUE_BIN:
		return value.bytes.len == 0;
	case VALUE_LIST:
	case VALUE_MAP:
		return value.count == 0;
	default:
		return false;
	}
}

/* dup.cluster, which datatrove's blocks look for at the top. */
static void add_cluster(struct buf *out, const struct record *record)
{
	struct str packed;
	struct value count, key;

	if (!record_value(record, FIELD_DUP, &packed))
		return;
	struct cursor cursor = cursor_of(packed);
	if (!cursor_expect(&cursor, VALUE_MAP, &count))
		return;
	for (uint32_t i = 0; i < count.count; i++) {
		if (!cursor_expect(&cursor, VALUE_STR, &key) || !cursor_skip(&cursor, &packed))
			return;
		if (!str_is(key.bytes, "cluster"))
			continue;
		json_key(out, STR("minhash_cluster_id"));
		json_value(out, packed);
	}
}

/* All fields but the id and `without`, an object. */
static void add_metadata(struct buf *out, const struct record *record, const char *without)
{
	json_key(out, STR("metadata"));
	buf_add_byte(out, '{');
	for (size_t i = 0; i < record->nfields; i++) {
		const struct field *field = &record->fields[i];
		size_t start = out->len;

		if (str_is(field->name, FIELD_ID) || (without && str_is(field->name, without)) || is_empty(field->value))
			continue;
		json_key(out, new_name(field->name));
		if (!json_value(out, field->value))
			out->len = start;
	}
	add_cluster(out, record);
	buf_add_text(out, "}}");
}

/* Dolma: YYYY-MM-DDTHH:MM:SS.mmmZ; nothing where the field is no time. */
static void add_time(struct buf *out, const char *name, struct str time)
{
	char text[TIME_TEXT];
	int64_t ms;

	if (!time.at || !time_parse(time, &ms))
		return;
	time_format(ms, text);
	json_key(out, str_of(name));
	buf_addf(out, "\"%.19s.%03dZ\"", text, (int)(((ms % 1000) + 1000) % 1000));
}

static void write_dolma(const struct record *record, struct str text, struct buf *out)
{
	struct str fetched = record_get(record, FIELD_FETCHED), published = record_get(record, FIELD_PUBLISHED);

	add_str(out, "id", record_get(record, FIELD_ID));
	add_str(out, "text", text);
	add_str(out, "source", record_get(record, FIELD_SOURCE));
	add_time(out, "added", fetched);
	add_time(out, "created", published.at ? published : fetched);
	add_metadata(out, record, FIELD_SOURCE);
}

static void write_fineweb(const struct record *record, struct str text, struct buf *out)
{
	struct str source = record_get(record, FIELD_SOURCE);
	double score;

	add_str(out, "text", text);
	add_str(out, "id", record_get(record, FIELD_ID));
	add_str(out, "dump", schema_dump(source));
	add_str(out, "url", record_get(record, FIELD_URL));
	add_str(out, "date", record_get(record, FIELD_FETCHED));
	add_str(out, "file_path", source);
	add_str(out, "language", record_get(record, FIELD_LANG));
	json_key(out, STR("language_score"));
	json_float(out, record_number(record, FIELD_LANG_SCORE, &score) ? score : 0);
	add_str(out, "language_script", record_get(record, FIELD_SCRIPT));
	buf_add_byte(out, '}');
}

void schema_write(enum schema schema, const struct record *record, struct str text, struct buf *out)
{
	struct record with = *record;

	switch (schema) {
	case SCHEMA_LEAT:
		with.text = text;
		json_record(out, &with, JSON_TEXT | JSON_BODY);
		return;
	case SCHEMA_DATATROVE:
		buf_add_byte(out, '{');
		add_str(out, "text", text);
		add_str(out, "id", record_get(record, FIELD_ID));
		add_metadata(out, record, NULL);
		return;
	case SCHEMA_DOLMA:
		buf_add_byte(out, '{');
		write_dolma(record, text, out);
		return;
	case SCHEMA_FINEWEB:
		buf_add_byte(out, '{');
		write_fineweb(record, text, out);
		return;
	}
}
