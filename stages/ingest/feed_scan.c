#include "ingest/feed_scan.h"

#include <string.h>

enum {
	TAG_MAX = 16, /* characters that tell an item's tag */
	START_MAX = 8192, /* bytes of a tag with its attributes */
};

/* The ASCII character at byte `at`; NUL if there is none. */
static char char_at(const struct feed_scan *scan, struct str s, size_t at)
{
	if (scan->unit == 1)
		return at < s.len ? s.at[at] : '\0';
	if (at + 1 >= s.len || s.at[at + !scan->big] != '\0')
		return '\0';
	return s.at[at + scan->big];
}

static bool is_at(const struct feed_scan *scan, struct str s, size_t at, const char *what)
{
	for (; *what; what++, at += scan->unit)
		if (char_at(scan, s, at) != *what)
			return false;
	return true;
}

/* The place of `what` at or behind `from`; s.len if it is not there. */
static size_t find(const struct feed_scan *scan, struct str s, size_t from, const char *what)
{
	for (size_t at = from + scan->big; at < s.len; at++) {
		const char *hit = memchr(s.at + at, *what, s.len - at);

		if (!hit)
			break;
		at = (size_t)(hit - s.at);
		if (is_at(scan, s, at - scan->big, what))
			return at - scan->big;
	}
	return s.len;
}

/* Whether the CDATA section from `at` to `close` would end in the section of a later item:
 * then it was not closed. */
static bool runs_over(const struct feed_scan *scan, struct str s, size_t at, size_t close)
{
	size_t next = find(scan, str_from(s.at, close), at, "<![CDATA[");

	s.len = next;
	return next < close && (find(scan, s, at, "</item>") < next || find(scan, s, at, "</entry>") < next);
}

/* What the tag at `at` ("<") is, and the place behind it. */
static enum feed_mark mark_at(const struct feed_scan *scan, struct str s, size_t at, size_t *end)
{
	bool closes = char_at(scan, s, at + scan->unit) == '/';
	size_t name = at + (closes ? 2 : 1) * scan->unit;
	size_t close;

	if (is_at(scan, s, name, "atom:"))
		name += 5 * scan->unit;
	if (is_at(scan, s, name, "item"))
		name += 4 * scan->unit;
	else if (is_at(scan, s, name, "entry"))
		name += 5 * scan->unit;
	else
		return FEED_NOTHING;
	if (!memchr(" \t\r\n/>", char_at(scan, s, name), 6))
		return FEED_NOTHING;
	close = find(scan, str_from(s.at, s.len - name < START_MAX ? s.len : name + START_MAX), name, ">");
	if (close == s.len)
		return FEED_MORE;
	if (close == name + START_MAX)
		return FEED_NOTHING;
	if (!closes && char_at(scan, s, close - scan->unit) == '/')
		return FEED_NOTHING;
	*end = close + scan->unit;
	return closes ? FEED_ITEM_END : FEED_ITEM;
}

/* Where the comment or section ends whose content begins at `at`: s.len if nowhere in `s`. */
static size_t close_of(struct feed_scan *scan, struct str s, size_t at, bool cdata)
{
	size_t back = 2 * scan->unit, from = scan->open[cdata];

	from = from > at + back ? from - back : at;
	if (from < s.len)
		from = find(scan, s, from, cdata ? "]]>" : "-->");
	if (from >= s.len && scan->open[cdata] < s.len)
		scan->open[cdata] = s.len;
	return from < s.len ? from : s.len;
}

enum feed_mark feed_scan(struct feed_scan *scan, struct str s, bool last, size_t *from, size_t *end)
{
	size_t closes[2] = { 0, 0 }; /* where the next comment and the next section end */

	for (size_t at = *from; (at = find(scan, s, at, "<")) < s.len; at += scan->unit) {
		bool cdata = is_at(scan, s, at, "<![CDATA[");
		enum feed_mark mark;

		*from = at;
		if (!last && s.len - at < TAG_MAX * scan->unit)
			return FEED_MORE;
		if (cdata || is_at(scan, s, at, "<!--")) {
			size_t inside = at + (cdata ? 9 : 4) * scan->unit;

			if (closes[cdata] < inside)
				closes[cdata] = close_of(scan, s, inside, cdata);
			if (closes[cdata] == s.len && !last && scan->open[cdata] < FEED_ITEM_MAX / 2)
				return FEED_MORE;
			if (closes[cdata] < s.len && !(cdata && runs_over(scan, s, inside, closes[cdata])))
				at = closes[cdata];
			continue;
		}
		mark = mark_at(scan, s, at, end);
		if (mark == FEED_MORE && last)
			continue;
		if (mark != FEED_NOTHING)
			return mark;
	}
	*from = s.len;
	return last ? FEED_NOTHING : FEED_MORE;
}

void feed_scan_pass(struct feed_scan *scan, size_t count)
{
	for (int i = 0; i < 2; i++)
		scan->open[i] -= count < scan->open[i] ? count : scan->open[i];
}
