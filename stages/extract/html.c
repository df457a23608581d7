#include "extract/html.h"
#include "extract/html_fate.h"
#include "extract/html_feature.h"
#include "extract/html_meta.h"
#include "extract/html_output.h"
#include "extract/html_pick.h"
#include "extract/html_say.h"
#include "extract/html_weights.h"

#include <stdlib.h>
#include <string.h>

struct html_scratch {
	struct html_page page;
	struct html_features features;
	struct html_phrases phrases;
	struct html_months months;
	struct html_ld ld;
	struct html_meta meta;
	struct html_pick pick;
	struct html_output output;
	struct arena arena;
	struct buf work;
	int32_t *scores; /* by block */
	uint8_t *fates;
	uint32_t block_cap;
};

struct html_scratch *html_scratch_new(void)
{
	struct html_scratch *s = mem_zero(1, sizeof *s);

	html_phrases_init(&s->phrases);
	html_months_init(&s->months);
	return s;
}

void html_scratch_free(struct html_scratch *s)
{
	if (!s)
		return;
	html_page_release(&s->page);
	html_features_release(&s->features);
	html_meta_release(&s->meta);
	html_output_release(&s->output);
	arena_release(&s->arena);
	buf_release(&s->work);
	free(s->scores);
	free(s->fates);
	free(s);
}

static void decide(struct html_scratch *s, const struct html_options *options)
{
	uint32_t count = s->page.block_count;

	if (s->block_cap < count || !s->fates) {
		free(s->scores);
		free(s->fates);
		s->block_cap = count + count / 2 + 64;
		s->scores = mem_alloc(s->block_cap * sizeof *s->scores);
		s->fates = mem_alloc(s->block_cap);
	}
	html_model_score(&html_block_model, s->features.rows, s->features.stride, count, s->scores);
	html_fates(&s->page, &s->features, s->scores, options, s->fates);
}

static struct html_pick_view view_of(struct html_scratch *s)
{
	struct html_pick_view view = { &s->page, &s->features, &s->meta, 0, s->page.block_count };

	while (view.first_kept < view.end_kept && s->fates[view.first_kept] != HTML_KEPT)
		view.first_kept++;
	while (view.end_kept > view.first_kept && s->fates[view.end_kept - 1] != HTML_KEPT)
		view.end_kept--;
	return view;
}

/* The title is a field of its own: the heading that repeats it is no part of the text. */
static void cut_title(struct html_scratch *s, struct str title)
{
	for (uint32_t i = 0; i < s->page.block_count; i++) {
		const struct html_block *b = &s->page.blocks[i];

		if (s->fates[i] == HTML_KEPT && b->kind == HTML_KIND_HEADING && b->level <= 2 &&
		    str_eq(html_block_text(&s->page, b), title))
			s->fates[i] = HTML_CUT;
	}
}

int html_extract(struct html_scratch *s, struct str markup, struct str url, const struct html_options *options,
		 struct html_result *result, struct err *err)
{
	if (markup.len >= UINT32_MAX)
		return err_set(err, EXIT_BAD_INPUT, "markup: %zu bytes are too many", markup.len);
	memset(result, 0, sizeof *result);
	arena_reset(&s->arena);
	html_page_read(&s->page, markup);
	html_ld_collect(&s->ld, &s->page.tree);
	html_features_fill(&s->features, &s->page, &s->ld, &s->phrases);
	decide(s, options);
	html_meta_read(&s->meta, &s->page, &s->features, &s->ld, &s->months, url);
	struct html_pick_view view = view_of(s);
	html_say(result, &view, &s->pick, &s->arena, &s->work);
	cut_title(s, result->title);
	html_output_write(&s->output, &s->page, &s->features, s->fates, options);
	result->text = buf_str(&s->output.text);
	result->headings = s->output.headings;
	result->heading_count = s->output.heading_count;
	result->captions = s->output.captions;
	result->caption_count = s->output.caption_count;
	result->cuts = s->output.cuts;
	result->cut_count = s->output.cut_count;
	return 0;
}
