#include "extract/lang_model.h"

#include <math.h>

#include "extract/generated/lang_words.inc"

/* A slot is of six printable characters: two of 6 bits of the word's hash, and what each language
 * loses by the word, in tenths. A free one is of spaces. */
#define SLOT 6
#define SLOTS ((sizeof rows - 1) / SLOT)
#define FIRST '0'

/* How much words count for. */
#define TRUST 1.4

static const char *find_word(uint32_t hash)
{
	size_t at = hash / (uint32_t)(0x100000000u / SLOTS);

	for (;; at = (at + 1) % SLOTS) {
		const char *slot = rows + at * SLOT;

		if (slot[0] == ' ')
			return NULL;
		if ((uint32_t)((slot[0] - FIRST) << 6 | (slot[1] - FIRST)) == (hash & 0xfff))
			return slot + 2;
	}
}

void lang_words_add(struct str text, struct lang_model_result *out)
{
	const char *at = text.at, *end = text.at + text.len;
	unsigned lost[LANG_WORDS_LANGUAGES] = { 0 }, words = 0;
	uint32_t hash = LANG_WORD_START;
	double share;

	while (at < end || hash != LANG_WORD_START) {
		uint32_t c = at < end ? lang_next_letter(&at, end) : ' ';
		const char *slot;

		if (c != ' ') {
			hash = lang_hash(hash, c);
			continue;
		}
		if (hash == LANG_WORD_START)
			continue;
		words++;
		slot = find_word(hash);
		for (unsigned k = 0; slot && k < LANG_WORDS_LANGUAGES; k++)
			lost[k] += (unsigned)(slot[k] - FIRST);
		hash = LANG_WORD_START;
	}
	share = TRUST / 10 / sqrt(sqrt(words > 0 ? (double)words : 1));
	for (unsigned k = 0; k < LANG_WORDS_LANGUAGES; k++)
		out->logit[k] -= lost[k] * share;
}
