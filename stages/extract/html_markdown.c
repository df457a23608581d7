#include "extract/html_output.h"

enum style { STRONG = 1, EMPHASIS = 2, CODE = 4 };

struct inline_state {
	unsigned styles;
	uint32_t link;
};

/* The styles and the link that a text stands in, up to its block. */
static struct inline_state state_of(const struct html_page *page, uint32_t text, uint32_t top)
{
	struct inline_state state = { 0, 0 };

	for (uint32_t node = page->tree.nodes[text].parent; node != top && node; node = page->tree.nodes[node].parent) {
		switch ((enum html_tag)page->tree.nodes[node].tag) {
		case HTML_TAG_B:
		case HTML_TAG_STRONG:
			state.styles |= STRONG;
			break;
		case HTML_TAG_I:
		case HTML_TAG_EM:
			state.styles |= EMPHASIS;
			break;
		case HTML_TAG_CODE:
		case HTML_TAG_TT:
			state.styles |= CODE;
			break;
		case HTML_TAG_A:
			if (!state.link && html_attr(&page->tree, node, HTML_ATTR_HREF).len > 0)
				state.link = node;
			break;
		default:
			break;
		}
	}
	return state;
}

static void close_styles(struct inline_state *now, const struct html_page *page, struct buf *out)
{
	bool blank = out->len > 0 && out->data[out->len - 1] == ' ';

	out->len -= blank;
	if (now->styles & CODE)
		buf_add_text(out, "`");
	if (now->styles & EMPHASIS)
		buf_add_text(out, "*");
	if (now->styles & STRONG)
		buf_add_text(out, "**");
	if (now->link) {
		buf_add_text(out, "](");
		html_collapse(html_attr(&page->tree, now->link, HTML_ATTR_HREF), HTML_RCDATA, out);
		buf_add_text(out, ")");
	}
	if (blank)
		buf_add_byte(out, ' ');
	*now = (struct inline_state){ 0, 0 };
}

static void open_styles(struct inline_state *now, struct inline_state want, struct buf *out)
{
	if (want.link)
		buf_add_text(out, "[");
	if (want.styles & STRONG)
		buf_add_text(out, "**");
	if (want.styles & EMPHASIS)
		buf_add_text(out, "*");
	if (want.styles & CODE)
		buf_add_text(out, "`");
	*now = want;
}

/* Characters that would mean something to Markdown inside a paragraph. */
static void add_escaped(struct str text, bool code, struct buf *out)
{
	for (size_t i = 0; i < text.len; i++) {
		if (!code && memchr("\\`*_[]<>", text.at[i], 8))
			buf_add_byte(out, '\\');
		buf_add_byte(out, text.at[i]);
	}
}

static void add_inline(const struct html_page *page, const struct html_block *block, bool links, struct buf *out)
{
	struct inline_state now = { 0, 0 };
	struct buf piece = BUF_INIT;
	size_t from = out->len;

	for (uint32_t node = block->from; node; node = node == block->to ? 0 : html_next(&page->tree, node, 0)) {
		const struct html_node *n = &page->tree.nodes[node];

		if (n->tag == HTML_TAG_BR && !n->is_text && out->len > from)
			buf_add_text(out, "\\\n");
		if (!n->is_text)
			continue;
		struct inline_state want = state_of(page, node, block->node);
		struct str raw = html_raw_text(&page->tree, node);
		bool lead = raw.len > 0 && memchr(" \t\r\n", raw.at[0], 4);
		bool trail = raw.len > 0 && memchr(" \t\r\n", raw.at[raw.len - 1], 4);

		want.link = links ? want.link : 0;
		buf_reset(&piece);
		html_collapse(raw, (enum html_content)n->content, &piece);
		if (piece.len > 0 && (want.styles != now.styles || want.link != now.link)) {
			close_styles(&now, page, out);
			if (lead && out->len > from && out->data[out->len - 1] != ' ' && out->data[out->len - 1] != '\n')
				buf_add_byte(out, ' ');
			open_styles(&now, want, out);
		} else if (lead && out->len > from && out->data[out->len - 1] != ' ' && out->data[out->len - 1] != '\n') {
			buf_add_byte(out, ' ');
		}
		add_escaped(buf_str(&piece), now.styles & CODE, out);
		if (trail && piece.len > 0)
			buf_add_byte(out, ' ');
	}
	close_styles(&now, page, out);
	while (out->len > from && out->data[out->len - 1] == ' ')
		out->len--;
	buf_release(&piece);
}

unsigned html_list_depth(const struct html_page *page, const struct html_block *block, bool *numbered)
{
	unsigned depth = 0;

	*numbered = false;
	for (uint32_t node = block->node; node; node = page->tree.nodes[node].parent) {
		enum html_tag tag = page->tree.nodes[node].tag;

		if (tag != HTML_TAG_UL && tag != HTML_TAG_OL)
			continue;
		if (depth++ == 0)
			*numbered = tag == HTML_TAG_OL;
	}
	return depth;
}

void html_markdown(const struct html_page *page, const struct html_block *block, bool links, struct buf *out)
{
	enum { INDENT_MAX = 16 }; /* else hostile nesting makes much of little */
	bool numbered;
	unsigned depth;

	switch ((enum html_kind)block->kind) {
	case HTML_KIND_CODE:
		buf_add_text(out, "```\n");
		buf_add_str(out, html_block_text(page, block));
		buf_add_text(out, "\n```");
		return;
	case HTML_KIND_HEADING:
		buf_add(out, "###### ", block->level < 6 ? block->level : 6);
		buf_add_text(out, " ");
		break;
	case HTML_KIND_ITEM:
		depth = html_list_depth(page, block, &numbered);
		for (depth = depth < INDENT_MAX ? depth : INDENT_MAX; depth > 1; depth--)
			buf_add_text(out, "  ");
		buf_add_text(out, numbered ? "1. " : "- ");
		break;
	case HTML_KIND_QUOTE:
		buf_add_text(out, "> ");
		break;
	default:
		break;
	}
	add_inline(page, block, links, out);
}
