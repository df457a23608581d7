#include "record/crc32c.h"
#include "base/num.h"

#define POLYNOMIAL 0x82f63b78u /* reflected 0x1edc6f41 */

/* Four bits at a time: 16 entries, made from the polynomial by the compiler. */
#define S1(v) (((v) & 1) ? ((v) >> 1) ^ POLYNOMIAL : (v) >> 1)
#define E(n) S1(S1(S1(S1((uint32_t)(n)))))

uint32_t crc32c_portable(uint32_t crc, const void *bytes, size_t count)
{
	static const uint32_t table[16] = {
		E(0), E(1), E(2), E(3), E(4), E(5), E(6), E(7),
		E(8), E(9), E(10), E(11), E(12), E(13), E(14), E(15),
	};
	const unsigned char *at = bytes;

	crc = ~crc;
	for (; count > 0; count--) {
		crc ^= *at++;
		crc = crc >> 4 ^ table[crc & 15];
		crc = crc >> 4 ^ table[crc & 15];
	}
	return ~crc;
}

#if defined(__x86_64__)
#include <immintrin.h>

enum { LANE = 1024, WIDE = 64, WIDE_MIN = 8 * WIDE };

/* Moves a CRC register over `LANE` (or 2 * LANE) zero bytes: the product with a constant
 * x^(8n) mod P, by carry-less multiplication (Gopal et al., "Fast CRC computation for
 * iSCSI polynomial using CRC32 instruction", Intel 2011). */
__attribute__((target("sse4.2,pclmul"))) static uint64_t shift(uint64_t crc, uint64_t constant)
{
	__m128i product = _mm_clmulepi64_si128(_mm_cvtsi64_si128((long long)crc),
					       _mm_cvtsi64_si128((long long)constant), 0);
	return (uint64_t)_mm_cvtsi128_si64(product);
}

/* x^(bits - 33) mod P, reflected, for one and two lanes: the crc32 instruction over the
 * 64-bit product finishes the reduction. */
static const uint64_t over_one_lane = 0x170076fa, over_two_lanes = 0xa51b6135;

__attribute__((target("sse4.2,pclmul"))) static uint32_t crc32c_x86(uint32_t start, const void *bytes, size_t count)
{
	const unsigned char *at = bytes;
	uint64_t a = ~start;

	for (; count >= 3 * LANE; count -= 3 * LANE, at += 3 * LANE) {
		uint64_t b = 0, c = 0;

		for (size_t i = 0; i < LANE; i += 8) {
			a = _mm_crc32_u64(a, num_load64(at + i));
			b = _mm_crc32_u64(b, num_load64(at + LANE + i));
			c = _mm_crc32_u64(c, num_load64(at + 2 * LANE + i));
		}
		a = c ^ _mm_crc32_u64(0, shift(a, over_two_lanes) ^ shift(b, over_one_lane));
	}
	for (; count >= 8; count -= 8, at += 8)
		a = _mm_crc32_u64(a, num_load64(at));
	for (; count > 0; count--)
		a = _mm_crc32_u8((uint32_t)a, *at++);
	return ~(uint32_t)a;
}

/* x^(bits + 31) and x^(bits - 33) mod P, reflected, for the two halves of 128 bits: a vector
 * times these is congruent to the vector `bits` earlier (Gopal et al., "Fast CRC Computation
 * for Generic Polynomials Using PCLMULQDQ Instruction", Intel 2009). */
static const long long over_four_low = 0xdcb17aa4, over_four_high = 0xb9e02b86; /* 2,048 bits */
static const long long over_one_low = 0x740eef02, over_one_high = 0x9e4addf8; /* 512 bits */

#define WIDE_TARGET __attribute__((target("sse4.2,avx512f,avx512vl,vpclmulqdq")))

WIDE_TARGET static inline __m512i fold(__m512i sum, __m512i over, __m512i next)
{
	return _mm512_ternarylogic_epi64(_mm512_clmulepi64_epi128(sum, over, 0x00),
					 _mm512_clmulepi64_epi128(sum, over, 0x11), next, 0x96);
}

/* Four vectors side by side, folded over each other, then into one that the crc32 instruction
 * finishes. `count` is a multiple of 4 * WIDE and at least WIDE_MIN. */
WIDE_TARGET static uint32_t crc32c_wide(uint32_t start, const unsigned char *at, size_t count)
{
	__m512i over = _mm512_broadcast_i32x4(_mm_set_epi64x(over_four_high, over_four_low));
	__m512i a = _mm512_xor_si512(_mm512_loadu_si512(at), _mm512_zextsi128_si512(_mm_cvtsi32_si128((int)~start)));
	__m512i b = _mm512_loadu_si512(at + WIDE), c = _mm512_loadu_si512(at + 2 * WIDE);
	__m512i d = _mm512_loadu_si512(at + 3 * WIDE);
	unsigned char sum[WIDE];
	uint64_t crc = 0;

	for (size_t i = 4 * WIDE; i < count; i += 4 * WIDE) {
		a = fold(a, over, _mm512_loadu_si512(at + i));
		b = fold(b, over, _mm512_loadu_si512(at + i + WIDE));
		c = fold(c, over, _mm512_loadu_si512(at + i + 2 * WIDE));
		d = fold(d, over, _mm512_loadu_si512(at + i + 3 * WIDE));
	}
	over = _mm512_broadcast_i32x4(_mm_set_epi64x(over_one_high, over_one_low));
	_mm512_storeu_si512(sum, fold(fold(fold(a, over, b), over, c), over, d));
	for (size_t i = 0; i < WIDE; i += 8)
		crc = _mm_crc32_u64(crc, num_load64(sum + i));
	return ~(uint32_t)crc;
}

uint32_t crc32c(uint32_t crc, const void *bytes, size_t count)
{
	const unsigned char *at = bytes;

	if (count >= WIDE_MIN && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
	    __builtin_cpu_supports("vpclmulqdq") && __builtin_cpu_supports("sse4.2")) {
		size_t wide = count & ~(size_t)(4 * WIDE - 1);

		crc = crc32c_wide(crc, at, wide);
		at += wide;
		count -= wide;
	}
	if (__builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("pclmul"))
		return crc32c_x86(crc, at, count);
	return crc32c_portable(crc, at, count);
}
#else
uint32_t crc32c(uint32_t crc, const void *bytes, size_t count)
{
	return crc32c_portable(crc, bytes, count);
}
#endif
