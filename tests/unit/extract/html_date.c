#include "extract/html_date.h"

#include <criterion/criterion.h>

Test(html_date, days_in_text)
{
	static const struct {
		const char *text;
		enum html_day_order order;
		uint32_t want; /* yyyymmdd, 0: none */
	} cases[] = {
		{ "2019-10-18T23:30:00-05:00", HTML_DAY_FIRST, 20191018 },
		{ "Published: October 18th, 2019 at 9:00", HTML_MONTH_FIRST, 20191018 },
		{ "Oct. 18, 2019", HTML_MONTH_FIRST, 20191018 },
		{ "18 de octubre de 2019", HTML_DAY_FIRST, 20191018 },
		{ "Freitag, 18. Oktober 2019, 12 Uhr", HTML_DAY_FIRST, 20191018 },
		{ "le 1er mars 2019", HTML_DAY_FIRST, 20190301 },
		{ "18.10.2019", HTML_DAY_FIRST, 20191018 },
		{ "18.10.19", HTML_DAY_FIRST, 20191018 },
		{ "3/4/2019", HTML_DAY_FIRST, 20190403 },
		{ "3/4/2019", HTML_MONTH_FIRST, 20190304 },
		{ "10/18/2019", HTML_DAY_FIRST, 20191018 },
		{ "2019年10月18日", HTML_DAY_FIRST, 20191018 },
		{ "2019년 10월 18일", HTML_DAY_FIRST, 20191018 },
		{ "18 октября 2019 г.", HTML_DAY_FIRST, 20191018 },
		{ "18 października 2019", HTML_DAY_FIRST, 20191018 },
		{ "2019. október 18.", HTML_DAY_FIRST, 20191018 },
		{ "20191018", HTML_DAY_FIRST, 20191018 },
		{ "Copyright 2019", HTML_DAY_FIRST, 0 },
		{ "2019", HTML_DAY_FIRST, 0 },
		{ "October 2019", HTML_DAY_FIRST, 0 },
		{ "31.02.2019", HTML_DAY_FIRST, 0 },
		{ "tel 030 12.34.5678", HTML_DAY_FIRST, 0 },
		{ "version 1.2.3", HTML_DAY_FIRST, 0 },
		{ "", HTML_DAY_FIRST, 0 },
	};
	struct html_months months;

	html_months_init(&months);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct html_date found;
		bool ok = html_date_find(&months, str_of(cases[i].text), cases[i].order, &found);

		cr_expect_eq(ok, cases[i].want != 0, "%s", cases[i].text);
		cr_expect_eq(ok ? html_day_number(found.day) : 0, cases[i].want, "%s: %u", cases[i].text,
			     html_day_number(found.day));
	}
}

Test(html_date, time_is_kept_as_written)
{
	struct html_months months;
	struct html_date found;

	html_months_init(&months);
	cr_assert(html_date_find(&months, STR("2019-10-18T23:30:00-05:00"), HTML_DAY_FIRST, &found));
	cr_expect(str_is(found.time, "23:30:00-05:00"));
}

Test(html_date, days_in_addresses)
{
	static const struct {
		const char *url;
		uint32_t want;
	} cases[] = {
		{ "https://a.example/2019/10/18/title", 20191018 }, { "https://a.example/x-2019-10-18.html", 20191018 },
		{ "https://a.example/20191018/x", 20191018 },	     { "https://a.example/2019/10/title", 0 },
		{ "https://a.example/1234567890", 0 },		     { "https://a.example/2019/13/18/", 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct html_day day = { 0 };
		bool ok = html_date_in_url(str_of(cases[i].url), &day);

		cr_expect_eq(ok ? html_day_number(day) : 0, cases[i].want, "%s", cases[i].url);
	}
}
