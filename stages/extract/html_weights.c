#include "extract/html_weights.h"
#include "extract/html.h"

#include <xxhash.h>

#include "extract/generated/html_block.inc"
#include "extract/generated/html_title.inc"
#include "extract/generated/html_author.inc"
#include "extract/generated/html_date.inc"

#define MODEL(name, start) { name, sizeof name / sizeof *name, start }

const struct html_model html_block_model = MODEL(block_trees, BLOCK_START);

const struct html_model html_pick_models[HTML_PICK_COUNT] = {
	[HTML_PICK_TITLE] = MODEL(title_trees, TITLE_START),
	[HTML_PICK_AUTHOR] = MODEL(author_trees, AUTHOR_START),
	[HTML_PICK_DATE] = MODEL(date_trees, DATE_START),
};

static uint64_t digest(const struct html_model *model, uint64_t seed)
{
	return XXH3_64bits_withSeed(model->trees, model->tree_count * sizeof *model->trees,
				    seed ^ (uint64_t)(uint32_t)model->start);
}

uint64_t html_weights_digest(void)
{
	uint64_t sum = digest(&html_block_model, 0);

	for (unsigned i = 0; i < HTML_PICK_COUNT; i++)
		sum = digest(&html_pick_models[i], sum);
	return sum;
}
