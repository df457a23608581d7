#include "base/utf8.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static const struct {
	struct str text;
	size_t prefix; /* SIZE_MAX: all of it */
} cases[] = {
	{ STR(""), SIZE_MAX },
	{ STR("plain"), SIZE_MAX },
	{ STR("\0nul"), SIZE_MAX },
	{ STR("R\xc3\xa4ksm\xc3\xb6rg\xc3\xa5s"), SIZE_MAX },
	{ STR("\xe2\x82\xac \xf0\x9f\x98\x80 \xf4\x8f\xbf\xbf \xed\x9f\xbf \xee\x80\x80 \xe0\xa0\x80"), SIZE_MAX },
	{ STR("ab\x80"), 2 }, /* lone continuation */
	{ STR("ab\xc3"), 2 }, /* cut */
	{ STR("ab\xe2\x82"), 2 },
	{ STR("ab\xf0\x9f\x98"), 2 },
	{ STR("\xc3("), 0 },
	{ STR("\xc0\xaf"), 0 }, /* overlong */
	{ STR("\xc1\xbf"), 0 },
	{ STR("\xe0\x9f\xbf"), 0 },
	{ STR("\xf0\x8f\xbf\xbf"), 0 },
	{ STR("a\xed\xa0\x80"), 1 }, /* surrogate */
	{ STR("a\xf4\x90\x80\x80"), 1 }, /* over U+10FFFF */
	{ STR("\xf5\x80\x80\x80"), 0 },
	{ STR("\xff\xfe"), 0 },
	{ STR("\xc3\xa4\xa4"), 2 },
};

/* Every case at every distance from the start and the end of a vector. */
Test(utf8_valid, cases_at_every_alignment)
{
	static const char pad[] = "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz";

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (size_t before = 0; before < 70; before++)
			for (size_t after = 0; after < 40; after += 13) {
				struct str t = cases[i].text;
				size_t len = before + t.len + after;
				char *copy = malloc(len ? len : 1); /* exact, so that ASan sees an over-read */
				bool want = cases[i].prefix == SIZE_MAX;

				memcpy(copy, pad, before);
				memcpy(copy + before, t.at, t.len);
				memcpy(copy + before + t.len, pad, after);
				struct str s = str_from(copy, len);
				cr_assert_eq(utf8_valid_portable(s), want, "case %zu", i);
				cr_assert_eq(utf8_valid(s), want, "case %zu at %zu", i, before);
				cr_assert_eq(utf8_valid_prefix(s), want ? len : before + cases[i].prefix,
					"case %zu", i);
				free(copy);
			}
}

/* Random bytes that are often nearly UTF-8: all ways agree with utf8_next. */
Test(utf8_valid, agrees_with_the_decoder)
{
	static const unsigned char bytes[] = "ab\x80\x8f\x90\x9f\xa0\xbf\xc1\xc2\xdf\xe0\xed\xef\xf0\xf4\xf5";
	unsigned seed = 1;

	for (unsigned round = 0; round < 200000; round++) {
		char s[48];
		size_t len = (seed >> 8) % sizeof s;
		bool want = true;

		for (size_t i = 0; i < len; i++) {
			seed = seed * 1103515245u + 12345u;
			s[i] = (char)bytes[(seed >> 16) % (sizeof bytes - 1)];
		}
		for (const char *p = s; p < s + len;)
			want &= utf8_next(&p, s + len) != UTF8_BAD;
		cr_assert_eq(utf8_valid_portable(str_from(s, len)), want);
		cr_assert_eq(utf8_valid(str_from(s, len)), want);
		seed = seed * 1103515245u + 12345u;
	}
}

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
