#include "extract/html_model.h"

#include <string.h>

/* Blocks that one vector holds; the compiler splits it where the processor's are smaller. */
enum { LANES = 32 };

typedef uint8_t lanes __attribute__((vector_size(LANES)));

/* LANES blocks, whose features start at `rows`, through all trees. */
__attribute__((target_clones("avx2", "default"))) static void
score_lanes(const struct html_model *model, const uint8_t *rows, uint32_t stride, int32_t *restrict scores)
{
	int32_t sums[LANES] = { 0 };

	for (uint32_t t = 0; t < model->tree_count; t++) {
		const struct html_decision *tree = &model->trees[t];
		lanes leaf = { 0 };

		for (unsigned level = 0; level < HTML_TREE_DEPTH; level++) {
			lanes row;

			memcpy(&row, rows + (uint64_t)tree->feature[level] * stride, sizeof row);
			leaf |= (lanes)(row > tree->above[level]) & (uint8_t)(1u << level);
		}
		for (unsigned i = 0; i < LANES; i++)
			sums[i] += tree->leaf[leaf[i]];
	}
	for (unsigned i = 0; i < LANES; i++)
		scores[i] = sums[i] + model->start;
}

void html_model_score(const struct html_model *model, const uint8_t *rows, uint32_t stride, uint32_t count,
		      int32_t *scores)
{
	int32_t sums[LANES];

	for (uint32_t i = 0; i < count; i += LANES) {
		uint32_t rest = count - i < LANES ? count - i : LANES;

		score_lanes(model, rows + i, stride, sums);
		memcpy(scores + i, sums, rest * sizeof *scores);
	}
}
