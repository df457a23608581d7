#include "extract/lexicon.h"

#include "extract/chars.h"

static const struct lexicon_entry table[] = {
#include "extract/generated/lexicon.inc"
};

static const struct {
	char lang[4];
	struct str words;
} stop_words[] = {
#include "extract/generated/stopwords.inc"
};

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
	size_t at = text.len > 0 && text.len <= LEXICON_LONGEST ? lower_bound(0, kind, text) : 0;

	return text.len > 0 && text.len <= LEXICON_LONGEST && is_entry(at, kind, text) ? &table[at] : NULL;
}

bool lexicon_begins(enum lexicon_kind kind, struct str text)
{
	return begins(lower_bound(0, kind, text), kind, text);
}

const struct lexicon_entry *lexicon_prefix(enum lexicon_kind kind, struct str text)
{
	const struct lexicon_entry *best = NULL;
	const char *end = text.at + text.len;
	size_t at = 0;

	for (const char *p = text.at; p < end && p - text.at < LEXICON_LONGEST;) {
		const char *next = p;
		struct str head;
		bool in_word = chars_is_word(utf8_next(&next, end));
		const char *after = next;

		p = next;
		if (in_word && after < end && chars_is_word(utf8_next(&after, end)))
			continue;
		head = str_from(text.at, (size_t)(p - text.at));
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
		bool word = chars_is_word(utf8_next(&at, end));

		if (word && !in_word && lexicon_prefix(kind, str_from(start, (size_t)(end - start))))
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
