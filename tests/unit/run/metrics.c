#include "run/metrics.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

/* Each sample has HELP and TYPE before it, and stands once; names as Prometheus wants them. */
Test(metrics, page)
{
	struct metrics_view view = { .link_in = true, .in = { .peers = 2, .frames = 7 }, .age = 1.5 };
	struct buf page = BUF_INIT;
	char name[128], previous[128] = "";

	snprintf(view.stats.stage, sizeof view.stats.stage, "dedup");
	view.stats.in = 10;
	tally_add(&view.stats.dropped, "ex\"act\\", 3);
	metrics_page(&view, &page);
	const char *text = buf_cstr(&page);
	cr_expect(strstr(text, "\nleat_records_total{stage=\"dedup\"} 10\n"));
	cr_expect(strstr(text, "\nleat_dropped_records_total{stage=\"dedup\",reason=\"ex\\\"act\\\\\"} 3\n"));
	cr_expect(strstr(text, "\nleat_link_peers{stage=\"dedup\",side=\"in\"} 2\n"));
	cr_expect(strstr(text, "\nleat_frame_age_seconds{stage=\"dedup\"} 1.500\n"));
	cr_expect_null(strstr(text, "side=\"out\""));
	for (const char *line = text; *line; line = strchr(line, '\n') + 1) {
		if (sscanf(line, "# TYPE %127s", name) == 1)
			snprintf(previous, sizeof previous, "%s", name);
		else if (line[0] != '#')
			cr_expect(sscanf(line, "%127[a-z_]", name) == 1 && strcmp(name, previous) == 0, "%.40s", line);
	}
	buf_release(&page);
}

Test(metrics, addresses)
{
	static const char *const bad[] = { "", "9464", "localhost:9464", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:70000", ":1" };

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct err err = { 0 };

		cr_expect_null(metrics_start(bad[i], &err), "%s", bad[i]);
		cr_expect_eq(err.code, EXIT_USAGE, "%s", bad[i]);
	}
}
