#include "bands.h"

void bands_init(struct bands *bands, const struct near_preset *preset)
{
	bands->preset = preset;
	for (unsigned i = 0; i < preset->bands; i++)
		table_init(&bands->tables[i], (double)i / preset->bands);
}

void bands_release(struct bands *bands)
{
	for (unsigned i = 0; bands->preset && i < bands->preset->bands; i++)
		table_release(&bands->tables[i]);
}

size_t bands_bytes(const struct bands *bands)
{
	size_t bytes = 0;

	for (unsigned i = 0; i < bands->preset->bands; i++)
		bytes += table_bytes(&bands->tables[i]);
	return bytes;
}

void bands_forget(struct bands *bands, uint32_t row)
{
	for (unsigned i = 0; i < bands->preset->bands; i++)
		table_forget(&bands->tables[i], row);
}

struct hits {
	uint32_t rows[NEAR_BANDS_MAX * NEAR_EACH_MAX];
	uint8_t bands[NEAR_BANDS_MAX * NEAR_EACH_MAX];
	unsigned count;
};

/* A row comes at most once a band. There are few rows: looking through them is quickest. */
static void count_hit(struct hits *hits, uint32_t row)
{
	unsigned i = 0;

	while (i < hits->count && hits->rows[i] != row)
		i++;
	if (i == hits->count) {
		hits->rows[i] = row;
		hits->bands[i] = 0;
		hits->count++;
	}
	hits->bands[i]++;
}

/* Those with most bands first, of equal ones the oldest. */
static void pick(const struct hits *hits, unsigned least, struct candidates *out)
{
	unsigned *bands = out->bands;

	out->count = 0;
	for (unsigned i = 0; i < hits->count; i++) {
		unsigned at;

		if (hits->bands[i] < least)
			continue;
		at = out->count < BANDS_CANDIDATES_MAX ? out->count++ : BANDS_CANDIDATES_MAX;
		while (at > 0 && (bands[at - 1] < hits->bands[i] ||
				  (bands[at - 1] == hits->bands[i] && out->rows[at - 1] > hits->rows[i]))) {
			if (at < BANDS_CANDIDATES_MAX) {
				bands[at] = bands[at - 1];
				out->rows[at] = out->rows[at - 1];
			}
			at--;
		}
		if (at < BANDS_CANDIDATES_MAX) {
			bands[at] = hits->bands[i];
			out->rows[at] = hits->rows[i];
		}
	}
}

void bands_take(struct bands *bands, const char *part, uint32_t row, struct candidates *candidates)
{
	const struct near_preset *preset = bands->preset;
	struct hits hits;

	hits.count = 0;
	for (unsigned i = 0; i < preset->bands; i++) {
		uint32_t rows[NEAR_EACH_MAX], key = bands_key(part, i);
		size_t count = table_take(&bands->tables[i], key, row, rows, preset->each);

		for (size_t k = 0; k < count; k++)
			count_hit(&hits, rows[k]);
	}
	pick(&hits, near_is_short(part) ? 1 : preset->hits, candidates);
}
