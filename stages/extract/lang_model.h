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

static inline const char *lang_model_name(const struct lang_model *model, unsigned index)
{
	return model->names + (size_t)index * 8;
}

/* The features of a text, one after the other; the trainer uses the same code. */
struct lang_features {
	const char *at, *end;
	uint32_t window[LANG_MODEL_NGRAM]; /* the last characters of the word, the newest last */
	uint32_t word; /* hash of the word so far */
	unsigned length; /* characters of the word, with its left edge */
	uint32_t ready[LANG_MODEL_NGRAM];
	unsigned nready;
};

static inline void lang_features_start(struct lang_features *f, struct str text)
{
	*f = (struct lang_features){ .at = text.at, .end = text.at + text.len };
}

static inline uint32_t lang_hash(uint32_t hash, uint32_t c)
{
	hash = (hash ^ c) * 0x9e3779b1u;
	return hash ^ hash >> 15;
}

/* Reads one character. Fills ready[0..nready) with hashes of the features that end with it:
 * n-grams of two and more characters, and the whole word at its end. False at the end. */
static inline bool lang_features_next(struct lang_features *f)
{
	bool at_end = f->at >= f->end;
	uint32_t c = at_end ? 0 : chars_lower(utf8_next(&f->at, f->end)), hash = 0;
	bool in_word = !at_end && chars_is_word(c) && !chars_is_digit(c);

	f->nready = 0;
	if (at_end && f->length == 0)
		return false;
	if (!in_word) {
		if (f->length == 0)
			return true;
		c = ' ';
	} else if (f->length == 0) {
		for (unsigned i = 0; i < LANG_MODEL_NGRAM; i++)
			f->window[i] = 0;
		f->window[LANG_MODEL_NGRAM - 1] = ' ';
		f->word = 0x5bd1e995u;
		f->length = 1;
	}
	for (unsigned i = 0; i + 1 < LANG_MODEL_NGRAM; i++)
		f->window[i] = f->window[i + 1];
	f->window[LANG_MODEL_NGRAM - 1] = c;
	f->length++;
	for (unsigned n = 1; n <= LANG_MODEL_NGRAM && n <= f->length; n++) {
		hash = lang_hash(hash + n, f->window[LANG_MODEL_NGRAM - n]);
		if (n >= 2)
			f->ready[f->nready++] = hash;
	}
	if (in_word) {
		f->word = lang_hash(f->word, c);
	} else {
		f->ready[f->nready++] = f->word;
		f->length = 0;
	}
	return true;
}

#endif
