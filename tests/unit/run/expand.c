#include "run/expand.h"

#include <criterion/criterion.h>

static char *lookup(const char *name)
{
	static char full[] = "value", empty[] = "", dollar[] = "${A}";

	return strcmp(name, "A") == 0 ? full : strcmp(name, "EMPTY") == 0 ? empty : strcmp(name, "_d0") == 0 ? dollar : NULL;
}

Test(expand, texts)
{
	static const struct {
		const char *in, *want;
	} cases[] = {
		{ "", "" }, { "plain $ $A {A} $$ }", "plain $ $A {A} $$ }" }, { "${A}", "value" }, { "<${A}${A}>", "<valuevalue>" },
		{ "${EMPTY}", "" }, { "${EMPTY:-x}", "x" }, { "${B:-a b:-c}", "a b:-c" }, { "${B:-}", "" }, { "${A:-x}", "value" },
		{ "$${A} ${A}", "${A} value" }, { "${_d0}", "${A}" }, { "$$${A}", "$${A}" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out = BUF_INIT;
		struct err err = { .text = "" };

		cr_expect_eq(expand_text(str_of(cases[i].in), lookup, &out, &err), 0, "%s: %s", cases[i].in, err.text);
		cr_expect_str_eq(buf_cstr(&out), cases[i].want, "%s: %s", cases[i].in, buf_cstr(&out));
		buf_release(&out);
	}
}

Test(expand, refused)
{
	static const char *const cases[] = { "${B}", "${", "a ${A", "${}", "${A:=x}", "${A-x}", "${9}", "${A B}", "${a.b}", "${ A}" };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out = BUF_INIT;
		struct err err = { .text = "" };

		cr_expect_eq(expand_text(str_of(cases[i]), lookup, &out, &err), -1, "%s", cases[i]);
		cr_expect_eq(err.code, EXIT_MISMATCH);
		buf_release(&out);
	}
}
