/*
 * html_feature: what the classifier sees of each block: one byte a feature, so that a
 * feature of all blocks is one row of bytes. Sizes are on a logarithmic scale, shares in
 * 255ths.
 */
#ifndef LEAT_EXTRACT_HTML_FEATURE_H
#define LEAT_EXTRACT_HTML_FEATURE_H

#include "extract/html_block.h"
#include "extract/html_class.h"
#include "extract/html_group.h"
#include "extract/html_jsonld.h"
#include "extract/html_phrase.h"
#include "extract/html_score.h"

#include <stdint.h>

#define HTML_FEATURES(X)                                                                           \
	/* the block's own text */                                                                 \
	X(KIND) X(LEVEL) X(CHARS) X(WORDS) X(LINK_SHARE) X(LINKS) X(COMMAS) X(COMMA_RATE) X(STOPS) \
	X(STOP_RATE) X(DIGIT_SHARE) X(UPPER_SHARE) X(STRONG_SHARE) X(FIRST) X(LAST) X(WORD_LEN)    \
	X(SLANT_SHARE) X(IMAGES_BEFORE) X(IMAGES_BEHIND) X(BODY_SHARE) X(REPEATS) X(PHRASE_COUNT) X(TITLE_SHARE) X(BLURB_SHARE) X(IN_BITS)                        \
	/* where it stands */                                                                      \
	X(DEPTH) X(INDEX) X(BEFORE) X(AFTER) X(PLACE) X(TITLE_DISTANCE)                            \
	/* its elements: 0 the one that holds it, then outwards */                                 \
	X(E0_CHARS) X(E0_LINKS) X(E0_PARAS) X(E0_BLOCKS) X(E1_CHARS) X(E1_LINKS) X(E1_PARAS)       \
	X(E1_BLOCKS) X(E2_CHARS) X(E2_LINKS) X(E2_PARAS) X(E2_BLOCKS) X(E3_CHARS) X(E3_LINKS)      \
	X(E3_PARAS) X(E3_BLOCKS) X(E1_FIRST) X(E1_LAST) X(E1_IMAGES) X(E2_IMAGES)                  \
	/* blocks of the same make on the page */                                                  \
	X(SAME_COUNT) X(SAME_CHARS) X(SAME_LINKS) X(SAME_SHARE)                                    \
	/* the page */                                                                             \
	X(PAGE_CHARS) X(PAGE_BLOCKS) X(PAGE_LINKS) X(PAGE_PARAS) X(PAGE_ARTICLES)                  \
	X(BEST_CHARS) X(BEST_LINKS) X(BEST_SHARE) X(BEST_PARAS)                                    \
	/* against the candidates: depth inside (from 3), outside before 1, behind 2 */            \
	X(IN_BEST) X(IN_DENSE) X(IN_MARKUP) X(IN_ARTICLE) X(BEST_PLACE) X(BEST_BEFORE)             \
	X(BEST_AFTER) X(UP_BEST) X(UP_DENSE) X(DOWN_DENSE)                                         \
	/* neighbours */                                                                           \
	X(P1_CHARS) X(P1_LINKS) X(P1_KIND) X(P2_CHARS) X(P2_LINKS) X(P2_KIND) X(P3_CHARS)          \
	X(N1_CHARS) X(N1_LINKS) X(N1_KIND) X(N2_CHARS) X(N2_LINKS) X(N2_KIND) X(N3_CHARS)          \
	X(PREV_PARA) X(NEXT_PARA) X(PREV_PARA_CHARS) X(NEXT_PARA_CHARS) X(PREV_SIBLING)            \
	X(NEXT_SIBLING) X(PARAS_BEFORE) X(PARAS_AFTER) X(PARAS_ALL_BEFORE) X(PARAS_ALL_AFTER)      \
	/* the sections above it */                                                                \
	X(HEAD_DISTANCE) X(HEAD_LEVEL) X(HEAD_KIND) X(HEAD_CHARS) X(SINCE_COMMENT)                 \
	X(SINCE_RELATED) X(SINCE_SHARE) X(SINCE_TAGS) X(SINCE_RIGHTS) X(SINCE_AUTHOR)              \
	X(TO_COMMENT) X(TO_RELATED) X(TO_SHARE)                                                    \
	/* html_group */                                                                           \
	X(OUTER_COUNT) X(OUTER_INDEX) X(OUTER_CHARS) X(OUTER_SHARE) X(OUTER_ALL) X(OUTER_LINKS)    \
	X(INNER_COUNT) X(INNER_INDEX) X(INNER_CHARS) X(INNER_SHARE) X(INNER_ALL) X(INNER_LINKS)    \
	X(ARTICLE_TITLE) X(ARTICLE_CHARS) X(OPENER) X(OPENER_UP) X(HEAD_LINKS) X(HEAD_TITLE)       \
	X(SINCE_DATE) X(TO_DATE) X(DATES_BEFORE) X(DATES_AFTER) X(TOPIC) X(LONG_WORDS)

/* After these: one for each enum html_inside, html_phrase and html_class_word. */
enum html_feature {
#define X(NAME) HTML_F_##NAME,
	HTML_FEATURES(X)
#undef X
	HTML_F_IN,
	HTML_F_PHRASE = HTML_F_IN + HTML_IN_COUNT,
	HTML_F_CLASS = HTML_F_PHRASE + HTML_PHRASE_COUNT,
	HTML_F_COUNT = HTML_F_CLASS + HTML_CLASS_COUNT
};

/* Sums over the blocks of one make: the same elements with the same classes. */
struct html_same {
	uint32_t hash, count, chars, link_chars, paragraphs;
};

/* What the features are computed from beside the page; memory is kept from call to call. */
struct html_features {
	uint8_t *rows; /* HTML_F_COUNT rows of `stride` bytes */
	uint32_t stride;
	struct html_phrase_hits *hits; /* by block */
	uint32_t *same; /* by block: index in `makes` */
	struct html_same *makes;
	uint32_t make_slots, make_cap; /* in use, and there */
	struct html_sums sums;
	struct html_candidates found;
	float *scores;
	uint32_t score_cap;
	uint64_t title[16], blurb[16]; /* the words of the title and of the description, as bits */
	uint64_t body[512]; /* pairs of words of JSON-LD's articleBody, likewise */
	bool has_body;
	struct html_groups groups;
	struct buf words;
};

static inline uint8_t *html_feature_row(const struct html_features *f, unsigned feature)
{
	return f->rows + (size_t)feature * f->stride;
}

/* `ld` is what html_ld_collect found on the page. */
void html_features_fill(struct html_features *f, const struct html_page *page, const struct html_ld *ld,
			const struct html_phrases *phrases);
/* The part of html_features_fill that looks at what stands around each block. */
void html_features_context(struct html_features *f, const struct html_page *page);
void html_features_release(struct html_features *f);

/* 8 log2(1 + x), at most 255. */
uint8_t html_scale(uint32_t x);

static inline uint8_t html_share(uint32_t part, uint32_t whole)
{
	if (whole == 0)
		return 0;
	return (uint8_t)(part >= whole ? 255 : (uint64_t)part * 255 / whole);
}

static inline uint8_t html_least(uint32_t x, uint8_t most)
{
	return (uint8_t)(x < most ? x : most);
}

#endif
