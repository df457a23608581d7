#include "extract/lang.h"
#include "text/unicode.h"
#include "text/utf8.h"

const char *lang_script(struct str text)
{
	uint32_t counts[SCRIPT_COUNT] = { 0 };
	const char *at = text.at, *end = text.at + text.len;
	enum unicode_script best = SCRIPT_COMMON;

	while (at < end)
		counts[unicode_script(utf8_next(&at, end))]++;
	counts[SCRIPT_OTHER] = counts[SCRIPT_COMMON] = counts[SCRIPT_INHERITED] = 0;
	counts[SCRIPT_KATAKANA] += counts[SCRIPT_HIRAGANA];
	/* Japanese is Han with kana between, Korean Hangul with some Han. */
	if (counts[SCRIPT_KATAKANA] * 10 >= counts[SCRIPT_HAN] && counts[SCRIPT_KATAKANA] > 0)
		counts[SCRIPT_KATAKANA] += counts[SCRIPT_HAN];
	if (counts[SCRIPT_HANGUL] * 4 >= counts[SCRIPT_HAN] && counts[SCRIPT_HANGUL] > 0)
		counts[SCRIPT_HANGUL] += counts[SCRIPT_HAN];
	for (enum unicode_script s = SCRIPT_COMMON; s < SCRIPT_COUNT; s++)
		if (counts[s] > counts[best])
			best = s;
	return best == SCRIPT_KATAKANA ? "Jpan" : best == SCRIPT_HANGUL ? "Kore" : unicode_script_code(best);
}

/* Latin letters and the Cyrillic ones that look the same. */
static const struct {
	char latin;
	uint16_t cyrillic;
} alike[] = {
	{ 'A', 0x410 }, { 'B', 0x412 }, { 'C', 0x421 }, { 'E', 0x415 }, { 'H', 0x41d }, { 'I', 0x406 }, { 'J', 0x408 },
	{ 'K', 0x41a }, { 'M', 0x41c }, { 'O', 0x41e }, { 'P', 0x420 }, { 'T', 0x422 }, { 'X', 0x425 }, { 'a', 0x430 },
	{ 'c', 0x441 }, { 'e', 0x435 }, { 'i', 0x456 }, { 'j', 0x458 }, { 'o', 0x43e }, { 'p', 0x440 }, { 'x', 0x445 },
	{ 'y', 0x443 },
};

static uint32_t cyrillic_of(uint32_t c)
{
	for (size_t i = 0; i < sizeof alike / sizeof *alike; i++)
		if ((unsigned char)alike[i].latin == c)
			return alike[i].cyrillic;
	return c;
}

/* The end of the run of Latin and Cyrillic letters at `at`, and whether it holds both. */
static const char *word_end(const char *at, const char *end, bool *mixed)
{
	bool latin = false, cyrillic = false;

	while (at < end) {
		const char *next = at;
		enum unicode_script script = unicode_script(utf8_next(&next, end));

		if (script != SCRIPT_LATIN && script != SCRIPT_CYRILLIC)
			break;
		latin |= script == SCRIPT_LATIN;
		cyrillic |= script == SCRIPT_CYRILLIC;
		at = next;
	}
	*mixed = latin && cyrillic;
	return at;
}

struct str lang_unmix(struct str text, char *out)
{
	const char *at = text.at, *end = text.at + text.len;
	char *to = out;

	while (at < end) {
		bool mixed;
		const char *stop = word_end(at, end, &mixed);

		if (stop == at) /* what stands between words */
			utf8_next(&stop, end);
		if (!mixed) {
			memcpy(to, at, (size_t)(stop - at));
			to += stop - at;
			at = stop;
		}
		while (at < stop)
			to += utf8_put(cyrillic_of(utf8_next(&at, end)), to);
	}
	return str_from(out, (size_t)(to - out));
}
