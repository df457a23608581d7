#include "record/json.h"
#include "base/utf8.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Number of the first of eight bytes that is not zero (there is one). */
static unsigned first_set(uint64_t bytes)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	return (unsigned)__builtin_clzll(bytes) / 8;
#else
	return (unsigned)__builtin_ctzll(bytes) / 8;
#endif
}

/* Sixteen bytes at once, on any processor (vector extension of gcc and clang). */
typedef unsigned char block __attribute__((vector_size(16)));

enum { BLOCK = sizeof(block), ROOM = 2 * BLOCK };

/* Copies a block; returns how many of its bytes stand in JSON as they are: up to the first that
 * is '"', '\\' or below 0x20. */
static size_t copy_plain(char *to, const char *from)
{
	uint64_t half[2];
	block bytes;

	memcpy(&bytes, from, BLOCK);
	memcpy(to, &bytes, BLOCK);
	block hit = (block)((bytes < 0x20) | (bytes == '"') | (bytes == '\\'));
	memcpy(half, &hit, sizeof half);
	if (half[0])
		return first_set(half[0]);
	return half[1] ? BLOCK / 2 + first_set(half[1]) : BLOCK;
}

/* Appends the escape of a character that has one at `to`; returns the end. */
static char *add_escape(char *to, char c)
{
	static const char short_form[32] = { ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r' };
	static const char digits[] = "0123456789abcdef";
	unsigned char byte = (unsigned char)c;

	*to++ = '\\';
	if (byte >= 0x20) {
		*to++ = c;
	} else if (short_form[byte]) {
		*to++ = short_form[byte];
	} else {
		memcpy(to, "u00", 3);
		to[3] = digits[byte >> 4];
		to[4] = digits[byte & 15];
		to += 5;
	}
	return to;
}

/* UTF-8, a block at a time; what is shorter is filled up with spaces. */
static void add_escaped(struct buf *out, struct str s)
{
	size_t at = 0;

	buf_reserve(out, s.len + s.len / 16 + 2 * ROOM);
	while (at < s.len) {
		char *to = buf_reserve(out, ROOM), *last = out->data + out->cap - ROOM;

		while (at < s.len && to <= last) {
			size_t left = s.len - at, step;
			char tail[BLOCK];

			if (left < BLOCK) {
				memset(tail, ' ', sizeof tail);
				memcpy(tail, s.at + at, left);
			}
			step = copy_plain(to, left < BLOCK ? tail : s.at + at);
			step = step < left ? step : left;
			at += step;
			to += step;
			if (step < BLOCK && step < left)
				to = add_escape(to, s.at[at++]);
		}
		out->len = (size_t)(to - out->data);
	}
}

void json_str(struct buf *out, struct str s)
{
	const char *end = s.at + s.len, *at = s.at;
	bool valid = utf8_valid(s);

	buf_add_byte(out, '"');
	while (at < end) {
		s = str_from(at, (size_t)(end - at));
		s.len = valid ? s.len : utf8_valid_prefix(s);
		add_escaped(out, s);
		at += s.len;
		if (at < end) {
			utf8_next(&at, end);
			buf_add_text(out, "\xef\xbf\xbd");
		}
	}
	buf_add_byte(out, '"');
}

void json_base64(struct buf *out, struct str bytes)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *in = (const unsigned char *)bytes.at;
	char *to = buf_reserve(out, bytes.len / 3 * 4 + 6), *start = to;
	size_t i = 0;

	*to++ = '"';
	for (; i + 3 <= bytes.len; i += 3, to += 4) {
		uint32_t bits = (uint32_t)in[i] << 16 | (uint32_t)in[i + 1] << 8 | in[i + 2];

		to[0] = digits[bits >> 18];
		to[1] = digits[bits >> 12 & 63];
		to[2] = digits[bits >> 6 & 63];
		to[3] = digits[bits & 63];
	}
	if (i < bytes.len) {
		bool two = i + 2 == bytes.len;
		uint32_t bits = (uint32_t)in[i] << 16 | (two ? (uint32_t)in[i + 1] << 8 : 0);

		to[0] = digits[bits >> 18];
		to[1] = digits[bits >> 12 & 63];
		to[2] = two ? digits[bits >> 6 & 63] : '=';
		to[3] = '=';
		to += 4;
	}
	*to++ = '"';
	out->len += (size_t)(to - start);
}

void json_float(struct buf *out, double number)
{
	char text[40];
	int digits = 15;

	if (!isfinite(number)) {
		buf_add_text(out, "null");
		return;
	}
	do
		snprintf(text, sizeof text, "%.*g", digits, number);
	while (strtod(text, NULL) != number && digits++ < 17);
	buf_add_text(out, text);
	if (!strpbrk(text, ".e"))
		buf_add_text(out, ".0");
}

void json_key(struct buf *out, struct str name)
{
	if (out->len == 0 || out->data[out->len - 1] != '{')
		buf_add_byte(out, ',');
	json_str(out, name);
	buf_add_byte(out, ':');
}

void json_member_str(struct buf *out, const char *name, struct str value)
{
	if (!value.at)
		return;
	json_key(out, str_of(name));
	json_str(out, value);
}

static bool add_value(struct buf *out, struct cursor *cursor, unsigned depth);

static bool add_list(struct buf *out, struct cursor *cursor, uint32_t count, unsigned depth)
{
	buf_add_byte(out, '[');
	for (uint32_t i = 0; i < count; i++) {
		if (i > 0)
			buf_add_byte(out, ',');
		if (!add_value(out, cursor, depth + 1))
			return false;
	}
	buf_add_byte(out, ']');
	return true;
}

/* A key of another type than str. What a list or map holds is not written: quoting what is
 * quoted already doubles with each level. */
static bool add_odd_key(struct buf *out, struct cursor *cursor, struct buf *key, unsigned depth)
{
	struct cursor start = *cursor;
	struct value value;

	buf_reset(key);
	if (!cursor_next(&start, &value))
		return false;
	if (value.type == VALUE_LIST || value.type == VALUE_MAP) {
		buf_add_text(key, value.type == VALUE_LIST ? "[]" : "{}");
		if (!cursor_skip(cursor, NULL))
			return false;
	} else if (!add_value(key, cursor, depth + 1)) {
		return false;
	}
	json_key(out, buf_str(key));
	return true;
}

static bool add_map(struct buf *out, struct cursor *cursor, uint32_t count, unsigned depth)
{
	struct buf key = BUF_INIT;
	bool good = true;

	buf_add_byte(out, '{');
	for (uint32_t i = 0; i < count && good; i++) {
		struct cursor start = *cursor;
		struct value name;

		if (cursor_expect(cursor, VALUE_STR, &name)) {
			json_key(out, name.bytes);
		} else {
			*cursor = start;
			good = add_odd_key(out, cursor, &key, depth);
		}
		good = good && add_value(out, cursor, depth + 1);
	}
	buf_add_byte(out, '}');
	buf_release(&key);
	return good;
}

static bool add_value(struct buf *out, struct cursor *cursor, unsigned depth)
{
	struct value value;

	if (depth > CURSOR_DEPTH || !cursor_next(cursor, &value))
		return false;
	switch (value.type) {
	case VALUE_NIL:
	case VALUE_EXT:
		buf_add_text(out, "null");
		return true;
	case VALUE_BOOL:
		buf_add_text(out, value.boolean ? "true" : "false");
		return true;
	case VALUE_INT:
		buf_addf(out, "%" PRId64, value.integer);
		return true;
	case VALUE_UINT:
		buf_addf(out, "%" PRIu64, value.uint);
		return true;
	case VALUE_FLOAT:
		json_float(out, value.number);
		return true;
	case VALUE_STR:
		json_str(out, value.bytes);
		return true;
	case VALUE_BIN:
		json_base64(out, value.bytes);
		return true;
	case VALUE_LIST:
		return add_list(out, cursor, value.count, depth);
	case VALUE_MAP:
		return add_map(out, cursor, value.count, depth);
	}
	return false;
}

bool json_value(struct buf *out, struct str packed)
{
	struct cursor cursor = cursor_of(packed);
	size_t start = out->len;

	if (add_value(out, &cursor, 0) && cursor_done(&cursor))
		return true;
	out->len = start;
	return false;
}

void json_record(struct buf *out, const struct record *record, unsigned parts)
{
	bool text = (parts & JSON_TEXT) && record->text.at, body = (parts & JSON_BODY) && record->body.at;

	buf_add_byte(out, '{');
	for (size_t i = 0; i < record->nfields; i++) {
		const struct field *field = &record->fields[i];
		size_t start = out->len;

		if ((text && str_is(field->name, FIELD_TEXT)) || (body && str_is(field->name, FIELD_BODY)))
			continue;
		json_key(out, field->name);
		if (!json_value(out, field->value))
			out->len = start;
	}
	if (text) {
		json_key(out, STR("text"));
		json_str(out, record->text);
	}
	if (body) {
		json_key(out, STR("body"));
		json_base64(out, record->body);
	}
	buf_add_byte(out, '}');
}
