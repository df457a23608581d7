#include "leat/trace_text.h"

#include <criterion/criterion.h>

Test(trace, lines_that_went_and_came)
{
	static const struct {
		const char *before, *now, *want;
	} cases[] = {
		{ "", "", "" },
		{ "a\n\nb", "a\nb\n", "" },
		{ "Menu\n\na\nb", "a\n\nb", "        - Menu\n" },
		{ "a b\xc2\xa0" "c", "a b c", "        - a b\xc2\xa0" "c\n        + a b c\n" },
		{ "1\n2\n3\n4\n5\n6\n7\nx", "x", "        - 1\n        - 2\n        - 3\n        - 4\n        - 5\n        - and 2 more lines\n" },
		{ "a\x1b[2J", "a", "        - a [2J\n        + a\n" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out = BUF_INIT;

		trace_text_changes(str_of(cases[i].before), str_of(cases[i].now), &out);
		cr_expect_str_eq(buf_cstr(&out), cases[i].want, "%zu: %s", i, buf_cstr(&out));
		buf_release(&out);
	}
}

Test(trace, excerpts_are_cut_between_characters)
{
	struct buf out = BUF_INIT;

	trace_excerpt(STR("abc\xc3\xa9"), 4, &out);
	cr_expect_str_eq(buf_cstr(&out), "abc...");
	buf_reset(&out);
	trace_excerpt(STR("abc\xc3\xa9"), 5, &out);
	cr_expect_str_eq(buf_cstr(&out), "abc\xc3\xa9");
	buf_release(&out);
}
