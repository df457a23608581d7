#include "text/html/tree.h"

#include <string.h>

/* An open element. The links to what lies below make "is a p in scope" one comparison. */
struct open {
	uint32_t node;
	uint8_t tag;
	bool is_link; /* <a href> */
	int16_t last_p; /* index of the topmost open p, itself included; -1 if none */
	int16_t last_wall; /* index of the topmost element that ends the scope of a p */
};

struct builder {
	struct html_tree *tree;
	struct html_tokenizer tokenizer;
	struct html_token token;
	struct open stack[HTML_DEPTH_MAX];
	int depth;
	uint32_t overflow; /* elements that were opened beyond the greatest depth */
	uint32_t links; /* open <a href> */
	uint32_t foreign; /* open svg and math */
	uint16_t open[HTML_TAG_COUNT]; /* open elements of each tag */
};

static unsigned is_what(enum html_tag tag, unsigned what)
{
	return html_tag_is[tag] & what;
}

static struct open *top(struct builder *b)
{
	return &b->stack[b->depth - 1];
}

static uint32_t new_node(struct html_tree *tree)
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

static void copy_attrs(struct html_tree *tree, uint32_t node, const struct html_token *token)
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

static bool in_table_structure(struct builder *b)
{
	enum html_tag tag = top(b)->tag;

	return tag == HTML_TAG_TABLE || tag == HTML_TAG_TR || tag == HTML_TAG_TBODY ||
	       tag == HTML_TAG_THEAD || tag == HTML_TAG_TFOOT;
}

/* Index of the topmost open `tag` above anything of `walls`, or -1. */
static int find_open(struct builder *b, enum html_tag tag, unsigned walls)
{
	if (b->open[tag] == 0)
		return -1;
	for (int i = b->depth - 1; i > 0; i--) {
		if (b->stack[i].tag == tag)
			return i;
		if (is_what(b->stack[i].tag, walls))
			return -1;
	}
	return -1;
}

/* Links `node` where the standard's "appropriate place for inserting a node" is: what does
 * not belong into a table comes before it ("foster parenting"). */
static void insert(struct builder *b, uint32_t node, bool foster)
{
	int table = foster && in_table_structure(b) ? find_open(b, HTML_TAG_TABLE, 0) : -1;

	if (table > 0) {
		uint32_t at = b->stack[table].node;

		link_node(b->tree, node, b->tree->nodes[at].parent, at);
	} else {
		link_node(b->tree, node, top(b)->node, 0);
	}
}

static void pop(struct builder *b)
{
	struct open *o = top(b);

	b->open[o->tag]--;
	b->links -= o->is_link;
	b->foreign -= o->tag == HTML_TAG_SVG || o->tag == HTML_TAG_MATH;
	b->depth--;
}

/* Pops element `index` and all above it. */
static void pop_to(struct builder *b, int index)
{
	while (b->depth > index)
		pop(b);
}

static void push(struct builder *b, uint32_t node, enum html_tag tag)
{
	if (b->depth == HTML_DEPTH_MAX) {
		pop(b);
		b->overflow++;
	}
	int16_t at = (int16_t)b->depth;
	int16_t last_p = at > 0 ? top(b)->last_p : -1, last_wall = at > 0 ? top(b)->last_wall : -1;

	if (tag == HTML_TAG_P)
		last_p = at;
	else if (is_what(tag, HTML_SCOPE) || tag == HTML_TAG_BUTTON)
		last_wall = at;
	bool is_link = tag == HTML_TAG_A && html_attr(b->tree, node, HTML_ATTR_HREF).at;
	b->stack[b->depth++] = (struct open){ node, (uint8_t)tag, is_link, last_p, last_wall };
	b->open[tag]++;
	b->links += is_link;
	b->foreign += tag == HTML_TAG_SVG || tag == HTML_TAG_MATH;
}

/* Takes element `index` off the stack and leaves those above it open. */
static void take_out(struct builder *b, int index)
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

static uint32_t add_element(struct builder *b, enum html_tag tag, bool foster)
{
	uint32_t node = new_node(b->tree);

	if (!node)
		return 0;
	b->tree->nodes[node].tag = (uint8_t)tag;
	b->tree->nodes[node].begin = b->token.begin;
	b->tree->nodes[node].end = b->token.end;
	insert(b, node, foster);
	return node;
}

static void open_element(struct builder *b, enum html_tag tag, bool foster, bool attrs)
{
	uint32_t node = add_element(b, tag, foster);

	if (!node)
		return;
	if (attrs)
		copy_attrs(b->tree, node, &b->token);
	push(b, node, tag);
}

static void close_p(struct builder *b)
{
	if (top(b)->last_p > top(b)->last_wall)
		pop_to(b, top(b)->last_p);
}

/* Everything up to the body goes; a page has one head and one body. */
static void need_html(struct builder *b)
{
	if (b->tree->html)
		return;
	open_element(b, HTML_TAG_HTML, false, false);
	b->tree->html = top(b)->node;
}

static void need_head(struct builder *b)
{
	need_html(b);
	if (b->open[HTML_TAG_HEAD] > 0)
		return;
	if (b->tree->head) {
		push(b, b->tree->head, HTML_TAG_HEAD);
		return;
	}
	open_element(b, HTML_TAG_HEAD, false, false);
	b->tree->head = top(b)->node;
}

static void need_body(struct builder *b)
{
	if (b->tree->body || b->open[HTML_TAG_TEMPLATE] > 0)
		return;
	need_html(b);
	pop_to(b, 2);
	open_element(b, HTML_TAG_BODY, false, false);
	b->tree->body = top(b)->node;
}

static void add_attrs(struct builder *b, uint32_t node)
{
	if (node && b->tree->nodes[node].attr_count == 0)
		copy_attrs(b->tree, node, &b->token);
}

/* html, head, body and what belongs into the head. True if the start tag is dealt with. */
static bool start_outer(struct builder *b, enum html_tag tag)
{
	switch (tag) {
	case HTML_TAG_HTML:
		need_html(b);
		add_attrs(b, b->tree->html);
		return true;
	case HTML_TAG_HEAD:
		if (!b->tree->body)
			need_head(b);
		add_attrs(b, b->tree->head);
		return true;
	case HTML_TAG_BODY:
		need_body(b);
		add_attrs(b, b->tree->body);
		return true;
	case HTML_TAG_FRAMESET:
		return true;
	default:
		break;
	}
	if (is_what(tag, HTML_HEAD) || tag == HTML_TAG_NOSCRIPT || tag == HTML_TAG_TEMPLATE) {
		if (!b->tree->body)
			need_head(b);
	} else {
		need_body(b);
	}
	return false;
}

/* A list item ends the one before it, unless a list or another block lies between. */
static void close_item(struct builder *b, enum html_tag one, enum html_tag other)
{
	if (b->open[one] + b->open[other] == 0)
		return;
	for (int i = b->depth - 1; i > 0; i--) {
		enum html_tag tag = b->stack[i].tag;

		if (tag == one || tag == other) {
			pop_to(b, i);
			return;
		}
		if (is_what(tag, HTML_SPECIAL) && tag != HTML_TAG_ADDRESS && tag != HTML_TAG_DIV &&
		    tag != HTML_TAG_P)
			return;
	}
}

/* A formatting element ends: with all above it, or alone where a block lies above it. */
static void close_format(struct builder *b, enum html_tag tag)
{
	int at = find_open(b, tag, HTML_SCOPE);

	if (at < 0)
		return;
	for (int i = at + 1; i < b->depth; i++) {
		if (is_what(b->stack[i].tag, HTML_SPECIAL)) {
			take_out(b, at);
			return;
		}
	}
	pop_to(b, at);
}

/* Pops to where a part of a table belongs. False if there is no table: no such tag. */
static bool clear_to_table(struct builder *b, enum html_tag tag)
{
	int at = find_open(b, HTML_TAG_TABLE, 0);
	int template = find_open(b, HTML_TAG_TEMPLATE, 0);

	if (at < 0 || at < template)
		return false;
	bool cell = tag == HTML_TAG_TD || tag == HTML_TAG_TH;
	int section = at;
	for (int i = at + 1; i < b->depth && (cell || tag == HTML_TAG_TR); i++) {
		enum html_tag in = b->stack[i].tag;

		if (in == HTML_TAG_TBODY || in == HTML_TAG_THEAD || in == HTML_TAG_TFOOT ||
		    (cell && in == HTML_TAG_TR))
			section = i;
		else
			break;
	}
	pop_to(b, section + 1);
	if (cell && top(b)->tag != HTML_TAG_TR)
		open_element(b, HTML_TAG_TR, false, false);
	return true;
}

/* What a start tag ends before its element opens. False if the tag is to be ignored. */
static bool make_room(struct builder *b, enum html_tag tag)
{
	if (is_what(tag, HTML_TABLE) && tag != HTML_TAG_TABLE)
		return clear_to_table(b, tag);
	if (b->open[HTML_TAG_SELECT] > 0) {
		if (tag == HTML_TAG_INPUT || tag == HTML_TAG_TEXTAREA || tag == HTML_TAG_SELECT)
			pop_to(b, find_open(b, HTML_TAG_SELECT, 0));
		else if (tag != HTML_TAG_OPTION && tag != HTML_TAG_OPTGROUP && tag != HTML_TAG_SCRIPT)
			return false;
	}
	if (is_what(tag, HTML_CLOSES_P))
		close_p(b);
	switch (tag) {
	case HTML_TAG_H1:
	case HTML_TAG_H2:
	case HTML_TAG_H3:
	case HTML_TAG_H4:
	case HTML_TAG_H5:
	case HTML_TAG_H6:
		if (top(b)->tag >= HTML_TAG_H1 && top(b)->tag <= HTML_TAG_H6)
			pop(b);
		break;
	case HTML_TAG_LI:
		close_item(b, HTML_TAG_LI, HTML_TAG_LI);
		close_p(b);
		break;
	case HTML_TAG_DD:
	case HTML_TAG_DT:
		close_item(b, HTML_TAG_DD, HTML_TAG_DT);
		close_p(b);
		break;
	case HTML_TAG_FORM:
		return b->open[HTML_TAG_FORM] == 0;
	case HTML_TAG_BUTTON: {
		int at = find_open(b, tag, HTML_SCOPE);

		if (at > 0)
			pop_to(b, at);
		break;
	}
	case HTML_TAG_A:
	case HTML_TAG_NOBR:
		close_format(b, tag);
		break;
	case HTML_TAG_OPTGROUP:
	case HTML_TAG_OPTION:
		if (top(b)->tag == HTML_TAG_OPTION)
			pop(b);
		break;
	default:
		break;
	}
	return true;
}

/* Elements that end svg and math (13.2.6.5), roughly: all that HTML itself has blocks of. */
static void leave_foreign(struct builder *b, enum html_tag tag)
{
	if (!is_what(tag, HTML_BLOCK | HTML_VOID) && tag != HTML_TAG_SPAN)
		return;
	while (b->foreign > 0)
		pop(b);
}

static enum html_content content_of(enum html_tag tag)
{
	if (tag == HTML_TAG_SCRIPT)
		return HTML_SCRIPT;
	if (tag == HTML_TAG_PLAINTEXT)
		return HTML_PLAINTEXT;
	return is_what(tag, HTML_RAW) ? HTML_RAWTEXT : is_what(tag, HTML_RC) ? HTML_RCDATA : HTML_DATA;
}

static void start_tag(struct builder *b)
{
	enum html_tag tag = b->token.tag;

	if (b->foreign > 0)
		leave_foreign(b, tag);
	if (b->foreign == 0 && (start_outer(b, tag) || !make_room(b, tag)))
		return;
	bool in_place = is_what(tag, HTML_TABLE | HTML_HEAD) && tag != HTML_TAG_TABLE;
	bool empty = is_what(tag, HTML_VOID) || (b->foreign > 0 && b->token.self_closing) ||
		     (tag == HTML_TAG_FORM && in_table_structure(b));
	if (empty) {
		uint32_t node = add_element(b, tag, !in_place && tag != HTML_TAG_FORM);

		if (node)
			copy_attrs(b->tree, node, &b->token);
		return;
	}
	open_element(b, tag, !in_place, true);
	if (b->foreign == 0)
		b->tokenizer.content = content_of(tag);
	b->tokenizer.foreign = b->foreign > 0;
}

static void end_heading(struct builder *b)
{
	for (int i = b->depth - 1; i > 0 && !is_what(b->stack[i].tag, HTML_SCOPE); i--) {
		if (b->stack[i].tag >= HTML_TAG_H1 && b->stack[i].tag <= HTML_TAG_H6) {
			pop_to(b, i);
			return;
		}
	}
}

/* Unknown and inline elements end up to the next block; names that are not known compare
 * as written, a few levels deep. */
static void end_inline(struct builder *b, enum html_tag tag)
{
	enum { LEVELS = 64 };
	int low = b->depth > LEVELS ? b->depth - LEVELS : 1;

	for (int i = b->depth - 1; b->open[tag] > 0 && i >= low; i--) {
		struct open *o = &b->stack[i];
		struct str name = str_from(b->tree->markup.at + b->tree->nodes[o->node].begin + 1,
					   b->token.text.len);

		if (o->tag == tag && (tag != HTML_TAG_OTHER || str_eq_nocase(name, b->token.text))) {
			pop_to(b, i);
			return;
		}
		if (is_what(o->tag, HTML_SPECIAL))
			return;
	}
}

static void end_block(struct builder *b, enum html_tag tag, unsigned walls)
{
	int at = find_open(b, tag, walls);

	if (at > 0)
		pop_to(b, at);
}

static void end_tag(struct builder *b)
{
	enum html_tag tag = b->token.tag;

	if (b->overflow > 0) {
		b->overflow--;
		return;
	}
	switch (tag) {
	case HTML_TAG_HTML:
	case HTML_TAG_BODY:
		return;
	case HTML_TAG_HEAD:
		end_block(b, tag, 0);
		return;
	case HTML_TAG_P:
		need_body(b);
		if (top(b)->last_p <= top(b)->last_wall)
			open_element(b, tag, true, false);
		close_p(b);
		return;
	case HTML_TAG_BR:
		need_body(b);
		add_element(b, tag, true);
		return;
	case HTML_TAG_LI:
		for (int i = b->depth - 1; b->open[tag] > 0 && i > 0; i--)
			if (b->stack[i].tag == HTML_TAG_UL || b->stack[i].tag == HTML_TAG_OL)
				return;
			else if (b->stack[i].tag == tag)
				break;
		break;
	default:
		break;
	}
	if (tag >= HTML_TAG_H1 && tag <= HTML_TAG_H6)
		end_heading(b);
	else if (is_what(tag, HTML_TABLE))
		end_block(b, tag, tag == HTML_TAG_TABLE ? 0 : HTML_TABLE & ~HTML_SCOPE);
	else if (is_what(tag, HTML_FORMAT))
		close_format(b, tag);
	else if (is_what(tag, HTML_SPECIAL | HTML_BLOCK))
		end_block(b, tag, HTML_SCOPE);
	else
		end_inline(b, tag);
	b->tokenizer.foreign = b->foreign > 0;
}

static bool is_blank(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] != ' ' && s.at[i] != '\n' && s.at[i] != '\t' && s.at[i] != '\r' &&
		    s.at[i] != '\f')
			return false;
	return true;
}

static void add_text(struct builder *b)
{
	struct html_token *token = &b->token;
	bool blank = is_blank(token->text);
	bool in_head = b->depth > 0 && b->tree->head && top(b)->node != b->tree->head &&
		       b->open[HTML_TAG_HEAD] > 0 && is_what(top(b)->tag, HTML_HEAD);

	if (!in_head && !b->tree->body) {
		if (blank)
			return;
		need_body(b);
	}
	uint32_t node = new_node(b->tree);
	if (!node)
		return;
	struct html_node *n = &b->tree->nodes[node];
	n->is_text = 1;
	n->in_link = b->links > 0;
	n->content = token->content & 7;
	n->begin = token->begin;
	n->end = token->end;
	insert(b, node, !blank);
}

void html_tree_parse(struct html_tree *tree, struct str markup)
{
	struct builder b;

	tree->markup = markup;
	tree->count = tree->attr_count = 0;
	tree->html = tree->head = tree->body = 0;
	tree->cut = false;
	new_node(tree);
	b.tree = tree;
	b.depth = 0;
	b.overflow = b.links = b.foreign = 0;
	memset(b.open, 0, sizeof b.open);
	push(&b, 0, HTML_TAG_OTHER);
	html_tokenizer_init(&b.tokenizer, markup);
	for (;;) {
		html_tokenizer_next(&b.tokenizer, &b.token);
		switch (b.token.type) {
		case HTML_EOF:
			return;
		case HTML_TEXT:
			add_text(&b);
			break;
		case HTML_START:
			start_tag(&b);
			break;
		case HTML_END:
			end_tag(&b);
			break;
		case HTML_COMMENT:
		case HTML_DOCTYPE:
			break;
		}
	}
}
