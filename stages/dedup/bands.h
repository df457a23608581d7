/*
 * bands: the documents that share band keys with one: candidates for near-duplicates
 * (locality-sensitive hashing). One table a band, 8 bytes an entry, each growing at its own
 * time.
 */
#ifndef LEAT_DEDUP_BANDS_H
#define LEAT_DEDUP_BANDS_H

#include "base/num.h"
#include "near.h"
#include "table.h"

/* Candidates given, those with most bands in common first. */
enum { BANDS_CANDIDATES_MAX = 16 };

struct bands {
	const struct near_preset *preset;
	struct table tables[NEAR_BANDS_MAX];
};

struct candidates {
	uint32_t rows[BANDS_CANDIDATES_MAX];
	unsigned bands[BANDS_CANDIDATES_MAX]; /* in common */
	unsigned count;
};

void bands_init(struct bands *bands, const struct near_preset *preset);
void bands_release(struct bands *bands);
size_t bands_bytes(const struct bands *bands);
void bands_forget(struct bands *bands, uint32_t row);

static inline uint32_t bands_key(const char *part, unsigned band)
{
	return num_load32(part + NEAR_HEAD + 4 * band);
}

/* To be called for some parts at once before bands_take. */
static inline void bands_prefetch(const struct bands *bands, const char *part)
{
	for (unsigned i = 0; i < bands->preset->bands; i++)
		table_prefetch(&bands->tables[i], bands_key(part, i));
}

/* Finds the candidates for a part, in at least preset->hits bands (in one for a short text), and adds its own row, but
 * where a key has preset->each documents already. */
void bands_take(struct bands *bands, const char *part, uint32_t row, struct candidates *candidates);

#endif
