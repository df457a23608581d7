#include "extract/lang_model.h"

#include <math.h>

#include "extract/generated/lang_cyrillic.inc"
#include "extract/generated/lang_latin.inc"
#include "extract/generated/lang_north.inc"
#include "extract/generated/lang_south.inc"

/* The tables are larger than the nearest caches: so many rows are asked for before the first
 * is needed. So many can also be summed in 16 bits. */
#define AHEAD 128

/* Sums of the characters as they stand; LANG_MODEL_ZERO is taken off at the end. */
struct sums {
	const struct lang_model *model;
	uint32_t whole[LANG_MODEL_MAX];
	uint32_t count;
	unsigned pending;
	const char *row[AHEAD];
};

typedef uint8_t bytes4 __attribute__((vector_size(4)));
typedef uint8_t bytes16 __attribute__((vector_size(16)));
typedef uint16_t words4 __attribute__((vector_size(8)));
typedef uint16_t words16 __attribute__((vector_size(32)));

static inline words4 read_four(const char *row)
{
	bytes4 bytes;

	memcpy(&bytes, row, sizeof bytes);
	return __builtin_convertvector(bytes, words4);
}

/* A row is of 4, 8 or 20 bytes: `width`, a constant. What stands behind the first 16 is in
 * `last`. */
static inline __attribute__((always_inline)) void sum_rows(struct sums *sums, unsigned width)
{
	words16 first = { 0 };
	words4 half = { 0 }, last = { 0 };
	bytes16 bytes;

	for (unsigned i = 0; i < sums->pending; i++) {
		const char *row = sums->row[i];

		if (width >= 16) {
			memcpy(&bytes, row, sizeof bytes);
			first += __builtin_convertvector(bytes, words16);
		}
		if (width == 8)
			half += read_four(row);
		last += read_four(row + width - 4);
	}
	for (unsigned k = 0; k + 4 < width; k++)
		sums->whole[k] += width == 8 ? half[k] : first[k];
	for (unsigned k = 0; k < 4; k++)
		sums->whole[width - 4 + k] += last[k];
	sums->count += sums->pending;
	sums->pending = 0;
}

static void sum_pending(struct sums *sums)
{
	switch (sums->model->width) {
	case 4:
		sum_rows(sums, 4);
		break;
	case 8:
		sum_rows(sums, 8);
		break;
	default:
		sum_rows(sums, LANG_MODEL_MAX);
		break;
	}
}

static inline void add_row(void *context, uint32_t feature)
{
	struct sums *sums = context;
	const struct lang_model *model = sums->model;
	const char *row = model->rows + (size_t)lang_row(feature, model->bits) * model->width;

	__builtin_prefetch(row);
	sums->row[sums->pending++] = row;
	if (sums->pending == AHEAD)
		sum_pending(sums);
}

bool lang_model_score(const struct lang_model *model, struct str text, struct lang_model_result *out)
{
	struct sums sums = { .model = model };
	double share, total = 0;

	lang_features(text, add_row, &sums);
	sum_pending(&sums);
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
