/*
 * tree: the elements and texts of a page, as a browser would nest them, in one array.
 *
 * Built in one pass from the tokens by the tree construction rules of the HTML standard
 * (13.2.6), as far as they decide where text ends up: implied head, body and rows, end
 * tags that may be left out, scopes, text that is moved out of tables. Not done: cloning
 * of formatting elements (the adoption agency): an element that is closed too early only
 * ends for what follows. Comments and DOCTYPE are not kept.
 *
 * Linear in the markup. Beyond HTML_DEPTH_MAX an element becomes the sibling of the one
 * above it; beyond HTML_NODES_MAX nodes the rest of the page is left out (`cut`).
 */
#ifndef LEAT_TEXT_HTML_TREE_H
#define LEAT_TEXT_HTML_TREE_H

#include "base/buf.h"
#include "base/str.h"
#include "text/html/charref.h"
#include "text/html/tags.h"
#include "text/html/token.h"

#include <stdbool.h>
#include <stdint.h>

enum { HTML_DEPTH_MAX = 512, HTML_NODES_MAX = 1 << 19 };

/* Nodes are named by their index; 0 is the document, which is nobody's child, so that 0
 * also says "none". */
struct html_node {
	uint32_t parent, first, last, next, prev;
	uint32_t begin, end; /* text: its bytes in the markup; element: its start tag */
	uint32_t attrs;
	uint16_t attr_count;
	uint8_t tag; /* enum html_tag */
	uint8_t is_text : 1;
	uint8_t in_link : 1; /* text inside <a href> */
	uint8_t content : 3; /* text: enum html_content */
};

struct html_tree {
	struct str markup;
	struct html_node *nodes;
	struct html_attr *attrs;
	uint32_t count, cap;
	uint32_t attr_count, attr_cap;
	uint32_t html, head, body; /* 0 where the page has none */
	bool cut; /* nodes were left out */
};

#define HTML_TREE_INIT ((struct html_tree){ 0 })

/* Replaces the tree by that of `markup` (less than 4 GiB), which must outlive it. Memory is
 * kept from call to call. */
void html_tree_parse(struct html_tree *tree, struct str markup);
void html_tree_release(struct html_tree *tree);

/* The value as it stands in the markup, "" for one without value; absent if there is none. */
struct str html_attr(const struct html_tree *tree, uint32_t node, enum html_attr_id id);
/* Appends the decoded text below `node`: clean (clean.h) and in NFC whatever references it has,
 * white space collapsed to single blanks and none at the ends; at most `max` bytes of markup are read. Scripts and styles are left out. */
void html_text(const struct html_tree *tree, uint32_t node, size_t max, struct buf *out);
/* Appends what `raw` stands for, in the same way. */
void html_collapse(struct str raw, enum html_content content, struct buf *out);

static inline struct str html_raw_text(const struct html_tree *tree, uint32_t node)
{
	const struct html_node *n = &tree->nodes[node];

	return str_from(tree->markup.at + n->begin, n->end - n->begin);
}

/* Document order: what comes behind `node` and everything in it; 0 when that leaves `top`. */
static inline uint32_t html_skip(const struct html_tree *tree, uint32_t node, uint32_t top)
{
	while (node != top && !tree->nodes[node].next)
		node = tree->nodes[node].parent;
	return node == top ? 0 : tree->nodes[node].next;
}

/* Document order: the first child, else as html_skip. */
static inline uint32_t html_next(const struct html_tree *tree, uint32_t node, uint32_t top)
{
	uint32_t first = tree->nodes[node].first;

	return first ? first : html_skip(tree, node, top);
}

#endif
