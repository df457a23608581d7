/*
 * fold: a text as blocks of up to 64 case-folded bytes with bit masks of what they are, and the
 * tokens of tokens.h out of them. What counts words is made of it: tokens.c for hashes alone,
 * the quality signals of extract for all classes.
 *
 * Everything here is inlined into one function for each instruction set, with that set's own
 * classification of ASCII bytes; a class that the function does not look at costs nothing.
 *
 *	fold_begin(&fold, text);
 *	while (fold.at < fold.stop) {
 *		struct fold_block block = fold_next(&fold, fold_classify_avx2);
 *
 *		fold_tokens(&fold, &block, room, emit, context);
 *	}
 *	fold_end(&fold, emit, context);
 */
#ifndef LEAT_TEXT_FOLD_H
#define LEAT_TEXT_FOLD_H

#include "base/num.h"
#include "text/fold_classify.h"
#include "text/tokens.h"
#include "text/unicode.h"
#include "text/utf8.h"

enum { FOLD_ROOM = 2 * TOKENS_LONGEST + 4 * FOLD_BLOCK };

/* What a byte stands for that is no word's. U+2026 is one byte in a block: this. */
enum { FOLD_ELLIPSIS = 1 };

struct fold_block {
	struct fold_classes is;
	uint64_t start; /* starts a token whatever stands before it */
	uint64_t first; /* first byte of a code point */
	uint64_t mark; /* first byte of a mark */
	unsigned used; /* bytes; the masks are 0 behind them */
	bool solo; /* ends in a letter of a script without spaces, or marks behind it */
};

struct fold {
	const unsigned char *at, *stop; /* what is left of the text */
	size_t end; /* of the folded bytes of all finished blocks */
	size_t open; /* start of the open token */
	bool in_token; /* at the end of the finished blocks */
	bool solo;
	/* A token open at the end of the buffer is moved to its front. */
	unsigned char folded[FOLD_ROOM];
};

/* A token: its hash, and the bit of the block behind its last byte (64: the block's end). */
typedef void (*fold_emit_fn)(void *context, uint64_t hash, unsigned stop);

FOLD_INLINE uint64_t fold_below(unsigned bit)
{
	return bit >= 64 ? UINT64_MAX : (UINT64_C(1) << bit) - 1;
}

#define FOLD_MIX_A 0x9e3779b97f4a7c15u
#define FOLD_MIX_B 0xd6e8feb86659fd93u
#define FOLD_MIX_C 0xe7037ed1a0b428dbu

FOLD_INLINE uint64_t fold_multiply(uint64_t a, uint64_t b)
{
	__extension__ unsigned __int128 product = (unsigned __int128)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* In the manner of wyhash (Wang Yi, public domain): 16 bytes a multiplication, its halves
 * combined; without a branch for up to 16 bytes. Reads 16 bytes at p whatever n is. */
FOLD_INLINE uint64_t fold_hash(const unsigned char *p, size_t n)
{
	uint64_t seed = FOLD_MIX_C ^ n, a, b;
	unsigned low, half;

	for (; n > 16; p += 16, n -= 16)
		seed = fold_multiply(num_load64(p) ^ FOLD_MIX_B, num_load64(p + 8) ^ seed);
	low = n < 8 ? (unsigned)n : 8;
	half = 32 - 4 * ((unsigned)n - low); /* in two shifts, as one by 64 is undefined */
	a = num_load64(p) << (64 - 8 * low);
	b = num_load64(p + 8) << half << half;
	return fold_multiply(a ^ FOLD_MIX_A, b ^ seed) * FOLD_MIX_B;
}

FOLD_INLINE uint64_t fold_close(const struct fold *fold, size_t end)
{
	size_t length = end - fold->open;

	return fold_hash(fold->folded + fold->open, length < TOKENS_LONGEST ? length : TOKENS_LONGEST);
}

/* The lowest `count` bits that are set. */
FOLD_INLINE uint64_t fold_lowest(uint64_t bits, size_t count)
{
	uint64_t rest = bits;

	while (count-- > 0 && rest)
		rest &= rest - 1;
	return bits ^ rest;
}

/* Bits where a token starts. */
FOLD_INLINE uint64_t fold_starts(const struct fold *fold, const struct fold_block *block)
{
	return block->is.word & (~(block->is.word << 1 | (uint64_t)fold->in_token) | block->start);
}

/* Emits the tokens that end in the block, `room` of them at most; then the block is finished. */
FOLD_INLINE void fold_tokens(struct fold *fold, const struct fold_block *block, size_t room, fold_emit_fn emit,
			     void *context)
{
	uint64_t before = block->is.word << 1 | (uint64_t)fold->in_token;
	uint64_t starts = fold_starts(fold, block);
	uint64_t ends = before & (~block->is.word | block->start) & fold_below(block->used);

	if (room < FOLD_BLOCK)
		ends = fold_lowest(ends, room);
	if (fold->in_token && ends) {
		unsigned stop = (unsigned)__builtin_ctzll(ends);

		emit(context, fold_close(fold, fold->end + stop), stop);
		ends &= ends - 1;
		fold->in_token = false;
	}
	for (; ends; ends &= ends - 1, starts &= starts - 1) {
		unsigned stop = (unsigned)__builtin_ctzll(ends);

		fold->open = fold->end + (unsigned)__builtin_ctzll(starts);
		emit(context, fold_close(fold, fold->end + stop), stop);
	}
	if (starts) {
		fold->open = fold->end + (unsigned)__builtin_ctzll(starts);
		fold->in_token = true;
	}
	fold->end += block->used;
}

/* The token that the text ends in, if there is one. */
FOLD_INLINE void fold_end(struct fold *fold, fold_emit_fn emit, void *context)
{
	if (fold->in_token)
		emit(context, fold_close(fold, fold->end), 0);
}

/* Keeps room for another block behind the open token, of which no more than
 * TOKENS_LONGEST bytes count. */
static inline void fold_make_room(struct fold *fold)
{
	size_t length = fold->in_token ? fold->end - fold->open : 0;

	if (length == 0)
		fold->open = fold->end;
	if (length > TOKENS_LONGEST)
		length = TOKENS_LONGEST;
	memmove(fold->folded, fold->folded + fold->open, length);
	fold->open = 0;
	fold->end = length;
}

/* What a code point that is no ASCII is, and what it is folded to. */
struct fold_wide {
	uint32_t folded;
	unsigned length; /* bytes in the text; 0: ill-formed or cut off */
	unsigned flags; /* enum unicode_flag */
	bool upper, ellipsis;
};

/* The one at p, of which there are `room` bytes. */
FOLD_INLINE struct fold_wide fold_read_wide(const unsigned char *p, size_t room)
{
	const char *at = (const char *)p;
	const struct unicode_row *row;
	uint32_t c;

	if (room >= 2 && p[0] >= 0xc2 && p[0] < 0xe0 && (p[1] & 0xc0) == 0x80) {
		unsigned narrow;

		c = (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
		narrow = unicode_narrow[c - 0x80];
		if (narrow) {
			bool digit = narrow & UNICODE_NARROW_DIGIT;
			uint32_t folded = narrow & UNICODE_NARROW_FOLDED;

			return (struct fold_wide){ folded, 2, digit ? UNICODE_DIGIT : UNICODE_LETTER, folded != c, false };
		}
	} else if (room >= 3 && p[0] > 0xe0 && p[0] < 0xed && (p[1] & 0xc0) == 0x80 && (p[2] & 0xc0) == 0x80) {
		c = (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
		if (p[0] >= 0xe5 && p[0] <= 0xe9) /* Han, the most of it */
			return (struct fold_wide){ c, 3, UNICODE_LETTER | UNICODE_SOLO, false, false };
	}
	c = utf8_next(&at, at + room);
	row = unicode_row(c);
	return (struct fold_wide){ c + (uint32_t)row->fold, c == UTF8_BAD ? 0 : (unsigned)(at - (const char *)p), row->flags,
				   row->fold && row->flags & UNICODE_LETTER, c == 0x2026 };
}

#define FOLD_WORD (UNICODE_LETTER | UNICODE_DIGIT | UNICODE_MARK)

/* Takes a code point of `length` folded bytes into the masks; its bytes are the ones of `bits`.
 * `solo` marks the letters of scripts without spaces, with the marks behind them. */
FOLD_INLINE void fold_set(struct fold_block *block, const struct fold_wide *wide, uint64_t bits, uint64_t *solo)
{
	uint64_t first = bits & -bits, last = bits & ~(bits >> 1);
	unsigned flags = wide->flags;

	block->first |= first;
	if (flags & FOLD_WORD) {
		block->is.word |= bits;
		block->is.letter |= flags & UNICODE_LETTER ? bits : 0;
		block->is.upper |= wide->upper ? bits : 0;
		block->is.digit |= flags & UNICODE_DIGIT ? bits : 0;
		block->mark |= flags & UNICODE_MARK ? first : 0;
		block->start |= flags & UNICODE_SOLO ? first : 0;
		if (flags & UNICODE_SOLO || (flags & UNICODE_MARK && first & (*solo << 1 | (uint64_t)block->solo)))
			*solo |= bits;
		return;
	}
	block->is.space |= flags & UNICODE_SPACE ? bits : 0;
	block->is.terminal |= flags & UNICODE_TERMINAL ? last : 0;
	block->is.rare |= wide->ellipsis ? first : 0;
}

static inline unsigned fold_length(uint32_t c)
{
	return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

/* Whether it can be folded where it stands. */
FOLD_INLINE bool fold_fits(const struct fold_wide *wide)
{
	return wide->length > 0 && !(wide->flags & UNICODE_IGNORE) &&
	       (!(wide->flags & FOLD_WORD) || fold_length(wide->folded) == wide->length);
}

FOLD_INLINE void fold_put(const struct fold_wide *wide, unsigned char *to)
{
	if (wide->flags & FOLD_WORD)
		utf8_put(wide->folded, (char *)to);
	else
		*to = wide->ellipsis ? FOLD_ELLIPSIS : ' ';
}

/* A token starts at the first letter behind one of a script without spaces, too. */
FOLD_INLINE void fold_finish(struct fold_block *block, uint64_t solo)
{
	block->start |= (solo << 1 | (uint64_t)block->solo) & block->is.word & block->first & ~block->mark;
	if (block->used > 0)
		block->solo = solo >> (block->used - 1) & 1;
}

FOLD_INLINE void fold_cut(struct fold_block *block, unsigned used)
{
	uint64_t bits = fold_below(used);
	struct fold_classes *is = &block->is;

	block->used = used;
	block->first &= bits;
	*is = (struct fold_classes){ is->word & bits, is->letter & bits, is->upper & bits, is->digit & bits, is->space & bits,
				     is->newline & bits, is->terminal & bits, is->dot & bits, is->rare & bits };
}

/* A block of one code point: one that is ill-formed, invisible (no byte then) or of another length
 * when folded. */
static inline struct fold_block fold_odd(struct fold *fold, unsigned char *to)
{
	struct fold_block block = { .solo = fold->solo };
	const char *at = (const char *)fold->at;
	uint32_t c = utf8_next(&at, (const char *)fold->stop);
	const struct unicode_row *row = unicode_row(c);
	struct fold_wide wide = { c + (uint32_t)row->fold, 1, row->flags, row->fold && row->flags & UNICODE_LETTER, false };
	uint64_t solo = 0;

	fold->at = (const unsigned char *)at;
	if (wide.flags & UNICODE_IGNORE)
		return block;
	block.used = wide.flags & FOLD_WORD ? fold_length(wide.folded) : 1;
	fold_put(&wide, to);
	fold_set(&block, &wide, fold_below(block.used), &solo);
	fold_finish(&block, solo);
	fold->solo = block.solo;
	return block;
}

/* Begins with a text that is not empty. */
FOLD_INLINE void fold_begin(struct fold *fold, struct str text)
{
	fold->at = (const unsigned char *)text.at;
	fold->stop = fold->at + text.len;
	fold->end = fold->open = 0;
	fold->in_token = false;
	fold->solo = false;
}

/* The next block; there must be some text left. It may be empty: of a code point that counts for
 * nothing. */
FOLD_INLINE struct fold_block fold_next(struct fold *fold, fold_classify_fn classify)
{
	size_t left = (size_t)(fold->stop - fold->at);
	unsigned size = left < FOLD_BLOCK ? (unsigned)left : FOLD_BLOCK;
	const unsigned char *p = fold->at;
	unsigned char last[FOLD_BLOCK], *to;
	struct fold_block block = { .solo = fold->solo };
	struct fold_ascii ascii;
	uint64_t solo = 0, wide;

	if (fold->end > FOLD_ROOM - 3 * FOLD_BLOCK)
		fold_make_room(fold);
	to = fold->folded + fold->end;
	if (size < FOLD_BLOCK) {
		memset(last, 0, sizeof last);
		memcpy(last, p, size);
		p = last;
	}
	ascii = classify(p, to);
	block.is = ascii.is;
	block.first = ~ascii.high;
	wide = ascii.high & fold_below(size);
	while (wide) {
		unsigned at = (unsigned)__builtin_ctzll(wide);
		struct fold_wide c = fold_read_wide(p + at, size - at);
		uint64_t bits;

		if (!fold_fits(&c)) {
			size = at;
			break;
		}
		bits = fold_below(c.length) << at;
		fold_put(&c, to + at);
		fold_set(&block, &c, bits, &solo);
		wide &= ~bits;
	}
	if (size == 0)
		return fold_odd(fold, to);
	if (size < FOLD_BLOCK)
		fold_cut(&block, size);
	block.used = size;
	fold_finish(&block, solo);
	fold->at += size;
	fold->solo = block.solo;
	return block;
}

#endif
