#include "filter/redact.h"

#include "text/utf8.h"

#include <ctype.h>

enum { LOCAL_MAX = 256, DOMAIN_MAX = 256 }; /* RFC 5321 allows 64 and 255 */

static bool is_local(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("!#$%&'*+/=?^_`{|}~-", c));
}

static bool is_label(char c)
{
	return isalnum((unsigned char)c) || c == '-';
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

/* Where the local part in front of the '@' at `at` starts, not before `from`; `at` itself if
 * there is none. Dots stand between, and it starts at the border of a word. */
static size_t local_start(struct str text, size_t from, size_t at)
{
	size_t start = at, floor = at > LOCAL_MAX && at - LOCAL_MAX > from ? at - LOCAL_MAX : from;

	while (start > floor && (is_local(text.at[start - 1]) ||
				 (text.at[start - 1] == '.' && start < at && text.at[start] != '.')))
		start--;
	while (start < at && (text.at[start] == '.' || !is_word(text.at[start])))
		start++;
	if (start > 0 && start < at && is_word(text.at[start - 1]))
		return at;
	return start;
}

/* Where the domain behind an '@' ends: labels of letters, digits and inner hyphens, at
 * least two; `at` itself if there is none. */
static size_t domain_end(struct str text, size_t at)
{
	size_t limit = at + DOMAIN_MAX < text.len ? at + DOMAIN_MAX : text.len, end = at, i = at;
	unsigned labels = 0;

	while (i < limit && isalnum((unsigned char)text.at[i])) {
		while (i < limit && is_label(text.at[i]))
			i++;
		size_t label = i;
		while (text.at[label - 1] == '-')
			label--;
		if (++labels >= 2)
			end = label;
		if (label != i || i == limit || text.at[i] != '.')
			break;
		i++;
	}
	return end;
}

/* One to three digits of at most 255; the end, or 0. */
static size_t octet_end(struct str text, size_t at, unsigned *value)
{
	size_t i = at;

	*value = 0;
	while (i < text.len && i < at + 3 && isdigit((unsigned char)text.at[i]))
		*value = *value * 10 + (unsigned)(text.at[i++] - '0');
	return i > at && *value <= 255 ? i : 0;
}

/* Whether anybody can be reached there: IANA's special-purpose registry (RFC 6890). */
static bool is_public(const unsigned o[4])
{
	if (o[0] == 0 || o[0] == 10 || o[0] == 127 || o[0] >= 224)
		return false;
	if ((o[0] == 100 && o[1] >= 64 && o[1] < 128) || (o[0] == 169 && o[1] == 254) ||
	    (o[0] == 172 && o[1] >= 16 && o[1] < 32) || (o[0] == 192 && o[1] == 168))
		return false;
	if ((o[0] == 192 && o[1] == 0 && (o[2] == 0 || o[2] == 2)) || (o[0] == 198 && (o[1] == 18 || o[1] == 19)) ||
	    (o[0] == 198 && o[1] == 51 && o[2] == 100) || (o[0] == 203 && o[1] == 0 && o[2] == 113))
		return false;
	return true;
}

/* The end of an IPv4 address that starts at `at`, or 0. */
static size_t ip_end(struct str text, size_t at)
{
	unsigned octets[4];
	size_t i = at;

	if (at > 0 && (is_word(text.at[at - 1]) || text.at[at - 1] == '.'))
		return 0;
	for (unsigned n = 0; n < 4; n++) {
		i = octet_end(text, i, &octets[n]);
		if (i == 0 || (n < 3 && (i >= text.len || text.at[i++] != '.')))
			return 0;
	}
	/* 1.2.3.4.5 and 1.2.3.400 are something else. */
	if (i < text.len && (is_word(text.at[i]) || (text.at[i] == '.' && i + 1 < text.len && isdigit((unsigned char)text.at[i + 1]))))
		return 0;
	return is_public(octets) ? i : 0;
}

struct finder {
	struct str text;
	size_t bytes, points; /* where the last change ended */
	struct buf *changes;
	size_t emails, ips;
};

static void add_change(struct finder *finder, size_t from, size_t to, const char *with)
{
	struct text_change change = { .with = str_of(with) };

	change.from = finder->points + utf8_count(str_from(finder->text.at + finder->bytes, from - finder->bytes));
	change.to = change.from + (to - from); /* addresses are ASCII */
	finder->bytes = to;
	finder->points = change.to;
	buf_add(finder->changes, &change, sizeof change);
}

size_t redact_find(struct str text, unsigned kinds, struct buf *changes)
{
	static const char *const emails[] = { "email@example.com", "firstname.lastname@example.org" };
	static const char *const ips[] = { "22.214.171.124", "126.96.36.199", "188.8.131.52",
					   "184.108.40.206", "220.127.116.11", "18.104.22.168" };
	struct finder finder = { .text = text, .changes = changes };

	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		size_t start, end;

		if (c == '@' && kinds & REDACT_EMAIL) {
			start = local_start(text, finder.bytes, i);
			end = domain_end(text, i + 1);
			if (start == i || end == i + 1)
				continue;
			add_change(&finder, start, end, emails[finder.emails++ % 2]);
		} else if (isdigit((unsigned char)c) && kinds & REDACT_IP && (end = ip_end(text, i)) > 0) {
			add_change(&finder, i, end, ips[finder.ips++ % 6]);
		} else {
			continue;
		}
		i = end - 1;
	}
	return finder.emails + finder.ips;
}
