#include "text/html/stack.h"

#include <string.h>

uint32_t html_new_node(struct html_tree *tree)
{
	if (tree->count >= HTML_NODES_MAX) {
		tree->cut = true;
		return 0;
	}
	if (tree->count == tree->cap) {
		tree->cap = tree->cap ? tree->cap * 2 : 1024;
		tree->nodes = mem_grow(tree->nodes, tree->cap * sizeof *tree->nodes);
	}
	memset(&tree->nodes[tree->count], 0, sizeof *tree->nodes);
	return tree->count++;
}

void html_copy_attrs(struct html_tree *tree, uint32_t node, const struct html_token *token)
{
	uint32_t count = token->attr_count;

	if (count == 0)
		return;
	if (tree->attr_cap - tree->attr_count < count) {
		tree->attr_cap = tree->attr_cap * 2 + 1024;
		tree->attrs = mem_grow(tree->attrs, tree->attr_cap * sizeof *tree->attrs);
	}
	memcpy(tree->attrs + tree->attr_count, token->attrs, count * sizeof *tree->attrs);
	tree->nodes[node].attrs = tree->attr_count;
	tree->nodes[node].attr_count = (uint16_t)count;
	tree->attr_count += count;
}

/* As the last child of `parent`, or before its child `before` where that is not 0. */
static void link_node(struct html_tree *tree, uint32_t node, uint32_t parent, uint32_t before)
{
	struct html_node *nodes = tree->nodes;
	uint32_t prev = before ? nodes[before].prev : nodes[parent].last;

	nodes[node].parent = parent;
	nodes[node].prev = prev;
	nodes[node].next = before;
	if (prev)
		nodes[prev].next = node;
	else
		nodes[parent].first = node;
	if (before)
		nodes[before].prev = node;
	else
		nodes[parent].last = node;
}

bool html_in_table_structure(struct html_builder *b)
{
	enum html_tag tag = html_top(b)->tag;

	return tag == HTML_TAG_TABLE || tag == HTML_TAG_TR || tag == HTML_TAG_TBODY ||
	       tag == HTML_TAG_THEAD || tag == HTML_TAG_TFOOT;
}

int html_find_open(struct html_builder *b, enum html_tag tag, unsigned walls)
{
	if (b->open[tag] == 0)
		return -1;
	for (int i = b->depth - 1; i > 0; i--) {
		if (b->stack[i].tag == tag)
			return i;
		if (html_is_what(b->stack[i].tag, walls))
			return -1;
	}
	return -1;
}

void html_insert(struct html_builder *b, uint32_t node, bool foster)
{
	int table = foster && html_in_table_structure(b) ? html_find_open(b, HTML_TAG_TABLE, 0) : -1;

	if (table > 0) {
		uint32_t at = b->stack[table].node;

		link_node(b->tree, node, b->tree->nodes[at].parent, at);
	} else {
		link_node(b->tree, node, html_top(b)->node, 0);
	}
}

void html_pop(struct html_builder *b)
{
	struct html_open *o = html_top(b);

	b->open[o->tag]--;
	b->links -= o->is_link;
	b->foreign -= o->tag == HTML_TAG_SVG || o->tag == HTML_TAG_MATH;
	b->depth--;
}

void html_pop_to(struct html_builder *b, int index)
{
	while (b->depth > index)
		html_pop(b);
}

void html_push(struct html_builder *b, uint32_t node, enum html_tag tag)
{
	int16_t at = (int16_t)b->depth;
	int16_t last_p = at > 0 ? html_top(b)->last_p : -1, last_wall = at > 0 ? html_top(b)->last_wall : -1;

	if (tag == HTML_TAG_P)
		last_p = at;
	else if (html_is_what(tag, HTML_SCOPE) || tag == HTML_TAG_BUTTON)
		last_wall = at;
	bool is_link = tag == HTML_TAG_A && html_attr(b->tree, node, HTML_ATTR_HREF).at;
	b->stack[b->depth++] = (struct html_open){ node, (uint8_t)tag, is_link, last_p, last_wall };
	b->open[tag]++;
	b->links += is_link;
	b->foreign += tag == HTML_TAG_SVG || tag == HTML_TAG_MATH;
}

void html_take_out(struct html_builder *b, int index)
{
	b->open[b->stack[index].tag]--;
	b->links -= b->stack[index].is_link;
	memmove(b->stack + index, b->stack + index + 1,
		(size_t)(b->depth - index - 1) * sizeof *b->stack);
	b->depth--;
	for (int i = index; i < b->depth; i++) {
		b->stack[i].last_p = (int16_t)(b->stack[i].last_p - (b->stack[i].last_p > index));
		b->stack[i].last_wall = (int16_t)(b->stack[i].last_wall - (b->stack[i].last_wall > index));
	}
}

uint32_t html_add_element(struct html_builder *b, enum html_tag tag, bool foster)
{
	uint32_t node = html_new_node(b->tree);

	if (!node)
		return 0;
	b->tree->nodes[node].tag = (uint8_t)tag;
	b->tree->nodes[node].begin = b->token.begin;
	b->tree->nodes[node].end = b->token.end;
	html_insert(b, node, foster);
	return node;
}

void html_open_element(struct html_builder *b, enum html_tag tag, bool foster, bool attrs)
{
	/* Before it is inserted: it must not become the child of what it takes the place of. The
	 * head, which is pushed again, is never that deep. */
	if (b->depth == HTML_DEPTH_MAX) {
		html_pop(b);
		b->overflow++;
	}
	uint32_t node = html_add_element(b, tag, foster);
	if (!node)
		return;
	if (attrs)
		html_copy_attrs(b->tree, node, &b->token);
	html_push(b, node, tag);
}
