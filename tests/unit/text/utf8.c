#include "text/utf8.h"

#include <criterion/criterion.h>

static size_t count_one_by_one(struct str s)
{
	size_t count = 0;

	for (size_t i = 0; i < s.len; i++)
		count += ((unsigned char)s.at[i] & 0xc0) != 0x80;
	return count;
}

/* Of every length across the words that are summed at once, and of any bytes. */
Test(utf8_count, every_length)
{
	static char text[5000];
	uint32_t seed = 1;

	for (size_t i = 0; i < sizeof text; i++) {
		seed = seed * 1664525 + 1013904223;
		text[i] = (char)(seed >> 24);
	}
	for (size_t len = 0; len < sizeof text; len += len < 100 ? 1 : 97) {
		struct str s = str_from(text + len % 7, len > 7 ? len - 7 : 0);

		cr_assert_eq(utf8_count(s), count_one_by_one(s), "%zu bytes", s.len);
	}
	cr_expect_eq(utf8_count(STR("Sm\xc3\xb8" "rbr\xc3\xb8 \xe2\x82\xac")), 9);
}
