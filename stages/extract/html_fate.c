#include "extract/html_fate.h"
#include "extract/html_model.h"

/* The score above which a block is main text. It is lower on a page whose best block is
 * itself in doubt, so that such a page does not come out empty; but for one that has nothing
 * like a main text. */
static int32_t threshold(const int32_t *scores, uint32_t count, enum html_favor favor)
{
	const int32_t least = HTML_LOGIT * 3 / 20, reach = HTML_LOGIT * 3 / 2, none = -HTML_LOGIT;
	int32_t best = INT32_MIN / 2;

	for (uint32_t i = 0; i < count; i++)
		best = scores[i] > best ? scores[i] : best;
	int32_t cut = best > none && best - reach < least ? best - reach : least;
	return favor == HTML_PRECISION ? cut + HTML_LOGIT : favor == HTML_RECALL ? cut - HTML_LOGIT : cut;
}

/* A reader's comment, going by the names of its elements. */
static bool is_comment(const struct html_page *page, const struct html_features *f, uint32_t i)
{
	return page->blocks[i].chars >= 20 && html_feature_row(f, HTML_F_CLASS + HTML_CLASS_COMMENT)[i] >= 3 &&
	       page->blocks[i].link_chars * 2 < page->blocks[i].chars;
}

bool html_is_caption(const struct html_page *page, const struct html_features *f, uint32_t i)
{
	const struct html_block *b = &page->blocks[i];

	return b->kind == HTML_KIND_CAPTION ||
	       ((page->elements[b->node].in & 1u << HTML_IN_FIGURE) && b->chars > 3 &&
		html_feature_row(f, HTML_F_CLASS + HTML_CLASS_CAPTION)[i] >= 7);
}

static bool is_embed(const struct html_page *page, uint32_t i)
{
	return page->elements[page->blocks[i].node].in >> HTML_IN_EMBED & 1;
}

/* A post of another site is quoted whole, with its author and date, or not at all: all of it
 * has the score of its longest block. */
static void join_embeds(const struct html_page *page, int32_t *scores)
{
	for (uint32_t i = 0, end; i < page->block_count; i = end) {
		uint32_t longest = i;

		for (end = i + 1; is_embed(page, i) && end < page->block_count && is_embed(page, end); end++)
			longest = page->blocks[end].chars > page->blocks[longest].chars ? end : longest;
		int32_t score = scores[longest];
		for (uint32_t k = i; k < end; k++)
			scores[k] = score;
	}
}

/* Another article than that of the title, below a heading that says so ("You may also like"). */
static bool is_other_article(const struct html_page *page, const struct html_features *f, uint32_t i)
{
	const struct html_place *place = &f->groups.places[page->blocks[i].node];
	uint32_t title = f->groups.title;
	uint32_t own = title == UINT32_MAX ? 0 : f->groups.places[page->blocks[title].node].article;

	return place->opener == 1 + HTML_PHRASE_RELATED && place->article && own && place->article != own;
}

void html_fates(const struct html_page *page, const struct html_features *f, int32_t *scores,
		const struct html_options *options, uint8_t *fates)
{
	join_embeds(page, scores);
	int32_t cut = threshold(scores, page->block_count, options->favor);
	for (uint32_t i = 0; i < page->block_count; i++) {
		bool table = page->blocks[i].kind == HTML_KIND_CELL;
		bool kept = scores[i] > cut && !html_is_caption(page, f, i) && !(options->drop_tables && table);

		kept = kept && !is_other_article(page, f, i);
		fates[i] = kept ? HTML_KEPT : options->keep_comments && is_comment(page, f, i) ? HTML_KEPT_COMMENT : HTML_CUT;
	}
}
