#include "leat/markup.h"
#include "leat/plot.h"
#include "leat/report_data.h"
#include "leat/report_html.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

Test(ranking, counts_and_orders)
{
	struct ranking ranking = { .items = NULL };

	for (int i = 0; i < 6; i++)
		ranking_add(&ranking, i < 3 ? STR("b") : i < 5 ? STR("a") : STR("c"), i == 0 ? STR("first") : STR("later"));
	ranking_sort(&ranking);
	cr_assert_eq(ranking.used, 3);
	cr_assert_str_eq(ranking.items[0].name, "b");
	cr_assert_str_eq(ranking.items[0].note, "first");
	cr_assert_eq(ranking.items[0].count, 3);
	cr_assert_str_eq(ranking.items[1].name, "a");
	cr_assert_eq(ranking.total, 6);
	cr_assert_eq(ranking.short_by, 0);
	ranking_release(&ranking);
}

/* More names than there is room for: the frequent ones stay, their counts short by what is said. */
Test(ranking, bounded)
{
	enum { NAMES = 4 * RANKING_MAX, OFTEN = 20 };
	struct ranking ranking = { .items = NULL };
	char name[32];

	for (int i = 0; i < NAMES; i++) {
		ranking_add(&ranking, str_from(name, (size_t)snprintf(name, sizeof name, "rare %d", i)), STR_NONE);
		if (i % 4 == 0)
			ranking_add(&ranking, str_from(name, (size_t)snprintf(name, sizeof name, "often %d", i / 4 % OFTEN)), STR_NONE);
	}
	ranking_sort(&ranking);
	cr_assert_leq(ranking.used, RANKING_MAX);
	cr_assert_eq(ranking.total, NAMES + NAMES / 4);
	for (int i = 0; i < OFTEN; i++) {
		cr_assert_eq(strncmp(ranking.items[i].name, "often", 5), 0, "%s", ranking.items[i].name);
		cr_assert_leq(ranking.items[i].count, NAMES / 4 / OFTEN + 1);
		cr_assert_geq(ranking.items[i].count + ranking.short_by, NAMES / 4 / OFTEN);
	}
	ranking_release(&ranking);
}

Test(ranking, long_texts_are_cut_between_characters)
{
	struct buf text = BUF_INIT;

	for (int i = 0; i < RANKING_TEXT; i++)
		buf_add_text(&text, "\xc3\xa9");
	char *cut = ranking_text(buf_str(&text));
	size_t len = strlen(cut);

	cr_assert_leq(len, RANKING_TEXT);
	cr_assert_str_eq(cut + len - 3, "...");
	cr_assert_eq((len - 3) % 2, 0);
	free(cut);
	buf_release(&text);
}

Test(spread, quantiles_and_shares)
{
	struct spread spread = { .count = 0 };
	double bounds[] = { 0, 25, 50, 100 }, shares[3];

	for (int i = 99; i >= 0; i--)
		spread_add(&spread, i);
	spread_sort(&spread);
	cr_assert_float_eq(spread.sum, 4950, 1e-9);
	cr_assert_eq(spread.min, 0);
	cr_assert_eq(spread.max, 99);
	cr_assert_float_eq(spread_quantile(&spread, 0.5), 50, 1e-9);
	spread_shares(&spread, bounds, shares, 3);
	cr_assert_float_eq(shares[0], 0.25, 1e-9);
	cr_assert_float_eq(shares[2], 0.5, 1e-9);
	spread_release(&spread);
}

Test(spread, sample_is_even)
{
	struct spread spread = { .count = 0 };

	for (int i = 0; i < 1000000; i++)
		spread_add(&spread, i);
	spread_sort(&spread);
	cr_assert_eq(spread.used, SPREAD_SAMPLE);
	cr_assert_eq(spread.max, 999999);
	for (double at = 0.1; at < 0.95; at += 0.1)
		cr_assert_float_eq(spread_quantile(&spread, at), at * 1e6, 3e4, "at %g: %g", at, spread_quantile(&spread, at));
	spread_release(&spread);
}

Test(markup, hostile_texts)
{
	static const struct {
		const char *in, *want;
	} cases[] = {
		{ "</script><b a='x' b=\"y\">&", "&lt;/script&gt;&lt;b a=&#39;x&#39; b=&quot;y&quot;&gt;&amp;" },
		{ "a\u202eb\u2066c", "a\ufffdb\ufffdc" },
		{ "a\x01\x7f\xc2\x9b" "b", "a   b" },
		{ "bad \xff\xc3", "bad \ufffd\ufffd" },
		{ "", "" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out = BUF_INIT;

		markup_text(&out, str_of(cases[i].in));
		cr_assert_str_eq(buf_cstr(&out), cases[i].want);
		buf_release(&out);
	}
}

Test(markup, links_only_to_the_web)
{
	struct buf out = BUF_INIT;

	markup_link(&out, STR("javascript:alert(1)"), STR("x"));
	cr_assert_str_eq(buf_cstr(&out), "<bdi>x</bdi>");
	buf_reset(&out);
	markup_link(&out, STR("HTTPS://a/\"onclick=x"), STR("x"));
	cr_assert_str_eq(buf_cstr(&out), "<a rel=\"noreferrer noopener\" href=\"HTTPS://a/&quot;onclick=x\"><bdi>x</bdi></a>");
	buf_release(&out);
}

Test(markup, numbers)
{
	struct buf out = BUF_INIT;

	markup_count(&out, 1234567);
	buf_add_byte(&out, ' ');
	markup_number(&out, 0.012345);
	buf_add_byte(&out, ' ');
	markup_share(&out, 0.0001);
	cr_assert_str_eq(buf_cstr(&out), "1,234,567 0.0123 &lt;0.1 %");
	buf_release(&out);
}

Test(plot, steps)
{
	static const struct {
		double top, step;
	} cases[] = { { 4, 1 }, { 5, 2 }, { 37, 10 }, { 153, 50 }, { 0.06, 0.02 }, { 0, 1 }, { 1e12, 5e11 } };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_assert_float_eq(plot_step(cases[i].top) / cases[i].step, 1, 1e-9, "%g: %g", cases[i].top, plot_step(cases[i].top));
}

static struct str page_of(struct report *report, struct buf *out)
{
	report_sort(report);
	report_html(report, STR("x"), out);
	return str_of(buf_cstr(out));
}

Test(report, empty)
{
	struct report *report = report_new();
	struct buf out = BUF_INIT;
	struct str page = page_of(report, &out);

	cr_assert_geq(str_find(page, STR("No kept documents.")), 0);
	cr_assert_geq(str_find(page, STR("</html>")), 0);
	buf_release(&out);
	report_free(report);
}

/* Days in units that fit, and one far off that is not drawn. */
Test(report, days)
{
	static const struct {
		const char *last;
		const char *want;
	} cases[] = {
		{ "2020-02-01", "2020-02-01: 1" },
		{ "2020-12-31T23:59:59Z", "week of 2020-12-28: 1" },
		{ "2023-05-05", "2023-05: 1" },
		{ "2099-05-05", "2099: 1" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct report *report = report_new();
		struct buf out = BUF_INIT;

		report_add(report, &(struct report_document){ .length = -1, .published = STR("2020-01-01") });
		report_add(report, &(struct report_document){ .length = -1, .fetched = str_of(cases[i].last), .published = STR("soon") });
		cr_assert_geq(str_find(page_of(report, &out), str_of(cases[i].want)), 0, "%s", cases[i].want);
		buf_release(&out);
		report_free(report);
	}
	struct report *report = report_new();
	struct buf out = BUF_INIT;

	for (int i = 0; i < 1000; i++)
		report_add(report, &(struct report_document){ .length = -1, .published = i == 7 ? STR("1970-01-01") : STR("2025-03-01") });
	struct str page = page_of(report, &out);
	cr_assert_geq(str_find(page, STR("1 far earlier or later are not drawn")), 0);
	cr_assert_geq(str_find(page, STR("2025-03-01: 999")), 0);
	buf_release(&out);
	report_free(report);
}

/* As many names, reasons and signals as one likes, all of them long: the page stays small. */
Test(report, bounded_page)
{
	struct report *report = report_new();
	struct buf out = BUF_INIT, longest = BUF_INIT;

	for (int i = 0; i < 100000; i++)
		buf_add_text(&longest, "<");
	for (int i = 0; i < 5000; i++) {
		char name[2000];
		size_t len = (size_t)snprintf(name, sizeof name, "%d%0*d", i, 900, i);
		struct str text = str_from(name, len), big = buf_str(&longest);

		report_add(report, &(struct report_document){ .verdict = i % 2 ? VERDICT_DROPPED : VERDICT_KEPT, .id = text, .url = big,
							     .source = big, .title = big, .site = text, .lang = text, .stage = text,
							     .reason = text, .dup_kind = text, .dup_of = text, .length = i });
		report_add_recipe(report, text);
	}
	cr_assert_eq(report->reason_count, REPORT_REASONS);
	cr_assert_lt(page_of(report, &out).len, 1 << 20);
	cr_assert_str_eq(report->reasons[0].reason, "other");
	buf_release(&out);
	buf_release(&longest);
	report_free(report);
}
