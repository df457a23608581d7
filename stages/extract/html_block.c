#include "extract/html_inside.h"
#include "text/clean.h"
#include "text/nfc.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

#define IN(NAME) (1u << HTML_IN_##NAME)

struct reader {
	struct html_page *page;
	struct html_block *block; /* the open one, or NULL */
	uint32_t container; /* block element that new text belongs to */
	uint16_t images;
	uint16_t images_before; /* up to the end of the last block */
	bool word; /* the last character was part of a word */
	bool line_break; /* a <br> that no text has followed yet */
	uint32_t last_link; /* the <a> of the last link counted */
	bool noscript; /* what is for readers without scripts or frames counts */
};

void html_page_release(struct html_page *page)
{
	html_tree_release(&page->tree);
	buf_release(&page->text);
	free(page->blocks);
	free(page->elements);
	page->blocks = NULL;
	page->elements = NULL;
	page->block_count = page->block_cap = page->element_cap = 0;
}

static enum html_kind kind_of(const struct html_page *page, uint32_t node)
{
	uint32_t in = page->elements[node].in;
	enum html_tag tag = page->tree.nodes[node].tag;

	if (in & IN(HEADING))
		return HTML_KIND_HEADING;
	if (in & IN(PRE))
		return HTML_KIND_CODE;
	if (tag == HTML_TAG_FIGCAPTION)
		return HTML_KIND_CAPTION;
	if (tag == HTML_TAG_LI || tag == HTML_TAG_DD || tag == HTML_TAG_DT)
		return HTML_KIND_ITEM;
	if (tag == HTML_TAG_TD || tag == HTML_TAG_TH || tag == HTML_TAG_CAPTION)
		return HTML_KIND_CELL;
	if (in & IN(QUOTE))
		return HTML_KIND_QUOTE;
	return tag == HTML_TAG_P ? HTML_KIND_P : HTML_KIND_DIV;
}

static uint8_t level_of(const struct html_page *page, uint32_t node)
{
	for (; node; node = page->tree.nodes[node].parent) {
		enum html_tag tag = page->tree.nodes[node].tag;

		if (tag >= HTML_TAG_H1 && tag <= HTML_TAG_H6)
			return (uint8_t)(tag - HTML_TAG_H1 + 1);
	}
	return 0;
}

static void open_block(struct reader *r, uint32_t text_node)
{
	struct html_page *page = r->page;

	if (page->block_count == page->block_cap) {
		page->block_cap = page->block_cap ? page->block_cap * 2 : 256;
		page->blocks = mem_grow(page->blocks, page->block_cap * sizeof *page->blocks);
	}
	r->block = &page->blocks[page->block_count];
	*r->block = (struct html_block){ .node = r->container, .from = text_node };
	r->block->text = (uint32_t)page->text.len;
	r->block->images = (uint8_t)(r->images - r->images_before < 255 ? r->images - r->images_before : 255);
	r->block->kind = (uint8_t)kind_of(page, r->container);
	if (r->block->kind == HTML_KIND_HEADING)
		r->block->level = level_of(page, r->container);
	r->word = false;
	r->line_break = false;
	r->last_link = 0;
}

static void close_block(struct reader *r)
{
	struct html_page *page = r->page;

	if (!r->block)
		return;
	while (page->text.len > r->block->text &&
	       (page->text.data[page->text.len - 1] == ' ' || page->text.data[page->text.len - 1] == '\n'))
		page->text.len--;
	/* References, and texts that tags part, may join to what is not in NFC. */
	nfc_mend(r->block->text, &page->text);
	r->block->len = (uint32_t)page->text.len - r->block->text;
	if (r->block->chars == 0) {
		page->text.len = r->block->text;
	} else {
		page->block_count++;
		r->images_before = r->images;
	}
	r->block = NULL;
}

enum byte_is { B_SPACE = 1, B_WORD = 2, B_DIGIT = 4, B_UPPER = 8, B_COMMA = 16, B_STOP = 32, B_OTHER = 64 };

#define U(c) [c] = B_WORD | B_UPPER, [c + 32] = B_WORD
#define D(c) [c] = B_WORD | B_DIGIT
static const uint8_t byte_is[256] = {
	[' '] = B_SPACE, ['\t'] = B_SPACE, ['\n'] = B_SPACE, ['\r'] = B_SPACE, ['\f'] = B_SPACE, ['\v'] = B_SPACE,
	U('A'), U('B'), U('C'), U('D'), U('E'), U('F'), U('G'), U('H'), U('I'), U('J'), U('K'), U('L'), U('M'),
	U('N'), U('O'), U('P'), U('Q'), U('R'), U('S'), U('T'), U('U'), U('V'), U('W'), U('X'), U('Y'), U('Z'),
	D('0'), D('1'), D('2'), D('3'), D('4'), D('5'), D('6'), D('7'), D('8'), D('9'), [','] = B_COMMA,
	[';'] = B_COMMA, ['.'] = B_STOP, ['!'] = B_STOP, ['?'] = B_STOP, ['&'] = B_OTHER, [0x80 ... 0xff] = B_OTHER,
};
#undef U
#undef D

static bool is_wide(uint32_t c)
{
	return (c >= 0x2e80 && c <= 0x2fff) || (c >= 0x3040 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) ||
	       (c >= 0x20000 && c <= 0x3ffff);
}

/* Counts a character beyond ASCII. Returns false if it is white space. */
static bool count_wide(struct reader *r, uint32_t c)
{
	struct html_block *b = r->block;

	if (c == 0xa0 || c == 0x3000 || c == 0x2028 || c == 0x2029 || (c >= 0x2000 && c <= 0x200a) ||
	    c == 0x202f || c == 0x205f)
		return false;
	if (c == 0x3001 || c == 0xff0c || c == 0x060c) {
		b->commas++;
		r->word = false;
	} else if (c == 0x3002 || c == 0xff01 || c == 0xff1f || c == 0x061f || c == 0x0964 || c == 0x2026) {
		b->stops++;
		r->word = false;
	} else if (is_wide(c)) {
		b->words += b->chars & 1;
		r->word = false;
	} else if (c >= 0x2010 && c <= 0x206f) {
		r->word = false;
	} else if (!r->word) {
		b->words++;
		r->word = true;
	}
	return true;
}

static void count_ascii(struct reader *r, unsigned is, char next)
{
	struct html_block *b = r->block;

	if (is & B_WORD) {
		if (!r->word)
			b->words++;
		b->digits += (is & B_DIGIT) != 0;
		b->uppers += (is & B_UPPER) != 0;
		r->word = true;
		return;
	}
	if (is & B_COMMA)
		b->commas++;
	else if ((is & B_STOP) && r->word && (byte_is[(unsigned char)next] & (B_SPACE | B_OTHER) || next == '<' || next == '"'))
		b->stops++;
	r->word = false;
}

static void add_space(struct reader *r, bool keep, char space)
{
	struct buf *text = &r->page->text;

	if (text->len == r->block->text)
		return;
	r->word = false;
	if (keep) {
		buf_add_byte(text, space == '\t' || space == '\n' ? space : ' ');
		return;
	}
	char last = text->data[text->len - 1];
	if (last != ' ' && last != '\n')
		buf_add_byte(text, ' ');
}

/* One character that is no white space, with its bytes. */
static void add_char(struct reader *r, uint32_t c, struct str bytes)
{
	if (c < 0x80)
		count_ascii(r, byte_is[c], ' ');
	else if (!count_wide(r, c))
		return add_space(r, false, ' ');
	r->block->chars++;
	buf_add_str(&r->page->text, bytes);
}

/* What stands for a character: the markup is clean, but references may name anything. */
static const char *add_reference(struct reader *r, const char *p, const char *end, bool keep)
{
	const struct buf *out = &r->page->text;
	struct str before = out->len > r->block->text ? str_from(out->data + r->block->text, out->len - r->block->text) : STR_NONE;
	char text[HTML_CHARREF_MAX];
	const char *at = text;
	size_t len = html_charref(&p, end, false, text);

	if (len == 0) {
		add_char(r, '&', STR("&"));
		return p + 1;
	}
	uint32_t c = utf8_next(&at, text + len), clean = clean_char(c, utf8_last(before));
	if (clean == ' ')
		add_space(r, keep, c == '\n' || c == '\t' ? (char)c : ' ');
	else if (clean != 0)
		add_char(r, c, str_from(text, len));
	return p;
}

static const char *add_other(struct reader *r, const char *p, const char *end, bool references, bool keep)
{
	if (*p == '&' && references)
		return add_reference(r, p, end, keep);
	const char *from = p;
	uint32_t c = utf8_next(&p, end);
	add_char(r, c, str_from(from, (size_t)(p - from)));
	return p;
}

static void add_chars(struct reader *r, struct str raw, bool references, bool keep)
{
	struct buf *text = &r->page->text;
	const char *p = raw.at, *end = raw.at + raw.len;

	while (p < end) {
		unsigned is = byte_is[(unsigned char)*p];

		if (is & B_OTHER) {
			p = add_other(r, p, end, references, keep);
		} else if (is & B_SPACE) {
			add_space(r, keep, *p++);
		} else {
			if (text->len + 1 > text->cap)
				buf_reserve(text, (size_t)(end - p));
			text->data[text->len++] = *p;
			r->block->chars++;
			count_ascii(r, is, p + 1 < end ? p[1] : '<');
			p++;
		}
	}
}

static void read_text(struct reader *r, uint32_t node)
{
	struct html_page *page = r->page;
	const struct html_node *n = &page->tree.nodes[node];
	struct str raw = html_raw_text(&page->tree, node);
	const struct html_element *up = &page->elements[n->parent];

	if (html_inside_permalink(page, node))
		return;
	if (!r->block) {
		if (str_trim(raw).len == 0 || page->block_count >= HTML_BLOCKS_MAX)
			return;
		open_block(r, node);
	}
	if (r->line_break && str_trim(raw).len > 0) {
		while (page->text.len > r->block->text && page->text.data[page->text.len - 1] == ' ')
			page->text.len--;
		if (page->text.len > r->block->text)
			buf_add_byte(&page->text, '\n');
		r->line_break = false;
	}
	uint32_t before = r->block->chars;
	add_chars(r, raw, n->content == HTML_DATA || n->content == HTML_RCDATA, r->block->kind == HTML_KIND_CODE);
	uint32_t added = r->block->chars - before;
	r->block->to = node;
	if (n->in_link) {
		r->block->link_chars += added;
		if (added > 0 && r->last_link != n->parent) {
			r->block->links++;
			r->last_link = n->parent;
		}
	}
	r->block->strong_chars += up->in & IN(STRONG) ? added : 0;
	r->block->slant_chars += up->in & IN(SLANT) ? added : 0;
}

static bool breaks(enum html_tag tag)
{
	return (html_tag_is[tag] & HTML_BLOCK) || tag == HTML_TAG_BUTTON;
}

static void enter(struct reader *r, uint32_t node)
{
	const struct html_node *n = &r->page->tree.nodes[node];

	if (n->is_text) {
		read_text(r, node);
		return;
	}
	if (breaks(n->tag)) {
		close_block(r);
		r->container = node;
	}
	html_inside_enter(r->page, node, r->page->block_count + (r->block != NULL), r->noscript);
	r->page->elements[node].images = r->images;
	if (n->tag == HTML_TAG_SPAN && r->block && html_inside_popup(r->page, node))
		r->page->elements[node].in |= IN(DROPPED);
	if (n->tag == HTML_TAG_BLOCKQUOTE)
		html_inside_quote(r->page, node);
	if (n->tag == HTML_TAG_IMG)
		r->images++;
	if (n->tag == HTML_TAG_BR && r->block) {
		if (r->line_break)
			close_block(r);
		else
			r->line_break = true;
	}
}

static void leave(struct reader *r, uint32_t node)
{
	struct html_page *page = r->page;
	const struct html_node *n = &page->tree.nodes[node];
	struct html_element *e = &page->elements[node];

	if (n->is_text)
		return;
	if (breaks(n->tag)) {
		close_block(r);
		for (r->container = n->parent; !breaks(page->tree.nodes[r->container].tag) &&
					       page->tree.nodes[r->container].parent;)
			r->container = page->tree.nodes[r->container].parent;
	}
	e->end_block = page->block_count + (r->block != NULL);
	e->images = (uint16_t)(r->images - e->images);
}

/* Elements and blocks of the whole page. */
static void read_blocks(struct html_page *page, bool noscript)
{
	struct reader r = { .page = page, .noscript = noscript };
	uint32_t top = page->tree.body, node = top;

	page->block_count = 0;
	buf_reset(&page->text);
	memset(page->elements, 0, page->tree.count * sizeof *page->elements);
	while (top) {
		const struct html_node *n = &page->tree.nodes[node];

		enter(&r, node);
		if (n->first && !(page->elements[node].in & IN(DROPPED))) {
			node = n->first;
			continue;
		}
		leave(&r, node);
		while (node != top && !page->tree.nodes[node].next) {
			node = page->tree.nodes[node].parent;
			leave(&r, node);
		}
		if (node == top)
			return;
		node = page->tree.nodes[node].next;
	}
}

/* A page made by a script, or of frames, may have its text for readers without, if that is more
 * than a word about it. */
static void try_noscript(struct html_page *page)
{
	enum { LITTLE = 200, TEXT_MIN = 300 };
	bool there = false;

	for (uint32_t i = 0; page->text.len < LITTLE && i < page->tree.count; i++)
		there |= !page->tree.nodes[i].is_text &&
			 (page->tree.nodes[i].tag == HTML_TAG_NOSCRIPT || page->tree.nodes[i].tag == HTML_TAG_NOFRAMES);
	if (!there)
		return;
	read_blocks(page, true);
	if (page->text.len < TEXT_MIN)
		read_blocks(page, false);
}

void html_page_read(struct html_page *page, struct str markup)
{
	if (!page->ready)
		html_classes_init(&page->classes);
	page->ready = true;
	html_tree_parse(&page->tree, markup);
	if (page->element_cap < page->tree.count) {
		free(page->elements);
		page->element_cap = page->tree.cap;
		page->elements = mem_alloc(page->element_cap * sizeof *page->elements);
	}
	read_blocks(page, false);
	try_noscript(page);
}
