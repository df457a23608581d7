#include "record/json.h"
#include "base/num.h"
#include "base/utf8.h"
#include "record/pack.h"

struct reader {
	struct str text;
	size_t at;
	struct buf *out;
	struct buf string; /* the string at hand, unescaped */
	const char *why; /* of the first error */
};

static bool wrong(struct reader *reader, const char *why)
{
	if (!reader->why)
		reader->why = why;
	return false;
}

static char peek(const struct reader *reader)
{
	return reader->at < reader->text.len ? reader->text.at[reader->at] : '\0';
}

static void skip_space(struct reader *reader)
{
	for (char c = peek(reader); c == ' ' || c == '\n' || c == '\t' || c == '\r'; c = peek(reader))
		reader->at++;
}

static bool word(struct reader *reader, struct str want)
{
	struct str rest = { reader->text.at + reader->at, reader->text.len - reader->at };

	if (!str_starts(rest, want))
		return wrong(reader, "a value is expected");
	reader->at += want.len;
	return true;
}

static bool digits(struct reader *reader)
{
	size_t start = reader->at;

	while (peek(reader) >= '0' && peek(reader) <= '9')
		reader->at++;
	return reader->at > start || wrong(reader, "a digit is expected");
}

static bool read_number(struct reader *reader)
{
	size_t start = reader->at;
	bool whole = true, leading;
	int64_t integer;
	uint64_t large;
	double number;

	if (peek(reader) == '-')
		reader->at++;
	leading = peek(reader) == '0';
	if (!digits(reader))
		return wrong(reader, "a value is expected");
	if (leading && reader->at - start > (reader->text.at[start] == '-' ? 2u : 1u))
		return wrong(reader, "a number starts with 0");
	if (peek(reader) == '.') {
		whole = false;
		reader->at++;
		if (!digits(reader))
			return false;
	}
	if (peek(reader) == 'e' || peek(reader) == 'E') {
		whole = false;
		reader->at++;
		if (peek(reader) == '+' || peek(reader) == '-')
			reader->at++;
		if (!digits(reader))
			return false;
	}
	struct str s = { reader->text.at + start, reader->at - start };
	if (whole && num_i64(s, &integer))
		pack_int(reader->out, integer);
	else if (whole && num_u64(s, &large))
		pack_uint(reader->out, large);
	else if (num_double(s, &number))
		pack_float(reader->out, number);
	else
		return wrong(reader, "a number is out of range");
	return true;
}

static bool hex4(struct reader *reader, uint32_t *out)
{
	uint64_t value;

	if (reader->text.len - reader->at < 4 ||
	    !num_hex64(str_from(reader->text.at + reader->at, 4), &value))
		return wrong(reader, "four hexadecimal digits are expected");
	reader->at += 4;
	*out = (uint32_t)value;
	return true;
}

static void add_point(struct buf *out, uint32_t point)
{
	char bytes[4];
	size_t len = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };

	for (size_t i = len; i-- > 1; point >>= 6)
		bytes[i] = (char)(0x80 | (point & 0x3f));
	bytes[0] = (char)(lead[len] | point);
	buf_add(out, bytes, len);
}

static bool read_unicode(struct reader *reader)
{
	uint32_t point, low;

	if (!hex4(reader, &point))
		return false;
	if (point >= 0xd800 && point < 0xdc00 && reader->text.len - reader->at >= 6 &&
	    reader->text.at[reader->at] == '\\' && reader->text.at[reader->at + 1] == 'u') {
		size_t back = reader->at;

		reader->at += 2;
		if (!hex4(reader, &low))
			return false;
		if (low >= 0xdc00 && low < 0xe000)
			point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
		else
			reader->at = back;
	}
	add_point(&reader->string, point >= 0xd800 && point < 0xe000 ? 0xfffd : point);
	return true;
}

static bool read_escape(struct reader *reader)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	char c = peek(reader);
	const char *found = c ? strchr(from, c) : NULL;

	if (c == 'u') {
		reader->at++;
		return read_unicode(reader);
	}
	if (!found)
		return wrong(reader, "an unknown escape");
	reader->at++;
	buf_add_byte(&reader->string, to[found - from]);
	return true;
}

static bool read_string(struct reader *reader)
{
	const char *text = reader->text.at;
	size_t run;

	buf_reset(&reader->string);
	if (peek(reader) != '"')
		return wrong(reader, "a string is expected");
	reader->at++;
	for (;;) {
		run = reader->at;
		while (run < reader->text.len && text[run] != '"' && text[run] != '\\' && (unsigned char)text[run] >= 0x20)
			run++;
		buf_add(&reader->string, text + reader->at, run - reader->at);
		reader->at = run;
		if (run == reader->text.len)
			return wrong(reader, "a string does not end");
		reader->at++;
		if (text[run] == '"')
			break;
		if (text[run] != '\\') {
			reader->at--;
			return wrong(reader, "a control character in a string");
		}
		if (!read_escape(reader))
			return false;
	}
	pack_str(reader->out, buf_str(&reader->string));
	return true;
}

static bool read_value(struct reader *reader, unsigned depth);

/* The count is known behind the items, so room for its longest form is left in front, and
 * taken back where a short one does. Each level moves a byte once: at most CURSOR_DEPTH. */
static void close_group(struct reader *reader, size_t start, uint32_t count, bool map)
{
	struct buf head = BUF_INIT;
	char *at = reader->out->data + start;

	if (map)
		pack_map(&head, count);
	else
		pack_list(&head, count);
	memcpy(at, head.data, head.len);
	memmove(at + head.len, at + 5, reader->out->len - start - 5);
	reader->out->len -= 5 - head.len;
	buf_release(&head);
}

static bool read_group(struct reader *reader, bool map, unsigned depth)
{
	char end = map ? '}' : ']';
	size_t start = reader->out->len;
	uint32_t count = 0;

	if (depth == CURSOR_DEPTH)
		return wrong(reader, "nested too deep");
	buf_add(reader->out, "\0\0\0\0", 5);
	reader->at++;
	skip_space(reader);
	if (peek(reader) == end) {
		reader->at++;
		close_group(reader, start, 0, map);
		return true;
	}
	for (;;) {
		skip_space(reader);
		if (map) {
			if (!read_string(reader))
				return false;
			skip_space(reader);
			if (peek(reader) != ':')
				return wrong(reader, "':' is expected");
			reader->at++;
		}
		if (!read_value(reader, depth + 1))
			return false;
		count++;
		skip_space(reader);
		if (peek(reader) == end)
			break;
		if (peek(reader) != ',')
			return wrong(reader, map ? "',' or '}' is expected" : "',' or ']' is expected");
		reader->at++;
	}
	reader->at++;
	close_group(reader, start, count, map);
	return true;
}

static bool read_value(struct reader *reader, unsigned depth)
{
	skip_space(reader);
	switch (peek(reader)) {
	case '{':
		return read_group(reader, true, depth);
	case '[':
		return read_group(reader, false, depth);
	case '"':
		return read_string(reader);
	case 't':
		return word(reader, STR("true")) && (pack_bool(reader->out, true), true);
	case 'f':
		return word(reader, STR("false")) && (pack_bool(reader->out, false), true);
	case 'n':
		return word(reader, STR("null")) && (pack_nil(reader->out), true);
	default:
		return read_number(reader);
	}
}

int json_read(struct str text, struct buf *packed, struct err *err)
{
	struct reader reader = { .text = text, .out = packed };
	size_t start = packed->len;
	bool good;

	if (text.len > JSON_READ_MAX)
		return err_set(err, EXIT_BAD_INPUT, "JSON of %zu bytes is over the cap of 64 MiB", text.len);
	if (!utf8_valid(text))
		return err_set(err, EXIT_BAD_INPUT, "not JSON: byte %zu is no UTF-8", utf8_valid_prefix(text));
	good = read_value(&reader, 0);
	skip_space(&reader);
	if (good && reader.at < text.len)
		good = wrong(&reader, "something follows the value");
	buf_release(&reader.string);
	if (good)
		return 0;
	packed->len = start;
	return err_set(err, EXIT_BAD_INPUT, "not JSON: at byte %zu: %s", reader.at, reader.why);
}
