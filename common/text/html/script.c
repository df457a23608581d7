#include "text/html/script.h"

#include <string.h>

/* Whether `name` stands at `p`, with something behind it that ends a tag's name. */
static bool name_at(const char *p, const char *end, struct str name)
{
	struct str here = str_from(p, (size_t)(end - p));

	if (here.len <= name.len || !str_starts_nocase(here, name))
		return false;
	return memchr("\t\n\f\r />", p[name.len], 7) != NULL;
}

/* From behind "<!--" in a script, whose two dashes may already be those of "-->". Returns
 * the end tag that closes the script, or where the escape ends. */
static const char *escaped_end(const char *p, const char *end, bool *closed)
{
	bool hidden = false;

	for (p -= 2; p < end; p++) {
		if (*p == '-') {
			if (end - p >= 3 && p[1] == '-' && p[2] == '>')
				return p + 3;
		} else if (*p == '<') {
			bool slash = p + 1 < end && p[1] == '/';

			if (!hidden && slash && name_at(p + 2, end, STR("script"))) {
				*closed = true;
				return p;
			}
			if (slash == hidden && name_at(p + 1 + slash, end, STR("script")))
				hidden = !hidden;
		}
	}
	return end;
}

size_t html_raw_end(struct str text, struct str name, bool script)
{
	const char *p = text.at, *end = text.at + text.len;

	while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		bool closed = false;

		if (end - p < 2)
			break;
		if (p[1] == '/' && name_at(p + 2, end, name))
			return (size_t)(p - text.at);
		if (script && end - p >= 4 && memcmp(p, "<!--", 4) == 0) {
			p = escaped_end(p + 4, end, &closed);
			if (closed)
				return (size_t)(p - text.at);
		} else {
			p++;
		}
	}
	return text.len;
}
