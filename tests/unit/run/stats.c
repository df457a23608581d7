#include "run/stats.h"

#include <criterion/criterion.h>

Test(stats, pack_and_unpack)
{
	struct stats stats = { .stage = "dedup", .frames = 3, .in = 10, .kept = 7, .rejected = 1, .bytes_in = 1 << 20,
			       .bytes_out = 77, .seconds = 1.5, .cpu_seconds = 0.25 }, got;
	struct buf out = BUF_INIT, json = BUF_INIT;

	tally_add(&stats.dropped, "exact", 2);
	tally_add(&stats.faults, "a \"quoted\" kind", 4);
	stats_pack(&stats, &out);
	cr_assert(stats_unpack(buf_str(&out), &got));
	cr_expect_eq(memcmp(&stats, &got, offsetof(struct stats, dropped)), 0);
	cr_expect_eq(got.rejected, 1);
	cr_expect_eq(got.dropped.rows[0].count, 2);
	cr_expect_eq(got.faults.rows[0].count, 4);
	cr_expect(got.seconds == 1.5 && got.cpu_seconds == 0.25);
	stats_json(&stats, &json);
	cr_expect(str_find(buf_str(&json), STR("\"dropped\":{\"exact\":2}")) > 0);
	cr_expect(str_find(buf_str(&json), STR("a \\\"quoted\\\" kind\":4")) > 0);
	for (size_t len = 0; len < out.len; len++)
		cr_expect_not(stats_unpack(str_from(out.data, len), &got), "length %zu", len);
	buf_release(&out);
	buf_release(&json);
}
