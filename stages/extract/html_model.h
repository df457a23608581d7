/*
 * html_model: boosted decision trees that score blocks. The trees are oblivious: all nodes of
 * a level ask the same question, so that a tree is HTML_TREE_DEPTH comparisons of whole
 * rows and a table of leaves (Kohavi 1994; Prokhorenkova et al., CatBoost, 2018). Integers
 * only: the same scores everywhere.
 */
#ifndef LEAT_EXTRACT_HTML_MODEL_H
#define LEAT_EXTRACT_HTML_MODEL_H

#include <stdint.h>

enum { HTML_TREE_DEPTH = 6, HTML_LOGIT = 2048 /* score of one unit of log odds */ };

struct html_decision {
	uint8_t feature[HTML_TREE_DEPTH];
	uint8_t above[HTML_TREE_DEPTH]; /* bit of the leaf is set where the feature is greater */
	int16_t leaf[1 << HTML_TREE_DEPTH];
};

struct html_model {
	const struct html_decision *trees;
	uint32_t tree_count;
	int32_t start; /* score of a block before any tree */
};

/* Scores `count` blocks: `rows` holds a row of `stride` bytes for each feature, `stride` a
 * multiple of 32 (what is read beyond `count` does not matter). Above 0
 * means main text. */
void html_model_score(const struct html_model *model, const uint8_t *rows, uint32_t stride,
		      uint32_t count, int32_t *scores);

#endif
