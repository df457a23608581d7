#include "dedup/simplify.h"

#include <criterion/criterion.h>

Test(simplify, as_datatrove_does)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "", "" }, { "Don't stop", "Dont stop" }, { "3.14 and 2,000", "0 and 0" }, { "a1b22c", "a0b0c" }, { "snake_case", "snakecase" },
		{ "1 2", "0 0" }, { "\xe2\x80\x9cq\xe2\x80\x9d \xe2\x80\x94 x\xe2\x80\xa6", "q  x" }, { "e\xcc\x81t\xc3\xa9", "et\xc3\xa9" },
		{ "Eight letters, @ [ ` { Z z A a in a row", "Eight letters     Z z A a in a row" },
		{ "a row of them 12,5 \xc3\x81\xc2\xa0 \x7f\t7\x80 and the end", "a row of them 0 \xc3\x81\xc2\xa0 \t0\x80 and the end" },
		{ "\xe6\x97\xa5\xe6\x9c\xac\xe3\x80\x82", "\xe6\x97\xa5\xe6\x9c\xac" }, { "a\x01\nb", "a\nb" }, { "7\xc3\xa9""8", "0\xc3\xa9""0" },
	};
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		simplify(str_of(cases[i].text), &out);
		cr_expect(str_is(buf_str(&out), cases[i].want), "%s: %.*s", cases[i].text, (int)out.len, out.data);
	}
	buf_release(&out);
}
