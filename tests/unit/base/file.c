#include "base/file.h"
#include "base/tally.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[64];

static void make_dir(void)
{
	strcpy(dir, "/tmp/leat-file-XXXXXX");
	cr_assert_not_null(mkdtemp(dir));
}

static void remove_dir(void)
{
	char command[128];

	snprintf(command, sizeof command, "rm -rf %s", dir);
	cr_assert_eq(system(command), 0);
}

TestSuite(file, .init = make_dir, .fini = remove_dir);

Test(file, replace_leaves_one_whole_file)
{
	char path[128], leftovers[160];
	struct buf got = BUF_INIT;
	struct err err;

	snprintf(path, sizeof path, "%s/a", dir);
	cr_assert_eq(file_replace(path, STR("first"), &err), 0, "%s", err.text);
	cr_assert_eq(file_replace(path, STR("second"), &err), 0, "%s", err.text);
	cr_assert_eq(file_read(path, 100, &got, &err), 0);
	cr_expect(str_is(buf_str(&got), "second"));
	snprintf(leftovers, sizeof leftovers, "test \"$(ls %s)\" = a", dir);
	cr_expect_eq(system(leftovers), 0);
	cr_expect_eq(file_read(path, 3, &got, &err), -1, "longer than the cap");
	cr_expect_eq(err.code, EXIT_BAD_INPUT);
	buf_release(&got);
}

Test(file, errors_say_which_file_and_why)
{
	struct buf got = BUF_INIT;
	struct err err;

	cr_expect_eq(file_read("/nonexistent/x", 10, &got, &err), -1);
	cr_expect_str_eq(err.text, "/nonexistent/x: cannot open: No such file or directory");
	cr_expect_eq(file_replace("/nonexistent/x", STR("a"), &err), -1);
	err_wrap(&err, "state");
	cr_expect(str_starts(str_of(err.text), STR("state: /nonexistent/x.tmp.")), "%s", err.text);
	buf_release(&got);
}

Test(file, folders_are_made_once)
{
	char path[128];
	struct err err;
	struct stat st;

	snprintf(path, sizeof path, "%s/a/b/c", dir);
	cr_expect_eq(file_make_dirs(path, &err), 0);
	cr_expect_eq(file_make_dirs(path, &err), 0);
	cr_expect(stat(path, &st) == 0 && S_ISDIR(st.st_mode));
	cr_assert_eq(file_replace(strcat(path, "/f"), STR(""), &err), 0);
	cr_expect_eq(file_make_dirs(path, &err), -1);
}

Test(tally, counts_by_name_and_gathers_the_rest)
{
	struct tally tally = { .used = 0 };
	char name[16];

	for (int i = 0; i < TALLY_MAX + 20; i++) {
		snprintf(name, sizeof name, "n%d", i);
		tally_add(&tally, name, 2);
	}
	tally_add(&tally, "n0", 1);
	cr_expect_eq(tally.used, TALLY_MAX);
	cr_expect_eq(tally.rows[0].count, 3);
	cr_expect_str_eq(tally.rows[TALLY_MAX - 1].name, "other");
	cr_expect_eq(tally_total(&tally), 2u * (TALLY_MAX + 20) + 1);
}
