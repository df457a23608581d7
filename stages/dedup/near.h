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
 * 20 bands of 2 rows, of which two must agree, find more than 28 bands of 4 of which one
 * must, with less memory. A short text in
 * the menus of a page has few shingles in common with itself alone: there one band is enough to
 * be compared, and more of the shingles have to be the same (`weak_share`).
 *
 * The datatrove preset has datatrove's defaults (MinhashConfig and simplify_text: 5 words, 14 buckets
 * of 8 hashes), and bins in the place of its 112 functions (a x + b) mod 2^61 - 1: of each of four
 * functions, the words of one product, 2 of 32 bins are in a band. With fewer functions of more
 * bins a short text borrows often, and its bands agree or not together (recall on the development
 * corpus .482 with one function, .499 with two, .505 with four, .508 with 112).
 * datatrove itself has .536, as it also joins what is like one third document, afterwards.
 *
 * Positional sketch. The shingle hashes in the order of the text, sampled by their value so
 * that about `sketch` are in, all of a text that has no more. A hash is in when its low `level`
 * bits are zero and, besides, the next bit is zero or the four behind that are less than
 * `fraction`: of those at `level` all that are at the next one, too, and so many sixteenths of
 * the others. Its 16 bits from `level` on are the entry. What is in at some level and fraction
 * is also in at all finer ones, so that any two sketches are compared as far as the coarser
 * goes (sketch.h).
 *
 *   part    level u8  fraction u8  entries u16  band keys u32[bands]  entries u16[]
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
	NEAR_VERSION = 3, /* of the parts and of what is made of them */
	NEAR_FRACTION = 16, /* all of a level */
};

struct near_preset {
	const char *name;
	unsigned shingle; /* tokens: 3 or 5 */
	unsigned functions; /* hash functions, of so many bins each: 1 for shingles of 3, 4 for those of 5 */
	unsigned bins_log2;
	unsigned bands, rows; /* bands * rows <= bins of all functions */
	unsigned hits; /* bands that must agree */
	unsigned each; /* documents kept of one band key */
	bool simplify; /* the text first (simplify.h) */
	bool verify; /* by the sketches; else agreeing bands are enough, and there is no sketch */
	unsigned sketch;
	/* of sketch_compare: against the representative, and against it when another member of
	 * its cluster fits already */
	double share, slack, member_share, member_slack;
	double weak_share; /* in the place of share, where fewer bands than `hits` agree */
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

/* Whether all shingles of the text are in the part's sketch. */
static inline bool near_is_short(const char *part)
{
	return part[0] == 0 && part[1] == NEAR_FRACTION;
}

/* Which values of an entry's low five bits are in at a fraction, as bits. */
static inline uint32_t near_fraction(unsigned fraction)
{
	return 0x55555555 | (0xaaaaaaaa & (uint32_t)((UINT64_C(1) << 2 * fraction) - 1));
}

/* Whether `part`, from a journal, is whole. */
bool near_valid(const struct near_preset *preset, struct str part);

#endif
