#include "extract/signals_words.h"
#include "text/fold.h"

#include <string.h>

/* What C4's rules look for in a line, in any case and as a part of longer words, too ("javascripts"). */
struct phrase {
	struct str text;
	unsigned flag;
};

#define PHRASE(text, flag) { { text, sizeof(text) - 1 }, flag }
static const struct phrase phrases[] = {
	PHRASE("javascript", SIGNALS_JAVASCRIPT),  PHRASE("lorem ipsum", SIGNALS_LOREM),     PHRASE("terms of use", SIGNALS_POLICY),
	PHRASE("privacy policy", SIGNALS_POLICY),  PHRASE("cookie policy", SIGNALS_POLICY),  PHRASE("uses cookies", SIGNALS_POLICY),
	PHRASE("use of cookies", SIGNALS_POLICY),  PHRASE("use cookies", SIGNALS_POLICY),
};
/* Each phrase has one of these pairs of letters, at this place; other text seldom has. */
static const struct {
	char pair[3];
	uint8_t phrase, at;
} marks[] = {
	{ "va", 0, 2 }, { "ip", 1, 6 }, { "ms", 2, 3 }, { "va", 3, 3 }, { "ki", 4, 3 }, { "ki", 5, 8 }, { "ki", 6, 10 }, { "ki", 7, 7 },
};

/* The phrases that have their pair of letters at `at`. */
static void check(struct str line, size_t at, struct signals_phrases *found)
{
	char first = (char)(line.at[at] | 0x20), second = (char)(line.at[at + 1] | 0x20);

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		const struct phrase *phrase = &phrases[marks[i].phrase];

		if (first != marks[i].pair[0] || second != marks[i].pair[1] || at < marks[i].at ||
		    line.len - (at - marks[i].at) < phrase->text.len ||
		    !str_eq_nocase(str_from(line.at + at - marks[i].at, phrase->text.len), phrase->text))
			continue;
		found->flags |= phrase->flag;
		found->javascript += phrase->flag == SIGNALS_JAVASCRIPT;
		found->lorem += phrase->flag == SIGNALS_LOREM;
	}
}

#define BLOCK 32
typedef uint8_t block __attribute__((vector_size(BLOCK)));

FOLD_INLINE void load_lower(block *out, const char *at)
{
	memcpy(out, at, sizeof *out);
	*out |= 0x20;
}

/* The pairs that begin at `from` to BLOCK - 1 of the bytes at `at`, of which there is one more. */
FOLD_INLINE void check_block(struct str line, size_t at, size_t from, struct signals_phrases *found)
{
	block a, b, hit;
	uint64_t words[BLOCK / 8];

	load_lower(&a, line.at + at);
	load_lower(&b, line.at + at + 1);
	hit = (block)(((a == 'i') & (b == 'p')) | ((a == 'm') & (b == 's')) | ((a == 'v') & (b == 'a')) | ((a == 'k') & (b == 'i')));
	memcpy(words, &hit, sizeof words);
	if (!(words[0] | words[1] | words[2] | words[3]))
		return;
	for (size_t i = from; i < BLOCK; i++)
		if (!words[i / 8])
			i |= 7;
		else if (hit[i])
			check(line, at + i, found);
}

FOLD_INLINE struct signals_phrases find_phrases(struct str line)
{
	struct signals_phrases found = { 0, 0, 0 };
	char padded[BLOCK + 1] = { 0 };
	size_t at = 0;

	if (line.len <= BLOCK) {
		memcpy(padded, line.at, line.len);
		line.at = padded;
		check_block(line, 0, 0, &found);
		return found;
	}
	for (; at + BLOCK + 1 <= line.len; at += BLOCK)
		check_block(line, at, 0, &found);
	if (at + 1 < line.len)
		check_block(line, line.len - BLOCK - 1, at - (line.len - BLOCK - 1), &found);
	return found;
}

#if defined(__x86_64__)
FOLD_AVX2 static struct signals_phrases find_phrases_avx2(struct str line)
{
	return find_phrases(line);
}
#endif

struct signals_phrases signals_find_phrases(struct str line)
{
#if defined(__x86_64__)
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"))
		return find_phrases_avx2(line);
#endif
	return find_phrases(line);
}
