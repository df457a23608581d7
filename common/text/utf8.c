#include "text/utf8.h"

#include "base/num.h"

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
