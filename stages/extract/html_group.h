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
	uint32_t slots, slot_cap, place_cap; /* `slots` of them are in use */
	uint32_t *first_word; /* by block, and one behind: where its words begin */
	uint32_t block_cap;
	struct buf words; /* long words of the blocks, as uint16_t slots of `topic` */
	uint32_t title; /* the block that is the title as a heading; UINT32_MAX: none */
	uint8_t topic[1 << 14]; /* by hash of a word: paragraphs of the best candidate that have it */
};

/* A block's words come one by one, with their bytes and hash, and the blocks in order. */
void html_groups_begin(struct html_groups *groups, const struct html_page *page);
void html_groups_next_block(struct html_groups *groups, uint32_t block);
static inline void html_groups_word(struct html_groups *groups, size_t bytes, uint32_t hash)
{
	enum { LONG_BYTES = 6 };

	if (bytes > LONG_BYTES) {
		uint16_t slot = (uint16_t)(hash >> 18);

		buf_add(&groups->words, &slot, sizeof slot);
	}
}
/* Fills places and groups; needs the sums, and what phrases and title say of each block. */
void html_groups_find(struct html_features *f, const struct html_page *page);
/* Fills the rows; needs the candidates too. */
void html_groups_fill(struct html_features *f, const struct html_page *page);
void html_groups_release(struct html_groups *groups);

#endif
