#include "leat/diff_text.h"

#include <criterion/criterion.h>

Test(diff_text, cases)
{
	static const struct {
		const char *before, *after, *want;
	} cases[] = {
		{ "", "", "" },
		{ "a", "a", "  a\n" },
		{ "a", "b", "- a\n+ b\n" },
		{ "", "a\n\nb", "+ a\n+ b\n" },
		{ "a\nb", "", "- a\n- b\n" },
		{ "a\nb\nc\nd\ne\nf", "a\nb\nc\nD\ne\nf", "  ...\n  c\n- d\n+ D\n  e\n  ...\n" },
		{ "a\nb\nc", "b\nc\nd", "- a\n  b\n  c\n+ d\n" },
		{ "x\na\nb\ny", "x\nb\na\ny", "  x\n- a\n  b\n+ a\n  y\n" },
		{ "same\nescape \033[31m", "same\nnone", "  same\n- escape  [31m\n+ none\n" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out = BUF_INIT;

		diff_text(str_of(cases[i].before), str_of(cases[i].after), &out);
		cr_expect_str_eq(buf_cstr(&out), cases[i].want, "case %zu:\n%s", i, buf_cstr(&out));
		buf_release(&out);
	}
}

/* Over the size of the table the middle stands as a whole. */
Test(diff_text, long_texts)
{
	struct buf before = BUF_INIT, after = BUF_INIT, out = BUF_INIT;

	for (int i = 0; i < 3000; i++) {
		buf_addf(&before, "line %d\n", i);
		buf_addf(&after, "line %d\n", i % 2 ? i : -i);
	}
	diff_text(buf_str(&before), buf_str(&after), &out);
	cr_expect(str_starts(buf_str(&out), STR("  ...\n  line 1\n- line 2\n- line 3\n")));
	cr_expect(str_ends(buf_str(&out), STR("+ line -2998\n  line 2999\n")));
	buf_release(&before);
	buf_release(&after);
	buf_release(&out);
}
