#include "record/spans.h"

#include "base/utf8.h"
#include "record/cursor.h"
#include "record/pack.h"

static bool continues(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* Copies code points up to number `until` from *at on; *point is the number of the one at *at. */
static void copy_points(struct buf *out, struct str text, size_t *at, size_t *point, size_t until, bool keep)
{
	size_t start = *at;

	while (*at < text.len && *point < until) {
		do
			(*at)++;
		while (*at < text.len && continues(text.at[*at]));
		(*point)++;
	}
	if (keep)
		buf_add(out, text.at + start, *at - start);
}

/* Where code point `at` of the old text lies in the new one; false if [at, at + len)
 * touches what was taken out (then *to is the start of that change). */
static bool move_point(const struct text_change *changes, size_t count, size_t at, size_t len, size_t *to)
{
	size_t shift_out = 0, shift_in = 0;

	for (size_t i = 0; i < count; i++) {
		if (changes[i].from >= at + len && changes[i].from >= at)
			break;
		if (changes[i].to > at) {
			*to = (changes[i].from < at ? changes[i].from : at) + shift_in - shift_out;
			return false;
		}
		shift_out += changes[i].to - changes[i].from;
		shift_in += utf8_count(changes[i].with);
	}
	*to = at + shift_in - shift_out;
	return true;
}

static bool entry_span(struct str entry, size_t *at, size_t *len)
{
	struct cursor cursor = cursor_of(entry);
	struct value map, key, value;
	bool found = false;

	*len = 0;
	if (!cursor_expect(&cursor, VALUE_MAP, &map))
		return false;
	for (uint32_t i = 0; i < map.count; i++) {
		if (!cursor_expect(&cursor, VALUE_STR, &key))
			return false;
		struct cursor here = cursor;
		if (!cursor_skip(&cursor, NULL) || !cursor_next(&here, &value))
			return false;
		if (value.type != VALUE_INT || value.integer < 0)
			continue;
		if (str_is(key.bytes, "at")) {
			*at = (size_t)value.integer;
			found = true;
		} else if (str_is(key.bytes, "len")) {
			*len = (size_t)value.integer;
		}
	}
	return found;
}

static void pack_moved(struct buf *out, struct str entry, size_t at)
{
	struct cursor cursor = cursor_of(entry);
	struct value map, key;
	struct str value;

	cursor_next(&cursor, &map);
	pack_map(out, map.count);
	for (uint32_t i = 0; i < map.count; i++) {
		cursor_next(&cursor, &key);
		cursor_skip(&cursor, &value);
		pack_str(out, key.bytes);
		if (str_is(key.bytes, "at"))
			pack_int(out, (int64_t)at);
		else
			buf_add_str(out, value);
	}
}

void spans_text(struct str old, const struct text_change *changes, size_t count, struct buf *out)
{
	size_t at = 0, point = 0;

	for (size_t i = 0; i < count; i++) {
		copy_points(out, old, &at, &point, changes[i].from, true);
		copy_points(out, old, &at, &point, changes[i].to, false);
		buf_add_str(out, changes[i].with);
	}
	copy_points(out, old, &at, &point, SIZE_MAX, true);
}

size_t spans_move(struct str list, const struct text_change *changes, size_t count, bool marks, struct buf *out)
{
	struct cursor cursor = cursor_of(list);
	size_t moved = 0, at, len, to;
	struct value head;
	struct str entry;

	if (!cursor_expect(&cursor, VALUE_LIST, &head))
		return 0;
	for (uint32_t i = 0; i < head.count && cursor_skip(&cursor, &entry); i++) {
		if (!entry_span(entry, &at, &len))
			continue;
		if (!move_point(changes, count, at, marks ? 0 : len, &to) && !marks)
			continue;
		pack_moved(out, entry, to);
		moved++;
	}
	return moved;
}
