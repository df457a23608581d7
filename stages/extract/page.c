#include "extract/page.h"

#include "extract/generated/page_weights.inc"

/* A log odd. On pages not seen F1 is the same from -.3 to .1, and of last paragraphs most is kept here. */
#define CUT -.3

static double weigh(const struct page_line *line, const int16_t *weights)
{
	int sum = 0;

	for (unsigned k = 0; k < line->count; k++)
		sum += weights[line->features[k]];
	return sum / 100.0;
}

/* Where a line stands does not condemn it alone: what goes on with running text in its words, right
 * below it, and ends a sentence, belongs to it. Most of these are last paragraphs. */
static bool goes_on(const struct page_line *above, const struct page_line *line)
{
	return above->good && above->score > 0 && line->terminal && line->width >= 30 && line->phrase == 0 && !line->copyright &&
	       line->score > -3 && line->shared >= .25;
}

void page_score(struct arena *arena, struct page_line *lines, size_t count, const char *lang)
{
	if (count == 0)
		return;
	page_features(arena, lines, count, lang);
	for (size_t i = 0; i < count; i++)
		lines[i].score = weigh(&lines[i], first_weights);
	page_features_around(lines, count);
	/* Of the two rounds the mean judges best: the second trusts the neighbours too much. */
	for (size_t i = 0; i < count; i++)
		lines[i].score = (lines[i].score + weigh(&lines[i], both_weights)) / 2 - CUT;
	for (size_t i = 1; i < count; i++)
		if (lines[i].score <= 0 && goes_on(&lines[i - 1], &lines[i]))
			lines[i].score = .1;
}
