#include "text/html/charref.h"
#include "text/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "text/html/entities.inc"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_alnum(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int hex_value(char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Index in entities[], or -1. */
static int find_entity(const char *name, size_t len)
{
	int low = 0, high = (int)(sizeof entities / sizeof *entities) - 1;

	while (low <= high) {
		int middle = (low + high) / 2;
		int order = strncmp(entities[middle].name, name, len);

		if (order == 0 && entities[middle].name[len] != '\0')
			order = 1;
		if (order == 0)
			return middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle - 1;
	}
	return -1;
}

static size_t give_entity(int index, char *text)
{
	size_t len = strlen(entities[index].text);

	memcpy(text, entities[index].text, len);
	return len;
}

static size_t named(const char **at, const char *end, bool in_attr, char *text)
{
	const char *name = *at + 1;
	size_t len = 0;

	while (len <= ENTITY_MAX && name + len < end && is_alnum(name[len]))
		len++;
	if (len > 0 && len <= ENTITY_MAX && name + len < end && name[len] == ';') {
		int whole = find_entity(name, len);

		if (whole >= 0) {
			*at = name + len + 1;
			return give_entity(whole, text);
		}
	}
	for (size_t bare = len < BARE_MAX ? len : BARE_MAX; bare >= 2; bare--) {
		int found = find_entity(name, bare);

		if (found < 0 || !entities[found].bare)
			continue;
		if (in_attr && name + bare < end && (name[bare] == '=' || is_alnum(name[bare])))
			return 0;
		*at = name + bare;
		return give_entity(found, text);
	}
	return 0;
}

/* What the numbers 0x80 to 0x9f stand for: windows-1252 (13.2.5.80). */
static const uint16_t c1_replacement[32] = {
	0x20ac, 0x81,	0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
	0x2039, 0x0152, 0x8d,	0x017d, 0x8f,	0x90,	0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
	0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,	0x017e, 0x0178,
};

static size_t numeric(const char **at, const char *end, char *text)
{
	const char *p = *at + 2;
	bool hex = p < end && (*p | 0x20) == 'x';
	uint32_t code = 0;

	if (hex)
		p++;
	const char *digits = p;
	for (; p < end; p++) {
		int value = hex ? hex_value(*p) : is_digit(*p) ? *p - '0' : -1;

		if (value < 0)
			break;
		if (code <= 0x10ffff)
			code = code * (hex ? 16 : 10) + (uint32_t)value;
	}
	if (p == digits)
		return 0;
	if (p < end && *p == ';')
		p++;
	*at = p;
	if (code >= 0x80 && code <= 0x9f)
		code = c1_replacement[code - 0x80];
	return utf8_put(code == 0 ? UTF8_BAD : code, text);
}

size_t html_charref(const char **at, const char *end, bool in_attr, char text[HTML_CHARREF_MAX])
{
	if (*at + 1 >= end)
		return 0;
	if ((*at)[1] == '#')
		return numeric(at, end, text);
	return is_alnum((*at)[1]) ? named(at, end, in_attr, text) : 0;
}

void html_decode(struct str raw, enum html_content content, struct buf *out)
{
	if (raw.len == 0)
		return;
	bool references = content == HTML_DATA || content == HTML_RCDATA || content == HTML_IN_ATTR;
	bool keep_nul = content == HTML_DATA || content == HTML_CDATA;
	const char *p = raw.at, *end = raw.at + raw.len, *run = p;
	char text[HTML_CHARREF_MAX];

	while (p < end) {
		const char *at = p;
		size_t len = 0;

		if (*p == '&' && references) {
			len = html_charref(&p, end, content == HTML_IN_ATTR, text);
		} else if (*p == '\r') {
			p += p + 1 < end && p[1] == '\n' ? 2 : 1;
			text[0] = '\n';
			len = 1;
		} else if (*p == '\0' && !keep_nul) {
			p++;
			len = utf8_put(UTF8_BAD, text);
		}
		if (len == 0) {
			p++;
			continue;
		}
		buf_add(out, run, (size_t)(at - run));
		buf_add(out, text, len);
		run = p;
	}
	if (end > run)
		buf_add(out, run, (size_t)(end - run));
}
