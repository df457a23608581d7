#include "translated_chars.h"

#include <string.h>

#include "dedup/generated/translated_chars.inc"

enum { HANGUL_FIRST = 0xac00, HANGUL_COUNT = 11172, HANGUL_VOWELS = 21, HANGUL_FINALS = 28 };

/* A syllable is an initial, a vowel and a final (The Unicode Standard, 3.12); Revised
 * Romanization of each by itself. */
static unsigned hangul(uint32_t syllable, char out[TRANSLATED_LETTERS])
{
	static const char initials[][3] = { "g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h" };
	static const char finals[HANGUL_FINALS][3] = { "", "g", "kk", "gs", "n", "nj", "nh", "d", "l", "lg", "lm", "lb", "ls", "lt",
						       "lp", "lh", "m", "b", "bs", "s", "ss", "ng", "j", "ch", "k", "t", "p", "h" };
	char *end = stpcpy(out, initials[syllable / (HANGUL_VOWELS * HANGUL_FINALS)]);

	*end++ = 'a'; /* vowels do not count */
	return (unsigned)(stpcpy(end, finals[syllable % HANGUL_FINALS]) - out);
}

unsigned translated_letters(uint32_t c, char out[TRANSLATED_LETTERS])
{
	const char *found;
	unsigned count = 0;

	if (c - HANGUL_FIRST < HANGUL_COUNT)
		return hangul(c - HANGUL_FIRST, out);
	found = c > 0xffff ? letters[0] : letters[letters_of[block_of[c / 64]][c % 64]];
	while ((out[count] = found[count]))
		count++;
	return count;
}
