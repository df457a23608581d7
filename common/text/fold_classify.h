/*
 * fold_classify: what 64 bytes of ASCII are, for each instruction set: the part of fold.h that
 * differs between them. All give equal results; a class that nobody looks at is not made.
 */
#ifndef LEAT_TEXT_FOLD_CLASSIFY_H
#define LEAT_TEXT_FOLD_CLASSIFY_H

#include <stdbool.h>
#include <stdint.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define FOLD_INLINE static inline __attribute__((always_inline))
#if defined(__x86_64__)
#define FOLD_AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt")))
#define FOLD_AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,bmi,bmi2,popcnt")))
#endif

enum { FOLD_BLOCK = 64 };

/* A bit a byte, the first one lowest. */
struct fold_classes {
	uint64_t word; /* belongs to a token */
	uint64_t letter, upper, digit; /* all bytes of the code point, as in word and space */
	uint64_t space, newline; /* white space but '\n'; '\n' */
	uint64_t terminal, dot; /* last byte of what ends a sentence; '.', which does so, too */
	uint64_t rare; /* one of # { } and FOLD_ELLIPSIS: the byte says which */
};

/* Classes of 64 ASCII bytes at p, and their folded form in `folded` (64 bytes are written). `high`
 * marks bytes that are no ASCII. */
struct fold_ascii {
	uint64_t high;
	struct fold_classes is;
};
typedef struct fold_ascii (*fold_classify_fn)(const unsigned char *p, unsigned char *folded);

FOLD_INLINE struct fold_ascii fold_classify_portable(const unsigned char *p, unsigned char *folded)
{
	struct fold_ascii ascii = { 0 };

	for (unsigned i = 0; i < FOLD_BLOCK; i++) {
		unsigned char c = p[i], low = c | 32;
		bool letter = low >= 'a' && low <= 'z', digit = c >= '0' && c <= '9';

		folded[i] = letter ? low : c;
		ascii.high |= (uint64_t)(c >> 7) << i;
		ascii.is.word |= (uint64_t)(letter || digit || c == '_') << i;
		ascii.is.letter |= (uint64_t)letter << i;
		ascii.is.upper |= (uint64_t)(letter && c != low) << i;
		ascii.is.digit |= (uint64_t)digit << i;
		ascii.is.space |= (uint64_t)(c == ' ' || (c >= '\t' && c <= '\r' && c != '\n')) << i;
		ascii.is.newline |= (uint64_t)(c == '\n') << i;
		ascii.is.terminal |= (uint64_t)(c == '.' || c == '!' || c == '?') << i;
		ascii.is.dot |= (uint64_t)(c == '.') << i;
		ascii.is.rare |= (uint64_t)(c == '#' || c == '{' || c == '}') << i;
	}
	return ascii;
}

#if defined(__x86_64__)
FOLD_AVX2 FOLD_INLINE uint64_t fold_mask_avx2(__m256i low, __m256i high)
{
	return (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32 | (uint32_t)_mm256_movemask_epi8(low);
}

/* Bytes from `first` to `last`; those that are no ASCII are negative. */
FOLD_AVX2 FOLD_INLINE __m256i fold_between_avx2(__m256i x, char first, char last)
{
	return _mm256_and_si256(_mm256_cmpgt_epi8(x, _mm256_set1_epi8((char)(first - 1))),
				_mm256_cmpgt_epi8(_mm256_set1_epi8((char)(last + 1)), x));
}

FOLD_AVX2 FOLD_INLINE __m256i fold_is_avx2(__m256i x, char c)
{
	return _mm256_cmpeq_epi8(x, _mm256_set1_epi8(c));
}

struct fold_half {
	__m256i word, letter, upper, digit, space, newline, terminal, dot, rare;
};

FOLD_AVX2 FOLD_INLINE struct fold_half fold_half_avx2(__m256i x, unsigned char *folded)
{
	__m256i low = _mm256_or_si256(x, _mm256_set1_epi8(32));
	struct fold_half half = {
		.letter = fold_between_avx2(low, 'a', 'z'),
		.digit = fold_between_avx2(x, '0', '9'),
		.newline = fold_is_avx2(x, '\n'),
		.dot = fold_is_avx2(x, '.'),
	};

	half.upper = _mm256_andnot_si256(fold_is_avx2(_mm256_and_si256(x, _mm256_set1_epi8(32)), 32), half.letter);
	half.word = _mm256_or_si256(_mm256_or_si256(half.letter, half.digit), fold_is_avx2(x, '_'));
	half.space = _mm256_or_si256(_mm256_andnot_si256(half.newline, fold_between_avx2(x, '\t', '\r')), fold_is_avx2(x, ' '));
	half.terminal = _mm256_or_si256(half.dot, _mm256_or_si256(fold_is_avx2(x, '!'), fold_is_avx2(x, '?')));
	half.rare = _mm256_or_si256(fold_is_avx2(x, '#'), _mm256_or_si256(fold_is_avx2(x, '{'), fold_is_avx2(x, '}')));
	_mm256_storeu_si256((__m256i *)(void *)folded, _mm256_blendv_epi8(x, low, half.letter));
	return half;
}

FOLD_AVX2 FOLD_INLINE struct fold_ascii fold_classify_avx2(const unsigned char *p, unsigned char *folded)
{
	__m256i x = _mm256_loadu_si256((const __m256i *)(const void *)p);
	__m256i y = _mm256_loadu_si256((const __m256i *)(const void *)(p + 32));
	struct fold_half a = fold_half_avx2(x, folded), b = fold_half_avx2(y, folded + 32);

	return (struct fold_ascii){ fold_mask_avx2(x, y), {
		.word = fold_mask_avx2(a.word, b.word),
		.letter = fold_mask_avx2(a.letter, b.letter),
		.upper = fold_mask_avx2(a.upper, b.upper),
		.digit = fold_mask_avx2(a.digit, b.digit),
		.space = fold_mask_avx2(a.space, b.space),
		.newline = fold_mask_avx2(a.newline, b.newline),
		.terminal = fold_mask_avx2(a.terminal, b.terminal),
		.dot = fold_mask_avx2(a.dot, b.dot),
		.rare = fold_mask_avx2(a.rare, b.rare),
	} };
}

FOLD_AVX512 FOLD_INLINE uint64_t fold_between_avx512(__m512i x, char first, char last)
{
	return _mm512_cmple_epu8_mask(_mm512_sub_epi8(x, _mm512_set1_epi8(first)), _mm512_set1_epi8((char)(last - first)));
}

FOLD_AVX512 FOLD_INLINE uint64_t fold_is_avx512(__m512i x, char c)
{
	return _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8(c));
}

FOLD_AVX512 FOLD_INLINE struct fold_ascii fold_classify_avx512(const unsigned char *p, unsigned char *folded)
{
	__m512i x = _mm512_loadu_si512(p);
	__m512i low = _mm512_or_si512(x, _mm512_set1_epi8(32));
	struct fold_ascii ascii = { _mm512_movepi8_mask(x), {
		.letter = fold_between_avx512(low, 'a', 'z'),
		.upper = fold_between_avx512(x, 'A', 'Z'),
		.digit = fold_between_avx512(x, '0', '9'),
		.newline = fold_is_avx512(x, '\n'),
		.dot = fold_is_avx512(x, '.'),
		.rare = fold_is_avx512(x, '#') | fold_is_avx512(x, '{') | fold_is_avx512(x, '}'),
	} };

	ascii.is.word = ascii.is.letter | ascii.is.digit | fold_is_avx512(x, '_');
	ascii.is.space = (fold_between_avx512(x, '\t', '\r') & ~ascii.is.newline) | fold_is_avx512(x, ' ');
	ascii.is.terminal = ascii.is.dot | fold_is_avx512(x, '!') | fold_is_avx512(x, '?');
	_mm512_storeu_si512(folded, _mm512_mask_mov_epi8(x, ascii.is.letter, low));
	return ascii;
}
#endif

#endif
