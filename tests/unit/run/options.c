#include "run/options.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct config {
	bool quiet, verify;
	int64_t jobs;
	uint64_t window, wait;
	double threshold;
	const char *state, *action;
	struct option_list by, in;
};

#define AT(member) offsetof(struct config, member)

static const struct option own[] = {
	{ "verify", OPTION_FLAG, AT(verify), NULL, "true", NULL, NULL, NULL, true, false, "check each pair", 0 },
	{ "threshold", OPTION_NUMBER, AT(threshold), "X", "0.8", "0.5", "1", NULL, true, false, "similarity", 0 },
	{ "by", OPTION_LIST, AT(by), "KIND", "exact", NULL, NULL, "exact|url|near", true, false, "what is compared", 0 },
	{ "action", OPTION_CHOICE, AT(action), NULL, "drop", NULL, NULL, "drop|tag", true, false, "what is done", 0 },
	OPTIONS_END,
};

static const struct option common[] = {
	{ "in", OPTION_LIST, AT(in), "WHERE", NULL, NULL, NULL, NULL, false, true, "where frames come from", 0 },
	{ "jobs", OPTION_INT, AT(jobs), "N", "1", "1", "256", NULL, false, false, "worker threads", 'j' },
	{ "quiet", OPTION_FLAG, AT(quiet), NULL, NULL, NULL, NULL, NULL, false, false, "errors only", 'q' },
	{ "state", OPTION_TEXT, AT(state), "DIR", NULL, NULL, NULL, NULL, true, false, "folder of the state", 0 },
	{ "window", OPTION_SIZE, AT(window), "BYTES", "2MiB", "64K", "64MiB", NULL, false, false, "bytes under way", 0 },
	{ "wait", OPTION_DURATION, AT(wait), "TIME", "5s", NULL, "1h", NULL, false, false, "longest pause", 0 },
	OPTIONS_END,
};

static struct config config;
static struct err err;

static struct options_set make(void)
{
	struct options_set set = { .tables = { own, common }, .bases = { &config, &config }, .section = "dedup" };

	options_defaults(&set);
	return set;
}

static int parse(struct options_set *set, const char *line)
{
	static char copy[256];
	char *argv[16];
	int argc = 1;

	argv[0] = copy;
	snprintf(copy, sizeof copy, "%s", line);
	for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
		argv[argc++] = word;
	return options_parse(set, argc, argv, &err);
}

static const char *recipe(const struct options_set *set)
{
	static struct buf out;

	buf_reset(&out);
	options_recipe(set, &out);
	return buf_cstr(&out);
}

Test(options, defaults)
{
	struct options_set set = make();

	cr_expect(config.verify && !config.quiet);
	cr_expect_eq(config.jobs, 1);
	cr_expect_eq(config.window, 2u << 20);
	cr_expect_eq(config.wait, 5000);
	cr_expect_eq(config.threshold, 0.8);
	cr_expect_null(config.state);
	cr_expect_str_eq(config.action, "drop");
	cr_assert_eq(config.by.count, 1);
	cr_expect_str_eq(config.by.items[0], "exact");
	cr_expect_eq(config.in.count, 0);
	cr_expect_str_eq(recipe(&set), "");
	options_release(&set);
}

Test(options, order_and_forms)
{
	struct options_set set = make();

	cr_assert_eq(parse(&set, "one --jobs 4 - --by=url,near --no-verify -q --in bind:a,b --in c --wait=250ms -- --two"),
		     0, "%s", err.text);
	cr_expect_eq(config.jobs, 4);
	cr_expect(config.quiet && !config.verify);
	cr_expect_eq(config.wait, 250);
	cr_assert_eq(set.operands.count, 3);
	cr_expect_str_eq(set.operands.items[0], "one");
	cr_expect_str_eq(set.operands.items[1], "-");
	cr_expect_str_eq(set.operands.items[2], "--two");
	cr_assert_eq(config.by.count, 2);
	cr_expect_str_eq(config.by.items[1], "near");
	cr_assert_eq(config.in.count, 2);
	cr_expect_str_eq(config.in.items[0], "bind:a,b");
	cr_expect_str_eq(recipe(&set), " by=url,near verify=no");
	options_release(&set);
}

Test(options, letters)
{
	struct options_set set = make();

	cr_expect_eq(parse(&set, "-j 3"), 0);
	cr_expect_eq(config.jobs, 3);
	cr_expect_eq(parse(&set, "-j7"), 0);
	cr_expect_eq(config.jobs, 7);
	options_release(&set);
}

Test(options, refused)
{
	static const struct {
		const char *line, *want;
	} cases[] = {
		{ "--job 3", "unknown option '--job'; did you mean '--jobs'?" },
		{ "--jbos=3", "unknown option '--jbos'; did you mean '--jobs'?" },
		{ "--treshold 1", "unknown option '--treshold'; did you mean '--threshold'?" },
		{ "--xyzzy", "unknown option '--xyzzy'" },
		{ "--versoin", "unknown option '--versoin'; did you mean '--version'?" },
		{ "-jobs", "--jobs: 'obs' is no integer" },
		{ "-x", "unknown option '-x'" },
		{ "--no-jobs", "unknown option '--no-jobs'; did you mean '--jobs'?" },
		{ "--quiet=yes", "--quiet: takes no value" },
		{ "--jobs", "--jobs: needs a value: N" },
		{ "--action", "--action: needs a value: drop|tag" },
		{ "--action keep", "--action: 'keep' is none of drop|tag" },
		{ "--action drop|tag", "--action: 'drop|tag' is none of drop|tag" },
		{ "--by exact,ulr", "--by: 'ulr' is none of exact|url|near" },
		{ "--by exact,,url", "--by: 'exact,,url' has an empty item" },
		{ "--by exact,", "--by: 'exact,' has an empty item" },
		{ "--jobs 0", "--jobs: 0 is below 1" },
		{ "--jobs 257", "--jobs: 257 is above 256" },
		{ "--jobs 1.5", "--jobs: '1.5' is no integer" },
		{ "--jobs -1", "--jobs: -1 is below 1" },
		{ "--window 1K", "--window: 1K is below 64K" },
		{ "--window many", "--window: 'many' is no size in bytes (64K, 2MiB)" },
		{ "--wait 2h", "--wait: 2h is above 1h" },
		{ "--wait soon", "--wait: 'soon' is no duration (250ms, 5s, 10m, 12h, 30d)" },
		{ "--threshold 1.01", "--threshold: 1.01 is above 1" },
		{ "--threshold nan", "--threshold: 'nan' is no number" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct options_set set = make();

		err.text[0] = '\0';
		cr_expect_eq(parse(&set, cases[i].line), -1, "%s", cases[i].line);
		cr_expect_eq(err.code, EXIT_USAGE);
		cr_expect_str_eq(err.text, cases[i].want);
		options_release(&set);
	}
}

Test(options, recipe_is_one_word_a_value)
{
	struct options_set set = make();
	char *argv[] = { "x", "--state=a b|c%d", "--threshold", "0.50", "--by", "exact" };

	cr_assert_eq(options_parse(&set, 6, argv, &err), 0);
	cr_expect_str_eq(recipe(&set), " state=a%20b%7Cc%25d threshold=0.5");
	options_release(&set);
}

#ifdef HAVE_YAML_0_1
static int read_yaml(struct options_set *set, const char *text)
{
	char path[] = "/tmp/leat-options-XXXXXX";
	int fd = mkstemp(path);

	cr_assert(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	close(fd);
	int failed = options_read_file(set, path, &err);
	unlink(path);
	/* The name of the temporary file is of no interest. */
	char *rest = failed ? strstr(err.text, path) : NULL;
	if (rest)
		memmove(rest, rest + strlen(path), strlen(rest + strlen(path)) + 1);
	return failed;
}

Test(options, yaml)
{
	struct options_set set = make();

	cr_assert_eq(parse(&set, "--jobs 4"), 0);
	cr_assert_eq(read_yaml(&set, "ingest: {cut: 7}\ndedup:\n  jobs: 9\n  by: [url, near]\n  quiet: yes\n"
				     "  verify: false\n  window: 64K\n  state: \"a: b\"\n"),
		     0, "%s", err.text);
	cr_expect_eq(config.jobs, 4, "the command line is stronger");
	cr_expect(config.quiet && !config.verify);
	cr_expect_eq(config.window, 65536);
	cr_expect_str_eq(config.state, "a: b");
	cr_assert_eq(config.by.count, 2);
	cr_expect_str_eq(config.by.items[0], "url");
	options_release(&set);
}

Test(options, yaml_from_the_environment)
{
	struct options_set set = make();

	setenv("LEAT_TEST_JOBS", "7", 1);
	setenv("LEAT_TEST_HOSTILE", "${LEAT_TEST_JOBS}: [x", 1);
	unsetenv("LEAT_TEST_NONE");
	cr_assert_eq(read_yaml(&set, "ingest: {cut: \"${LEAT_TEST_NONE}\"}\ndedup:\n  jobs: ${LEAT_TEST_JOBS}\n"
				     "  by: [\"${LEAT_TEST_NONE:-url}\", near]\n  state: 'a ${LEAT_TEST_HOSTILE}'\n"),
		     0, "%s", err.text);
	cr_expect_eq(config.jobs, 7);
	cr_expect_str_eq(config.by.items[0], "url");
	cr_expect_str_eq(config.state, "a ${LEAT_TEST_JOBS}: [x", "what is put in is not looked at again");
	options_release(&set);
	/* One text in two places is read once. */
	set = make();
	cr_assert_eq(read_yaml(&set, "dedup:\n  by: [&a '$${x}${LEAT_TEST_NONE:-url}', *a]\n"), -1);
	cr_expect(strstr(err.text, "'${x}url'"), "%s", err.text);
	options_release(&set);
}

Test(options, yaml_without_the_section)
{
	static const char *const texts[] = { "", "# nothing\n", "ingest:\n  x: 1\n", "dedup:\n", "dedup: {}\n" };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct options_set set = make();

		cr_expect_eq(read_yaml(&set, texts[i]), 0, "%s: %s", texts[i], err.text);
		cr_expect_str_eq(recipe(&set), "");
		options_release(&set);
	}
}

Test(options, yaml_refused)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "dedup:\n  job: 3\n", ":2:3: unknown option 'job' of dedup; did you mean 'jobs'?" },
		{ "dedup:\n  jobs: 0\n", ":2:9: jobs: 0 is below 1" },
		{ "dedup:\n  jobs:\n", ":2:8: jobs: needs a value" },
		{ "dedup:\n  jobs: [1, 2]\n", ":2:9: jobs: needs a value" },
		{ "dedup:\n  by: [url, {a: b}]\n", ":2:13: by: needs a value or a list of values" },
		{ "dedup:\n  quiet: perhaps\n", ":2:10: quiet: 'perhaps' is neither true nor false" },
		{ "dedup:\n  jobs: 1\n  jobs: 2\n", ":3:3: jobs: given twice" },
		{ "dedup: {}\ndedup: {}\n", ":2:1: section dedup: given twice" },
		{ "dedup: [jobs]\n", ":1:8: section dedup: must be a map of options" },
		{ "- a\n", ":1:1: must be a map of sections, one a stage" },
		{ "dedup:\n  [a]: 1\n", ":2:3: the name of an option must be a word" },
		{ "dedup:\n  by: [url, \"x ${LEAT_NOT_SET}\"]\n",
		  ":2:13: LEAT_NOT_SET is not set in the environment: set it, or write ${LEAT_NOT_SET:-DEFAULT}" },
		{ "dedup:\n  jobs: ${1}\n", ":2:9: ${1}: write ${NAME} or ${NAME:-DEFAULT}; $${ for the characters themselves" },
		{ "dedup:\n  a: 'b\n", ":3:1: no YAML: found unexpected end of stream" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct options_set set = make();

		err.text[0] = '\0';
		cr_expect_eq(read_yaml(&set, cases[i].text), -1, "%s", cases[i].text);
		cr_expect_eq(err.code, EXIT_MISMATCH);
		cr_expect_str_eq(err.text, cases[i].want);
		options_release(&set);
	}
}
#endif

Test(options, help_shows_unit_bounds_and_default)
{
	struct options_set set = make();
	struct buf out = BUF_INIT;
	static const char *const wanted[] = {
		"usage: leat-dedup [OPTION...] [PATH...]\n\nremoves what is there already\n\nSecond paragraph.\n",
		"\n  --[no-]verify           check each pair (default yes)\n",
		"\n  --threshold X           similarity (0.5 to 1; default 0.8)\n",
		"\n  --action drop|tag       what is done (default drop)\n",
		"\n  -j, --jobs N            worker threads (1 to 256; default 1)\n",
		"\n  --wait TIME             longest pause (time; at most 1h; default 5s)\n",
		"\n  --window BYTES          bytes under way (bytes; 64K to 64MiB; default 2MiB)\n",
		"\n    an example\n", "\ncommon options:\n", "\n  --version ",
	};

	options_help(&set, "leat-dedup", "[PATH...]", "removes what is there already",
		     "Second paragraph.\n\n    an example\n    of two lines\n", &out);
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		cr_expect(strstr(buf_cstr(&out), wanted[i]), "%s not in %s", wanted[i], buf_cstr(&out));
	for (const char *at = buf_cstr(&out); *at; at += strcspn(at, "\n") + 1)
		cr_expect_leq(strcspn(at, "\n"), 80, "%.*s", (int)strcspn(at, "\n"), at);
	buf_release(&out);
	options_release(&set);
}

Test(options, manual_has_its_sections)
{
	struct options_set set = make();
	struct buf out = BUF_INIT;
	const char *at;

	options_man(&set, "leat-dedup", "[PATH...]", "removes copies", ".a line\n\n  an example\n", &out);
	at = buf_cstr(&out);
	for (const char *const *name = (const char *const[]){ ".TH LEAT-DEDUP 1", ".SH NAME\nleat\\-dedup \\- removes copies\n",
			".SH SYNOPSIS\n", ".SH DESCRIPTION\n.PP\n\\&.a line\n", ".nf\n  an example\n.fi\n", ".SH OPTIONS\n",
			"\\-\\-jobs N", ".SH \"EXIT STATUS\"\n", "\\fB78\\fR", NULL }; *name; name++) {
		at = strstr(at, *name);
		cr_assert(at, "%s is missing or out of order", *name);
	}
	buf_release(&out);
	options_release(&set);
}
