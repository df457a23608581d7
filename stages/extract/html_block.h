/*
 * html_block: a page as a sequence of blocks: runs of text that no block element, and no
 * two line breaks, divide. All that decides what is main text works on blocks.
 */
#ifndef LEAT_EXTRACT_HTML_BLOCK_H
#define LEAT_EXTRACT_HTML_BLOCK_H

#include "base/buf.h"
#include "extract/html_class.h"
#include "text/html/tree.h"

#include <stdbool.h>
#include <stdint.h>

enum { HTML_BLOCKS_MAX = 1 << 16 };

enum html_kind {
	HTML_KIND_DIV, /* anything that is none of the following */
	HTML_KIND_P,
	HTML_KIND_HEADING,
	HTML_KIND_ITEM, /* li, dd, dt */
	HTML_KIND_CELL, /* td, th, table caption */
	HTML_KIND_QUOTE,
	HTML_KIND_CODE, /* pre: white space is kept */
	HTML_KIND_CAPTION, /* figcaption */
	HTML_KIND_COUNT
};

struct html_block {
	uint32_t node; /* the block element that holds it */
	uint32_t from, to; /* its text nodes lie between these, in document order */
	uint32_t text, len; /* bytes in html_page.text */
	uint32_t chars; /* code points that are no white space */
	uint32_t link_chars; /* of these in links */
	uint32_t strong_chars; /* of these in b, strong, em, i */
	uint32_t slant_chars; /* of these in em, i */
	uint32_t words; /* runs of letters and digits; a CJK character counts as half a word */
	uint32_t commas, stops, digits, uppers; /* stops: ends of sentences */
	uint32_t links;
	uint8_t kind; /* enum html_kind */
	uint8_t level; /* of a heading, 1 to 6 */
	uint8_t images; /* between the block before and this one, at most 255 */
};

/* What is known of an element; by node. */
struct html_element {
	uint32_t first_block, end_block; /* its blocks */
	uint32_t own; /* class words, enum html_class_word bits */
	uint32_t above; /* the same of its ancestors below body */
	uint32_t in; /* bits 1 << (enum html_inside) of itself and its ancestors */
	uint16_t depth;
	uint16_t images;
};

enum html_inside {
	HTML_IN_ARTICLE, HTML_IN_MAIN, HTML_IN_ASIDE, HTML_IN_NAV, HTML_IN_HEADER, HTML_IN_FOOTER,
	HTML_IN_FORM, HTML_IN_FIGURE, HTML_IN_TABLE, HTML_IN_LIST, HTML_IN_QUOTE, HTML_IN_SECTION,
	HTML_IN_LINK, HTML_IN_BUTTON, HTML_IN_HIDDEN, HTML_IN_DROPPED, HTML_IN_STRONG, HTML_IN_PRE,
	HTML_IN_BODY_PROP, /* itemprop=articleBody and its like */
	HTML_IN_HEADING, HTML_IN_DETAILS, HTML_IN_SLANT,
	HTML_IN_EMBED, /* a post of another site, quoted by its own markup */
	HTML_IN_COUNT
};

/* The words of class values that were looked up before, by the hash of the value. */
struct html_class_memo {
	uint64_t hash;
	uint32_t words;
};

enum { HTML_CLASS_MEMO = 2048 };

struct html_page {
	struct html_tree tree;
	struct html_classes classes;
	struct html_class_memo memo[HTML_CLASS_MEMO];
	bool ready; /* classes are filled */
	struct html_block *blocks;
	struct html_element *elements; /* by node; texts have none */
	uint32_t block_count, block_cap, element_cap;
	struct buf text; /* of all blocks */
};

/* Parses the markup and fills the page; memory is kept from call to call. */
void html_page_read(struct html_page *page, struct str markup);
void html_page_release(struct html_page *page);

static inline struct str html_block_text(const struct html_page *page, const struct html_block *block)
{
	return str_from(page->text.data + block->text, block->len);
}

#endif
