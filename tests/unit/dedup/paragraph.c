#include "dedup/paragraph.h"

#include <criterion/criterion.h>

#define LONG_A "A line that is long enough."
#define LONG_B "Ænother line, long enoughæ."
#define LONG_C "The third one of the lines."

/* Cuts the lines whose numbers are set in `marks` and says what is left. */
static void cut(const char *text, unsigned marks, struct buf *left)
{
	struct buf part = BUF_INIT, cuts = BUF_INIT;
	const struct paragraph_cut *cut;
	size_t point = 0, index = 0;

	paragraph_build(str_of(text), STR_NONE, &part);
	for (size_t i = 0; i < part.len / 8; i++)
		if (marks >> i & 1)
			part.data[8 * i] |= 1;
	paragraph_cuts(str_of(text), buf_str(&part), &cuts);
	cut = (const struct paragraph_cut *)(const void *)cuts.data;
	buf_reset(left);
	for (const char *p = text; *p; p++) {
		if (p > text && (*p & 0xc0) != 0x80)
			point++;
		while (index < cuts.len / sizeof *cut && point >= cut[index].to)
			index++;
		if (index == cuts.len / sizeof *cut || point < cut[index].from)
			buf_add_byte(left, *p);
	}
	buf_release(&part);
	buf_release(&cuts);
}

Test(paragraph, cuts)
{
	static const struct {
		const char *text;
		unsigned marks;
		const char *want;
	} cases[] = {
		{ LONG_A "\n\n" LONG_B "\n\n" LONG_C, 0, LONG_A "\n\n" LONG_B "\n\n" LONG_C },
		{ LONG_A "\n\n" LONG_B "\n\n" LONG_C, 1, LONG_B "\n\n" LONG_C },
		{ LONG_A "\n\n" LONG_B "\n\n" LONG_C, 2, LONG_A "\n\n" LONG_C },
		{ LONG_A "\n\n" LONG_B "\n\n" LONG_C, 4, LONG_A "\n\n" LONG_B },
		{ LONG_A "\n\n" LONG_B "\n\n" LONG_C, 5, LONG_B },
		{ LONG_A "\n\n" LONG_B "\n\n" LONG_C, 6, LONG_A },
		{ LONG_A "\n\n" LONG_B "\n\n" LONG_C, 7, "" },
		{ "short\n" LONG_A "\nshort\n\n  " LONG_B " \n", 2, "short\n" LONG_A "\nshort" },
		{ "short\n" LONG_A "\nshort", 1, "short\nshort" },
		{ "æ\n" LONG_B, 1, "æ" },
		{ "", 0, "" },
	};
	struct buf left = BUF_INIT;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		cut(cases[i].text, cases[i].marks, &left);
		cr_expect_str_eq(buf_cstr(&left), cases[i].want, "case %zu: '%s'", i, buf_cstr(&left));
	}
	buf_release(&left);
}

Test(paragraph, hashes)
{
	struct buf a = BUF_INIT, b = BUF_INIT, c = BUF_INIT;

	paragraph_build(STR("  " LONG_A "  \nshort\n" LONG_B), STR_NONE, &a);
	paragraph_build(STR(LONG_A "\n\n\n" LONG_B), STR_NONE, &b);
	paragraph_build(STR(LONG_A "\n\n\n" LONG_B), STR("host"), &c);
	cr_assert_eq(a.len, 16);
	cr_expect(str_eq(buf_str(&a), buf_str(&b)));
	cr_expect_not(str_eq(buf_str(&b), buf_str(&c)));
	cr_expect_eq(a.data[0] & 1, 0);
	buf_release(&a);
	buf_release(&b);
	buf_release(&c);
}
