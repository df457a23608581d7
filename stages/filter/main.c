#include "filter/filter.h"

#include "run/stage.h"

#include <stdlib.h>

#define AT(field) offsetof(struct filter_config, field)

static const struct option options[] = {
	{ "lang", OPTION_LIST, AT(lang), "TAG", .result = true,
	  .help = "keep these languages, by field lang: nb takes nb-NO, too" },
	{ "min-lang-score", OPTION_NUMBER, AT(min_lang_score), "X", "0", "0", "1", .result = true,
	  .help = "keep records whose lang_score is at least X" },
	{ "where", OPTION_TEXT, AT(where), "JQ", .result = true,
	  .help = "keep records whose fields (but text and body) this jq expression accepts" },
	{ "action", OPTION_CHOICE, AT(action), NULL, "drop", .choices = "drop|tag", .result = true,
	  .help = "what is done with the others: drop them, or keep them with field filter" },
	OPTIONS_END,
};

static int check(void *data, const struct stage_env *env, struct err *err)
{
	const struct filter_config *config = data;
	struct where *where;
	(void)env;

	if (config->lang.count == 0 && config->min_lang_score <= 0 && !config->where)
		return err_set(err, EXIT_USAGE, "nothing to filter by; see leat-filter --help");
	if (!config->where)
		return 0;
	where = where_new(config->where, err);
	where_free(where);
	return where ? 0 : -1;
}

static void *scratch_new(const void *data)
{
	const struct filter_config *config = data;
	struct filter *filter = mem_zero(1, sizeof *filter);
	struct err checked_before;

	filter->config = config;
	if (config->where)
		filter->where = where_new(config->where, &checked_before);
	return filter;
}

static void scratch_free(void *scratch)
{
	struct filter *filter = scratch;

	where_free(filter->where);
	free(filter);
}

static int map(const void *config, void *scratch, struct frame *frame, struct edit *edit, struct err *err)
{
	(void)config;
	return each_record(frame, edit, filter_record, scratch, err);
}

static const struct stage stage = {
	.name = "filter",
	.summary = "keeps or drops records by what their fields say",
	.usage = "",
	.about = "Drops (or tags) what fails a test, with field filter {rule, reason}. Looks at the small fields only: the "
		 "texts go on as the bytes they came as.\n\n"
		 "    ... | leat-filter --lang nb,nn,da,sv --min-lang-score 0.8 | ...\n"
		 "    ... | leat-filter --where '.published >= \"2024\"' | ...\n\n"
		 "A jq expression that fails on a record (a test of a field that is not there) rejects the record.",
	.version = 1,
	.options = options,
	.config_size = sizeof(struct filter_config),
	.check = check,
	.scratch_new = scratch_new,
	.scratch_free = scratch_free,
	.map = map,
};

int main(int argc, char **argv)
{
	return stage_main(&stage, argc, argv);
}
