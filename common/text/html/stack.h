/*
 * stack: the stack of open elements of the tree builder, and where new nodes go. Private to
 * build.c.
 */
#ifndef LEAT_TEXT_HTML_STACK_H
#define LEAT_TEXT_HTML_STACK_H

#include "text/html/tree.h"

/* An open element. The links to what lies below make "is a p in scope" one comparison. */
struct html_open {
	uint32_t node;
	uint8_t tag;
	bool is_link; /* <a href> */
	int16_t last_p; /* index of the topmost open p, itself included; -1 if none */
	int16_t last_wall; /* index of the topmost element that ends the scope of a p */
};

struct html_builder {
	struct html_tree *tree;
	struct html_tokenizer tokenizer;
	struct html_token token;
	struct html_open stack[HTML_DEPTH_MAX];
	int depth;
	uint32_t overflow; /* elements that were opened beyond the greatest depth */
	uint32_t links; /* open <a href> */
	uint32_t foreign; /* open svg and math */
	bool xml; /* XHTML that says so: "<![CDATA[" is text everywhere */
	uint16_t open[HTML_TAG_COUNT]; /* open elements of each tag */
};

static inline unsigned html_is_what(enum html_tag tag, unsigned what)
{
	return html_tag_is[tag] & what;
}

static inline struct html_open *html_top(struct html_builder *b)
{
	return &b->stack[b->depth - 1];
}

/* A node without links, all zero; 0 if the tree is full. */
uint32_t html_new_node(struct html_tree *tree);
/* Gives the attributes of the current token to `node`. */
void html_copy_attrs(struct html_tree *tree, uint32_t node, const struct html_token *token);
/* Whether the current element is part of a table but no cell. */
bool html_in_table_structure(struct html_builder *b);
/* Index of the topmost open `tag` above anything of `walls`, or -1. */
int html_find_open(struct html_builder *b, enum html_tag tag, unsigned walls);
/* Links `node` where the standard's "appropriate place for inserting a node" is: with
 * `foster`, what does not belong into a table comes before it. */
void html_insert(struct html_builder *b, uint32_t node, bool foster);
void html_pop(struct html_builder *b);
/* Pops element `index` and all above it. */
void html_pop_to(struct html_builder *b, int index);
void html_push(struct html_builder *b, uint32_t node, enum html_tag tag);
/* Takes element `index` off the stack and leaves those above it open. */
void html_take_out(struct html_builder *b, int index);
/* An element of the current token, linked but not open; 0 if the tree is full. */
uint32_t html_add_element(struct html_builder *b, enum html_tag tag, bool foster);
/* The same, open; with the token's attributes if `attrs`. */
void html_open_element(struct html_builder *b, enum html_tag tag, bool foster, bool attrs);

#endif
