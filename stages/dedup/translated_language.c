#include "translated_language.h"

#include "text/utf8.h"

#include <string.h>

#include "dedup/generated/translated_tags.inc"

struct language_word {
	uint32_t word; /* hash; the words of all languages are in rising order of it */
	uint8_t language, weight;
};

#include "dedup/generated/translated_language.inc"

enum {
	LANGUAGES = sizeof languages / sizeof *languages,
	TEXT_MAX = 4096,
	SURE = 60, /* sum of weights below which nothing is said */
};

static const char *const script_languages[SCRIPT_COUNT] = {
	[SCRIPT_GREEK] = "el", [SCRIPT_ARMENIAN] = "hy", [SCRIPT_HEBREW] = "he", [SCRIPT_THAANA] = "dv", [SCRIPT_BENGALI] = "bn",
	[SCRIPT_GURMUKHI] = "pa", [SCRIPT_GUJARATI] = "gu", [SCRIPT_ORIYA] = "or", [SCRIPT_TAMIL] = "ta", [SCRIPT_TELUGU] = "te",
	[SCRIPT_KANNADA] = "kn", [SCRIPT_MALAYALAM] = "ml", [SCRIPT_SINHALA] = "si", [SCRIPT_THAI] = "th", [SCRIPT_LAO] = "lo",
	[SCRIPT_TIBETAN] = "bo", [SCRIPT_MYANMAR] = "my", [SCRIPT_GEORGIAN] = "ka", [SCRIPT_HANGUL] = "ko", [SCRIPT_KHMER] = "km",
	[SCRIPT_HIRAGANA] = "ja", [SCRIPT_KATAKANA] = "ja", [SCRIPT_HAN] = "zh",
};

size_t translated_words(struct str text, uint32_t words[LANGUAGE_WORDS_MAX])
{
	const char *at = text.at, *end = text.at + (text.len < TEXT_MAX ? text.len : TEXT_MAX);
	uint32_t hash = 0;
	size_t count = 0;

	while (at < end && count < LANGUAGE_WORDS_MAX) {
		uint32_t c = utf8_next(&at, end);

		if (unicode_flags(c) & (UNICODE_LETTER | UNICODE_MARK)) {
			hash = (hash ^ unicode_fold(c)) * 0x9e3779b1u;
			hash ^= hash >> 15;
		} else if (hash) {
			words[count++] = hash;
			hash = 0;
		}
	}
	return count;
}

/* The first entry of that word or of a later one. */
static size_t find_word(uint32_t word)
{
	size_t low = 0, high = sizeof language_words / sizeof *language_words;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (language_words[middle].word < word)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct str by_words(struct str text)
{
	uint32_t words[LANGUAGE_WORDS_MAX], scores[LANGUAGES] = { 0 }, best = 0;
	size_t count = translated_words(text, words);

	for (size_t i = 0; i < count; i++)
		for (size_t k = find_word(words[i]); k < sizeof language_words / sizeof *language_words && language_words[k].word == words[i]; k++)
			scores[language_words[k].language] += language_words[k].weight;
	for (uint32_t i = 1; i < LANGUAGES; i++)
		best = scores[i] > scores[best] ? i : best;
	return scores[best] >= SURE ? str_of(languages[best]) : STR_NONE;
}

struct str translated_language(struct str text, enum unicode_script script)
{
	return script_languages[script] ? str_of(script_languages[script]) : by_words(text);
}

static const char *short_tag(const char *tag)
{
	size_t low = 0, high = sizeof tags / sizeof *tags;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(tag, tags[middle][0]);

		if (order == 0)
			return tags[middle][1];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return tag;
}

void translated_tag(struct str lang, char out[LANGUAGE_TAG])
{
	char tag[LANGUAGE_TAG] = "";
	size_t length = 0;

	while (length < lang.len && length < LANGUAGE_TAG - 1 && (unsigned)(lang.at[length] | 0x20) - 'a' <= 'z' - 'a') {
		tag[length] = (char)(lang.at[length] | 0x20);
		length++;
	}
	if (length < lang.len && lang.at[length] != '-' && lang.at[length] != '_')
		tag[0] = '\0';
	strcpy(out, strcmp(tag, "und") == 0 ? "" : short_tag(tag));
}
