#include "run/progress.h"

#include <criterion/criterion.h>
#include <stdio.h>

Test(progress, line)
{
	static const struct {
		struct progress progress;
		unsigned columns;
		const char *want;
	} cases[] = {
		{ { 3400000000, 1200000000, 12345, 4567, 21.4 }, 100,
		  "  12,345 records  4,567 kept  1.2 GB of 3.4 GB (35 %)  56.1 MB/s  ETA 0:39" },
		{ { 0, 1200000000, 12345, 4567, 21.4 }, 100, "  12,345 records  4,567 kept  1.2 GB  56.1 MB/s" },
		{ { 0, 0, 0, 0, 0 }, 100, "  0 records  0 kept" },
		{ { 100, 200, 1, 1, 1 }, 100, "  1 records  1 kept  200 B  200 B/s" },
		{ { 100, 100, 1, 1, 1 }, 100, "  1 records  1 kept  100 B of 100 B (100 %)  100 B/s" },
		{ { 3400000000, 1200000000, 12345, 4567, 21.4 }, 40, "  12,345 records  4,567 kept" },
		{ { 3400000000, 1200000000, 12345, 4567, 21.4 }, 30, "  12,345 records  4,567 kept" },
		{ { 3400000000, 1200000000, 12345, 4567, 21.4 }, 10, "" },
		{ { 10000000000, 1000000000, 1, 1, 1000 }, 100,
		  "  1 records  1 kept  1.0 GB of 10.0 GB (10 %)  1.0 MB/s  ETA 2:30:00" },
		{ { UINT64_MAX, 1, 1, 1, 1 }, 100, "  1 records  1 kept  1 B of 18.4 EB (0 %)  1 B/s" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out = BUF_INIT;

		progress_line(&cases[i].progress, cases[i].columns, &out);
		cr_expect_str_eq(buf_cstr(&out), cases[i].want);
		buf_release(&out);
	}
}

Test(progress, table)
{
	struct stats stages[2] = { { .stage = "ingest", .in = 12345, .kept = 12345, .cpu_seconds = 1.234 },
				   { .stage = "dedup", .in = 12345, .kept = 10000, .rejected = 1, .cpu_seconds = 123.4 } };
	struct buf out = BUF_INIT;

	tally_add(&stages[0].faults, "gzip", 3);
	tally_add(&stages[1].dropped, "url", 344);
	tally_add(&stages[1].dropped, "same", 2000);
	progress_table(stages, 2, &out);
	cr_expect_str_eq(buf_cstr(&out), "stage       in    kept  dropped  rejected  faults  CPU s\n"
					 "ingest  12,345  12,345        0         0       3   1.23  faults: gzip 3\n"
					 "dedup   12,345  10,000    2,344         1       0    123  same 2,000, url 344\n");
	buf_release(&out);
}

Test(progress, table_stays_within_100_columns)
{
	struct stats stages[1] = { { .in = UINT64_MAX, .kept = UINT64_MAX, .rejected = UINT64_MAX, .cpu_seconds = 1e30 } };
	struct buf out = BUF_INIT;

	memset(stages[0].stage, 'x', sizeof stages[0].stage - 1);
	for (int i = 0; i < 100; i++) {
		char name[TALLY_NAME];

		snprintf(name, sizeof name, "a_rather_long_reason_number_%d", i);
		tally_add(&stages[0].dropped, name, 9999999999);
		tally_add(&stages[0].faults, name, 9999999999);
	}
	progress_table(stages, 1, &out);
	for (const char *at = buf_cstr(&out); *at; at += strcspn(at, "\n") + 1)
		cr_expect_leq(strcspn(at, "\n"), 100, "%.*s", (int)strcspn(at, "\n"), at);
	buf_release(&out);
}

Test(progress, table_cuts_the_list_of_reasons)
{
	struct stats stages[1] = { { .stage = "filter", .in = 10, .kept = 4 } };
	struct buf out = BUF_INIT;
	static const char *const names[] = { "a_reason_that_is_long_one", "b_reason_that_is_long_two", "c_reason" };

	for (size_t i = 0; i < 3; i++)
		tally_add(&stages[0].dropped, names[i], 3 - i);
	progress_table(stages, 1, &out);
	cr_expect(strstr(buf_cstr(&out), "a_reason_that_is_long_one 3, ...\n"), "%s", buf_cstr(&out));
	buf_release(&out);
}
