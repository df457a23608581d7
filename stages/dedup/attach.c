#include "attach.h"

struct found {
	uint32_t representative;
	unsigned matched;
	double share;
};

static struct sketch sketch_of(const struct near_preset *preset, struct str part)
{
	return (struct sketch){ (unsigned char)part.at[0], (unsigned char)part.at[1], num_load16(part.at + 2), part.at + NEAR_HEAD + 4 * preset->bands };
}

/* Row `number` with its part; false where it is void. */
static bool near_row(const struct index *index, uint32_t number, struct row *row)
{
	return index_row(index, number, row) && row->near.at;
}

static void take(struct found *best, uint32_t representative, const struct sketch_result *result)
{
	if (result->matched > best->matched)
		*best = (struct found){ representative, result->matched, result->share };
}

/* Compares with each representative once. Leaves in `members` the rows of candidates that
 * are not their own representative. */
static void try_representatives(const struct index *index, struct sketch_sets *sets, const struct row *row,
				const struct candidates *candidates, struct candidates *members, struct found *best)
{
	const struct near_preset *preset = index->settings->near;
	struct candidates tried = { .count = 0 };

	members->count = 0;
	for (unsigned i = 0; i < candidates->count; i++) {
		struct sketch_result result;
		struct row candidate, document;
		uint32_t number;
		unsigned k = 0;

		if (!near_row(index, candidates->rows[i], &candidate) ||
		    !index_document(index, candidates->rows[i], &candidate, &number))
			continue;
		if (number != candidates->rows[i])
			members->rows[members->count++] = candidates->rows[i];
		while (k < tried.count && tried.rows[k] != number)
			k++;
		if (k < tried.count || !near_row(index, number, &document))
			continue;
		tried.rows[tried.count++] = number;
		if (!preset->verify) {
			*best = (struct found){ number, 1, 1 };
			return;
		}
		if (sketch_compare(sets, sketch_of(preset, row->near), sketch_of(preset, document.near), preset->shingle, &result) &&
		    sketch_passes(&result, candidates->bands[i] < preset->hits ? preset->weak_share : preset->share, preset->slack))
			take(best, number, &result);
	}
}

static void try_members(const struct index *index, struct sketch_sets *sets, const struct row *row,
			const struct candidates *members, struct found *best)
{
	const struct near_preset *preset = index->settings->near;

	for (unsigned i = 0; i < members->count; i++) {
		struct sketch_result with_member, result;
		struct row member, document;
		uint32_t number;

		if (near_row(index, members->rows[i], &member) && index_document(index, members->rows[i], &member, &number) &&
		    near_row(index, number, &document) &&
		    sketch_compare(sets, sketch_of(preset, row->near), sketch_of(preset, member.near), preset->shingle, &with_member) &&
		    sketch_passes(&with_member, preset->share, preset->slack) &&
		    sketch_compare(sets, sketch_of(preset, row->near), sketch_of(preset, document.near), preset->shingle, &result) &&
		    sketch_passes(&result, preset->member_share, preset->member_slack))
			take(best, number, &result);
	}
}

bool attach(const struct index *index, struct sketch_sets *sets, const struct row *row, const struct candidates *candidates,
	    uint32_t *representative, float *score)
{
	struct found best = { 0, 0, 0 };
	struct candidates members;

	try_representatives(index, sets, row, candidates, &members, &best);
	if (best.matched == 0)
		try_members(index, sets, row, &members, &best);
	*representative = best.representative;
	*score = (float)best.share;
	return best.matched > 0;
}
