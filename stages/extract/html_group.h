/*
 * html_group: what the classifier sees of the page's larger make-up: elements that repeat
 * side by side (the items of a list of posts, of teasers, of comments), the article and the
 * section a block stands in, and whether it speaks of what the main text speaks of.
 */
#ifndef LEAT_EXTRACT_HTML_GROUP_H
#define LEAT_EXTRACT_HTML_GROUP_H

#include "base/buf.h"
#include "extract/html_block.h"

#include <stdint.h>

struct html_features;

/* Children of one element that have the same name and class. */
struct html_group {
	uint32_t hash, count, chars, link_chars;
};

/* What an element hands down to the blocks in it. */
struct html_place {
	uint32_t slot, index; /* its group, and which of the group's elements it is */
	uint32_t outer, inner; /* the outermost and innermost element around that is one of several; 0: none */
	uint32_t article; /* the innermost article */
	uint8_t opener; /* 1 + enum html_phrase of the short text that opens a section around; 0: none */
	uint8_t opener_depth;
};

struct html_groups {
	struct html_group *groups;
	struct html_place *places; /* by node */
	uint32_t slots, place_cap;
	uint32_t title; /* the block that is the title as a heading; UINT32_MAX: none */
	uint8_t topic[1 << 14]; /* by hash of a word: paragraphs of the best candidate that have it */
};

/* Fills places and groups; needs the sums, and what phrases and title say of each block. */
void html_groups_find(struct html_features *f, const struct html_page *page);
/* Fills the rows; needs the candidates too. */
void html_groups_fill(struct html_features *f, const struct html_page *page);
void html_groups_release(struct html_groups *groups);

#endif
