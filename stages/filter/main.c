#include "filter/filter.h"

#include "base/file.h"
#include "run/stage.h"

#include <inttypes.h>
#include <stdlib.h>
#include <xxhash.h>

#define AT(field) offsetof(struct filter_config, field)

static const struct option options[] = {
	{ "lang", OPTION_LIST, AT(lang), "TAG", .result = true,
	  .help = "keep these languages, by field lang: nb takes nb-NO, too" },
	{ "min-lang-score", OPTION_NUMBER, AT(min_lang_score), "X", "0", "0", "1", .result = true,
	  .help = "keep records whose lang_score is at least X" },
	{ "block-hosts", OPTION_LIST, AT(host_files), "FILE", .whole = true,
	  .help = "drop what lies on one of the hosts listed in FILE, a line each, or on a subdomain" },
	{ "block-urls", OPTION_LIST, AT(url_files), "FILE", .whole = true,
	  .help = "drop the URLs listed in FILE, a line each" },
	{ "rules", OPTION_LIST, AT(rule_sets), "SET",
	  .help = "drop what fails a set of rules: gopher, gopher-repetition, c4, mc4, fineweb, optout, or a YAML file" },
	{ "where", OPTION_TEXT, AT(where), "JQ", .result = true,
	  .help = "keep records whose fields (but text and body) this jq expression accepts" },
	{ "action", OPTION_CHOICE, AT(action), NULL, "drop", .choices = "drop|tag", .result = true,
	  .help = "what is done with the others: drop them, or keep them with field filter" },
	{ "redact", OPTION_LIST, AT(redact_kinds), "KIND", .choices = "email|ip", .result = true,
	  .help = "replace addresses in the texts that stay; ip: public IPv4" },
	OPTIONS_END,
};

enum { LIST_MAX = 1 << 30 };

static bool is_path(const char *name)
{
	return strchr(name, '/') || str_ends(str_of(name), STR(".yaml")) || str_ends(str_of(name), STR(".yml"));
}

/* "gopher", of a path, too. */
static void set_name(const char *name, struct buf *out)
{
	const char *base = strrchr(name, '/') ? strrchr(name, '/') + 1 : name;
	size_t len = strlen(base);

	if (str_ends(str_of(base), STR(".yaml")))
		len -= 5;
	else if (str_ends(str_of(base), STR(".yml")))
		len -= 4;
	buf_add(out, base, len);
}

static int load_rules(struct filter_config *config, const char *name, struct err *err)
{
	struct str builtin = is_path(name) ? STR_NONE : rules_builtin(name);
	struct buf text = BUF_INIT, set = BUF_INIT;
	struct yaml_file *file = NULL;
	int result = -1;

	set_name(name, &set);
	if (!is_path(name) && !builtin.at) {
		buf_add_text(&text, "--rules: ");
		buf_addf(&text, "'%s' is none of ", name);
		rules_builtin_names(&text);
		err_set(err, EXIT_USAGE, "%s, nor a path", buf_cstr(&text));
	} else if (builtin.at || file_read(name, YAML_FILE_MAX, &text, err) == 0) {
		struct str content = builtin.at ? builtin : buf_str(&text);

		config->rules_digest = XXH3_64bits_withSeed(content.at, content.len, config->rules_digest);
		file = yaml_file_parse(name, content, err);
		result = file ? rules_read(&config->rules, buf_cstr(&set), file, err) : -1;
	}
	yaml_file_close(file);
	buf_release(&text);
	buf_release(&set);
	return result;
}

static int load_lists(const struct option_list *files, enum blocklist_kind kind, struct blocklist *list,
		      const struct stage_env *env, struct err *err)
{
	for (size_t i = 0; i < files->count; i++) {
		struct buf text = BUF_INIT;
		int result = file_read(files->items[i], LIST_MAX, &text, err);
		size_t bad = result == 0 ? blocklist_add(list, kind, buf_str(&text)) : 0;

		buf_release(&text);
		if (result < 0)
			return -1;
		if (bad > 0)
			runner_warn(env->runner, "%s: %zu lines are no %s and are passed over", files->items[i], bad,
				    kind == BLOCKLIST_HOSTS ? "host" : "absolute URL");
	}
	return 0;
}

static int check(void *data, const struct stage_env *env, struct err *err)
{
	struct filter_config *config = data;
	struct where *where;

	if (config->lang.count + config->rule_sets.count + config->host_files.count + config->url_files.count +
	    config->redact_kinds.count == 0 && config->min_lang_score <= 0 && !config->where)
		return err_set(err, EXIT_USAGE, "nothing to filter by; see leat-filter --help");
	config->runner = env->runner;
	config->warned = mem_alloc(sizeof *config->warned);
	atomic_flag_clear(config->warned);
	for (size_t i = 0; i < config->rule_sets.count; i++)
		if (load_rules(config, config->rule_sets.items[i], err) < 0)
			return -1;
	rules_finish(&config->rules);
	for (size_t i = 0; i < config->redact_kinds.count; i++)
		config->redact |= strcmp(config->redact_kinds.items[i], "ip") == 0 ? REDACT_IP : REDACT_EMAIL;
	if (load_lists(&config->host_files, BLOCKLIST_HOSTS, &config->hosts, env, err) < 0 ||
	    load_lists(&config->url_files, BLOCKLIST_URLS, &config->urls, env, err) < 0)
		return -1;
	if (!config->where)
		return 0;
	where = where_new(config->where, err);
	where_free(where);
	return where ? 0 : -1;
}

static void release(void *data)
{
	struct filter_config *config = data;

	free(config->warned);
	rules_release(&config->rules);
	blocklist_release(&config->hosts);
	blocklist_release(&config->urls);
}

/* What the files hold counts, not where they lie. */
static int recipe(const void *data, struct buf *out, struct err *err)
{
	const struct filter_config *config = data;
	(void)err;

	for (size_t i = 0; i < config->rule_sets.count; i++) {
		buf_add_text(out, i == 0 ? " rules=" : ",");
		set_name(config->rule_sets.items[i], out);
	}
	if (config->rule_sets.count > 0)
		buf_addf(out, " rules-hash=%016" PRIx64, config->rules_digest);
	if (config->host_files.count > 0)
		buf_addf(out, " block-hosts=%016" PRIx64, config->hosts.digest);
	if (config->url_files.count > 0)
		buf_addf(out, " block-urls=%016" PRIx64, config->urls.digest);
	return 0;
}

static void *scratch_new(const void *data)
{
	const struct filter_config *config = data;
	struct filter *filter = mem_zero(1, sizeof *filter);
	struct err checked_before;

	filter->config = config;
	filter->signals = mem_zero(config->rules.signal_count + 1, sizeof *filter->signals);
	filter->codecs = CODEC_STATE_INIT;
	if (config->where)
		filter->where = where_new(config->where, &checked_before);
	return filter;
}

static void scratch_free(void *scratch)
{
	struct filter *filter = scratch;

	where_free(filter->where);
	free(filter->signals);
	buf_release(&filter->changes);
	codec_state_release(&filter->codecs);
	free(filter);
}

static int map(const void *config, void *scratch, struct frame *frame, struct edit *edit, struct err *err)
{
	const struct filter_config *c = config;
	struct filter *filter = scratch;

	/* The texts are of interest only where something in them is replaced. */
	if (c->redact && frame_open_records(frame, true, &filter->codecs, err) < 0)
		return -1;
	if (each_record(frame, edit, filter_record, scratch, err) < 0)
		return -1;
	if (filter->unchecked > 0 && !atomic_flag_test_and_set(c->warned))
		runner_warn(c->runner, "a record has no signals: --rules cannot judge it; run leat-extract --signals before");
	return 0;
}

static const struct stage stage = {
	.name = "filter",
	.summary = "keeps or drops records by what their fields say",
	.usage = "",
	.about = "Drops (or tags) what fails a test, with field filter {rule, reason}. Looks at the small fields only: but for "
		 "--redact, the texts go on as the bytes they came as.\n\n"
		 "    ... | leat-filter --lang nb,nn,da,sv --min-lang-score 0.8 | ...\n"
		 "    ... | leat-filter --where '.published >= \"2024\"' | ...\n\n"
		 "    ... | leat-extract --signals | leat-filter --rules gopher,fineweb | ...\n\n"
		 "Rules read the quality signals that leat-extract --signals leaves in field signals; the sets lie in configs/rules, "
		 "where they say how to make one's own. A record without signals passes and is counted as a fault, "
		 "unchecked; the first is warned of.\n\n"
		 "A jq expression that fails on a record (a test of a field that is not there) rejects the record.",
	.version = 1,
	.options = options,
	.config_size = sizeof(struct filter_config),
	.check = check,
	.release = release,
	.recipe = recipe,
	.scratch_new = scratch_new,
	.scratch_free = scratch_free,
	.map = map,
};

int main(int argc, char **argv)
{
	return stage_main(&stage, argc, argv);
}
