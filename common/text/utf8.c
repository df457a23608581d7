#include "text/utf8.h"

#include "base/num.h"

static int starts(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

enum { WORD = 8, WORDS_A_SUM = 255 }; /* so many words' bytes can be summed in a byte each */
#define EVERY_BYTE 0x0101010101010101u

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
		uint64_t sums = 0;

		words = words < WORDS_A_SUM ? words : WORDS_A_SUM;
		for (size_t end = i + words * WORD; i < end; i += WORD) {
			uint64_t bytes = num_load64(s.at + i);

			sums += (~bytes >> 7 | bytes >> 6) & EVERY_BYTE;
		}
		count += add_bytes(sums);
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
