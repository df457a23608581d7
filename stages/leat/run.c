#include "leat/command.h"

#include "base/file.h"
#include "leat/chain.h"
#include "leat/plan.h"
#include "leat/programs.h"
#include "leat/run_folder.h"
#include "leat/scrape.h"
#include "record/json.h"
#include "run/progress.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STATS_MAX_BYTES = 1 << 20 };

struct config {
	const char *out, *config, *links, *codec, *metrics;
	bool replace, dry;
	int64_t jobs, workers;
};

#define AT(member) offsetof(struct config, member)

static const struct option options[] = {
	{ "out", OPTION_TEXT, AT(out), "SINK", .letter = 'o',
	  .help = "where the corpus goes: .db, .jsonl, .jsonl.gz, .leat, or - for JSON lines on standard output" },
	{ "config", OPTION_TEXT, AT(config), "FILE",
	  .help = "YAML file with the pipeline and a section for each stage; a first operand .yaml is the same" },
	{ "replace", OPTION_FLAG, AT(replace), .help = "replace what the sink holds of these inputs" },
	{ "jobs", OPTION_INT, AT(jobs), "N", "1", "1", "256", .help = "threads a stage" },
	{ "workers", OPTION_INT, AT(workers), "N", "1", "1", "64",
	  .help = "programs of each stage that may run several times, on links; started again when they crash" },
	{ "links", OPTION_CHOICE, AT(links), "KIND", .choices = "pipes|ipc|tcp",
	  .help = "how the stages are connected; by default pipes, with workers ipc" },
	{ "codec", OPTION_CHOICE, AT(codec), "CODEC", .choices = "none|zlib|zstd",
	  .help = "compression from stage to stage; by default none in pipes and over ipc, zlib over tcp" },
	{ "metrics", OPTION_TEXT, AT(metrics), "HOST:PORT",
	  .help = "serve metrics of the first program there, of the others on the ports behind; leat top shows them" },
	{ "dry-run", OPTION_FLAG, AT(dry), .help = "check everything, print the command lines and do nothing" },
	OPTIONS_END,
};

static bool is_yaml(const char *word)
{
	return str_ends(str_of(word), STR(".yaml")) || str_ends(str_of(word), STR(".yml"));
}

/* Whether any input of a source of ours can be there; names that are opened by a command are not files. */
static int check_inputs(const struct pipeline *pipeline, struct err *err)
{
	const struct words *input = &pipeline->input;
	const struct step *source = &pipeline->steps[0];
	bool files = strcmp(source->stage, "ingest") == 0 || strcmp(source->stage, "replay") == 0;

	if (input->count == 0 || !files || step_option(source, "open-with"))
		return 0;
	for (size_t i = 0; i < input->count; i++)
		if (strcmp(input->items[i], "-") == 0 || access(input->items[i], F_OK) == 0)
			return 0;
	return err_sys(err, EXIT_BAD_INPUT, "%s: cannot open", input->items[0]);
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
	if (pipeline->input.count == 0 && !step_option(&pipeline->steps[0], "follow") &&
	    !step_option(&pipeline->steps[0], "files-from"))
		return err_set(err, EXIT_USAGE, "needs an input: a file, a folder, or - for standard input; see leat run --help");
	if (pipeline->output.count != 1)
		return err_set(err, EXIT_USAGE, "needs one sink: -o corpus.db; see leat run --help");
	return config->dry ? 0 : check_inputs(pipeline, err);
}

/* Each program reads its options and configuration, says what is wrong with them, and ends:
 * so nothing is started of a chain that cannot run. */
static int check_commands(const struct plan *plan, struct err *err)
{
	int status = EXIT_DONE;

	for (size_t i = 0; i < plan->count && status == EXIT_DONE; i++) {
		const struct words *command = &plan->members[i].command;
		struct words words = { NULL, 0 };

		if (i > 0 && plan->members[i - 1].step == plan->members[i].step)
			continue;
		words_add(&words, "%s", command->items[0]);
		words_add(&words, "--check");
		for (size_t k = 1; k < command->count; k++)
			words_add(&words, "%s", command->items[k]);
		status = chain_run(&words, 1, err);
		words_release(&words);
	}
	return status;
}

/* The ports that the programs will serve their metrics on are free: nothing is started of a
 * chain whose second program cannot listen. */
static int check_ports(const struct plan *plan, const char *metrics, struct err *err)
{
	struct scrape *ports = NULL;
	size_t count = 0;
	int result = 0;

	for (size_t i = 0; i < plan->count && metrics && result == 0; i++)
		result = scrape_add(&ports, &count, plan_metrics_address(&plan->members[i]), err);
	for (size_t i = 0; i < count && result == 0; i++) {
		int fd = socket(ports[i].address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

		if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) < 0 ||
		    bind(fd, (const struct sockaddr *)&ports[i].address, ports[i].address_len) < 0 || listen(fd, 1) < 0)
			result = err_sys(err, errno == EADDRINUSE ? EXIT_RETRY : EXIT_FAILED,
					 "--metrics %s: %s cannot listen on %s (each of the %zu programs takes a port)", metrics,
					 plan->members[i].name, ports[i].name, count);
		if (fd >= 0)
			close(fd);
	}
	scrape_release(ports, count);
	return result;
}

static struct words *commands_of(const struct plan *plan)
{
	struct words *commands = mem_zero(plan->count, sizeof *commands);

	for (size_t i = 0; i < plan->count; i++)
		commands[i] = plan->members[i].command;
	return commands;
}

/* One row a step: what its programs wrote, together. What those counted that were killed is
 * not in it. */
static void print_table(const struct plan *plan, const struct pipeline *pipeline, const struct plan_wishes *wishes)
{
	struct stats *rows = mem_zero(pipeline->count, sizeof *rows);
	struct buf text = BUF_INIT;
	struct err ignored;

	for (size_t i = 0; i < plan->count; i++) {
		struct buf json = BUF_INIT, packed = BUF_INIT;
		struct stats *row = &rows[plan->members[i].step], one = { .frames = 0 };
		char *path = plan_stats_path(wishes, i);

		if (file_read(path, STATS_MAX_BYTES, &json, &ignored) == 0 && json_read(buf_str(&json), &packed, &ignored) == 0 &&
		    stats_unpack(buf_str(&packed), &one)) {
			stats_merge(row, &one);
			row->kept += one.kept;
			row->cpu_seconds += one.cpu_seconds;
			row->seconds = one.seconds > row->seconds ? one.seconds : row->seconds;
		}
		snprintf(row->stage, sizeof row->stage, "%s", pipeline->steps[plan->members[i].step].stage);
		free(path);
		buf_release(&json);
		buf_release(&packed);
	}
	progress_table(rows, pipeline->count, &text);
	file_write(STDERR_FILENO, text.data, text.len, "standard error", &ignored);
	buf_release(&text);
	free(rows);
}

static int run_plan(const struct config *config, struct command_env *env, const struct pipeline *pipeline,
		    const struct plan_wishes *wishes, struct err *err)
{
	bool links = strcmp(wishes->links, "pipes") != 0;
	struct plan plan;
	int result;

	if (plan_make(pipeline, wishes, &plan, err) < 0)
		return -1;
	result = check_commands(&plan, err);
	if (result == EXIT_DONE && !config->dry)
		result = check_ports(&plan, wishes->metrics, err);
	if (result == EXIT_DONE && config->dry) {
		plan_print(&plan, pipeline, wishes);
	} else if (result == EXIT_DONE && links) {
		result = fleet_run(plan.members, plan.count, &env->log, err);
		if (result >= 0 && !wishes->quiet && !wishes->json)
			print_table(&plan, pipeline, wishes);
	} else if (result == EXIT_DONE) {
		struct words *commands = commands_of(&plan);

		result = chain_run(commands, plan.count, err);
		free(commands);
	}
	plan_release(&plan);
	return result;
}

/* On links the programs meet in a folder of their own. */
static int run_in_folder(const struct config *config, struct command_env *env, const struct pipeline *pipeline,
			 struct plan_wishes *wishes, struct err *err)
{
	struct run_folder folder;

	if (strcmp(wishes->links, "pipes") == 0)
		return run_plan(config, env, pipeline, wishes, err);
	if (config->dry) {
		wishes->folder = "/tmp/leat-run";
		return run_plan(config, env, pipeline, wishes, err);
	}
	if (run_folder_make(&folder, err) < 0)
		return -1;
	wishes->folder = folder.path;
	int result = run_plan(config, env, pipeline, wishes, err);
	run_folder_remove(&folder);
	return result;
}

static bool set_workers(const struct config *config, struct pipeline *pipeline)
{
	bool many = false;

	for (size_t i = 0; i < pipeline->count; i++) {
		struct step *step = &pipeline->steps[i];

		if (step->workers == 1 && !plan_is_single(step->stage))
			step->workers = (size_t)config->workers;
		many = many || step->workers > 1;
	}
	return many;
}

static int run(const void *data, struct command_env *env, struct err *err)
{
	const struct config *config = data;
	struct pipeline pipeline = { .steps = NULL };
	struct plan_wishes wishes = {
		.codec = config->codec, .metrics = config->metrics, .jobs = config->jobs, .replace = config->replace,
		.quiet = env->log.quiet, .json = env->log.json,
	};
	int result = read_pipeline(config, env, &wishes.file, &pipeline, err);

	if (result == 0) {
		bool many = set_workers(config, &pipeline);

		wishes.links = config->links ? config->links : pipeline.links ? pipeline.links : many ? "ipc" : "pipes";
		/* Inside one machine compressing costs more than carrying. */
		if (!wishes.codec && strcmp(wishes.links, "ipc") == 0)
			wishes.codec = "none";
		if (many && strcmp(wishes.links, "pipes") == 0)
			result = err_set(err, EXIT_USAGE, "workers need links: say --links ipc, or leave --links out");
	}
	if (result == 0)
		result = plan_check(&pipeline, &env->log, err);
	if (result == 0)
		result = run_in_folder(config, env, &pipeline, &wishes, err);
	if (result > 0)
		env->later = (enum exit_code)result;
	pipeline_release(&pipeline);
	return result < 0 ? -1 : 0;
}

const struct command command_run = {
	.name = "run",
	.summary = "run a whole pipeline",
	.usage = "[PIPELINE.yaml] IN... -o SINK",
	.about = "Runs the plain five, leat-ingest IN... | leat-normalize | leat-dedup | leat-extract | leat-store SINK, or "
		 "the chain that a YAML file names: over pipes, or over links, where a program that crashes is "
		 "started again and nothing is lost. What dedup remembers lies in SINK.state, so that the same "
		 "command, run again, stores nothing twice. The exit status is that of the program that failed. Ctrl-C ends "
		 "the reading and lets the chain drain; a second one ends all at once.\n\n"
		 "    leat run news/ -o news.db\n"
		 "    leat run configs/news.yaml news/ -o news.jsonl.gz\n"
		 "    leat run news/ -o news.db --workers 2\n\n"
		 "A pipeline file holds `pipeline`, a list of stages (or maps with `stage`, its options, and `operands`), "
		 "`input` (but where ingest follows a folder or reads a list), `output`, `links`, and a section of options for "
		 "each stage. A step may have `workers: N`. "
		 "${NAME} in a text is that value of the environment, ${NAME:-DEFAULT} has a default, and $${ are the characters "
		 "themselves.\n",
	.options = options,
	.config_size = sizeof(struct config),
	.operands_max = SIZE_MAX,
	.run = run,
};
