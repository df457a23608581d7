/*
 * near: what is kept of a text to find near-duplicates of it.
 *
 * Shingles are runs of `shingle` tokens (text/tokens.h), hashed to 32 bits.
 *
 * Bands. One-permutation hashing (Li, Owen, Zhang 2012): shingles fall into `bins` bins by
 * their highest bits, of each bin the least hash counts; an empty bin borrows from the one
 * nearest to it by exclusive or, which makes the bins the minima of `bins` permutations h ^ a.
 * `rows` bins make the key of a band. Measured on the development corpus it finds what as
 * many multiply-add permutations find, at a fifth of the time, and needs no SIMD.
 * 24 bands of 2 rows, of which two must agree, find more than 28 bands of 4 of which one
 * must (candidates .983 of all duplicates against .942), with less memory. A short text in
 * the menus of a page has too few shingles in common with itself: there one band is enough.
 *
 * Positional sketch. The shingle hashes in the order of the text, sampled by their value,
 * at most `sketch` or so of them: level is the least for which shingles / 2^level is not
 * more; a hash whose low `level` bits are zero is in, and its next 16 bits are the entry.
 * Two sketches are compared at the coarser level (sketch.h).
 *
 *   part    level u8  zero u8  entries u16  band keys u32[bands]  entries u16[]
 */
#ifndef LEAT_DEDUP_NEAR_H
#define LEAT_DEDUP_NEAR_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	NEAR_TOKENS_MAX = 1 << 20, /* later tokens of a text do not count */
	NEAR_SHINGLES_MIN = 4, /* a text with fewer is no near-duplicate */
	NEAR_BANDS_MAX = 64,
	NEAR_BINS_MAX = 128,
	NEAR_EACH_MAX = 16, /* of near_preset.each */
	NEAR_HEAD = 4,
};

struct near_preset {
	const char *name;
	unsigned shingle; /* tokens */
	unsigned bins_log2;
	unsigned bands, rows; /* bands * rows <= bins */
	unsigned hits; /* bands that must agree */
	unsigned short_shingles; /* for a text of no more of them one is enough */
	unsigned each; /* documents kept of one band key */
	bool simplify; /* the text first (simplify.h) */
	bool verify; /* by the sketches; else agreeing bands are enough */
	unsigned sketch;
	/* of sketch_compare: against the representative, and against it when another member of
	 * its cluster fits already */
	double share, slack, member_share, member_slack;
};

/* NULL where there is none of that name. */
const struct near_preset *near_preset(const char *name);

/* A thread's memory for near_build. Zeroed is valid. */
struct near_scratch {
	uint64_t *tokens;
	size_t room;
	struct buf simple;
};
void near_scratch_release(struct near_scratch *scratch);

/* Appends the part for `text`; false (and nothing appended) when it has too few shingles. */
bool near_build(const struct near_preset *preset, struct near_scratch *scratch, struct str text, struct buf *out);

/* Whether `part`, from a journal, is whole. */
bool near_valid(const struct near_preset *preset, struct str part);

#endif
