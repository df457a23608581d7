#include "extract/lang_model.h"

#include <math.h>

#include "extract/generated/lang_cyrillic.inc"
#include "extract/generated/lang_latin.inc"
#include "extract/generated/lang_north.inc"
#include "extract/generated/lang_south.inc"

/* Rows that can be summed in 16 bits before they must move to 32. */
#define FLUSH 256

struct sums {
	int16_t part[LANG_MODEL_MAX];
	int32_t whole[LANG_MODEL_MAX];
	unsigned pending;
	size_t count;
};

static void flush(struct sums *sums)
{
	for (unsigned k = 0; k < LANG_MODEL_MAX; k++) {
		sums->whole[k] += sums->part[k];
		sums->part[k] = 0;
	}
	sums->pending = 0;
}

static inline void add_row(struct sums *sums, const int8_t *row, unsigned width)
{
	for (unsigned k = 0; k < width; k++)
		sums->part[k] = (int16_t)(sums->part[k] + row[k]);
	sums->count++;
	if (++sums->pending == FLUSH)
		flush(sums);
}

bool lang_model_score(const struct lang_model *model, struct str text, struct lang_model_result *out)
{
	struct sums sums = { .count = 0 };
	struct lang_features f;
	double share, total = 0;
	unsigned shift = 32 - model->bits;

	lang_features_start(&f, text);
	while (lang_features_next(&f))
		for (unsigned i = 0; i < f.nready; i++)
			add_row(&sums, model->rows + (size_t)(f.ready[i] * 0x85ebca6bu >> shift) * model->width,
			        model->width);
	flush(&sums);
	if (sums.count == 0)
		return false;
	*out = (struct lang_model_result){ .best = 0 };
	share = (double)model->scale / sqrt((double)sums.count);
	for (unsigned k = 0; k < model->count; k++) {
		out->logit[k] = sums.whole[k] * share;
		if (out->logit[k] > out->logit[out->best])
			out->best = k;
	}
	out->second = out->best == 0;
	for (unsigned k = 0; k < model->count; k++) {
		total += exp(out->logit[k] - out->logit[out->best]);
		if (k != out->best && out->logit[k] > out->logit[out->second])
			out->second = k;
	}
	out->score = 1 / total;
	out->second_score = exp(out->logit[out->second] - out->logit[out->best]) / total;
	return true;
}
