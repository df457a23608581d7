#include "extract/signals_words.h"

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
	{ "ip", 0, 7 }, { "ip", 1, 6 }, { "ms", 2, 3 }, { "cy", 3, 5 }, { "ki", 4, 3 }, { "ki", 5, 8 }, { "ki", 6, 10 }, { "ki", 7, 7 },
};

/* The phrases that have their pair of letters at `at`. */
static void check(struct str line, size_t at, struct signals_phrases *found)
{
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		const struct phrase *phrase = &phrases[marks[i].phrase];

		if ((line.at[at] | 0x20) != marks[i].pair[0] || (line.at[at + 1] | 0x20) != marks[i].pair[1] || at < marks[i].at ||
		    line.len - (at - marks[i].at) < phrase->text.len ||
		    !str_eq_nocase(str_from(line.at + at - marks[i].at, phrase->text.len), phrase->text))
			continue;
		found->flags |= phrase->flag;
		found->javascript += phrase->flag == SIGNALS_JAVASCRIPT;
		found->lorem += phrase->flag == SIGNALS_LOREM;
	}
}

typedef uint8_t bytes16 __attribute__((vector_size(16)));

static inline bytes16 load_lower(const char *at)
{
	bytes16 bytes;

	memcpy(&bytes, at, sizeof bytes);
	return bytes | 0x20;
}

/* Whether a pair begins at one of 16 bytes. */
static inline bool has_pair(const char *at)
{
	bytes16 a = load_lower(at), b = load_lower(at + 1);
	bytes16 hit = (bytes16)(((a == 'i') & (b == 'p')) | ((a == 'm') & (b == 's')) | ((a == 'c') & (b == 'y')) |
				((a == 'k') & (b == 'i')));
	uint64_t half[2];

	memcpy(half, &hit, sizeof half);
	return (half[0] | half[1]) != 0;
}

struct signals_phrases signals_find_phrases(struct str line)
{
	struct signals_phrases found = { 0, 0, 0 };
	size_t at = 0;

	for (; at + 17 <= line.len; at += 16)
		if (has_pair(line.at + at))
			for (size_t i = 0; i < 16; i++)
				check(line, at + i, &found);
	for (; at + 1 < line.len; at++)
		check(line, at, &found);
	return found;
}
