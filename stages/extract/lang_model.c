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

typedef int8_t bytes16 __attribute__((vector_size(16)));
typedef int16_t words16 __attribute__((vector_size(32)));

static inline void add_sixteen(int16_t *part, const int8_t *row)
{
	bytes16 bytes;
	words16 sum;

	memcpy(&bytes, row, sizeof bytes);
	memcpy(&sum, part, sizeof sum);
	sum += __builtin_convertvector(bytes, words16);
	memcpy(part, &sum, sizeof sum);
}

static inline void add_row(struct sums *sums, const int8_t *row, unsigned width)
{
	if (width >= 16)
		for (unsigned k = 0; k < width; k += 16)
			add_sixteen(sums->part + k, row + k);
	else
		for (unsigned k = 0; k < width; k++)
			sums->part[k] = (int16_t)(sums->part[k] + row[k]);
	sums->count++;
	if (++sums->pending == FLUSH)
		flush(sums);
}

/* `width` is the model's, as a constant. */
static inline __attribute__((always_inline)) void sum_rows(const struct lang_model *model, unsigned width,
                                                           struct str text, struct sums *sums)
{
	struct lang_features f;
	unsigned shift = 32 - model->bits;

	lang_features_start(&f, text);
	while (lang_features_next(&f))
		for (unsigned i = 0; i < f.nready; i++)
			add_row(sums, model->rows + (size_t)(f.ready[i] * 0x85ebca6bu >> shift) * width, width);
	flush(sums);
}

bool lang_model_score(const struct lang_model *model, struct str text, struct lang_model_result *out)
{
	struct sums sums = { .count = 0 };
	double share, total = 0;

	switch (model->width) {
	case 4:
		sum_rows(model, 4, text, &sums);
		break;
	case 8:
		sum_rows(model, 8, text, &sums);
		break;
	default:
		sum_rows(model, 32, text, &sums);
		break;
	}
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
