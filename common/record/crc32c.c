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

enum { LANE = 1024 };

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

uint32_t crc32c(uint32_t crc, const void *bytes, size_t count)
{
	if (__builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("pclmul"))
		return crc32c_x86(crc, bytes, count);
	return crc32c_portable(crc, bytes, count);
}
#else
uint32_t crc32c(uint32_t crc, const void *bytes, size_t count)
{
	return crc32c_portable(crc, bytes, count);
}
#endif
