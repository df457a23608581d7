#include "extract/html.h"
#include "extract/html_feature.h"
#include "extract/html_meta.h"
#include "extract/html_output.h"
#include "extract/html_pick.h"
#include "extract/html_weights.h"

#include <stdlib.h>
#include <string.h>

struct html_scratch {
	struct html_page page;
	struct html_features features;
	struct html_phrases phrases;
	struct html_months months;
	struct html_meta meta;
	struct html_pick pick;
	int32_t *scores; /* by block */
	uint8_t *keep;
	uint32_t block_cap;
	struct buf text, strings;
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
	buf_release(&s->text);
	buf_release(&s->strings);
	free(s->scores);
	free(s->keep);
	free(s);
}

/* The score from which a block is kept. */
static int32_t threshold(enum html_favor favor)
{
	return favor == HTML_PRECISION ? HTML_LOGIT : favor == HTML_RECALL ? -HTML_LOGIT : 0;
}

static void classify(struct html_scratch *s, const struct html_options *options)
{
	uint32_t count = s->page.block_count;

	if (s->block_cap < count || !s->keep) {
		free(s->scores);
		free(s->keep);
		s->block_cap = count + count / 2 + 64;
		s->scores = mem_alloc(s->block_cap * sizeof *s->scores);
		s->keep = mem_alloc(s->block_cap);
	}
	html_features_fill(&s->features, &s->page, &s->phrases);
	html_model_score(&html_block_model, s->features.rows, s->features.stride, count, s->scores);
	for (uint32_t i = 0; i < count; i++)
		s->keep[i] = s->scores[i] > threshold(options->favor);
}

/* The claim to believe, or NULL. */
static const struct html_claim *pick(struct html_scratch *s, const struct html_pick_view *view, enum html_pick_field field)
{
	const struct html_claims *claims = html_pick_claims(&s->meta, field);
	const struct html_claim *best = NULL;
	int32_t score = html_pick_least[field];

	html_pick_fill(&s->pick, view, field);
	html_model_score(&html_pick_models[field], s->pick.rows[0], HTML_CLAIMS_MAX, claims->count, s->pick.scores);
	for (uint32_t i = 0; i < claims->count; i++) {
		if (claims->list[i].modified || s->pick.scores[i] <= score)
			continue;
		score = s->pick.scores[i];
		best = &claims->list[i];
	}
	return best;
}

static struct str keep_date(struct html_scratch *s, const struct html_claim *claim)
{
	size_t from = s->strings.len;

	buf_addf(&s->strings, "%04u-%02u-%02u", claim->day.year, claim->day.month, claim->day.day);
	return str_from(s->strings.data + from, s->strings.len - from);
}

static void say(struct html_scratch *s, struct html_result *result)
{
	struct html_pick_view view = { &s->page, &s->features, &s->meta, 0, s->page.block_count };

	while (view.first_kept < view.end_kept && !s->keep[view.first_kept])
		view.first_kept++;
	while (view.end_kept > view.first_kept && !s->keep[view.end_kept - 1])
		view.end_kept--;
	buf_reserve(&s->strings, 65536);
	const struct html_claim *claim = pick(s, &view, HTML_PICK_TITLE);
	if (claim)
		result->title = html_claim_text(&s->meta, claim);
	claim = pick(s, &view, HTML_PICK_AUTHOR);
	if (claim)
		result->author = html_claim_text(&s->meta, claim);
	claim = pick(s, &view, HTML_PICK_DATE);
	if (claim)
		result->published = keep_date(s, claim);
}

int html_extract(struct html_scratch *s, struct str markup, struct str url, const struct html_options *options,
		 struct html_result *result, struct err *err)
{
	if (markup.len >= UINT32_MAX)
		return err_set(err, EXIT_BAD_INPUT, "markup: %zu bytes are too many", markup.len);
	memset(result, 0, sizeof *result);
	buf_reset(&s->text);
	buf_reset(&s->strings);
	html_page_read(&s->page, markup);
	classify(s, options);
	html_write_text(&s->page, s->keep, &s->text);
	result->text = buf_str(&s->text);
	html_meta_read(&s->meta, &s->page, &s->features, &s->months, url);
	say(s, result);
	return 0;
}
