#include "leat/columns.h"

#include <criterion/criterion.h>

static void same(struct buf *out, const char *expected)
{
	cr_assert(str_is(buf_str(out), expected), "%.*s instead of %s", STR_ARG(buf_str(out)), expected);
	buf_reset(out);
}

Test(columns, width_is_what_a_terminal_takes)
{
	cr_assert_eq(columns_width(STR("abc")), 3);
	cr_assert_eq(columns_width(STR("新闻 ko 한국")), 4 + 4 + 4);
	cr_assert_eq(columns_width(STR("e\u0301te")), 3);
	cr_assert_eq(columns_width(STR_NONE), 0);
}

Test(columns, cells_are_padded_or_cut)
{
	struct buf out = BUF_INIT;

	columns_cell(STR("新闻"), 6, &out);
	same(&out, "新闻  ");
	columns_cell(STR("新闻社"), 5, &out);
	same(&out, "新闻…");
	columns_cell(STR("新闻社"), 4, &out); /* two places do not hold a wide one and the ellipsis */
	same(&out, "新… ");
	columns_cell(STR("a\tb\033[31m"), 4, &out);
	same(&out, "a b…");
	buf_release(&out);
}

Test(columns, as_many_as_fit)
{
	cr_assert_eq(columns_fit(10), 1);
	cr_assert_eq(columns_fit(2 * COLUMN_NARROWEST + 1), 1);
	cr_assert_eq(columns_fit(2 * COLUMN_NARROWEST + 2), 2);
	cr_assert_eq(columns_fit(100000), COLUMNS_MOST);
}

Test(columns, lines_break_at_blanks_or_where_they_must)
{
	struct str texts[] = { STR("one two three\n\nfour"), STR("新闻社新闻社"), STR("unbreakable") };
	struct buf out = BUF_INIT;

	columns_add(texts, 3, 28, 9, &out); /* eight places each */
	same(&out, "one two   新闻社新  unbreaka\n"
		   "three     闻社      ble\n"
		   "\n"
		   "four\n");
	columns_add(texts, 1, 13, 1, &out);
	same(&out, "one two three\n");
	columns_add(texts, 2, 4, 2, &out); /* none is too narrow to end */
	cr_assert_gt(out.len, 0);
	buf_release(&out);
}
