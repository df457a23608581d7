#include "ingest/json.h"

#include <string.h>

static void skip_space(struct json *json)
{
	while (json->at < json->end && (*json->at == ' ' || *json->at == '\t' ||
					*json->at == '\n' || *json->at == '\r'))
		json->at++;
}

/* The closing quote of the string whose content starts at `at`; NULL: none. */
static const char *string_end(const char *at, const char *end)
{
	const char *start = at;

	while (at < end) {
		const char *quote = memchr(at, '"', (size_t)(end - at));
		const char *back = quote;

		if (!quote)
			return NULL;
		while (back > start && back[-1] == '\\')
			back--;
		if ((quote - back) % 2 == 0)
			return quote;
		at = quote + 1;
	}
	return NULL;
}

static bool take_string(struct json *json, struct json_value *value)
{
	const char *start = json->at + 1;
	const char *quote = string_end(start, json->end);

	if (!quote && !json->partial)
		return false;
	value->kind = JSON_STRING;
	value->cut = !quote;
	value->raw = str_from(start, (size_t)((quote ? quote : json->end) - start));
	json->at = quote ? quote + 1 : json->end;
	return true;
}

/* A nested value: brackets must pair; what is between them is checked when it is read. */
static bool take_nested(struct json *json, struct json_value *value)
{
	char open[JSON_DEPTH_MAX];
	int depth = 0;
	const char *start = json->at;

	value->kind = *start == '{' ? JSON_OBJECT : JSON_ARRAY;
	while (json->at < json->end) {
		char c = *json->at++;

		if (c == '"') {
			const char *quote = string_end(json->at, json->end);

			if (!quote)
				break;
			json->at = quote + 1;
		} else if (c == '{' || c == '[') {
			if (depth == JSON_DEPTH_MAX)
				return false;
			open[depth++] = c == '{' ? '}' : ']';
		} else if (c == '}' || c == ']') {
			if (open[--depth] != c)
				return false;
			if (depth == 0) {
				value->raw = str_from(start, (size_t)(json->at - start));
				return true;
			}
		}
	}
	json->at = json->end;
	value->cut = true;
	value->raw = str_from(start, (size_t)(json->end - start));
	return json->partial;
}

static bool take_word(struct json *json, const char *word)
{
	size_t len = strlen(word);

	if ((size_t)(json->end - json->at) < len || memcmp(json->at, word, len) != 0)
		return false;
	json->at += len;
	return true;
}

static bool take_number(struct json *json)
{
	const char *start = json->at;

	while (json->at < json->end && (strchr("+-.eE", *json->at) ||
					(*json->at >= '0' && *json->at <= '9')))
		if (*json->at++ == '\0')
			return false;
	return json->at > start;
}

static bool take_value(struct json *json, struct json_value *value)
{
	const char *start = json->at;
	bool good;

	*value = (struct json_value){ .kind = JSON_NULL };
	if (start == json->end)
		return false;
	switch (*start) {
	case '"':
		return take_string(json, value);
	case '{':
	case '[':
		return take_nested(json, value);
	case 'n':
		good = take_word(json, "null");
		break;
	case 't':
		value->kind = JSON_TRUE;
		good = take_word(json, "true");
		break;
	case 'f':
		value->kind = JSON_FALSE;
		good = take_word(json, "false");
		break;
	default:
		value->kind = JSON_NUMBER;
		good = take_number(json);
	}
	value->raw = str_from(start, (size_t)(json->at - start));
	return good;
}

bool json_open(struct json *json, struct str text, bool partial, char bracket)
{
	*json = (struct json){ text.at, text.at + text.len, partial, true };
	skip_space(json);
	if (json->at == json->end || *json->at != bracket)
		return false;
	json->at++;
	return true;
}

/* Steps to the next member or item: 1; 0 at the closing bracket; -1. */
static int step(struct json *json, char bracket)
{
	skip_space(json);
	if (json->at == json->end)
		return json->partial ? 0 : -1;
	if (*json->at == bracket) {
		json->at++;
		skip_space(json);
		return json->at == json->end ? 0 : -1;
	}
	if (!json->first) {
		if (*json->at != ',')
			return -1;
		json->at++;
		skip_space(json);
	}
	json->first = false;
	return json->at < json->end ? 1 : json->partial ? 0 : -1;
}

int json_member(struct json *json, struct str *raw_key, struct json_value *value)
{
	struct json_value key;
	int more = step(json, '}');

	if (more <= 0)
		return more;
	if (*json->at != '"' || !take_string(json, &key))
		return -1;
	skip_space(json);
	if (json->at < json->end && *json->at == ':') {
		json->at++;
		skip_space(json);
		if (json->at < json->end || !json->partial) {
			*raw_key = key.raw;
			return take_value(json, value) ? 1 : -1;
		}
	}
	return json->at == json->end && json->partial ? 0 : -1;
}

int json_item(struct json *json, struct json_value *value)
{
	int more = step(json, ']');

	if (more <= 0)
		return more;
	return take_value(json, value) ? 1 : -1;
}

bool json_value_of(struct str text, struct json_value *value)
{
	struct json json = { text.at, text.at + text.len, false, true };

	skip_space(&json);
	if (!take_value(&json, value))
		return false;
	skip_space(&json);
	return json.at == json.end;
}

static int hex4(const char *at, const char *end)
{
	int value = 0;

	if (end - at < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		char c = at[i];
		int digit = c >= '0' && c <= '9' ? c - '0' :
			    c >= 'a' && c <= 'f' ? c - 'a' + 10 :
			    c >= 'A' && c <= 'F' ? c - 'A' + 10 :
						   -1;

		if (digit < 0)
			return -1;
		value = value * 16 + digit;
	}
	return value;
}

static char *put_utf8(char *out, int c)
{
	if (c < 0x80) {
		*out++ = (char)c;
	} else if (c < 0x800) {
		*out++ = (char)(0xc0 | c >> 6);
		*out++ = (char)(0x80 | (c & 0x3f));
	} else if (c < 0x10000) {
		*out++ = (char)(0xe0 | c >> 12);
		*out++ = (char)(0x80 | (c >> 6 & 0x3f));
		*out++ = (char)(0x80 | (c & 0x3f));
	} else {
		*out++ = (char)(0xf0 | c >> 18);
		*out++ = (char)(0x80 | (c >> 12 & 0x3f));
		*out++ = (char)(0x80 | (c >> 6 & 0x3f));
		*out++ = (char)(0x80 | (c & 0x3f));
	}
	return out;
}

/* \u and what belongs to it; `at` is behind the backslash. */
static const char *take_unicode(const char *at, const char *end, char **out)
{
	int c = hex4(at + 1, end);
	int low;

	if (c < 0) {
		*(*out)++ = '\\';
		return at;
	}
	at += 5;
	if (c >= 0xd800 && c < 0xdc00 && end - at >= 6 && at[0] == '\\' && at[1] == 'u' &&
	    (low = hex4(at + 2, end)) >= 0xdc00 && low < 0xe000) {
		c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
		at += 6;
	} else if (c >= 0xd800 && c < 0xe000) {
		c = 0xfffd;
	}
	*out = put_utf8(*out, c);
	return at;
}

/* One escape; returns what is behind it. Never writes more than it reads. */
static const char *take_escape(const char *at, const char *end, char **out)
{
	static const char from[] = "\"\\/bfnrt";
	static const char to[] = "\"\\/\b\f\n\r\t";
	const char *hit;

	at++;
	if (at == end)
		return at; /* cut */
	if (*at == 'u')
		return take_unicode(at, end, out);
	hit = *at ? strchr(from, *at) : NULL;
	if (!hit) {
		*(*out)++ = '\\';
		return at;
	}
	*(*out)++ = to[hit - from];
	return at + 1;
}

/* Length of s up to `max`, not inside a UTF-8 sequence. */
static size_t cut_length(const char *at, size_t len, size_t max)
{
	if (len <= max)
		return len;
	for (int i = 0; i < 3 && max > 0 && ((unsigned char)at[max] & 0xc0) == 0x80; i++)
		max--;
	return max;
}

static char *put_plain(char *out, const char *at, const char *end)
{
	memmove(out, at, (size_t)(end - at));
	return out + (end - at);
}

struct str json_text(struct str raw, size_t max, struct buf *scratch, bool *cut)
{
	const char *at = raw.at;
	const char *end = raw.at + raw.len;
	size_t start = scratch->len;
	char *out;
	struct str text = raw;

	if (memchr(at, '\\', raw.len)) {
		out = buf_reserve(scratch, raw.len);
		while (at < end) {
			const char *escape = memchr(at, '\\', (size_t)(end - at));

			out = put_plain(out, at, escape ? escape : end);
			if (!escape)
				break;
			at = take_escape(escape, end, &out);
		}
		text = str_from(scratch->data + start, (size_t)(out - scratch->data) - start);
		scratch->len += text.len;
	}
	if (text.len > max) {
		text.len = cut_length(text.at, text.len, max);
		*cut = true;
	}
	return text;
}
