#include "extract/html_feature.h"

#define ROW(NAME) html_feature_row(f, HTML_F_##NAME)

static void set_neighbour(struct html_features *f, const struct html_page *page, uint32_t i, int64_t other,
			  unsigned row, bool all)
{
	bool there = other >= 0 && other < page->block_count;
	const struct html_block *b = &page->blocks[there ? other : 0];

	html_feature_row(f, row)[i] = there ? html_scale(b->chars) : 0;
	if (!all)
		return;
	html_feature_row(f, row + 1)[i] = there ? html_share(b->link_chars, b->chars) : 0;
	html_feature_row(f, row + 2)[i] = there ? (uint8_t)(b->kind + 1) : 0;
}

static uint32_t parent_of(const struct html_page *page, uint32_t i)
{
	return page->tree.nodes[page->blocks[i].node].parent;
}

static void neighbours(struct html_features *f, const struct html_page *page)
{
	const uint32_t *chars = f->sums.chars, *paras = f->sums.paragraphs;
	uint32_t n = page->block_count, near;
	int64_t para = -1;

	for (uint32_t i = 0; i < n; i++) {
		set_neighbour(f, page, i, (int64_t)i - 1, HTML_F_P1_CHARS, true);
		set_neighbour(f, page, i, (int64_t)i - 2, HTML_F_P2_CHARS, true);
		set_neighbour(f, page, i, (int64_t)i - 3, HTML_F_P3_CHARS, false);
		set_neighbour(f, page, i, (int64_t)i + 1, HTML_F_N1_CHARS, true);
		set_neighbour(f, page, i, (int64_t)i + 2, HTML_F_N2_CHARS, true);
		set_neighbour(f, page, i, (int64_t)i + 3, HTML_F_N3_CHARS, false);
		ROW(PREV_PARA)[i] = para < 0 ? 255 : html_scale((uint32_t)(i - para));
		ROW(PREV_PARA_CHARS)[i] = para < 0 ? 255 : html_scale(chars[i] - chars[para + 1]);
		ROW(PREV_SIBLING)[i] = para < 0 ? 0 : (uint8_t)(1 + (parent_of(page, i) == parent_of(page, (uint32_t)para)));
		near = i < 5 ? i : 5;
		ROW(PARAS_BEFORE)[i] = (uint8_t)(paras[i] - paras[i - near]);
		near = n - 1 - i < 5 ? n - 1 - i : 5;
		ROW(PARAS_AFTER)[i] = (uint8_t)(paras[i + 1 + near] - paras[i + 1]);
		ROW(PARAS_ALL_BEFORE)[i] = html_scale(paras[i]);
		ROW(PARAS_ALL_AFTER)[i] = html_scale(paras[n] - paras[i + 1]);
		if (html_is_paragraph(&page->blocks[i]))
			para = i;
	}
	para = -1;
	for (uint32_t i = n; i-- > 0;) {
		ROW(NEXT_PARA)[i] = para < 0 ? 255 : html_scale((uint32_t)(para - i));
		ROW(NEXT_PARA_CHARS)[i] = para < 0 ? 255 : html_scale(chars[para] - chars[i + 1]);
		ROW(NEXT_SIBLING)[i] = para < 0 ? 0 : (uint8_t)(1 + (parent_of(page, i) == parent_of(page, (uint32_t)para)));
		if (html_is_paragraph(&page->blocks[i]))
			para = i;
	}
}

/* A short text that opens a section of its kind, such as "Comments" or "Read more". */
static bool opens(const struct html_features *f, const struct html_page *page, uint32_t i, unsigned kind)
{
	return page->blocks[i].words <= 8 && f->hits[i].start >> kind & 1;
}

static void since(struct html_features *f, const struct html_page *page, unsigned row, unsigned kind)
{
	uint32_t n = page->block_count;
	int64_t last = -1;

	for (uint32_t i = 0; i < n; i++) {
		html_feature_row(f, row)[i] = last < 0 ? 255 : html_scale((uint32_t)(i - last));
		if (opens(f, page, i, kind))
			last = i;
	}
}

static void until(struct html_features *f, const struct html_page *page, unsigned row, unsigned kind)
{
	int64_t next = -1;

	for (uint32_t i = page->block_count; i-- > 0;) {
		html_feature_row(f, row)[i] = next < 0 ? 255 : html_scale((uint32_t)(next - i));
		if (opens(f, page, i, kind))
			next = i;
	}
}

static void sections(struct html_features *f, const struct html_page *page)
{
	uint32_t n = page->block_count;
	int64_t head = -1, title = f->groups.title == UINT32_MAX ? -1 : (int64_t)f->groups.title;

	for (uint32_t i = 0; i < n; i++) {
		const struct html_block *b = &page->blocks[i];

		ROW(HEAD_DISTANCE)[i] = head < 0 ? 255 : html_scale((uint32_t)(i - head));
		ROW(HEAD_LEVEL)[i] = head < 0 ? 0 : page->blocks[head].level;
		ROW(HEAD_KIND)[i] = head < 0 || !f->hits[head].start ? 0 : (uint8_t)(1 + __builtin_ctz(f->hits[head].start));
		ROW(HEAD_CHARS)[i] = head < 0 ? 0 : html_scale(page->blocks[head].chars);
		if (b->kind == HTML_KIND_HEADING)
			head = i;
	}
	for (uint32_t i = 0; i < n; i++)
		ROW(TITLE_DISTANCE)[i] = title < 0 ? 0 : i < title ? 1 : (uint8_t)(2 + html_scale((uint32_t)(i - title)) / 2);
	since(f, page, HTML_F_SINCE_COMMENT, HTML_PHRASE_COMMENT);
	since(f, page, HTML_F_SINCE_RELATED, HTML_PHRASE_RELATED);
	since(f, page, HTML_F_SINCE_SHARE, HTML_PHRASE_SHARE);
	since(f, page, HTML_F_SINCE_TAGS, HTML_PHRASE_TAGS);
	since(f, page, HTML_F_SINCE_RIGHTS, HTML_PHRASE_RIGHTS);
	since(f, page, HTML_F_SINCE_AUTHOR, HTML_PHRASE_AUTHOR);
	until(f, page, HTML_F_TO_COMMENT, HTML_PHRASE_COMMENT);
	until(f, page, HTML_F_TO_RELATED, HTML_PHRASE_RELATED);
	until(f, page, HTML_F_TO_SHARE, HTML_PHRASE_SHARE);
}

void html_features_context(struct html_features *f, const struct html_page *page)
{
	neighbours(f, page);
	sections(f, page);
}
