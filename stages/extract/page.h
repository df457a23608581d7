/*
 * page: which lines of a web page stripped to plain text (WET) are its main text. A logistic
 * model of what a line looks like and what stands around it, in two rounds: the second sees
 * the first's opinion of the neighbours. train/page_train.py learns the weights.
 */
#ifndef LEAT_EXTRACT_PAGE_H
#define LEAT_EXTRACT_PAGE_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* Features are numbered; of each group at most one is set. A line has at most this many. */
#define PAGE_MAX_FEATURES 48

struct page_line {
	struct str text;
	uint16_t features[PAGE_MAX_FEATURES];
	unsigned count; /* of features */
	double score; /* log odds of main text */

	/* What the features are made of. */
	uint32_t *hash; /* of each word; 0: a stop word, or a short one */
	uint32_t width, words, stop_words, capitals, digits, commas, quotes;
	uint32_t first, last; /* characters */
	double shared; /* share of its words that other good lines have */
	bool terminal, good, repeated;
	uint8_t phrase; /* enum page_phrase */
	bool bar, arrow, copyright, at, link, dash, clock;
};

/* How many features there are, in both rounds together. */
unsigned page_feature_count(void);
/* Fills the features of the first round of all lines. `lang` as lang_detect says. */
void page_features(struct arena *arena, struct page_line *lines, size_t count, const char *lang);
/* Adds those of the second round, from the scores of the first. */
void page_features_around(struct page_line *lines, size_t count);

/* Scores the lines: main text is what has a score above 0. */
void page_score(struct arena *arena, struct page_line *lines, size_t count, const char *lang);

#endif
