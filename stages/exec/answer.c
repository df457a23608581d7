#include "exec/answer.h"

#include "record/json.h"

#include <stdio.h>

static void add_field(const struct record *record, const char *name, struct buf *line)
{
	struct str packed;

	if (strcmp(name, FIELD_TEXT) == 0 && record->text.at) {
		json_key(line, str_of(name));
		json_str(line, record->text);
	} else if (strcmp(name, FIELD_BODY) == 0 && record->body.at) {
		json_key(line, str_of(name));
		json_base64(line, record->body);
	} else if (record_value(record, name, &packed)) {
		size_t before = line->len;

		json_key(line, str_of(name));
		if (!json_value(line, packed))
			line->len = before;
	}
}

void answer_question(const struct record *record, const struct option_list *send, struct buf *line)
{
	if (send->count == 0) {
		json_record(line, record, JSON_TEXT);
	} else {
		buf_add_byte(line, '{');
		for (size_t i = 0; i < send->count; i++)
			add_field(record, send->items[i], line);
		buf_add_byte(line, '}');
	}
	buf_add_byte(line, '\n');
}

static int reject(struct edit *edit, const char *why, struct str detail)
{
	char reason[256];

	snprintf(reason, sizeof reason, "exec: %s%.*s", why, (int)(detail.len < 128 ? detail.len : 128),
		 detail.at ? detail.at : "");
	return edit_reject(edit, reason);
}

/* A reason that becomes a name in the statistics: short, and without controls. */
static int drop(struct edit *edit, struct str why)
{
	char reason[48];
	size_t len = why.len < sizeof reason - 1 ? why.len : sizeof reason - 1;

	while (len > 0 && len < why.len && ((unsigned char)why.at[len] & 0xc0) == 0x80)
		len--;
	for (size_t i = 0; i < len; i++)
		reason[i] = (unsigned char)why.at[i] < 0x20 ? ' ' : why.at[i];
	reason[len] = '\0';
	return edit_drop(edit, len > 0 ? reason : "exec");
}

struct pair {
	struct str key, value;
};

/* The value of a key of the answer; STR_NONE. */
static struct str find(struct str map, const char *name)
{
	struct cursor cursor = cursor_of(map);
	struct value count, key;
	struct str value;

	if (!cursor_expect(&cursor, VALUE_MAP, &count))
		return STR_NONE;
	for (uint32_t n = count.count; n > 0; n--) {
		if (!cursor_expect(&cursor, VALUE_STR, &key) || !cursor_skip(&cursor, &value))
			return STR_NONE;
		if (str_is(key.bytes, name))
			return value;
	}
	return STR_NONE;
}

static bool as_text(struct str packed, struct str *text)
{
	struct cursor cursor;
	struct value value;

	if (!packed.at)
		return false;
	cursor = cursor_of(packed);
	if (!cursor_expect(&cursor, VALUE_STR, &value))
		return false;
	*text = value.bytes;
	return true;
}

static bool is_nil(struct str packed)
{
	struct cursor cursor = cursor_of(packed);
	struct value value;

	return cursor_next(&cursor, &value) && value.type == VALUE_NIL;
}

/* A body may come back as it was sent, but not be changed: it is bytes, and JSON is text. */
static bool same_body(const struct record *record, struct str packed)
{
	struct buf sent = BUF_INIT;
	struct str text;
	bool same = false;

	if (record->body.at && as_text(packed, &text)) {
		json_base64(&sent, record->body);
		same = sent.len == text.len + 2 && memcmp(sent.data + 1, text.at, text.len) == 0;
	}
	buf_release(&sent);
	return same;
}

static void set_field(struct edit *edit, const struct record *record, struct arena *names, const struct pair *pair)
{
	struct str name = arena_copy(names, pair->key), old;
	bool there = record_value(record, name.at, &old);

	if (is_nil(pair->value)) {
		if (there)
			edit_unset(edit, name.at);
	} else if (!there || !str_eq(old, pair->value)) {
		edit_packed(edit, name.at, pair->value);
	}
}

static int merge(struct str map, const struct record *record, struct edit *edit, struct arena *names)
{
	struct str text = find(map, FIELD_TEXT), body = find(map, FIELD_BODY), new_text;
	struct cursor cursor = cursor_of(map);
	struct value count, key;
	struct pair pair;

	if (text.at && !as_text(text, &new_text))
		return reject(edit, "text of the answer is no text", STR_NONE);
	if (body.at && !same_body(record, body))
		return reject(edit, "the answer changes body", STR_NONE);
	/* First: it takes fields that point into the text away, unless they are set after it. */
	if (text.at && !str_eq(record->text, new_text))
		edit_text(edit, new_text);
	cursor_expect(&cursor, VALUE_MAP, &count);
	for (uint32_t n = count.count; n > 0; n--) {
		cursor_expect(&cursor, VALUE_STR, &key);
		cursor_skip(&cursor, &pair.value);
		pair.key = key.bytes;
		if (str_is(pair.key, FIELD_TEXT) || str_is(pair.key, FIELD_BODY) || memchr(pair.key.at, '\0', pair.key.len))
			continue;
		set_field(edit, record, names, &pair);
	}
	return RECORD_KEEP;
}

int answer_apply(struct str line, const struct record *record, struct edit *edit, struct arena *names, struct buf *packed)
{
	struct err err;
	struct str why, map;

	buf_reset(packed);
	if (json_read(line, packed, &err) < 0)
		return reject(edit, "the answer is no JSON: ", str_of(err.text));
	map = buf_str(packed);
	if (is_nil(map))
		return edit_drop(edit, "exec");
	if ((map.at[0] & 0xf0) != 0x80 && (unsigned char)map.at[0] != 0xde && (unsigned char)map.at[0] != 0xdf)
		return reject(edit, "the answer is neither an object nor null", STR_NONE);
	if (as_text(find(map, FIELD_REJECT), &why))
		return reject(edit, "", why);
	if (as_text(find(map, FIELD_DROP), &why))
		return drop(edit, why);
	if (find(map, FIELD_REJECT).at || find(map, FIELD_DROP).at)
		return reject(edit, "the reason in the answer is no text", STR_NONE);
	return merge(map, record, edit, names);
}
