#include "leat/scrape.h"
#include "leat/top_page.h"
#include "run/metrics.h"
#include "text/utf8.h"

#include <criterion/criterion.h>
#include <stdio.h>

static struct err err;

/* What the programs write is what is read. */
Test(top, reads_what_metrics_writes)
{
	struct metrics_view view = { .age = 2.5 };
	struct top_row row = { .address = "x" };
	struct buf page = BUF_INIT;

	snprintf(view.stats.stage, sizeof view.stats.stage, "dedup");
	view.stats.in = 1000;
	view.stats.kept = 900;
	view.stats.rejected = 4;
	view.stats.bytes_in = 5000000;
	tally_add(&view.stats.dropped, "a \"b\"\\, c", 96);
	tally_add(&view.stats.faults, "charset", 7);
	metrics_page(&view, &page);
	cr_assert(top_read(&row, buf_str(&page), 1000));
	cr_expect_str_eq(row.stats.stage, "dedup");
	cr_expect_eq(row.stats.in, 1000);
	cr_expect_eq(row.stats.kept, 900);
	cr_expect_eq(row.stats.rejected, 4);
	cr_expect_str_eq(row.stats.dropped.rows[0].name, "a \"b\"\\, c");
	cr_expect_eq(row.stats.dropped.rows[0].count, 96);
	cr_expect_str_eq(row.stats.faults.rows[0].name, "charset");
	cr_expect_float_eq(row.age, 2.5, 1e-9);
	cr_expect_gt(row.memory, 0);
	cr_expect_lt(row.in_rate, 0, "no rate of one look");
	buf_reset(&page);
	view.stats.in = 3000;
	view.stats.bytes_in = 9000000;
	metrics_page(&view, &page);
	cr_assert(top_read(&row, buf_str(&page), 3000));
	cr_expect_float_eq(row.in_rate, 1000, 1e-6);
	cr_expect_float_eq(row.byte_rate, 2e6, 1e-3);
	buf_reset(&page);
	/* Started anew: counts begin again, and there is no rate. */
	view.stats.in = 1;
	metrics_page(&view, &page);
	cr_assert(top_read(&row, buf_str(&page), 4000));
	cr_expect_lt(row.in_rate, 0);
	buf_release(&page);
}

Test(top, bad_pages)
{
	static const char *const pages[] = {
		"", "\n\n", "leat_frames_total", "leat_frames_total{stage=\"x\" 3", "leat_frames_total}{ 3", "<html>", "{} 1", "node_load1 0.5\n",
		"leat_frames_total{stage=\"x\"} many\n",
	};

	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		struct top_row row = { .age = -1 };

		cr_expect(!top_read(&row, str_of(pages[i]), 1), "%s", pages[i]);
		cr_expect_eq(row.read_ms, 0);
	}
	struct top_row row = { .age = -1 };
	cr_expect(top_read(&row, STR("leat_frames_total{stage=\"a\x1b[2Jb\"} 1\nleat_records_total{stage=\"y\"} NaN\n"), 1));
	cr_expect_str_eq(row.stats.stage, "a [2Jb");
}

static struct top_row big_row(void)
{
	struct top_row row = { .address = "127.0.0.1:9464", .shown = true, .answered = true, .read_ms = 1, .memory = 123456789012,
			       .age = 1e9, .in_rate = 1e12, .byte_rate = 1e18, .cpu_rate = 100 };

	snprintf(row.stats.stage, sizeof row.stats.stage, "a-longer-stage");
	row.stats.in = row.stats.kept = row.stats.rejected = UINT64_MAX / 2;
	for (int i = 0; i < TALLY_MAX; i++) {
		char name[TALLY_NAME];

		snprintf(name, sizeof name, "reason number %d", i);
		tally_add(&row.stats.dropped, name, UINT64_MAX / 200);
		tally_add(&row.stats.faults, name, UINT64_MAX / 200);
	}
	return row;
}

Test(top, fits_the_screen)
{
	struct top_row rows[40];
	struct buf out = BUF_INIT;
	unsigned lines = 0;

	for (size_t i = 0; i < 40; i++)
		rows[i] = big_row();
	rows[1].answered = false;
	rows[2].read_ms = 0;
	rows[3].shown = false;
	top_draw(rows, 40, 80, 24, false, &out);
	for (const char *line = buf_cstr(&out); *line; line = strchr(line, '\n') + 1) {
		size_t len = (size_t)(strchr(line, '\n') - line);

		lines++;
		cr_expect_leq(utf8_count(str_from(line, len)), 80, "%.*s", (int)len, line);
	}
	cr_expect_leq(lines, 24);
	cr_expect(strstr(buf_cstr(&out), "more\n"));
	cr_expect(strstr(buf_cstr(&out), "has ended"));
	cr_expect(strstr(buf_cstr(&out), "does not answer"));
	cr_expect(strstr(buf_cstr(&out), "dropped: other "));
	buf_release(&out);
}

Test(scrape, addresses)
{
	static const char *const bad[] = { "", "9464", "localhost:9464", ":1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:5-4", "127.0.0.1:5-", "127.0.0.1:1-70000", "127.0.0.1:1-60000" };
	struct scrape *list = NULL;
	size_t count = 0;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		cr_expect_eq(scrape_add(&list, &count, bad[i], &err), -1, "%s", bad[i]);
		cr_expect_eq(err.code, EXIT_USAGE);
	}
	scrape_release(list, count);
	list = NULL;
	count = 0;
	cr_assert_eq(scrape_add(&list, &count, "127.0.0.1:9464-9466", &err), 0);
	cr_assert_eq(scrape_add(&list, &count, "[::1]:80", &err), 0);
	cr_assert_eq(count, 4);
	cr_expect_str_eq(list[2].name, "127.0.0.1:9466");
	cr_expect_str_eq(list[3].name, "[::1]:80");
	scrape_release(list, count);
}
