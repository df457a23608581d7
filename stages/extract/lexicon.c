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

/* The first entry that is not before (kind, text). */
static size_t lower_bound(enum lexicon_kind kind, struct str text)
{
	size_t low = 0, high = sizeof table / sizeof *table;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare(&table[middle], kind, text) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct lexicon_entry *lexicon_find(enum lexicon_kind kind, struct str text)
{
	size_t at = text.len > 0 ? lower_bound(kind, text) : sizeof table / sizeof *table;

	if (at < sizeof table / sizeof *table && compare(&table[at], kind, text) == 0)
		return &table[at];
	return NULL;
}

const struct lexicon_entry *lexicon_prefix(enum lexicon_kind kind, struct str text)
{
	const struct lexicon_entry *best = NULL;
	const char *end = text.at + text.len;

	for (const char *p = text.at; p < end;) {
		const char *next = p;
		const struct lexicon_entry *entry;
		bool in_word = chars_is_word(utf8_next(&next, end));
		const char *after = next;

		p = next;
		if (in_word && after < end && chars_is_word(utf8_next(&after, end)))
			continue;
		entry = lexicon_find(kind, str_from(text.at, (size_t)(p - text.at)));
		if (entry)
			best = entry;
		if (p - text.at > 64)
			break;
	}
	return best;
}

bool lexicon_within(enum lexicon_kind kind, struct str text)
{
	for (size_t i = lower_bound(kind, STR("")); i < sizeof table / sizeof *table && table[i].kind == kind; i++)
		if (str_find(text, table[i].text) >= 0)
			return true;
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
