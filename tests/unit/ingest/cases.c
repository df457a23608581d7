#include "util.h"

#include "base/file.h"
#include "base/num.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <unistd.h>

/* data/warc beside the repository holds quirky and hostile files and what must come out of
 * each; skipped where it is absent. */
#define CASES "../shared/data/warc"

static bool in_range(struct str range, uint64_t value)
{
	ptrdiff_t dots = str_find(range, STR(".."));
	uint64_t low, high;

	if (str_is(range, "-"))
		return true;
	if (dots < 0)
		return num_u64(range, &low) && low == value;
	return num_u64(str_from(range.at, (size_t)dots), &low) &&
	       num_u64(str_from(range.at + dots + 2, range.len - (size_t)dots - 2), &high) &&
	       value >= low && value <= high;
}

static struct str word(struct str *rest, char separator)
{
	const char *end = memchr(rest->at, separator, rest->len);
	struct str found = str_from(rest->at, end ? (size_t)(end - rest->at) : rest->len);

	rest->at += found.len + (end ? 1 : 0);
	rest->len -= found.len + (end ? 1 : 0);
	return found;
}

static bool fault_fits(const struct run *run, struct str want)
{
	uint64_t skipped = 0;

	for (int i = 0; i < SKIP_KINDS; i++)
		skipped += run->skips.count[i];
	if (str_is(want, "-"))
		return run->faults.grave + run->faults.count[FAULT_WARN] == 0;
	if (str_is(want, "charset")) /* normalize finds it */
		return run->faults.grave == 0;
	if (str_is(want, "skipped"))
		return skipped > 0;
	for (int kind = 0; kind < FAULT_KINDS; kind++)
		if (str_is(want, fault_name((enum fault)kind)))
			return run->faults.count[kind] > 0;
	return false;
}

static void check_case(const char *path, struct str name, struct str row)
{
	struct run run;
	struct buf bytes = BUF_INIT;
	struct err err;
	struct str records = word(&row, '\t');
	struct str sizes = word(&row, '\t');
	struct str fault = word(&row, '\t');
	char *file = run_copy(name);

	cr_assert(file_read(path, 64 << 20, &bytes, &err) == 0, "%s", err.text);
	run_bytes(&run, buf_str(&bytes), file);
	cr_expect(in_range(records, run.ndocs), "%s: %zu records", file, run.ndocs);
	cr_expect(fault_fits(&run, fault), "%s: fault %.*s", file, STR_ARG(fault));
	for (size_t i = 0; i < run.ndocs && sizes.len > 0; i++) {
		struct str size = word(&sizes, ' ');

		cr_expect(in_range(size, run.docs[i].len), "%s: body %zu is %zu", file, i,
			  run.docs[i].len);
	}
	run_release(&run);
	buf_release(&bytes);
	free(file);
}

Test(cases, every_row)
{
	struct buf table = BUF_INIT;
	struct err err;
	char path[4096];
	struct str rest;

	snprintf(path, sizeof path, "%s/cases.tsv", CASES);
	if (access(path, R_OK) != 0)
		return;
	cr_assert(file_read(path, 1 << 20, &table, &err) == 0, "%s", err.text);
	rest = buf_str(&table);
	word(&rest, '\n');
	while (rest.len > 0) {
		struct str row = word(&rest, '\n');
		struct str name = word(&row, '\t');

		snprintf(path, sizeof path, "%s/%.*s", CASES, STR_ARG(name));
		check_case(path, name, row);
	}
	buf_release(&table);
}
