/* Any bytes: all codes of the tokenizer give the same tokens, as many as the iterator finds. */
#include "base/buf.h"
#include "text/tokens.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	struct str text = str_from(bytes, count), word;
	uint64_t *want = mem_alloc((count + 1) * sizeof *want), *got = mem_alloc((count + 1) * sizeof *got);
	size_t tokens, other, at = 0;

	tokens_hash_by(TOKENS_PORTABLE, text, want, count, &tokens);
	if (tokens != tokens_count(text))
		abort();
	for (int code = TOKENS_AVX2; code <= TOKENS_AVX512; code++)
		if (tokens_hash_by((enum tokens_code)code, text, got, count, &other) &&
		    (other != tokens || memcmp(want, got, tokens * sizeof *want) != 0))
			abort();
	while (tokens_next_sentence(text, &at, &word))
		if (word.len == 0 || word.at + word.len > text.at + text.len)
			abort();
	free(want);
	free(got);
	return 0;
}
