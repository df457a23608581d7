#include "extract/lexicon.h"

#include "base/num.h"
#include "extract/chars.h"

#include <pthread.h>

static const struct lexicon_entry table[] = {
#include "extract/generated/lexicon.inc"
};

static const struct {
	char lang[4];
	struct str words;
} stop_words[] = {
#include "extract/generated/stopwords.inc"
};

/* Most texts that are looked for are no entry: a bit for each kind and the first bytes of an
 * entry, two of them and four of them, says so at once. */
enum { HEAD_BITS = 15 };
static uint64_t heads[(1u << HEAD_BITS) / 64];
static pthread_once_t heads_made = PTHREAD_ONCE_INIT;

static uint32_t hash_head(enum lexicon_kind kind, const char *at, size_t len)
{
	uint32_t head = len == 4 ? num_load32(at) : (uint32_t)num_load16(at) << 8;

	return ((head + (uint32_t)kind) * 0x9e3779b1u) >> (32 - HEAD_BITS);
}

static void add_head(enum lexicon_kind kind, const char *at, size_t len)
{
	uint32_t bit = hash_head(kind, at, len);

	heads[bit / 64] |= UINT64_C(1) << bit % 64;
}

static void make_heads(void)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct str text = table[i].text;

		/* Whatever may follow one byte. */
		for (unsigned c = 0; c < 256 && text.len == 1; c++)
			add_head(table[i].kind, (const char[]){ text.at[0], (char)c }, 2);
		for (size_t len = 2; len <= 4 && len <= text.len; len += 2)
			add_head(table[i].kind, text.at, len);
	}
}

/* Whether an entry of `kind` may begin as `text` does, as far as that is long. */
static bool has_head(enum lexicon_kind kind, struct str text)
{
	size_t len = text.len < 4 ? text.len / 2 * 2 : 4;
	uint32_t bit;

	if (len == 0)
		return true;
	pthread_once(&heads_made, make_heads);
	bit = hash_head(kind, text.at, len);
	return heads[bit / 64] >> bit % 64 & 1;
}

static int compare(const struct lexicon_entry *entry, enum lexicon_kind kind, struct str text)
{
	size_t common = entry->text.len < text.len ? entry->text.len : text.len;
	int order;

	if (entry->kind != kind)
		return entry->kind < kind ? -1 : 1;
	order = memcmp(entry->text.at, text.at, common);
	if (order != 0)
		return order;
	return entry->text.len < text.len ? -1 : entry->text.len > text.len;
}

/* The first entry from `low` on that is not before (kind, text). */
static size_t lower_bound(size_t low, enum lexicon_kind kind, struct str text)
{
	size_t high = sizeof table / sizeof *table;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare(&table[middle], kind, text) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_entry(size_t at, enum lexicon_kind kind, struct str text)
{
	return at < sizeof table / sizeof *table && compare(&table[at], kind, text) == 0;
}

/* Whether the entry begins with `text`: if not, no entry does. */
static bool begins(size_t at, enum lexicon_kind kind, struct str text)
{
	return at < sizeof table / sizeof *table && table[at].kind == kind && str_starts(table[at].text, text);
}

const struct lexicon_entry *lexicon_find(enum lexicon_kind kind, struct str text)
{
	size_t at;

	if (text.len == 0 || text.len > LEXICON_LONGEST || !has_head(kind, text))
		return NULL;
	at = lower_bound(0, kind, text);
	return is_entry(at, kind, text) ? &table[at] : NULL;
}

bool lexicon_begins(enum lexicon_kind kind, struct str text)
{
	return has_head(kind, text) && begins(lower_bound(0, kind, text), kind, text);
}

const struct lexicon_entry *lexicon_prefix(enum lexicon_kind kind, struct str text)
{
	const struct lexicon_entry *best = NULL;
	const char *end = text.at + text.len;
	size_t at = 0;

	if (!has_head(kind, str_from(text.at, text.len < 2 ? text.len : 2)))
		return NULL;
	for (const char *p = text.at; p < end && p - text.at < LEXICON_LONGEST;) {
		const char *next = p;
		struct str head;
		uint32_t c = utf8_next(&next, end);
		const char *after = next;

		p = next;
		if (chars_is_word(c) && !chars_is_solo(c) && after < end && chars_is_word(utf8_next(&after, end)))
			continue;
		head = str_from(text.at, (size_t)(p - text.at));
		if (at == 0 && !has_head(kind, head))
			break;
		at = lower_bound(at, kind, head);
		if (!begins(at, kind, head))
			break;
		if (table[at].text.len == head.len)
			best = &table[at];
	}
	return best;
}

bool lexicon_within(enum lexicon_kind kind, struct str text)
{
	const char *at = text.at, *end = text.at + text.len;
	bool in_word = false;

	while (at < end) {
		const char *start = at;
		uint32_t c = utf8_next(&at, end);
		bool word = chars_is_word(c);

		if (word && (!in_word || chars_is_solo(c)) && lexicon_prefix(kind, str_from(start, (size_t)(end - start))))
			return true;
		in_word = word;
	}
	return false;
}

struct str lexicon_stop_words(const char *lang)
{
	size_t len = strcspn(lang, "-");

	for (size_t i = 0; i < sizeof stop_words / sizeof *stop_words; i++)
		if (strlen(stop_words[i].lang) == len && memcmp(stop_words[i].lang, lang, len) == 0)
			return stop_words[i].words;
	return STR("");
}
