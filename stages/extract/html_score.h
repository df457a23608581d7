/*
 * html_score: which element holds the main text, by the amount and kind of text in its
 * paragraphs (after Readability: every paragraph scores for its parents).
 */
#ifndef LEAT_EXTRACT_HTML_SCORE_H
#define LEAT_EXTRACT_HTML_SCORE_H

#include "extract/html_block.h"

/* Sums over the blocks before each one: the sum of a subtree is one subtraction. Arrays of
 * block_count + 1. */
struct html_sums {
	uint32_t *chars, *link_chars, *paragraphs, *commas;
	uint32_t cap;
};

struct html_candidates {
	uint32_t best; /* by score, link density counted against it */
	uint32_t dense; /* the element that directly holds most paragraph text */
	uint32_t markup; /* the largest with known markup of a body; 0 if none */
	uint32_t article; /* the largest article, else main; 0 if none */
};

void html_sums_fill(struct html_sums *sums, const struct html_page *page);
void html_sums_release(struct html_sums *sums);
/* A paragraph: enough text, little of it in links. */
bool html_is_paragraph(const struct html_block *block);
struct html_features;
/* Fills f->found. Needs f->sums, and the places of f->groups. */
void html_find_candidates(struct html_features *f, const struct html_page *page);

#endif
