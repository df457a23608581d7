#include "extract/html.h"
#include "extract/html_block.h"
#include "extract/html_score.h"
#include "extract/html_class.h"

#include <stdlib.h>
#include <string.h>

#define CLASS(NAME) (1u << HTML_CLASS_##NAME)
#define IN(NAME) (1u << HTML_IN_##NAME)

struct html_scratch {
	struct html_page page;
	struct html_sums sums;
	float *scores; /* two a node */
	uint32_t score_cap;
	struct buf text, strings;
};

struct html_scratch *html_scratch_new(void)
{
	return mem_zero(1, sizeof(struct html_scratch));
}

void html_scratch_free(struct html_scratch *s)
{
	if (!s)
		return;
	html_page_release(&s->page);
	html_sums_release(&s->sums);
	buf_release(&s->text);
	buf_release(&s->strings);
	free(s->scores);
	free(s);
}

uint64_t html_weights_digest(void)
{
	return 0;
}

static bool keep(const struct html_page *page, const struct html_element *best, uint32_t index)
{
	const struct html_block *b = &page->blocks[index];
	const struct html_element *e = &page->elements[b->node];
	uint32_t bad = CLASS(COMMENT) | CLASS(RELATED) | CLASS(NAV) | CLASS(SHARE) | CLASS(AD) | CLASS(FORM);

	if (index < best->first_block || index >= best->end_block || b->level == 1)
		return false;
	if (e->in & (IN(NAV) | IN(ASIDE) | IN(FOOTER) | IN(FORM) | IN(BUTTON) | IN(HIDDEN)))
		return false;
	if (((e->own | e->above) & bad) && b->chars < 200)
		return false;
	return b->link_chars * 2 < b->chars;
}

static void find_title(struct html_scratch *s, struct html_result *result)
{
	const struct html_tree *tree = &s->page.tree;

	for (uint32_t node = tree->head; node; node = html_next(tree, node, tree->head)) {
		if (tree->nodes[node].tag != HTML_TAG_TITLE)
			continue;
		html_text(tree, node, 1000, &s->strings);
		result->title = buf_str(&s->strings);
		return;
	}
}

int html_extract(struct html_scratch *s, struct str markup, struct str url,
		 const struct html_options *options, struct html_result *result, struct err *err)
{
	(void)url;
	(void)options;
	if (markup.len >= UINT32_MAX)
		return err_set(err, EXIT_BAD_INPUT, "markup: %zu bytes are too many", markup.len);
	memset(result, 0, sizeof *result);
	buf_reset(&s->text);
	buf_reset(&s->strings);
	html_page_read(&s->page, markup);
	html_sums_fill(&s->sums, &s->page);
	if (s->score_cap < s->page.tree.cap) {
		free(s->scores);
		s->score_cap = s->page.tree.cap;
		s->scores = mem_alloc(2 * s->score_cap * sizeof *s->scores);
	}
	struct html_candidates found;
	html_find_candidates(&s->page, &s->sums, s->scores, &found);
	const struct html_element *best = &s->page.elements[found.best];
	for (uint32_t i = 0; i < s->page.block_count; i++) {
		if (!keep(&s->page, best, i))
			continue;
		if (s->text.len > 0)
			buf_add_text(&s->text, "\n\n");
		buf_add_str(&s->text, html_block_text(&s->page, &s->page.blocks[i]));
	}
	result->text = buf_str(&s->text);
	find_title(s, result);
	return 0;
}
