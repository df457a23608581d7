#include "base/num.h"

#include <criterion/criterion.h>

Test(num, sizes)
{
	static const struct {
		const char *text;
		bool ok;
		uint64_t want;
	} cases[] = {
		{ "0", true, 0 }, { "4096", true, 4096 }, { "64K", true, 65536 }, { "64KiB", true, 65536 },
		{ "1.5G", true, 1610612736 }, { "10MB", true, 10000000 }, { "2 M", false, 0 },
		{ "", false, 0 }, { "K", false, 0 }, { "-1", false, 0 }, { "99999999T", false, 0 }, { "1x", false, 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		uint64_t got = 0;
		cr_expect_eq(num_size(str_of(cases[i].text), &got), cases[i].ok, "%s", cases[i].text);
		cr_expect_eq(got, cases[i].want, "%s: %lu", cases[i].text, got);
	}
}

Test(num, integers)
{
	static const struct {
		const char *text;
		bool ok;
		int64_t want;
	} cases[] = {
		{ "0", true, 0 }, { "-1", true, -1 }, { "9223372036854775807", true, INT64_MAX },
		{ "-9223372036854775808", true, INT64_MIN }, { "9223372036854775808", false, 0 },
		{ "12a", false, 0 }, { "", false, 0 }, { "-", false, 0 }, { "+1", false, 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t got = 0;
		cr_expect_eq(num_i64(str_of(cases[i].text), &got), cases[i].ok, "%s", cases[i].text);
		cr_expect_eq(got, cases[i].want, "%s", cases[i].text);
	}
}

Test(num, durations)
{
	uint64_t got;

	cr_expect(num_duration(STR("250ms"), &got) && got == 250);
	cr_expect(num_duration(STR("30d"), &got) && got == 2592000000u);
	cr_expect(num_duration(STR("2"), &got) && got == 2000);
	cr_expect_not(num_duration(STR("2 weeks"), &got));
}
