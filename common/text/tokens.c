#include "text/tokens.h"

#include "text/fold.h"

struct hashes {
	uint64_t *out;
	size_t count;
};

FOLD_INLINE void add_hash(void *context, uint64_t hash, unsigned stop)
{
	struct hashes *hashes = context;
	(void)stop;

	hashes->out[hashes->count++] = hash;
}

FOLD_INLINE size_t hash_all(struct str text, uint64_t *out, size_t max, fold_classify_fn classify)
{
	struct hashes hashes = { out, 0 };
	struct fold fold;

	if (text.len == 0)
		return 0;
	fold_begin(&fold, text);
	while (fold.at < fold.stop && hashes.count < max) {
		struct fold_block block = fold_next(&fold, classify);

		fold_tokens(&fold, &block, max - hashes.count, add_hash, &hashes);
	}
	if (hashes.count < max)
		fold_end(&fold, add_hash, &hashes);
	return hashes.count;
}

static size_t hash_portable(struct str text, uint64_t *out, size_t max)
{
	return hash_all(text, out, max, fold_classify_portable);
}

#if defined(__x86_64__)
FOLD_AVX2 static size_t hash_avx2(struct str text, uint64_t *out, size_t max)
{
	return hash_all(text, out, max, fold_classify_avx2);
}

FOLD_AVX512 static size_t hash_avx512(struct str text, uint64_t *out, size_t max)
{
	return hash_all(text, out, max, fold_classify_avx512);
}
#endif

bool tokens_hash_by(enum tokens_code code, struct str text, uint64_t *out, size_t max, size_t *count)
{
#if defined(__x86_64__)
	if (code == TOKENS_AVX512 && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) {
		*count = hash_avx512(text, out, max);
		return true;
	}
	if (code == TOKENS_AVX2 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")) {
		*count = hash_avx2(text, out, max);
		return true;
	}
#endif
	if (code != TOKENS_PORTABLE)
		return false;
	*count = hash_portable(text, out, max);
	return true;
}

size_t tokens_hash(struct str text, uint64_t *out, size_t max)
{
	size_t count = 0;

	if (!tokens_hash_by(TOKENS_AVX512, text, out, max, &count) && !tokens_hash_by(TOKENS_AVX2, text, out, max, &count))
		tokens_hash_by(TOKENS_PORTABLE, text, out, max, &count);
	return count;
}

uint64_t tokens_hash_word(struct str word)
{
	uint64_t hashes[2];

	return tokens_hash(word, hashes, 2) == 1 ? hashes[0] : 0;
}
