/* The library's own hash, compiled once more for AVX2: Debian builds it for SSE2, at half the
 * speed. */
#include "key.h"

#if defined(__x86_64__)
#include <immintrin.h>
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2")
#endif
#define XXH_INLINE_ALL
#define XXH_VECTOR 2 /* XXH_AVX2, which the header names too late */
#include <xxhash.h>

#include "base/num.h"

static void make(struct str text, char key[KEY_BYTES])
{
	XXH128_hash_t hash = XXH3_128bits(text.at, text.len);

	_mm256_zeroupper(); /* gcc forgets it where a pragma names the target: 50 ns a call */
	num_store64(key, hash.low64);
	num_store64(key + 8, hash.high64);
}

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif

bool key_avx2(struct str text, char key[KEY_BYTES])
{
#if defined(__x86_64__)
	if (__builtin_cpu_supports("avx2")) {
		make(text, key);
		return true;
	}
#else
	(void)text;
	(void)key;
#endif
	return false;
}
