#include "text/bigrams.h"

#include <criterion/criterion.h>

Test(bigrams, cut)
{
	static const struct {
		const char *in, *want;
	} cases[] = {
		{ "", "" },
		{ "bl\u00e5b\u00e6r and \u201cquotes\u201d", "bl\u00e5b\u00e6r and \u201cquotes\u201d" },
		{ "\u4e2d\u56fd\u4eba", " \u4e2d\u56fd \u56fd\u4eba \u4eba " },
		{ "a\u4e2db", "a \u4e2d b" },
		{ "\u4e2d\u56fd\u3002\u4eba", " \u4e2d\u56fd \u56fd \u3002 \u4eba " },
		{ "\u0e44\u0e17\u0e22 x", " \u0e44\u0e17 \u0e17\u0e22 \u0e22  x" },
		{ "\ud55c\uad6d\uc740", " \ud55c\uad6d \uad6d\uc740 \uc740 " },
		{ "\xe4\xb8", "\xe4\xb8" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out = BUF_INIT;

		bigrams_cut(str_of(cases[i].in), &out);
		cr_expect_str_eq(buf_cstr(&out), cases[i].want);
		cr_expect_eq(bigrams_needed(str_of(cases[i].in)), strcmp(cases[i].in, cases[i].want) != 0);
		buf_release(&out);
	}
}

Test(bigrams, query)
{
	static const struct {
		const char *in, *want;
	} cases[] = {
		{ "", "" }, { "  ", "" }, { "-", "" }, { "\"\"", "" }, { "-only", "" },
		{ "Harbin", "(\"Harbin\")" },
		{ "two words", "(\"two\" AND \"words\")" },
		{ "\"a phrase\" mor*", "(\"a phrase\" AND \"mor\"*)" },
		{ "yes -no -\"not this\"", "(\"yes\") NOT (\"no\" OR \"not this\")" },
		{ "x\"y z", "(\"x\" AND \"y z\")" },
		{ "title:(a OR b)", "(\"title:(a\" AND \"OR\" AND \"b)\")" },
		{ "\u4e2d\u56fd\u4eba", "(\"\u4e2d\u56fd \u56fd\u4eba\")" },
		{ "\u4e2d", "(\"\u4e2d\"*)" },
		{ "a\u4e2d\u56fdb", "(\"a \u4e2d\u56fd b\")" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out = BUF_INIT;

		bigrams_query(str_of(cases[i].in), &out);
		cr_expect_str_eq(buf_cstr(&out), cases[i].want);
		buf_release(&out);
	}
}
