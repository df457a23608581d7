#include "extract/html_output.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* Hashes of paragraphs written lately. */
struct written {
	uint64_t hashes[512];
};

static bool is_repeat(struct written *written, const struct html_block *block, struct str text)
{
	enum { REPEAT_MIN = 100 };

	if (block->chars < REPEAT_MIN || block->kind == HTML_KIND_ITEM || block->kind == HTML_KIND_CELL)
		return false;
	uint64_t hash = XXH3_64bits(text.at, text.len) | 1;
	uint64_t *slot = &written->hashes[hash >> 32 & 511];
	bool repeat = *slot == hash;

	*slot = hash;
	return repeat;
}

static uint32_t ancestor(const struct html_page *page, uint32_t node, enum html_tag tag)
{
	while (node && page->tree.nodes[node].tag != tag)
		node = page->tree.nodes[node].parent;
	return node;
}

static bool same_row(const struct html_page *page, const struct html_block *a, const struct html_block *b)
{
	uint32_t row = ancestor(page, b->node, HTML_TAG_TR);

	return row && a->kind == HTML_KIND_CELL && b->kind == HTML_KIND_CELL && row == ancestor(page, a->node, HTML_TAG_TR);
}

static bool same_cell(const struct html_block *a, const struct html_block *b)
{
	return a->kind == HTML_KIND_CELL && b->kind == HTML_KIND_CELL && a->node == b->node;
}

static bool same_table(const struct html_page *page, const struct html_block *a, const struct html_block *b)
{
	uint32_t table = ancestor(page, b->node, HTML_TAG_TABLE);

	return table && a->kind == HTML_KIND_CELL && b->kind == HTML_KIND_CELL &&
	       table == ancestor(page, a->node, HTML_TAG_TABLE);
}

static bool same_list(const struct html_page *page, const struct html_block *a, const struct html_block *b)
{
	const struct html_node *nodes = page->tree.nodes;

	return a->kind == HTML_KIND_ITEM && b->kind == HTML_KIND_ITEM && nodes[a->node].parent == nodes[b->node].parent;
}

static const char *separator(const struct html_page *page, const struct html_block *before, const struct html_block *block,
			     enum html_as as)
{
	if (!before)
		return "";
	if (as == HTML_AS_BLOCKS)
		return "\n";
	if (same_cell(before, block))
		return as == HTML_AS_MARKDOWN ? "<br>" : "\n\n";
	if (same_row(page, before, block))
		return as == HTML_AS_MARKDOWN ? " | " : "\t";
	return same_table(page, before, block) || same_list(page, before, block) ? "\n" : "\n\n";
}

void html_output_text(const struct html_page *page, uint8_t *fates, struct buf *text)
{
	struct written written = { { 0 } };
	const struct html_block *before = NULL;

	for (uint32_t i = 0; i < page->block_count; i++) {
		const struct html_block *block = &page->blocks[i];

		if (fates[i] != HTML_KEPT)
			continue;
		if (is_repeat(&written, block, html_block_text(page, block))) {
			fates[i] = HTML_CUT;
			continue;
		}
		buf_add_text(text, separator(page, before, block, HTML_AS_TEXT));
		buf_add_str(text, html_block_text(page, block));
		before = block;
	}
}

static void add_json(struct str s, struct buf *out)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if (c == '"' || c == '\\')
			buf_addf(out, "\\%c", c);
		else if (c == '\n')
			buf_add_text(out, "\\n");
		else if (c < 0x20)
			buf_addf(out, "\\u%04x", c);
		else
			buf_add_byte(out, (char)c);
	}
}

static const char *const kind_names[HTML_KIND_COUNT] = {
	[HTML_KIND_DIV] = "text",   [HTML_KIND_P] = "paragraph", [HTML_KIND_HEADING] = "heading", [HTML_KIND_ITEM] = "item",
	[HTML_KIND_CELL] = "cell",  [HTML_KIND_QUOTE] = "quote", [HTML_KIND_CODE] = "code",	   [HTML_KIND_CAPTION] = "caption",
};

/* Code points behind byte `from` of the text, which may be empty yet. */
static size_t chars_since(const struct html_output *out, size_t from)
{
	return out->text.len > from ? utf8_count(str_from(out->text.data + from, out->text.len - from)) : 0;
}

/* Markdown: closes the row of `before` where `block` (or nothing) is no part of it. Below the
 * first row of a table stands the line that makes it one. */
static void end_row(struct html_output *out, const struct html_page *page, const struct html_block *before,
		    const struct html_block *block)
{
	if (before->kind != HTML_KIND_CELL || (block && same_row(page, before, block)))
		return;
	uint32_t table = ancestor(page, before->node, HTML_TAG_TABLE);
	buf_add_text(&out->text, " |");
	if (table != out->table) {
		buf_add_text(&out->text, "\n|");
		for (uint32_t i = 0; i < out->row_cells; i++)
			buf_add_text(&out->text, " --- |");
	}
	out->table = table;
}

static void add_block(struct html_output *out, const struct html_page *page, const struct html_block *block,
		      const struct html_block *before, const struct html_options *options)
{
	size_t from = out->text.len;
	struct str text = html_block_text(page, block);

	if (options->as == HTML_AS_MARKDOWN && before)
		end_row(out, page, before, block);
	buf_add_text(&out->text, separator(page, before, block, options->as));
	if (block->kind == HTML_KIND_HEADING && options->as != HTML_AS_BLOCKS && out->heading_count < HTML_HEADINGS_MAX) {
		size_t gap = chars_since(out, from);

		gap += options->as == HTML_AS_MARKDOWN ? block->level + 1u : 0;
		out->headings[out->heading_count++] = (struct html_heading){ text, out->chars + gap, block->level };
	}
	if (options->as == HTML_AS_MARKDOWN) {
		bool first_cell = block->kind == HTML_KIND_CELL && (!before || !same_row(page, before, block));

		if (first_cell)
			out->row_cells = 0;
		out->row_cells += !before || !same_cell(before, block);
		buf_add_text(&out->text, first_cell ? "| " : "");
		html_markdown(page, block, options->keep_links, &out->text);
	} else if (options->as == HTML_AS_BLOCKS) {
		buf_addf(&out->text, "{\"kind\":\"%s\",\"level\":%u,\"text\":\"", kind_names[block->kind], block->level);
		add_json(text, &out->text);
		buf_add_text(&out->text, "\"}");
	} else {
		buf_add_str(&out->text, text);
	}
	out->chars += chars_since(out, from);
}

/* Why a block is not part of the text, for a person. */
static const char *rule_of(const struct html_page *page, const struct html_features *f, uint32_t i)
{
	static const struct {
		enum html_class_word word;
		const char *rule;
	} rules[] = {
		{ HTML_CLASS_COMMENT, "comment" }, { HTML_CLASS_RELATED, "related" }, { HTML_CLASS_SHARE, "share" },
		{ HTML_CLASS_NAV, "navigation" },  { HTML_CLASS_AD, "advertisement" }, { HTML_CLASS_FORM, "form" },
		{ HTML_CLASS_AUTHOR, "author" },   { HTML_CLASS_FOOTER, "footer" },   { HTML_CLASS_SIDE, "sidebar" },
		{ HTML_CLASS_CAPTION, "caption" }, { HTML_CLASS_META, "meta" },
	};
	uint32_t in = page->elements[page->blocks[i].node].in;

	if (page->blocks[i].kind == HTML_KIND_CAPTION)
		return "caption";
	if (in & 1u << HTML_IN_HIDDEN)
		return "hidden";
	if (in & 1u << HTML_IN_NAV)
		return "navigation";
	if (in & 1u << HTML_IN_FOOTER)
		return "footer";
	for (size_t k = 0; k < sizeof rules / sizeof *rules; k++)
		if (html_feature_row(f, HTML_F_CLASS + (unsigned)rules[k].word)[i] >= 5)
			return rules[k].rule;
	return f->hits[i].start & 1u << HTML_PHRASE_RELATED ? "related" : "boilerplate";
}

static void add_cut(struct html_output *out, const struct html_page *page, const struct html_features *f, uint32_t i)
{
	struct str text = html_block_text(page, &page->blocks[i]);

	if (out->cut_count == HTML_CUTS_MAX)
		return;
	if (text.len > HTML_CUT_TEXT_MAX) {
		text.len = HTML_CUT_TEXT_MAX;
		while (text.len > 0 && ((unsigned char)text.at[text.len] & 0xc0) == 0x80)
			text.len--;
	}
	out->cuts[out->cut_count++] = (struct html_cut){ rule_of(page, f, i), out->chars, text };
}

/* Where the credit begins in a caption: "... Photo: A. Smith", "... (Foto: dpa)", "... © Reuters". */
static size_t credit_at(struct str text)
{
	static const char *const marks[] = { "©", "(c)", "Photo:", "Photo by", "Photograph:", "Foto:", "Fotos:", "Bild:", "Credit:",
					     "Image:", "Picture:", "Quelle:", "Source:", "Crédit", "Crédits", "Photo credit", "Courtesy", "Getty",
					     "Reuters", "REUTERS", "AFP", "Copyright", "Фото:", "写真", "사진" };
	size_t at = text.len;

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		ptrdiff_t found = str_find(text, str_of(marks[i]));

		if (found >= 0 && (size_t)found < at)
			at = (size_t)found;
	}
	while (at > 0 && at < text.len && (text.at[at - 1] == '(' || text.at[at - 1] == '[' || text.at[at - 1] == ' '))
		at--;
	return at;
}

static void add_caption(struct html_output *out, const struct html_page *page, uint32_t i)
{
	struct str text = html_block_text(page, &page->blocks[i]);

	if (out->caption_count == HTML_CAPTIONS_MAX)
		return;
	size_t at = credit_at(text);
	struct str credit = str_trim(str_from(text.at + at, text.len - at));
	if (credit.len > 1 && credit.at[0] == '(' && credit.at[credit.len - 1] == ')')
		credit = str_from(credit.at + 1, credit.len - 2);
	out->captions[out->caption_count].text = str_trim(str_from(text.at, at));
	out->captions[out->caption_count++].credit = credit.len > 0 ? credit : STR_NONE;
}

void html_output_write(struct html_output *out, const struct html_page *page, const struct html_features *features,
		       uint8_t *fates, const struct html_options *options)
{
	struct written written = { { 0 } };
	const struct html_block *before = NULL;

	buf_reset(&out->text);
	out->chars = out->heading_count = out->caption_count = out->cut_count = 0;
	out->table = 0;
	for (uint32_t i = 0; i < page->block_count; i++) {
		const struct html_block *block = &page->blocks[i];

		if (fates[i] == HTML_KEPT && is_repeat(&written, block, html_block_text(page, block)))
			fates[i] = HTML_CUT;
		if (fates[i] == HTML_KEPT) {
			add_block(out, page, block, before, options);
			before = block;
			continue;
		}
		if (html_is_caption(page, features, i))
			add_caption(out, page, i);
		if (options->explain && fates[i] == HTML_CUT)
			add_cut(out, page, features, i);
	}
	for (uint32_t i = 0; i < page->block_count; i++) {
		if (fates[i] != HTML_KEPT_COMMENT)
			continue;
		add_block(out, page, &page->blocks[i], before, options);
		before = &page->blocks[i];
	}
	if (options->as == HTML_AS_MARKDOWN && before)
		end_row(out, page, before, NULL);
}

void html_output_release(struct html_output *out)
{
	buf_release(&out->text);
}
