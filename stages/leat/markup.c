#include "leat/markup.h"

#include "text/utf8.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

static bool turns_direction(uint32_t c)
{
	return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static const char *escape_of(uint32_t c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return c < 0x20 || (c >= 0x7f && c < 0xa0) ? " " : NULL;
	}
}

void markup_text(struct buf *out, struct str text)
{
	const char *at = text.at, *end = at + text.len;

	while (at < end) {
		uint32_t c = utf8_next(&at, end);
		const char *escape = escape_of(c);

		if (escape)
			buf_add_text(out, escape);
		else
			out->len += utf8_put(turns_direction(c) ? UTF8_BAD : c, buf_reserve(out, 4));
	}
}

void markup_foreign(struct buf *out, struct str text)
{
	buf_add_text(out, "<bdi>");
	markup_text(out, text);
	buf_add_text(out, "</bdi>");
}

void markup_link(struct buf *out, struct str address, struct str text)
{
	bool web = str_starts_nocase(address, STR("http://")) || str_starts_nocase(address, STR("https://"));

	if (web) {
		buf_add_text(out, "<a rel=\"noreferrer noopener\" href=\"");
		markup_text(out, address);
		buf_add_text(out, "\">");
	}
	markup_foreign(out, text);
	buf_add_text(out, web ? "</a>" : "");
}

void markup_count(struct buf *out, uint64_t count)
{
	char digits[24];
	size_t len = (size_t)snprintf(digits, sizeof digits, "%" PRIu64, count);

	for (size_t i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			buf_add_byte(out, ',');
		buf_add_byte(out, digits[i]);
	}
}

void markup_share(struct buf *out, double share)
{
	if (share > 0 && share < 0.0005)
		buf_add_text(out, "&lt;0.1 %");
	else
		buf_addf(out, "%.1f %%", 100 * share);
}

void markup_number(struct buf *out, double number)
{
	double size = fabs(number);

	if (size >= 1000 && size < 1e15) {
		buf_add_text(out, number < 0 ? "-" : "");
		markup_count(out, (uint64_t)(size + 0.5));
	} else {
		buf_addf(out, "%.3g", number);
	}
}
