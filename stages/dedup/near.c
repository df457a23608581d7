#include "near.h"

#include "base/num.h"
#include "simplify.h"
#include "text/tokens.h"

#include <stdlib.h>

static const struct near_preset presets[] = {
	{ .name = "datatrove", .shingle = 5, .functions = 4, .bins_log2 = 5, .bands = 14, .rows = 8, .hits = 1, .each = 1, .simplify = true },
	{ .name = "default", .shingle = 3, .functions = 1, .bins_log2 = 6, .bands = 20, .rows = 2, .hits = 2, .each = 8, .verify = true,
	  .sketch = 144, .share = 0.3, .slack = 1, .member_share = 0.2, .member_slack = 3, .weak_share = 0.5 },
	{ .name = "wide", .shingle = 3, .functions = 1, .bins_log2 = 7, .bands = 42, .rows = 2, .hits = 2, .each = 16, .verify = true,
	  .sketch = 192, .share = 0.3, .slack = 1.5, .member_share = 0.15, .member_slack = 3, .weak_share = 0.5 },
};

const struct near_preset *near_preset(const char *name)
{
	for (size_t i = 0; i < sizeof presets / sizeof *presets; i++)
		if (strcmp(presets[i].name, name) == 0)
			return &presets[i];
	return NULL;
}

void near_scratch_release(struct near_scratch *scratch)
{
	free(scratch->tokens);
	buf_release(&scratch->simple);
	*scratch = (struct near_scratch){ NULL, 0, BUF_INIT };
}

#define STEP 0x9fb21c651e98df25u
#define MIX 0xd6e8feb86659fd93u

/* Odd multipliers keep the order of the tokens, three or five, in the sum. */
static inline uint64_t shingle_sum(const uint64_t *tokens, unsigned count)
{
	uint64_t sum = (tokens[0] * STEP + tokens[1]) * STEP + tokens[2];

	if (count == 5)
		sum = (sum * STEP + tokens[3]) * STEP + tokens[4];
	return sum ^ sum >> 32;
}

__extension__ typedef unsigned __int128 uint128;

struct sampling {
	unsigned level, fraction;
	size_t max;
	char *entries; /* u16 each, room for one more than max */
	size_t count;
};

static inline void lower(uint32_t *bins, unsigned bins_log2, uint32_t hash)
{
	uint32_t *bin = &bins[hash >> (32 - bins_log2)];

	*bin = hash < *bin ? hash : *bin;
}

/* One pass over the shingles for the bins and, where there is one, the sketch; without a
 * branch, as half of the hashes or a quarter are in. */
static inline __attribute__((always_inline)) void scan(const uint64_t *tokens, size_t shingles, unsigned shingle, unsigned functions,
						       unsigned bins_log2, bool sketched, uint32_t *bins, struct sampling *sampling)
{
	const unsigned level = sampling->level;
	const uint32_t outside = (UINT32_C(1) << level) - 1, inside = near_fraction(sampling->fraction);
	const size_t max = sampling->max;
	char *entries = sampling->entries;
	size_t count = 0;

	for (size_t i = 0; i < shingles; i++) {
		uint64_t sum = shingle_sum(tokens + i, shingle);
		uint32_t hash = (uint32_t)(sum * MIX >> 32), entry = hash >> level;

		if (sketched) {
			num_store16(entries + 2 * count, (uint16_t)entry);
			count += ((hash & outside) == 0) & (inside >> (entry & 31)) & (count < max);
		}
		lower(bins, bins_log2, hash);
		if (functions == 4) { /* the other words of the product */
			uint64_t high = (uint64_t)((uint128)sum * MIX >> 64);

			lower(bins + (1u << bins_log2), bins_log2, (uint32_t)(sum * MIX));
			lower(bins + (2u << bins_log2), bins_log2, (uint32_t)high);
			lower(bins + (3u << bins_log2), bins_log2, (uint32_t)(high >> 32));
		}
	}
	sampling->count = count;
}

/* As the presets need it, with the numbers known to the compiler. */
static void scan_for(const struct near_preset *preset, const uint64_t *tokens, size_t shingles, uint32_t *bins, struct sampling *sampling)
{
	if (preset->shingle == 5)
		scan(tokens, shingles, 5, 4, 5, false, bins, sampling);
	else if (preset->bins_log2 == 6)
		scan(tokens, shingles, 3, 1, 6, true, bins, sampling);
	else
		scan(tokens, shingles, 3, 1, 7, true, bins, sampling);
}

static void borrow(const uint32_t *bins, unsigned bins_log2, uint32_t *minima)
{
	unsigned count = 1u << bins_log2;

	for (unsigned i = 0; i < count; i++) {
		unsigned away = 0;

		while (bins[i ^ away] == UINT32_MAX && away + 1 < count)
			away++;
		minima[i] = away << (32 - bins_log2) | (bins[i ^ away] & (UINT32_MAX >> bins_log2));
	}
}

/* The bins of a band lie far apart, so that they seldom borrow from the same one. */
static uint32_t band_key(const struct near_preset *preset, const uint32_t *minima, unsigned band)
{
	unsigned apart = (preset->functions << preset->bins_log2) / preset->rows;
	uint64_t key = 0;

	for (unsigned row = 0; row < preset->rows; row++)
		key = (key ^ minima[row * apart + band]) * STEP;
	return (uint32_t)((key ^ key >> 32) * MIX >> 32);
}

static size_t count_tokens(struct near_scratch *scratch, struct str text)
{
	size_t most = text.len < NEAR_TOKENS_MAX ? text.len : NEAR_TOKENS_MAX;

	if (most > scratch->room) {
		scratch->room = most + most / 2;
		free(scratch->tokens);
		scratch->tokens = mem_alloc(scratch->room * sizeof *scratch->tokens);
	}
	return tokens_hash(text, scratch->tokens, most);
}

static void choose_rate(struct sampling *sampling, size_t shingles, size_t sketch)
{
	size_t half;

	*sampling = (struct sampling){ .fraction = NEAR_FRACTION, .max = 2 * sketch };
	if (shingles <= sketch || sketch == 0)
		return;
	while (shingles >> (sampling->level + 1) > sketch)
		sampling->level++;
	half = shingles >> (sampling->level + 1);
	sampling->fraction = (unsigned)(NEAR_FRACTION * (sketch - half) / half);
}

bool near_build(const struct near_preset *preset, struct near_scratch *scratch, struct str text, struct buf *out)
{
	size_t tokens, shingles;
	uint32_t bins[NEAR_BINS_MAX], minima[NEAR_BINS_MAX];
	struct sampling sampling;
	char *at;

	if (preset->simplify) {
		simplify(text, &scratch->simple);
		text = buf_str(&scratch->simple);
	}
	tokens = count_tokens(scratch, text);
	if (tokens < preset->shingle + NEAR_SHINGLES_MIN - 1)
		return false;
	shingles = tokens - preset->shingle + 1;
	choose_rate(&sampling, shingles, preset->sketch);
	at = buf_reserve(out, NEAR_HEAD + 4 * preset->bands + 2 * sampling.max + 2);
	sampling.entries = at + NEAR_HEAD + 4 * preset->bands;
	memset(bins, 0xff, sizeof bins);
	scan_for(preset, scratch->tokens, shingles, bins, &sampling);
	for (unsigned i = 0; i < preset->functions; i++)
		borrow(bins + (i << preset->bins_log2), preset->bins_log2, minima + (i << preset->bins_log2));
	at[0] = (char)sampling.level;
	at[1] = (char)sampling.fraction;
	num_store16(at + 2, (uint16_t)sampling.count);
	for (unsigned band = 0; band < preset->bands; band++)
		num_store32(at + NEAR_HEAD + 4 * band, band_key(preset, minima, band));
	out->len += NEAR_HEAD + 4 * preset->bands + 2 * sampling.count;
	return true;
}

bool near_valid(const struct near_preset *preset, struct str part)
{
	size_t head = NEAR_HEAD + 4 * (size_t)preset->bands;

	return part.len >= head && part.len == head + 2 * (size_t)num_load16(part.at + 2) && (unsigned char)part.at[0] < 32 &&
		(unsigned char)part.at[1] <= NEAR_FRACTION &&
		num_load16(part.at + 2) <= 2 * preset->sketch;
}
