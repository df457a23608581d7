#include "leat/command.h"

#include "leat/chain.h"
#include "leat/pipeline.h"
#include "leat/programs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct config {
	const char *out, *config;
	bool replace, dry;
	int64_t jobs;
};

#define AT(member) offsetof(struct config, member)

static const struct option options[] = {
	{ "out", OPTION_TEXT, AT(out), "SINK", .letter = 'o',
	  .help = "where the corpus goes: .db, .jsonl, .jsonl.gz, .leat, or - for JSON lines on standard output" },
	{ "config", OPTION_TEXT, AT(config), "FILE",
	  .help = "YAML file with the pipeline and a section for each stage; a first operand .yaml is the same" },
	{ "replace", OPTION_FLAG, AT(replace), .help = "replace what the sink holds of these inputs" },
	{ "jobs", OPTION_INT, AT(jobs), "N", "1", "1", "256", .help = "threads a stage" },
	{ "dry-run", OPTION_FLAG, AT(dry), .help = "print the command line and do nothing" },
	OPTIONS_END,
};

static bool is_yaml(const char *word)
{
	return str_ends(str_of(word), STR(".yaml")) || str_ends(str_of(word), STR(".yml"));
}

/* Splits the operands into a pipeline file and inputs, and makes the pipeline. */
static int read_pipeline(const struct config *config, struct command_env *env, const char **file,
			 struct pipeline *pipeline, struct err *err)
{
	size_t first = 0;
	struct words known = { NULL, 0 };
	int result = 0;

	*file = config->config;
	if (!*file && env->operand_count > 0 && is_yaml(env->operands[0]))
		*file = env->operands[first++];
	programs_list(&known);
	if (*file)
		result = pipeline_read(pipeline, *file, &known, err);
	else
		pipeline_plain(pipeline);
	words_release(&known);
	if (result < 0)
		return -1;
	if (first < env->operand_count)
		words_release(&pipeline->input);
	for (size_t i = first; i < env->operand_count; i++)
		words_add(&pipeline->input, "%s", env->operands[i]);
	if (config->out) {
		words_release(&pipeline->output);
		words_add(&pipeline->output, "%s", config->out);
	}
	if (pipeline->input.count == 0)
		return err_set(err, EXIT_USAGE, "needs an input: a file, a folder, or - for standard input; see leat run --help");
	if (pipeline->output.count != 1)
		return err_set(err, EXIT_USAGE, "needs one sink: -o corpus.db; see leat run --help");
	return 0;
}

/* The state of dedup lies beside the sink, unless the file says where, or nothing stays. */
static void add_state(const struct pipeline *pipeline, const struct step *step, size_t number, struct words *command)
{
	const char *sink = pipeline->output.items[0];
	size_t len = strlen(sink);

	if (strcmp(step->stage, "dedup") != 0 || step->has_state || strcmp(sink, "-") == 0)
		return;
	while (len > 1 && sink[len - 1] == '/')
		len--;
	if (number == 0)
		words_add(command, "--state=%.*s.state", (int)len, sink);
	else
		words_add(command, "--state=%.*s.state-%zu", (int)len, sink, number + 1);
}

static void make_command(const struct config *config, const struct command_env *env, const char *file,
			 const struct pipeline *pipeline, size_t index, size_t number, struct words *command)
{
	const struct step *step = &pipeline->steps[index];
	bool last = index + 1 == pipeline->count;

	programs_find(step->stage, command);
	if (file)
		words_add(command, "--config=%s", file);
	if (env->log.quiet)
		words_add(command, "--quiet");
	if (env->log.json)
		words_add(command, "--json-log");
	if (config->jobs > 1 && !last)
		words_add(command, "--jobs=%lld", (long long)config->jobs);
	if (config->replace && (last || strcmp(step->stage, "dedup") == 0))
		words_add(command, "--replace");
	add_state(pipeline, step, number, command);
	for (size_t i = 0; i < step->options.count; i++)
		words_add(command, "%s", step->options.items[i]);
	words_add(command, "--");
	for (size_t i = 0; i < step->operands.count; i++)
		words_add(command, "%s", step->operands.items[i]);
	for (size_t i = 0; index == 0 && i < pipeline->input.count; i++)
		words_add(command, "%s", pipeline->input.items[i]);
	if (last)
		words_add(command, "%s", pipeline->output.items[0]);
}

static struct words *make_commands(const struct config *config, const struct command_env *env, const char *file,
				   const struct pipeline *pipeline)
{
	struct words *commands = mem_zero(pipeline->count, sizeof *commands);

	for (size_t i = 0; i < pipeline->count; i++) {
		size_t number = 0;

		for (size_t k = 0; k < i; k++)
			number += strcmp(pipeline->steps[k].stage, pipeline->steps[i].stage) == 0;
		make_command(config, env, file, pipeline, i, number, &commands[i]);
	}
	return commands;
}

static void print_word(const char *word)
{
	if (*word && strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+=:,./@%") == strlen(word)) {
		fputs(word, stdout);
		return;
	}
	putchar('\'');
	for (; *word; word++)
		*word == '\'' ? fputs("'\\''", stdout) : putchar(*word);
	putchar('\'');
}

static const char *base_name(const char *path)
{
	return strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
}

static void print_commands(const struct words *commands, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		fputs(i ? " | " : "", stdout);
		for (size_t k = 0; k < commands[i].count; k++) {
			fputs(k ? " " : "", stdout);
			print_word(k ? commands[i].items[k] : base_name(commands[i].items[k]));
		}
	}
	putchar('\n');
}

static int run(const void *data, struct command_env *env, struct err *err)
{
	const struct config *config = data;
	struct pipeline pipeline = { .steps = NULL };
	const char *file;
	int result = read_pipeline(config, env, &file, &pipeline, err);

	if (result == 0) {
		struct words *commands = make_commands(config, env, file, &pipeline);

		if (config->dry)
			print_commands(commands, pipeline.count);
		else
			result = chain_run(commands, pipeline.count, err);
		for (size_t i = 0; i < pipeline.count; i++)
			words_release(&commands[i]);
		free(commands);
		if (result > 0)
			env->later = (enum exit_code)result;
	}
	pipeline_release(&pipeline);
	return result < 0 ? -1 : 0;
}

const struct command command_run = {
	.name = "run",
	.summary = "run a whole pipeline",
	.usage = "[PIPELINE.yaml] IN... -o SINK",
	.about = "Runs the plain five, leat-ingest IN... | leat-normalize | leat-dedup | leat-extract | leat-store SINK, or "
		 "the chain that a YAML file names, over pipes. What dedup remembers lies in SINK.state, so that the same "
		 "command, run again, stores nothing twice. The exit status is that of the program that failed. Ctrl-C ends "
		 "the reading and lets the chain drain; a second one ends all at once.\n\n"
		 "    leat run news/ -o news.db\n"
		 "    leat run configs/news.yaml news/ -o news.jsonl.gz\n\n"
		 "A pipeline file holds `pipeline`, a list of stages (or maps with `stage`, its options, and `operands`), "
		 "`input`, `output`, and a section of options for each stage.\n",
	.options = options,
	.config_size = sizeof(struct config),
	.operands_max = SIZE_MAX,
	.run = run,
};
