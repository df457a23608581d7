#include "text/clean.h"
#include "text/clean_scan.h"

#include <criterion/criterion.h>

Test(clean, plain)
{
	static const struct {
		struct str in;
		const char *want;
		unsigned nul, removed;
	} cases[] = {
		{ STR(""), "", 0, 0 },
		{ STR("a b"), "a b", 0, 0 },
		{ STR("\xe2\x80\x8d"), "", 0, 1 },
		{ STR("  a  \t b \r\n c \r d\n"), "a b\nc\nd", 0, 0 },
		{ STR("a\xc2\xa0\xe2\x80\x89" "b\xe3\x80\x80" "c"), "a b c", 0, 0 },
		{ STR("a\n\n\n\n\n\nb\n\nc"), "a\n\n\nb\n\nc", 0, 0 },
		{ STR("\n\n a \n \n b\n\n"), "a\n\nb", 0, 0 },
		{ STR("a\xe2\x80\xa8" "b\xe2\x80\xa9" "c\xc2\x85" "d\x0c" "e"), "a\nb\n\nc\nd\ne", 0, 0 },
		{ STR("a\0b\x01" "c\x7f" "d\xc2\x80"), "abcd", 1, 3 },
		{ STR("soft\xc2\xad" "hyphen"), "soft\xc2\xad" "hyphen", 0, 0 },
		{ STR("\xef\xbb\xbfzero\xe2\x80\x8bwidth\xe2\x80\x8d\xe2\x81\xa0"), "zerowidth", 0, 4 },
		{ STR("\xd9\x85\xe2\x80\x8c\xd9\x87"), "\xd9\x85\xe2\x80\x8c\xd9\x87", 0, 0 }, /* Persian */
		{ STR("\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb"), "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb", 0, 0 },
		{ STR("\xe0\xb8\x81\xe2\x80\x8b\xe0\xb8\x81"), "\xe0\xb8\x81\xe2\x80\x8b\xe0\xb8\x81", 0, 0 }, /* Thai */
		{ STR("\xe2\x80\xae" "abc\xef\xbf\xbe"), "abc", 0, 2 },
		{ STR("a \xe2\x80\x8b b"), "a b", 0, 1 },
		{ STR("x \xc2\xa0y"), "x y", 0, 0 },
		{ STR("\xe2\x80\x9cq\xe2\x80\x9d \xe2\x80\x93 z"), "\xe2\x80\x9cq\xe2\x80\x9d \xe2\x80\x93 z", 0, 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out = BUF_INIT;
		struct clean_counts counts = { 0, 0 };

		clean_plain(cases[i].in, &out, &counts);
		cr_expect(str_is(buf_str(&out), cases[i].want), "case %zu: '%.*s'", i, STR_ARG(buf_str(&out)));
		cr_expect_eq(counts.nul, cases[i].nul, "case %zu", i);
		cr_expect_eq(counts.removed, cases[i].removed, "case %zu", i);
		buf_release(&out);
	}
}

Test(clean, markup_keeps_white_space)
{
	struct buf out = BUF_INIT;
	struct clean_counts counts = { 0, 0 };

	struct str got = clean_markup(STR("<p>\r\n  a\t\xc2\xa0\0\x01 b\n\n\n\n</p> "), &out, &counts);
	cr_expect(str_is(got, "<p>\r\n  a\t\xc2\xa0 b\n\n\n\n</p> "));
	cr_expect_eq(counts.nul + counts.removed, 2);
	/* what stands before is seen whether it was copied or not: emoji, a zero width joiner, emoji */
	got = clean_markup(STR("\x01\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb"), &out, &counts);
	cr_expect(str_is(got, "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb"));
	got = clean_markup(STR("\xf0\x9f\x91\xa9\x01\xe2\x80\x8d\xf0\x9f\x92\xbb\xe2\x80\x8d"), &out, &counts);
	cr_expect(str_is(got, "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb\xe2\x80\x8d"));
	got = clean_markup(STR("a\x0b\xe2\x80\x8dz"), &out, &counts);
	cr_expect(str_is(got, "a\nz"));
	buf_release(&out);
}

Test(clean, markup_that_is_clean_is_not_copied)
{
	struct str page = STR("<p>\r\n  a\t\xc2\xa0 \xe2\x80\x9cq\xe2\x80\x9d \xf0\x9f\x91\xa9 soft\xc2\xad" "hyphen \x0c</p>");
	struct buf out = BUF_INIT;
	struct clean_counts counts = { 0, 0 };

	cr_expect_eq((const void *)clean_markup(page, &out, &counts).at, (const void *)page.at);
	cr_expect_eq(out.len + counts.nul + counts.removed, 0);
	buf_release(&out);
}

Test(clean, one_character)
{
	cr_expect_eq(clean_char('a', 0), 'a');
	cr_expect_eq(clean_char(1, 'a'), 0);
	cr_expect_eq(clean_char('\n', 'a'), ' ');
	cr_expect_eq(clean_char(0xa0, 'a'), ' ');
	cr_expect_eq(clean_char(0x200c, 'a'), 0);
	cr_expect_eq(clean_char(0x200c, 0x645), 0x200c);
	cr_expect_eq(clean_char(0x200b, 0xe01), 0x200b);
}

/* The fast scan passes over nothing that a look byte by byte would find. */
Test(clean, every_special_character_is_found_at_every_place)
{
	static const struct str special[] = {
		STR("\x7f"), STR("\t"), STR("  "), STR(" \n"), STR("\r"), STR("\xc2\x85"), STR("\xc2\xa0"), STR("\xe1\x9a\x80"),
		STR("\xe2\x80\x8b"), STR("\xe2\x81\xa0"), STR("\xe3\x80\x80"), STR("\xef\xbb\xbf"), STR("\xf0\x9f\xbf\xbe"), STR("\xf3\xa0\x80\x81"),
	};

	for (size_t i = 0; i < sizeof special / sizeof *special; i++)
		for (size_t before = 0; before < 70; before++) {
			char text[160];

			memset(text, 'x', sizeof text);
			memcpy(text + before, special[i].at, special[i].len);
			cr_expect_eq(clean_next_special(text, text + sizeof text), text + before, "%zu at %zu", i, before);
			cr_expect_eq(clean_next_portable(text, text + sizeof text, true), text + before, "%zu at %zu", i, before);
			cr_expect_eq(clean_next_invisible(text, text + sizeof text),
				clean_next_portable(text, text + sizeof text, false), "%zu at %zu", i, before);
		}
}
