#include "text/html/tree.h"
#include "text/clean.h"
#include "text/nfc.h"
#include "text/utf8.h"

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

/* Reads one character, or what a reference stands for, from *at to `text`. */
static size_t next_text(const char **at, const char *end, bool references, char text[HTML_CHARREF_MAX])
{
	size_t len = **at == '&' && references ? html_charref(at, end, false, text) : 0;

	if (len > 0)
		return len;
	const char *from = *at;
	utf8_next(at, end);
	len = (size_t)(*at - from);
	memcpy(text, from, len);
	return len;
}

static void collapse(struct str raw, enum html_content content, size_t from, struct buf *out)
{
	bool references = content != HTML_RAWTEXT && content != HTML_SCRIPT && content != HTML_CDATA;
	const char *p = raw.at, *end = raw.at + raw.len;
	char text[HTML_CHARREF_MAX];

	while (p < end) {
		size_t len = next_text(&p, end, references, text);
		const char *at = text;
		uint32_t c = utf8_next(&at, text + len);

		if (c <= ' ' || c >= 0x7f)
			c = clean_char(c, out->len > from ? utf8_last(str_from(out->data + from, out->len - from)) : 0);
		if (c > ' ')
			buf_add(out, text, len);
		else if (c == ' ' && out->len > from && out->data[out->len - 1] != ' ')
			buf_add_byte(out, ' ');
	}
}

/* No blank at the end, and in NFC, which references and joined texts may have broken. */
static void finish(size_t from, struct buf *out)
{
	if (out->len > from && out->data[out->len - 1] == ' ')
		out->len--;
	nfc_mend(from, out);
}

void html_collapse(struct str raw, enum html_content content, struct buf *out)
{
	size_t from = out->len;

	if (raw.len == 0)
		return;
	collapse(raw, content, from, out);
	finish(from, out);
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
	finish(from, out);
}
