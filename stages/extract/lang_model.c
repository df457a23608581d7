#include "extract/lang_model.h"

#include <math.h>

#include "extract/generated/lang_cyrillic.inc"
#include "extract/generated/lang_latin.inc"
#include "extract/generated/lang_north.inc"
#include "extract/generated/lang_south.inc"

/* Rows that can be summed in 16 bits before they must move to 32. */
#define FLUSH 512

/* Sums of the characters as they stand; LANG_MODEL_ZERO is taken off at the end. */
struct sums {
	uint16_t part[LANG_MODEL_MAX];
	uint32_t whole[LANG_MODEL_MAX];
	unsigned pending;
	uint32_t count;
};

static void flush(struct sums *sums)
{
	for (unsigned k = 0; k < LANG_MODEL_MAX; k++) {
		sums->whole[k] += sums->part[k];
		sums->part[k] = 0;
	}
	sums->pending = 0;
}

typedef uint8_t bytes16 __attribute__((vector_size(16)));
typedef uint16_t words16 __attribute__((vector_size(32)));

static inline void add_sixteen(uint16_t *part, const char *row)
{
	bytes16 bytes;
	words16 sum;

	memcpy(&bytes, row, sizeof bytes);
	memcpy(&sum, part, sizeof sum);
	sum += __builtin_convertvector(bytes, words16);
	memcpy(part, &sum, sizeof sum);
}

static inline __attribute__((always_inline)) void add_row(struct sums *sums, const char *row, unsigned width)
{
	unsigned k = 0;

	for (; k + 16 <= width; k += 16)
		add_sixteen(sums->part + k, row + k);
	for (; k < width; k++)
		sums->part[k] = (uint16_t)(sums->part[k] + (unsigned char)row[k]);
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
		sum_rows(model, LANG_MODEL_MAX, text, &sums);
		break;
	}
	if (sums.count == 0)
		return false;
	*out = (struct lang_model_result){ .best = 0 };
	share = (double)model->scale / sqrt((double)sums.count);
	for (unsigned k = 0; k < model->count; k++) {
		out->logit[k] = ((double)sums.whole[k] - (double)sums.count * LANG_MODEL_ZERO) * share;
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
