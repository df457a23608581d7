/*
 * lang_model: a small linear model that tells close languages apart: hashed words and
 * character n-grams, one row of small weights each, summed over the text. Latin and Cyrillic
 * text have a model each, in which a family of very close languages is one class; a model of
 * the family tells them apart. train/lang_train.sh makes the tables.
 */
#ifndef LEAT_EXTRACT_LANG_MODEL_H
#define LEAT_EXTRACT_LANG_MODEL_H

#include "base/str.h"
#include "extract/chars.h"

#include <stdint.h>

#define LANG_MODEL_MAX 20 /* classes of a model, the padding of a row included */
#define LANG_MODEL_NGRAM 4 /* longest run of characters */
#define LANG_MODEL_ZERO 'Q' /* a weight is a printable character: this is 0, 'R' 1, 'P' -1 */
#define LANG_MODEL_LARGEST 45

struct lang_model {
	unsigned bits; /* rows: 2 to this power */
	unsigned width; /* bytes of a row */
	unsigned count; /* classes: languages and families */
	float scale; /* of one unit of a row */
	const char *names; /* `count` of 8 bytes each; "other" stands for all not named */
	const char *rows;
};

extern const struct lang_model lang_model_latin, lang_model_cyrillic; /* the last class is "other" */
extern const struct lang_model lang_model_north; /* the family "north": nb, nn, da, sv */
extern const struct lang_model lang_model_south; /* the family "south": hr, bs, sr in Latin script */

struct lang_model_result {
	unsigned best, second; /* index of the language */
	double score, second_score; /* probability among the model's languages */
	double logit[LANG_MODEL_MAX];
};

/* Scores clean UTF-8 text. False if there is no word in it. */
bool lang_model_score(const struct lang_model *model, struct str text, struct lang_model_result *out);

#define LANG_WORDS_LANGUAGES 4
/* Adds to the logits of lang_model_north's languages what single words say, which the model's sums
 * blur ("ikkje", "hvad"); best, second and scores are left as they were. train/lang_wordlist.py makes
 * the table. */
void lang_words_add(struct str text, struct lang_model_result *out);

/* Adds to the logits of lang_model_south's languages what words say that only some of them have. */
void lang_hints_add(struct str text, struct lang_model_result *out);

static inline const char *lang_model_name(const struct lang_model *model, unsigned index)
{
	return model->names + (size_t)index * 8;
}

#define LANG_WORD_START 0x5bd1e995u

static inline uint32_t lang_hash(uint32_t hash, uint32_t c)
{
	hash = (hash ^ c) * 0x9e3779b1u;
	return hash ^ hash >> 15;
}

/* The row of a feature in a table of 2 to the power `bits`. */
static inline uint32_t lang_row(uint32_t feature, unsigned bits)
{
	return feature * 0x85ebca6bu >> (32 - bits);
}

/* The next character in lower case, or a space for one that is in no word. */
static inline uint32_t lang_next_letter(const char **at, const char *end)
{
	uint32_t c = (unsigned char)**at;

	if (c < 0x80) {
		++*at;
		c |= 0x20;
		return c >= 'a' && c <= 'z' ? c : ' ';
	}
	c = chars_lower(utf8_next(at, end));
	return chars_is_word(c) ? c : ' ';
}

/* Calls `see` with the hash of each feature of a text, which the trainer does as well: of the
 * runs of two characters and more in each word, whose edges are spaces, and of the word. */
static inline __attribute__((always_inline)) void lang_features(struct str text, void (*see)(void *context, uint32_t feature),
								void *context)
{
	const char *at = text.at, *end = text.at + text.len;
	uint32_t last[LANG_MODEL_NGRAM - 1] = { 0 }, word = 0; /* characters of the word, the newest first */
	unsigned length = 0; /* characters of the word, with its left edge */

	while (at < end || length > 0) {
		uint32_t c = at < end ? lang_next_letter(&at, end) : ' ', hash = lang_hash(1, c);

		if (length == 0) {
			if (c == ' ')
				continue;
			last[0] = ' ';
			word = LANG_WORD_START;
			length = 1;
		}
		see(context, hash = lang_hash(hash + 2, last[0]));
		if (length >= 2)
			see(context, hash = lang_hash(hash + 3, last[1]));
		if (length >= 3)
			see(context, lang_hash(hash + 4, last[2]));
		last[2] = last[1];
		last[1] = last[0];
		last[0] = c;
		length++;
		if (c == ' ') {
			see(context, word);
			length = 0;
		} else {
			word = lang_hash(word, c);
		}
	}
}

#endif
