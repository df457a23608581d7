#include "translated_number.h"

#include "text/unicode.h"
#include "text/utf8.h"
#include "translated_chars.h"

#include <stdbool.h>

int translated_digit(uint32_t c)
{
	char out[TRANSLATED_LETTERS];

	if (c < 0x80)
		return c - '0' < 10 ? (int)(c - '0') : -1;
	return unicode_flags(c) & UNICODE_DIGIT && translated_letters(c, out) == 1 ? out[0] - '0' : -1;
}

/* Digits from `at` on, four at most. */
static unsigned digits_ahead(const char *at, const char *end)
{
	unsigned count = 0;

	while (at < end && count < 4 && translated_digit(utf8_next(&at, end)) >= 0)
		count++;
	return count;
}

static bool is_group_mark(uint32_t c)
{
	switch (c) {
	case '.': case ',': case ' ': case '\'': case 0xa0: case 0x2009: case 0x202f: case 0x2019: case 0x66b: case 0x66c: case 0xff0c: case 0xff0e:
		return true;
	}
	return false;
}

static bool is_decimal_mark(uint32_t c)
{
	return c == '.' || c == ',' || c == 0x66b || c == 0xff0e;
}

void translated_number(const char *at, const char *end, struct number *number)
{
	const char *begin = at;
	char *digits = number->digits;
	size_t count = 0, group = 0;
	bool decimal = false;

	for (number->characters = 0; at < end; number->characters++) {
		const char *next = at;
		uint32_t c = utf8_next(&next, end);
		int value = translated_digit(c);
		unsigned ahead;

		if (value >= 0) {
			if (count < 30)
				digits[count++] = (char)('0' + value);
			group++;
		} else {
			ahead = is_group_mark(c) && !decimal ? digits_ahead(next, end) : 0;
			if (ahead == 3 && count <= 9 && group <= 3 && !(count == 1 && digits[0] == '0')) {
				group = 0;
			} else if ((ahead == 1 || ahead == 2) && is_decimal_mark(c) && count <= 6) {
				decimal = true;
				digits[count++] = '.';
			} else {
				break;
			}
		}
		at = next;
	}
	while (decimal && count > 1 && digits[count - 1] == '0')
		count--;
	if (count > 1 && digits[count - 1] == '.')
		count--;
	number->count = count;
	number->bytes = (size_t)(at - begin);
}
