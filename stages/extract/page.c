#include "extract/page.h"

#include "extract/generated/page_weights.inc"

/* Hundredths of a log odd; chosen with the weights, where F1 is highest on pages not seen. */
#define CUT -20

static void score(struct page_line *lines, size_t count, const int16_t *weights)
{
	for (size_t i = 0; i < count; i++) {
		int sum = 0;

		for (unsigned k = 0; k < lines[i].count; k++)
			sum += weights[lines[i].features[k]];
		lines[i].score = sum / 100.0;
	}
}

void page_score(struct arena *arena, struct page_line *lines, size_t count, const char *lang)
{
	if (count == 0)
		return;
	page_features(arena, lines, count, lang);
	score(lines, count, first_weights);
	page_features_around(lines, count);
	score(lines, count, both_weights);
	for (size_t i = 0; i < count; i++)
		lines[i].score -= CUT / 100.0;
}
