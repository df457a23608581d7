#include "extract/html_score.h"
#include "extract/html_class.h"
#include "extract/html_feature.h"

#include <stdlib.h>
#include <string.h>

#define CLASS(NAME) (1u << HTML_CLASS_##NAME)
#define IN(NAME) (1u << HTML_IN_##NAME)

void html_sums_release(struct html_sums *sums)
{
	free(sums->chars);
	free(sums->link_chars);
	free(sums->paragraphs);
	free(sums->commas);
	memset(sums, 0, sizeof *sums);
}

bool html_is_paragraph(const struct html_block *b)
{
	return b->chars >= 60 && b->link_chars * 3 < b->chars && b->kind != HTML_KIND_HEADING;
}

void html_sums_fill(struct html_sums *sums, const struct html_page *page)
{
	uint32_t count = page->block_count;

	if (sums->cap < count + 1) {
		html_sums_release(sums);
		sums->cap = count + count / 2 + 256;
		sums->chars = mem_alloc(sums->cap * sizeof(uint32_t));
		sums->link_chars = mem_alloc(sums->cap * sizeof(uint32_t));
		sums->paragraphs = mem_alloc(sums->cap * sizeof(uint32_t));
		sums->commas = mem_alloc(sums->cap * sizeof(uint32_t));
	}
	sums->chars[0] = sums->link_chars[0] = sums->paragraphs[0] = sums->commas[0] = 0;
	for (uint32_t i = 0; i < count; i++) {
		const struct html_block *b = &page->blocks[i];

		sums->chars[i + 1] = sums->chars[i] + b->chars;
		sums->link_chars[i + 1] = sums->link_chars[i] + b->link_chars;
		sums->paragraphs[i + 1] = sums->paragraphs[i] + html_is_paragraph(b);
		sums->commas[i + 1] = sums->commas[i] + b->commas;
	}
}

static uint32_t span(const uint32_t *sum, const struct html_element *e)
{
	return sum[e->end_block] - sum[e->first_block];
}

/* What speaks against an element as the place of the main text. */
static float weight_of(const struct html_element *e, const struct html_place *place, uint32_t title_article)
{
	uint32_t bad = CLASS(RELATED) | CLASS(NAV) | CLASS(FOOTER) | CLASS(SIDE) |
		       CLASS(SHARE) | CLASS(AD) | CLASS(FORM) | CLASS(AUTHOR) | CLASS(HIDDEN);
	float weight = 1;

	if ((e->own | e->above) & CLASS(COMMENT))
		weight *= 0.15f;
	if (e->own & bad)
		weight *= 0.4f;
	if (e->above & bad)
		weight *= 0.7f;
	if (e->own & (CLASS(BODY) | CLASS(ARTICLE)))
		weight *= 1.3f;
	if (e->in & (IN(ASIDE) | IN(NAV) | IN(FOOTER) | IN(HIDDEN)))
		weight *= 0.3f;
	if (e->in & IN(BODY_PROP))
		weight *= 1.5f;
	if (place->opener == 1 + HTML_PHRASE_RELATED || place->opener == 1 + HTML_PHRASE_COMMENT)
		weight *= 0.4f;
	if (title_article && place->article && place->article != title_article)
		weight *= 0.5f;
	return weight;
}

static void score_blocks(const struct html_page *page, float *scores, float *dense)
{
	for (uint32_t i = 0; i < page->block_count; i++) {
		const struct html_block *b = &page->blocks[i];

		if (b->chars < 25 || b->link_chars * 2 > b->chars || b->kind == HTML_KIND_HEADING)
			continue;
		float share = 1 - (float)b->link_chars / (float)b->chars;
		float score = (1 + (float)b->commas + (b->chars < 400 ? (float)b->chars / 100 : 4)) * share;
		uint32_t node = b->node;
		enum html_tag tag = page->tree.nodes[node].tag;

		if (tag == HTML_TAG_P || tag == HTML_TAG_LI || b->kind == HTML_KIND_QUOTE)
			node = page->tree.nodes[node].parent;
		dense[node] += (float)b->chars * share;
		for (float part = 1; node && part > 0.1f; part /= 2) {
			scores[node] += score * part;
			node = page->tree.nodes[node].parent;
		}
	}
}

void html_find_candidates(struct html_features *f, const struct html_page *page)
{
	const struct html_tree *tree = &page->tree;
	const struct html_sums *sums = &f->sums;
	const struct html_place *places = f->groups.places;
	struct html_candidates *found = &f->found;
	uint32_t title = f->groups.title, title_article = title != UINT32_MAX ? places[page->blocks[title].node].article : 0;
	float *scores = f->scores, *dense = scores + tree->count;
	float best = 0, most = 0, markup = 0, article = 0;

	memset(scores, 0, 2 * tree->count * sizeof *scores);
	*found = (struct html_candidates){ tree->body, tree->body, 0, 0 };
	score_blocks(page, scores, dense);
	for (uint32_t node = tree->body; node && node < tree->count; node++) {
		const struct html_element *e = &page->elements[node];

		if (tree->nodes[node].is_text || e->end_block == e->first_block)
			continue;
		float chars = (float)span(sums->chars, e);
		float links = (float)span(sums->link_chars, e);
		float weight = weight_of(e, &places[node], title_article) * (1 - links / (chars + 1));
		float body = (float)span(sums->paragraphs, e) * weight;

		if (scores[node] * weight > best) {
			best = scores[node] * weight;
			found->best = node;
		}
		if (dense[node] * weight > most) {
			most = dense[node] * weight;
			found->dense = node;
		}
		bool known = (e->own & CLASS(BODY)) && (e->own & CLASS(ARTICLE));
		if ((known || (e->in & IN(BODY_PROP))) && body > markup) {
			markup = body;
			found->markup = node;
		}
		enum html_tag tag = tree->nodes[node].tag;
		if ((tag == HTML_TAG_ARTICLE || tag == HTML_TAG_MAIN) && body > article) {
			article = body;
			found->article = node;
		}
	}
}
