#include "text/html/stack.h"

#include <string.h>

static void close_p(struct html_builder *b)
{
	if (html_top(b)->last_p > html_top(b)->last_wall)
		html_pop_to(b, html_top(b)->last_p);
}

/* Everything up to the body goes; a page has one head and one body. */
static void need_html(struct html_builder *b)
{
	if (b->tree->html)
		return;
	html_open_element(b, HTML_TAG_HTML, false, false);
	b->tree->html = html_top(b)->node;
}

static void need_head(struct html_builder *b)
{
	need_html(b);
	if (b->open[HTML_TAG_HEAD] > 0)
		return;
	if (b->tree->head) {
		html_push(b, b->tree->head, HTML_TAG_HEAD);
		return;
	}
	html_open_element(b, HTML_TAG_HEAD, false, false);
	b->tree->head = html_top(b)->node;
}

static void need_body(struct html_builder *b)
{
	if (b->tree->body || b->open[HTML_TAG_TEMPLATE] > 0)
		return;
	need_html(b);
	html_pop_to(b, 2);
	html_open_element(b, HTML_TAG_BODY, false, false);
	b->tree->body = html_top(b)->node;
}

static void add_attrs(struct html_builder *b, uint32_t node)
{
	if (node && b->tree->nodes[node].attr_count == 0)
		html_copy_attrs(b->tree, node, &b->token);
}

/* html, head, body and what belongs into the head. True if the start tag is dealt with. */
static bool start_outer(struct html_builder *b, enum html_tag tag)
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
	if (html_is_what(tag, HTML_HEAD) || tag == HTML_TAG_NOSCRIPT || tag == HTML_TAG_TEMPLATE) {
		if (!b->tree->body)
			need_head(b);
	} else {
		need_body(b);
	}
	return false;
}

/* A list item ends the one before it, unless a list or another block lies between. */
static void close_item(struct html_builder *b, enum html_tag one, enum html_tag other)
{
	if (b->open[one] + b->open[other] == 0)
		return;
	for (int i = b->depth - 1; i > 0; i--) {
		enum html_tag tag = b->stack[i].tag;

		if (tag == one || tag == other) {
			html_pop_to(b, i);
			return;
		}
		if (html_is_what(tag, HTML_SPECIAL) && tag != HTML_TAG_ADDRESS && tag != HTML_TAG_DIV &&
		    tag != HTML_TAG_P)
			return;
	}
}

/* A formatting element ends: with all above it, or alone where a block lies above it. */
static void close_format(struct html_builder *b, enum html_tag tag)
{
	int at = html_find_open(b, tag, HTML_SCOPE);

	if (at < 0)
		return;
	for (int i = at + 1; i < b->depth; i++) {
		if (html_is_what(b->stack[i].tag, HTML_SPECIAL)) {
			html_take_out(b, at);
			return;
		}
	}
	html_pop_to(b, at);
}

/* Pops to where a part of a table belongs. False if there is no table: no such tag. */
static bool clear_to_table(struct html_builder *b, enum html_tag tag)
{
	int at = html_find_open(b, HTML_TAG_TABLE, 0);
	int template = html_find_open(b, HTML_TAG_TEMPLATE, 0);

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
	html_pop_to(b, section + 1);
	if (cell && html_top(b)->tag != HTML_TAG_TR)
		html_open_element(b, HTML_TAG_TR, false, false);
	return true;
}

/* What a start tag ends before its element opens. False if the tag is to be ignored. */
static bool make_room(struct html_builder *b, enum html_tag tag)
{
	if (html_is_what(tag, HTML_TABLE) && tag != HTML_TAG_TABLE)
		return clear_to_table(b, tag);
	if (b->open[HTML_TAG_SELECT] > 0) {
		if (tag == HTML_TAG_INPUT || tag == HTML_TAG_TEXTAREA || tag == HTML_TAG_SELECT)
			html_pop_to(b, html_find_open(b, HTML_TAG_SELECT, 0));
		else if (tag != HTML_TAG_OPTION && tag != HTML_TAG_OPTGROUP && tag != HTML_TAG_SCRIPT)
			return false;
	}
	if (html_is_what(tag, HTML_CLOSES_P))
		close_p(b);
	switch (tag) {
	case HTML_TAG_H1:
	case HTML_TAG_H2:
	case HTML_TAG_H3:
	case HTML_TAG_H4:
	case HTML_TAG_H5:
	case HTML_TAG_H6:
		if (html_top(b)->tag >= HTML_TAG_H1 && html_top(b)->tag <= HTML_TAG_H6)
			html_pop(b);
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
		int at = html_find_open(b, tag, HTML_SCOPE);

		if (at > 0)
			html_pop_to(b, at);
		break;
	}
	case HTML_TAG_A:
	case HTML_TAG_NOBR:
		close_format(b, tag);
		break;
	case HTML_TAG_OPTGROUP:
	case HTML_TAG_OPTION:
		if (html_top(b)->tag == HTML_TAG_OPTION)
			html_pop(b);
		break;
	default:
		break;
	}
	return true;
}

/* Elements that end svg and math (13.2.6.5), roughly: all that HTML itself has blocks of. */
static void leave_foreign(struct html_builder *b, enum html_tag tag)
{
	if (!html_is_what(tag, HTML_BLOCK | HTML_VOID) && tag != HTML_TAG_SPAN)
		return;
	while (b->foreign > 0)
		html_pop(b);
}

static enum html_content content_of(enum html_tag tag)
{
	if (tag == HTML_TAG_SCRIPT)
		return HTML_SCRIPT;
	if (tag == HTML_TAG_PLAINTEXT)
		return HTML_PLAINTEXT;
	return html_is_what(tag, HTML_RAW) ? HTML_RAWTEXT : html_is_what(tag, HTML_RC) ? HTML_RCDATA : HTML_DATA;
}

static void start_tag(struct html_builder *b)
{
	enum html_tag tag = b->token.tag;

	if (b->foreign > 0)
		leave_foreign(b, tag);
	if (b->foreign == 0 && (start_outer(b, tag) || !make_room(b, tag)))
		return;
	bool in_place = html_is_what(tag, HTML_TABLE | HTML_HEAD) && tag != HTML_TAG_TABLE;
	bool empty = html_is_what(tag, HTML_VOID) || (b->foreign > 0 && b->token.self_closing) ||
		     (tag == HTML_TAG_FORM && html_in_table_structure(b));
	if (empty) {
		uint32_t node = html_add_element(b, tag, !in_place && tag != HTML_TAG_FORM);

		if (node)
			html_copy_attrs(b->tree, node, &b->token);
		return;
	}
	html_open_element(b, tag, !in_place, true);
	if (b->foreign == 0)
		b->tokenizer.content = content_of(tag);
	b->tokenizer.foreign = b->xml || b->foreign > 0;
}

static void end_heading(struct html_builder *b)
{
	for (int i = b->depth - 1; i > 0 && !html_is_what(b->stack[i].tag, HTML_SCOPE); i--) {
		if (b->stack[i].tag >= HTML_TAG_H1 && b->stack[i].tag <= HTML_TAG_H6) {
			html_pop_to(b, i);
			return;
		}
	}
}

/* Unknown and inline elements end up to the next block; names that are not known compare
 * as written, a few levels deep. */
static void end_inline(struct html_builder *b, enum html_tag tag)
{
	enum { LEVELS = 64 };
	int low = b->depth > LEVELS ? b->depth - LEVELS : 1;

	for (int i = b->depth - 1; b->open[tag] > 0 && i >= low; i--) {
		struct html_open *o = &b->stack[i];
		struct str name = str_from(b->tree->markup.at + b->tree->nodes[o->node].begin + 1,
					   b->token.text.len);

		if (o->tag == tag && (tag != HTML_TAG_OTHER || str_eq_nocase(name, b->token.text))) {
			html_pop_to(b, i);
			return;
		}
		if (html_is_what(o->tag, HTML_SPECIAL))
			return;
	}
}

static void end_block(struct html_builder *b, enum html_tag tag, unsigned walls)
{
	int at = html_find_open(b, tag, walls);

	if (at > 0)
		html_pop_to(b, at);
}

static void end_tag(struct html_builder *b)
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
		if (html_top(b)->last_p <= html_top(b)->last_wall)
			html_open_element(b, tag, true, false);
		close_p(b);
		return;
	case HTML_TAG_BR:
		need_body(b);
		html_add_element(b, tag, true);
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
	else if (html_is_what(tag, HTML_TABLE))
		end_block(b, tag, tag == HTML_TAG_TABLE ? 0 : HTML_TABLE & ~HTML_SCOPE);
	else if (html_is_what(tag, HTML_FORMAT))
		close_format(b, tag);
	else if (html_is_what(tag, HTML_SPECIAL | HTML_BLOCK))
		end_block(b, tag, HTML_SCOPE);
	else
		end_inline(b, tag);
	b->tokenizer.foreign = b->xml || b->foreign > 0;
}

static bool is_blank(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] != ' ' && s.at[i] != '\n' && s.at[i] != '\t' && s.at[i] != '\r' &&
		    s.at[i] != '\f')
			return false;
	return true;
}

static void add_text(struct html_builder *b)
{
	struct html_token *token = &b->token;
	bool blank = is_blank(token->text);
	bool in_head = b->depth > 0 && b->tree->head && html_top(b)->node != b->tree->head &&
		       b->open[HTML_TAG_HEAD] > 0 && html_is_what(html_top(b)->tag, HTML_HEAD);

	if (!in_head && !b->tree->body) {
		if (blank)
			return;
		need_body(b);
	}
	uint32_t node = html_new_node(b->tree);
	if (!node)
		return;
	struct html_node *n = &b->tree->nodes[node];
	n->is_text = 1;
	n->in_link = b->links > 0;
	n->content = token->content & 7;
	n->begin = token->begin;
	n->end = token->end;
	html_insert(b, node, !blank);
}

void html_tree_parse(struct html_tree *tree, struct str markup)
{
	struct html_builder b;

	tree->markup = markup;
	tree->count = tree->attr_count = 0;
	tree->html = tree->head = tree->body = 0;
	tree->cut = false;
	html_new_node(tree);
	b.tree = tree;
	b.depth = 0;
	b.overflow = b.links = b.foreign = 0;
	memset(b.open, 0, sizeof b.open);
	html_push(&b, 0, HTML_TAG_OTHER);
	html_tokenizer_init(&b.tokenizer, markup);
	b.xml = b.tokenizer.foreign = str_starts(str_trim(markup), STR("<?xml"));
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
