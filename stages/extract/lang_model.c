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
	uint32_t whole[LANG_MODEL_MAX];
	uint32_t count;
};

typedef uint8_t bytes4 __attribute__((vector_size(4)));
typedef uint8_t bytes16 __attribute__((vector_size(16)));
typedef uint16_t words4 __attribute__((vector_size(8)));
typedef uint16_t words16 __attribute__((vector_size(32)));

/* A row is of 4, 8 or 20 bytes; what stands behind the first 16 is in `last`. */
struct part {
	const struct lang_model *model;
	struct sums *sums;
	words16 first;
	words4 half, last;
	unsigned count;
};

static inline words4 read_four(const char *row)
{
	bytes4 bytes;

	memcpy(&bytes, row, sizeof bytes);
	return __builtin_convertvector(bytes, words4);
}

static inline __attribute__((always_inline)) void flush(struct part *part, unsigned width)
{
	struct sums *sums = part->sums;

	for (unsigned k = 0; k + 4 < width; k++)
		sums->whole[k] += width == 8 ? part->half[k] : part->first[k];
	for (unsigned k = 0; k < 4; k++)
		sums->whole[width - 4 + k] += part->last[k];
	sums->count += part->count;
	*part = (struct part){ .model = part->model, .sums = sums };
}

static inline __attribute__((always_inline)) void add_row(struct part *part, uint32_t feature, unsigned width)
{
	const char *row = part->model->rows + (size_t)lang_row(feature, part->model->bits) * width;
	bytes16 bytes;

	if (width >= 16) {
		memcpy(&bytes, row, sizeof bytes);
		part->first += __builtin_convertvector(bytes, words16);
	}
	if (width == 8)
		part->half += read_four(row);
	part->last += read_four(row + width - 4);
	if (++part->count == FLUSH)
		flush(part, width);
}

static inline void add_4(void *part, uint32_t feature)
{
	add_row(part, feature, 4);
}

static inline void add_8(void *part, uint32_t feature)
{
	add_row(part, feature, 8);
}

static inline void add_widest(void *part, uint32_t feature)
{
	add_row(part, feature, LANG_MODEL_MAX);
}

static void sum_rows(const struct lang_model *model, struct str text, struct sums *sums)
{
	struct part part = { .model = model, .sums = sums };

	switch (model->width) {
	case 4:
		lang_features(text, add_4, &part);
		flush(&part, 4);
		break;
	case 8:
		lang_features(text, add_8, &part);
		flush(&part, 8);
		break;
	default:
		lang_features(text, add_widest, &part);
		flush(&part, LANG_MODEL_MAX);
		break;
	}
}

bool lang_model_score(const struct lang_model *model, struct str text, struct lang_model_result *out)
{
	struct sums sums = { .count = 0 };
	double share, total = 0;

	sum_rows(model, text, &sums);
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
