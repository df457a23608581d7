#include "leat/pipeline.h"

#include "leat/spawn.h"
#include "leat/pretty.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <unistd.h>

static struct err err;

#ifdef HAVE_YAML_0_1
static int read_text(struct pipeline *pipeline, const char *text)
{
	char path[] = "/tmp/leat-pipeline-XXXXXX";
	struct words known = { NULL, 0 };
	int fd = mkstemp(path);

	cr_assert(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	close(fd);
	*pipeline = (struct pipeline){ .steps = NULL };
	words_add(&known, "filter");
	int result = pipeline_read(pipeline, path, &known, &err);
	words_release(&known);
	unlink(path);
	char *rest = result ? strstr(err.text, path) : NULL;
	if (rest)
		memmove(rest, rest + strlen(path), strlen(rest + strlen(path)) + 1);
	return result;
}

Test(pipeline, whole)
{
	struct pipeline p;

	cr_assert_eq(read_text(&p, "input: [a, b c]\noutput: x.db\n"
				   "pipeline:\n  - ingest\n  - {stage: dedup, by: [near, url], verify: false, replace: true}\n"
				   "  - stage: exec\n    operands: [python3, q.py]\n  - dedup\n"
				   "dedup: {state: s}\nfilter: {}\n"),
		     0, "%s", err.text);
	cr_assert_eq(p.count, 4);
	cr_expect_str_eq(p.steps[0].stage, "ingest");
	cr_assert_eq(p.steps[1].options.count, 4);
	cr_expect_str_eq(p.steps[1].options.items[0], "--by=near");
	cr_expect_str_eq(p.steps[1].options.items[2], "--no-verify");
	cr_expect_str_eq(p.steps[1].options.items[3], "--replace");
	cr_expect_str_eq(step_option(&p.steps[1], "state"), "s");
	cr_expect_str_eq(step_option(&p.steps[3], "state"), "s");
	cr_expect_null(step_option(&p.steps[0], "state"));
	cr_expect_str_eq(step_option(&p.steps[1], "by"), "near");
	cr_assert_eq(p.steps[2].operands.count, 2);
	cr_expect_str_eq(p.steps[2].operands.items[1], "q.py");
	cr_assert_eq(p.input.count, 2);
	cr_expect_str_eq(p.input.items[1], "b c");
	cr_expect_str_eq(p.output.items[0], "x.db");
	pipeline_release(&p);
}

Test(pipeline, plain_five_where_none_is_named)
{
	static const char *const texts[] = { "", "dedup: {by: url}\n" };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct pipeline p;

		cr_assert_eq(read_text(&p, texts[i]), 0, "%s", err.text);
		cr_assert_eq(p.count, 5);
		cr_expect_str_eq(p.steps[4].stage, "store");
		pipeline_release(&p);
	}
}

Test(pipeline, from_the_environment)
{
	struct pipeline p;

	setenv("LEAT_TEST_OUT", "x y.db", 1);
	unsetenv("LEAT_NOT_SET");
	/* What a stage that does not run here would need is not asked for. */
	cr_assert_eq(read_text(&p, "input: ${LEAT_NOT_SET:-news}\noutput: ${LEAT_TEST_OUT}\n"
				   "pipeline: [ingest, {stage: store, state: \"${LEAT_TEST_OUT}.state\"}]\n"
				   "filter: {where: \"${LEAT_NOT_SET}\"}\n"), 0, "%s", err.text);
	cr_expect_str_eq(p.input.items[0], "news");
	cr_expect_str_eq(p.output.items[0], "x y.db");
	cr_expect_str_eq(p.steps[1].options.items[0], "--state=x y.db.state");
	pipeline_release(&p);
}

Test(pipeline, refused)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "[a]", ":1:1: must be a map: pipeline, input, output, links, and a section a stage" },
		{ "dedpu: {}\n", ":1:1: unknown key 'dedpu': neither pipeline, input, output, links nor a stage" },
		{ "pipeline: []\n", ":1:11: pipeline: must be a list of stages" },
		{ "pipeline: ingest\n", ":1:11: pipeline: must be a list of stages" },
		{ "pipeline: [a/b]\n", ":1:12: a step of the pipeline must be the name of a stage, or a map with `stage`" },
		{ "pipeline: [{by: x}]\n", ":1:12: a step of the pipeline must be the name of a stage, or a map with `stage`" },
		{ "pipeline: [{stage: dedup, by: {}}]\n", ":1:31: by: needs a text or a list of texts" },
		{ "pipeline: [ingest,\n  {stage: store, state: \"${LEAT_NOT_SET}\"}]\n",
		  ":2:25: LEAT_NOT_SET is not set in the environment: set it, or write ${LEAT_NOT_SET:-DEFAULT}" },
		{ "input:\n", ":1:7: input: needs a text or a list of texts" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct pipeline p;

		err.text[0] = '\0';
		cr_expect_eq(read_text(&p, cases[i].text), -1, "%s", cases[i].text);
		cr_expect_str_eq(err.text, cases[i].want);
		cr_expect_eq(err.code, EXIT_MISMATCH);
		pipeline_release(&p);
	}
}
#endif

Test(chain, the_status_that_says_most)
{
	static const struct {
		int a, b, want;
	} cases[] = {
		{ 0, 0, 0 }, { 0, 74, 74 }, { 74, 75, 75 }, { 78, 74, 78 }, { 1, 78, 1 }, { 2, 1, 2 }, { 65, 75, 65 },
		{ 139, 2, 139 }, { 74, 137, 137 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		cr_expect_eq(spawn_worse(cases[i].a, cases[i].b), cases[i].want);
		cr_expect_eq(spawn_worse(cases[i].b, cases[i].a), cases[i].want);
	}
}

Test(pretty, masks_what_steers_a_terminal)
{
	struct buf out = BUF_INIT;

	pretty_mask(STR("\"a\xc2\x9b" "31m\x7f \xc3\x9b \xc2\xa0\""), &out);
	cr_expect_str_eq(buf_cstr(&out), "\"a\\u009b31m\\u007f \xc3\x9b \xc2\xa0\"");
	buf_release(&out);
}
