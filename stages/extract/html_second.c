#include "extract/html_feature.h"
#include "extract/html_model.h"

#include <string.h>

#define ROW(NAME) html_feature_row(f, HTML_S_##NAME)

/* A score as a byte: 20 steps a unit of log odds. */
static uint8_t byte_of(int32_t score)
{
	int32_t q = 128 + score * 20 / HTML_LOGIT;

	return (uint8_t)(q < 0 ? 0 : q > 255 ? 255 : q);
}

/* Log odds as a share in 255ths, on a curve that is close to the logistic one. */
static uint32_t share_of(int32_t score)
{
	int32_t size = score < 0 ? -score : score;

	return (uint32_t)(128 + 127 * (int64_t)score / (size + HTML_LOGIT));
}

static void add(struct html_kept *sums, const struct html_page *page, const int32_t *scores, uint32_t i)
{
	sums->chars += page->blocks[i].chars;
	sums->kept += (uint64_t)page->blocks[i].chars * share_of(scores[i]);
}

static uint8_t mean(const struct html_kept *sums)
{
	return sums->chars ? (uint8_t)(sums->kept / sums->chars) : 0;
}

/* Mean of the blocks from..to-1 but for block `i` itself. */
static uint8_t mean_around(const struct html_kept *prefix, uint32_t from, uint32_t to, uint32_t i)
{
	struct html_kept sums = { prefix[to].chars - prefix[from].chars, prefix[to].kept - prefix[from].kept };

	if (i >= from && i < to) {
		sums.chars -= prefix[i + 1].chars - prefix[i].chars;
		sums.kept -= prefix[i + 1].kept - prefix[i].kept;
	}
	return mean(&sums);
}

static void around(struct html_features *f, const struct html_page *page, const struct html_kept *prefix, uint32_t i)
{
	uint32_t n = page->block_count, node = page->blocks[i].node;
	uint32_t up = page->tree.nodes[node].parent, above = page->tree.nodes[up].parent;
	const struct html_element *e1 = &page->elements[up], *e2 = &page->elements[above];

	ROW(NEAR3)[i] = mean_around(prefix, i < 3 ? 0 : i - 3, i + 4 < n ? i + 4 : n, i);
	ROW(NEAR8)[i] = mean_around(prefix, i < 8 ? 0 : i - 8, i + 9 < n ? i + 9 : n, i);
	ROW(E1)[i] = mean_around(prefix, e1->first_block, e1->end_block, i);
	ROW(E2)[i] = mean_around(prefix, e2->first_block, e2->end_block, i);
	uint64_t all = prefix[n].kept;
	ROW(BEFORE)[i] = all ? (uint8_t)(prefix[i].kept * 255 / all) : 0;
	ROW(AFTER)[i] = html_scale((uint32_t)((all - prefix[i + 1].kept) / 255));
	ROW(TOTAL)[i] = html_scale((uint32_t)(all / 255));
	ROW(PAGE)[i] = mean(&prefix[n]);
}

static void sequence(struct html_features *f, const struct html_page *page, const int32_t *scores)
{
	uint32_t n = page->block_count;
	uint32_t gap = UINT32_MAX, run = 0;
	int64_t head = -1;

	for (uint32_t i = 0; i < n; i++) {
		uint8_t most = 0;

		for (uint32_t back = 1; back <= 5 && back <= i; back++)
			most = byte_of(scores[i - back]) > most ? byte_of(scores[i - back]) : most;
		ROW(MOST_PREV)[i] = most;
		most = 0;
		for (uint32_t on = 1; on <= 5 && i + on < n; on++)
			most = byte_of(scores[i + on]) > most ? byte_of(scores[i + on]) : most;
		ROW(MOST_NEXT)[i] = most;
		ROW(OWN)[i] = byte_of(scores[i]);
		ROW(PREV1)[i] = i >= 1 ? byte_of(scores[i - 1]) : 0;
		ROW(PREV2)[i] = i >= 2 ? byte_of(scores[i - 2]) : 0;
		ROW(PREV3)[i] = i >= 3 ? byte_of(scores[i - 3]) : 0;
		ROW(NEXT1)[i] = i + 1 < n ? byte_of(scores[i + 1]) : 0;
		ROW(NEXT2)[i] = i + 2 < n ? byte_of(scores[i + 2]) : 0;
		ROW(NEXT3)[i] = i + 3 < n ? byte_of(scores[i + 3]) : 0;
		ROW(HEAD)[i] = head < 0 ? 128 : byte_of(scores[head]);
		ROW(GAP_PREV)[i] = gap == UINT32_MAX ? 255 : html_scale(gap);
		ROW(RUN)[i] = html_scale(run);
		if (scores[i] > 0) {
			gap = 0;
			run++;
		} else {
			run = 0;
			gap += gap == UINT32_MAX ? 0 : page->blocks[i].chars;
		}
		if (page->blocks[i].kind == HTML_KIND_HEADING)
			head = i;
	}
	gap = UINT32_MAX;
	for (uint32_t i = n; i-- > 0;) {
		ROW(GAP_NEXT)[i] = gap == UINT32_MAX ? 255 : html_scale(gap);
		if (scores[i] > 0)
			gap = 0;
		else
			gap += gap == UINT32_MAX ? 0 : page->blocks[i].chars;
	}
}

void html_features_second(struct html_features *f, const struct html_page *page, const int32_t *scores)
{
	uint32_t n = page->block_count;
	struct html_kept *prefix = f->kept, *makes = f->kept + n + 1;

	memset(makes, 0, f->make_slots * sizeof *makes);
	prefix[0] = (struct html_kept){ 0, 0 };
	for (uint32_t i = 0; i < n; i++) {
		prefix[i + 1] = prefix[i];
		add(&prefix[i + 1], page, scores, i);
		add(&makes[f->same[i]], page, scores, i);
	}
	for (uint32_t i = 0; i < n; i++) {
		around(f, page, prefix, i);
		ROW(SAME)[i] = mean(&makes[f->same[i]]);
	}
	sequence(f, page, scores);
}
