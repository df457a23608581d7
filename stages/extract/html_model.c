#include "extract/html_model.h"

enum { CHUNK = 256 };

/* Blocks of one chunk through all trees; the inner loops are what the compiler makes vector
 * instructions of. */
__attribute__((target_clones("avx2", "default"))) static void
score_chunk(const struct html_model *model, const uint8_t *rows, uint32_t stride, uint32_t count,
	    int32_t *restrict scores)
{
	uint8_t leaf[CHUNK];

	for (uint32_t i = 0; i < count; i++)
		scores[i] = model->start;
	for (uint32_t t = 0; t < model->tree_count; t++) {
		const struct html_decision *tree = &model->trees[t];

		for (uint32_t i = 0; i < CHUNK; i++)
			leaf[i] = 0;
		for (unsigned level = 0; level < HTML_TREE_DEPTH; level++) {
			const uint8_t *row = rows + (uint64_t)tree->feature[level] * stride;
			uint8_t above = tree->above[level], bit = (uint8_t)(1u << level);

			for (uint32_t i = 0; i < count; i++)
				leaf[i] |= row[i] > above ? bit : 0;
		}
		for (uint32_t i = 0; i < count; i++)
			scores[i] += tree->leaf[leaf[i]];
	}
}

void html_model_score(const struct html_model *model, const uint8_t *rows, uint32_t stride, uint32_t count,
		      int32_t *scores)
{
	for (uint32_t i = 0; i < count; i += CHUNK)
		score_chunk(model, rows + i, stride, count - i < CHUNK ? count - i : CHUNK, scores + i);
}
