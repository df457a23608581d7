#include "replay/pace.h"

#include <criterion/criterion.h>
#include <math.h>

Test(pace, parse)
{
	static const struct {
		const char *text;
		enum pace_unit unit;
		double rate;
	} cases[] = {
		{ "500/s", PACE_RECORDS, 500 }, { "20MB/s", PACE_BYTES, 20e6 }, { "1x", PACE_TIMES, 1 },
		{ "2.5x", PACE_TIMES, 2.5 }, { "1K/s", PACE_BYTES, 1024 },
	};
	static const char *const wrong[] = { "", "x", "/s", "0/s", "-1x", "fast", "20MB", "1x/s" };
	struct pace pace;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		cr_expect(pace_parse(str_of(cases[i].text), &pace), "%s", cases[i].text);
		cr_expect(pace.unit == cases[i].unit && fabs(pace.rate - cases[i].rate) < 1e-9, "%s", cases[i].text);
	}
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		cr_expect_not(pace_parse(str_of(wrong[i]), &pace), "%s", wrong[i]);
}

/* Due times are sums, so a frame sent late does not move those behind it. */
Test(pace, due)
{
	struct pace pace;

	pace_parse(STR("100/s"), &pace);
	for (int i = 0; i < 1000; i++)
		cr_expect(fabs(pace_next(&pace, 10, 5000, 0) - i * 0.1) < 1e-6);
	pace_parse(STR("1MB/s"), &pace);
	for (int i = 0; i < 1000; i++)
		cr_expect(fabs(pace_next(&pace, 10, 5000, 0) - i * 0.005) < 1e-6);
	pace_parse(STR("2x"), &pace);
	cr_expect_eq(pace_next(&pace, 1, 1, 1000000), 0);
	cr_expect(fabs(pace_next(&pace, 1, 1, 1004000) - 2) < 1e-9);
	cr_expect_eq(pace_next(&pace, 1, 1, 0), 0);
}
