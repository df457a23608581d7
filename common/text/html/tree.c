#include "text/html/tree.h"

#include <stdlib.h>

void html_tree_release(struct html_tree *tree)
{
	free(tree->nodes);
	free(tree->attrs);
	*tree = HTML_TREE_INIT;
}

struct str html_attr(const struct html_tree *tree, uint32_t node, enum html_attr_id id)
{
	const struct html_node *n = &tree->nodes[node];

	for (uint32_t i = 0; i < n->attr_count; i++) {
		const struct html_attr *attr = &tree->attrs[n->attrs + i];

		if (attr->id == id)
			return str_from(tree->markup.at + attr->value, attr->value_len);
	}
	return STR_NONE;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void collapse(struct str raw, enum html_content content, size_t from, struct buf *out)
{
	bool references = content != HTML_RAWTEXT && content != HTML_SCRIPT && content != HTML_CDATA;
	const char *p = raw.at, *end = raw.at + raw.len;
	char text[HTML_CHARREF_MAX];

	while (p < end) {
		size_t len = 0;

		if (*p == '&' && references)
			len = html_charref(&p, end, false, text);
		if (len == 0) {
			text[0] = *p++;
			len = 1;
		}
		if (!is_space(text[0]))
			buf_add(out, text, len);
		else if (out->len > from && out->data[out->len - 1] != ' ')
			buf_add_byte(out, ' ');
	}
}

static void trim_end(size_t from, struct buf *out)
{
	if (out->len > from && out->data[out->len - 1] == ' ')
		out->len--;
}

void html_collapse(struct str raw, enum html_content content, struct buf *out)
{
	size_t from = out->len;

	if (raw.len == 0)
		return;
	collapse(raw, content, from, out);
	trim_end(from, out);
}

void html_text(const struct html_tree *tree, uint32_t top, size_t max, struct buf *out)
{
	size_t from = out->len;

	for (uint32_t node = tree->nodes[top].is_text ? top : tree->nodes[top].first; node != 0 && max > 0;) {
		const struct html_node *n = &tree->nodes[node];

		if (n->is_text) {
			struct str raw = html_raw_text(tree, node);

			raw.len = raw.len < max ? raw.len : max;
			max -= raw.len;
			collapse(raw, (enum html_content)n->content, from, out);
		} else if ((html_tag_is[n->tag] & HTML_BLOCK) || n->tag == HTML_TAG_BR) {
			collapse(STR(" "), HTML_DATA, from, out);
		}
		bool hidden = n->tag == HTML_TAG_SCRIPT || n->tag == HTML_TAG_STYLE;
		node = node == top ? 0 : hidden ? html_skip(tree, node, top) : html_next(tree, node, top);
	}
	trim_end(from, out);
}
