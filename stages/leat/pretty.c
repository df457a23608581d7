#include "leat/pretty.h"

static void new_line(struct buf *out, size_t depth)
{
	buf_add_byte(out, '\n');
	for (size_t i = 0; i < depth; i++)
		buf_add_text(out, "  ");
}

/* Bytes of the string that starts at `at` with its quotes. */
static size_t string_len(const char *at, const char *end)
{
	const char *p = at + 1;

	while (p < end && *p != '"')
		p += *p == '\\' && p + 1 < end ? 2 : 1;
	return (size_t)((p < end ? p + 1 : end) - at);
}

void pretty_json(struct str json, struct buf *out)
{
	const char *at = json.at, *end = at + json.len;
	size_t depth = 0, len;

	while (at < end) {
		char c = *at;

		len = 1;
		if (c == '"')
			len = string_len(at, end);
		if ((c == '}' || c == ']') && depth > 0 && at > json.at && at[-1] != '{' && at[-1] != '[')
			new_line(out, depth - 1);
		buf_add(out, at, len);
		at += len;
		if (c == '{' || c == '[')
			depth++;
		if ((c == '}' || c == ']') && depth > 0)
			depth--;
		if (c == ',' || ((c == '{' || c == '[') && at < end && *at != '}' && *at != ']'))
			new_line(out, depth);
		else if (c == ':')
			buf_add_byte(out, ' ');
	}
}

void pretty_mask(struct str json, struct buf *out)
{
	for (size_t i = 0; i < json.len; i++) {
		unsigned char c = (unsigned char)json.at[i];
		unsigned char next = i + 1 < json.len ? (unsigned char)json.at[i + 1] : 0;

		if (c == 0x7f)
			buf_add_text(out, "\\u007f");
		else if (c == 0xc2 && next >= 0x80 && next < 0xa0)
			buf_addf(out, "\\u%04x", json.at[++i] & 0xff);
		else
			buf_add_byte(out, (char)c);
	}
}

void pretty_text(struct str text, bool lines, struct buf *out)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		unsigned char next = i + 1 < text.len ? (unsigned char)text.at[i + 1] : 0;

		if (lines && (c == '\n' || c == '\t'))
			buf_add_byte(out, (char)c);
		else if (c < 0x20 || c == 0x7f)
			buf_add_byte(out, ' ');
		else if (c == 0xc2 && next >= 0x80 && next < 0xa0)
			i++;
		else
			buf_add_byte(out, (char)c);
	}
}
