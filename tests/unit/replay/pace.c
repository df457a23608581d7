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

/* Frames of a stream sent by a clock that is moved by hand: each sleep ends up to a tenth of a
 * millisecond late, each frame takes half of one, and every hundredth keeps its reader for 50. */
static double send_all(struct pace *pace, int frames, uint32_t records, uint32_t bytes)
{
	double clock = 0;

	for (int i = 0; i < frames; i++) {
		double due = pace_next(pace, records, bytes, 1 + (uint64_t)i * 40);
		int sleep_ms;

		while ((sleep_ms = pace_patience(due, clock)) > 0) {
			cr_assert_leq(sleep_ms, PACE_SLEEP_MS);
			clock += sleep_ms / 1e3 + (i % 11) / 110e3;
		}
		cr_assert_geq(clock, due, "frame %d too early", i);
		clock += i % 100 ? .0005 : .05;
	}
	return clock;
}

Test(pace, within_one_percent)
{
	static const struct {
		const char *rate;
		int frames;
		double seconds;
	} cases[] = {
		{ "500/s", 500, 10 }, { "10000/s", 20000, 20 }, { "20MB/s", 1000, 12.5 }, { "1x", 300, 12 }, { "10x", 3000, 12 },
	};
	struct pace pace;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		cr_assert(pace_parse(str_of(cases[i].rate), &pace));
		double took = send_all(&pace, cases[i].frames, 10, 250000);
		cr_expect(fabs(took / cases[i].seconds - 1) < .01, "%s: %f s", cases[i].rate, took);
	}
}
