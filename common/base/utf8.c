#include "base/utf8.h"
#include "base/num.h"

/* Bytes of the well-formed sequence at p (p < end), 0 if it is ill-formed. */
static size_t sequence(const unsigned char *p, const unsigned char *end)
{
	size_t left = (size_t)(end - p);
	unsigned c = p[0];

	if (c < 0x80)
		return 1;
	if (c < 0xc2 || left < 2 || (p[1] & 0xc0) != 0x80)
		return 0;
	if (c < 0xe0)
		return 2;
	if (left < 3 || (p[2] & 0xc0) != 0x80)
		return 0;
	if (c < 0xf0)
		return (c == 0xe0 && p[1] < 0xa0) || (c == 0xed && p[1] > 0x9f) ? 0 : 3;
	if (left < 4 || (p[3] & 0xc0) != 0x80 || c > 0xf4)
		return 0;
	return (c == 0xf0 && p[1] < 0x90) || (c == 0xf4 && p[1] > 0x8f) ? 0 : 4;
}

size_t utf8_valid_prefix(struct str s)
{
	const unsigned char *start = (const unsigned char *)s.at, *p = start, *end = p + s.len;

	while (p < end) {
		if (end - p >= 8) {
			uint64_t high = num_load64(p) & 0x8080808080808080u;

			if (high == 0) {
				p += 8;
				continue;
			}
			p += __builtin_ctzll(high) / 8;
		}
		/* Text that is not ASCII comes in runs. */
		do {
			size_t step = sequence(p, end);

			if (step == 0)
				return (size_t)(p - start);
			p += step;
		} while (p < end && *p >= 0x80);
	}
	return s.len;
}

bool utf8_valid_portable(struct str s)
{
	return utf8_valid_prefix(s) == s.len;
}

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

bool utf8_has_avx2(void)
{
	return __builtin_cpu_supports("avx2");
}

/* Three table look-ups by nibble for every pair of neighbours (J. Keiser, D. Lemire,
 * "Validating UTF-8 in less than one instruction per byte", 2021). Each bit is one way for
 * a pair to be wrong; a pair is wrong where all three tables have the bit. */
enum {
	TOO_SHORT = 1 << 0, /* lead, then no continuation */
	TOO_LONG = 1 << 1, /* ASCII, then a continuation */
	OVERLONG_3 = 1 << 2,
	TOO_LARGE = 1 << 3,
	SURROGATE = 1 << 4,
	OVERLONG_2 = 1 << 5,
	TOO_LARGE_1000 = 1 << 6,
	OVERLONG_4 = 1 << 6,
	TWO_CONTS = 1 << 7,
	CARRY = TOO_SHORT | TOO_LONG | TWO_CONTS,
};

#define AVX2 __attribute__((target("avx2")))
#define TABLE(...) _mm256_setr_epi8(__VA_ARGS__, __VA_ARGS__)
#define C(x) (char)(x)

AVX2 static inline __m256i high_nibbles(__m256i v)
{
	return _mm256_and_si256(_mm256_srli_epi16(v, 4), _mm256_set1_epi8(0x0f));
}

/* `v` moved up by n bytes, with the last n of `before` coming in. */
#define FOLLOW(v, before, n) \
	_mm256_alignr_epi8(v, _mm256_permute2x128_si256(before, v, 0x21), 16 - (n))

AVX2 static inline __m256i wrong_pairs(__m256i input, __m256i prev1)
{
	const __m256i first_high = TABLE(TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG,
		TOO_LONG, TOO_LONG, C(TWO_CONTS), C(TWO_CONTS), C(TWO_CONTS), C(TWO_CONTS),
		TOO_SHORT | OVERLONG_2, TOO_SHORT, TOO_SHORT | OVERLONG_3 | SURROGATE,
		TOO_SHORT | TOO_LARGE | TOO_LARGE_1000 | OVERLONG_4);
	const __m256i first_low = TABLE(C(CARRY | OVERLONG_3 | OVERLONG_2 | OVERLONG_4),
		C(CARRY | OVERLONG_2), C(CARRY), C(CARRY), C(CARRY | TOO_LARGE),
		C(CARRY | TOO_LARGE | TOO_LARGE_1000), C(CARRY | TOO_LARGE | TOO_LARGE_1000),
		C(CARRY | TOO_LARGE | TOO_LARGE_1000), C(CARRY | TOO_LARGE | TOO_LARGE_1000),
		C(CARRY | TOO_LARGE | TOO_LARGE_1000), C(CARRY | TOO_LARGE | TOO_LARGE_1000),
		C(CARRY | TOO_LARGE | TOO_LARGE_1000), C(CARRY | TOO_LARGE | TOO_LARGE_1000),
		C(CARRY | TOO_LARGE | TOO_LARGE_1000 | SURROGATE),
		C(CARRY | TOO_LARGE | TOO_LARGE_1000), C(CARRY | TOO_LARGE | TOO_LARGE_1000));
	const __m256i second_high = TABLE(TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
		TOO_SHORT, TOO_SHORT, TOO_SHORT,
		C(TOO_LONG | OVERLONG_2 | TWO_CONTS | OVERLONG_3 | TOO_LARGE_1000 | OVERLONG_4),
		C(TOO_LONG | OVERLONG_2 | TWO_CONTS | OVERLONG_3 | TOO_LARGE),
		C(TOO_LONG | OVERLONG_2 | TWO_CONTS | SURROGATE | TOO_LARGE),
		C(TOO_LONG | OVERLONG_2 | TWO_CONTS | SURROGATE | TOO_LARGE), TOO_SHORT, TOO_SHORT,
		TOO_SHORT, TOO_SHORT);
	__m256i a = _mm256_shuffle_epi8(first_high, high_nibbles(prev1));
	__m256i b = _mm256_shuffle_epi8(first_low, _mm256_and_si256(prev1, _mm256_set1_epi8(0x0f)));
	__m256i c = _mm256_shuffle_epi8(second_high, high_nibbles(input));

	return _mm256_and_si256(_mm256_and_si256(a, b), c);
}

AVX2 static inline __m256i wrong(__m256i input, __m256i before)
{
	__m256i prev2 = FOLLOW(input, before, 2), prev3 = FOLLOW(input, before, 3);
	__m256i third = _mm256_subs_epu8(prev2, _mm256_set1_epi8(C(0xe0 - 0x80)));
	__m256i fourth = _mm256_subs_epu8(prev3, _mm256_set1_epi8(C(0xf0 - 0x80)));
	__m256i must = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8(C(0x80)));

	return _mm256_xor_si256(must, wrong_pairs(input, FOLLOW(input, before, 1)));
}

AVX2 bool utf8_valid_avx2(struct str s)
{
	/* A lead byte so near to the end that its sequence cannot be whole. */
	const __m256i most = _mm256_setr_epi8(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
		-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, C(0xf0 - 1), C(0xe0 - 1),
		C(0xc0 - 1));
	__m256i before = _mm256_setzero_si256(), error = before, open = before;
	unsigned char tail[32] = { 0 };
	size_t i = 0;

	for (; i <= s.len; i += 32) {
		__m256i v;

		if (s.len - i >= 32) {
			v = _mm256_loadu_si256((const __m256i *)(const void *)(s.at + i));
		} else {
			if (s.len > i)
				memcpy(tail, s.at + i, s.len - i);
			v = _mm256_loadu_si256((const __m256i *)(const void *)tail);
		}
		if (_mm256_movemask_epi8(v) == 0) {
			error = _mm256_or_si256(error, open);
			open = _mm256_setzero_si256();
			if (s.len - i > 64)
				i = (size_t)(utf8_skip_ascii(s.at + i + 32, s.at + s.len) - s.at) - 32;
		} else {
			error = _mm256_or_si256(error, wrong(v, before));
			open = _mm256_subs_epu8(v, most);
		}
		before = v;
	}
	error = _mm256_or_si256(error, open);
	return _mm256_testz_si256(error, error);
}
#else
bool utf8_has_avx2(void)
{
	return false;
}

bool utf8_valid_avx2(struct str s)
{
	return utf8_valid_portable(s);
}
#endif

bool utf8_valid(struct str s)
{
	return utf8_has_avx2() ? utf8_valid_avx2(s) : utf8_valid_portable(s);
}

static int starts(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

typedef int8_t bytes16 __attribute__((vector_size(16)));
typedef uint8_t sums16 __attribute__((vector_size(16)));
typedef uint64_t words2 __attribute__((vector_size(16)));
enum { WORD = 16, WORDS_A_SUM = 255 }; /* so many words' bytes can be counted in a byte each */

/* The sum of eight bytes that are up to 255 each. */
static size_t add_bytes(uint64_t sums)
{
	uint64_t pairs = (sums & 0x00ff00ff00ff00ffu) + (sums >> 8 & 0x00ff00ff00ff00ffu);

	return (size_t)(pairs * 0x0001000100010001u >> 48);
}

size_t utf8_count(struct str s)
{
	size_t count = 0, i = 0;

	while (s.len - i >= WORD) {
		size_t words = (s.len - i) / WORD;
		sums16 sums = { 0 };
		bytes16 bytes;
		words2 halves;

		words = words < WORDS_A_SUM ? words : WORDS_A_SUM;
		for (size_t end = i + words * WORD; i < end; i += WORD) {
			memcpy(&bytes, s.at + i, sizeof bytes);
			sums -= (sums16)(bytes > (int8_t)0xbf); /* true is -1 */
		}
		memcpy(&halves, &sums, sizeof halves);
		count += add_bytes(halves[0]) + add_bytes(halves[1]);
	}
	if (s.len - i >= 8) {
		uint64_t last = num_load64(s.at + i);

		count += add_bytes((~last >> 7 | last >> 6) & 0x0101010101010101u);
		i += 8;
	}
	for (; i < s.len; i++)
		count += (size_t)starts(s.at[i]);
	return count;
}

size_t utf8_offset(struct str s, size_t index)
{
	size_t i = 0;

	for (; i < s.len; i++)
		if (starts(s.at[i]) && index-- == 0)
			break;
	return i;
}
