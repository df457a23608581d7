#include "ingest/ingest.h"

#include "ingest/operands.h"
#include "base/num.h"
#include "run/runner.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { REPORTS_MAX = 100 }; /* faults of one source that are reported; the others count */

static int read_rules(const struct ingest_config *config, struct select *select, struct err *err)
{
	select_defaults(select);
	select->digest = strcmp(config->digest, "warn") == 0 ? DIGEST_WARN :
			 strcmp(config->digest, "drop") == 0 ? DIGEST_DROP :
							       DIGEST_IGNORE;
	if (config->types && select_types(select, str_of(config->types), err) < 0)
		return -1;
	if (config->status && select_status(select, str_of(config->status), err) < 0)
		return -1;
	if (config->mime && select_mimes(select, str_of(config->mime), err) < 0)
		return -1;
	if (config->since && select_since(select, str_of(config->since), err) < 0)
		return -1;
	if (config->until && select_until(select, str_of(config->until), err) < 0)
		return -1;
	return 0;
}

enum { PARTS_MAX = 65536 };

/* "2/8". Nothing: *parts is 0. */
static int read_part(const char *text, uint64_t *part, uint64_t *parts, struct err *err)
{
	struct str whole = text ? str_of(text) : STR_NONE;
	ptrdiff_t slash = str_find(whole, STR("/"));

	*part = *parts = 0;
	if (!text)
		return 0;
	if (slash > 0 && num_u64(str_from(whole.at, (size_t)slash), part) &&
	    num_u64(str_from(whole.at + slash + 1, whole.len - (size_t)slash - 1), parts) && *part >= 1 &&
	    *part <= *parts && *parts <= PARTS_MAX)
		return 0;
	return err_set(err, EXIT_USAGE, "--part %s: say 1/N to N/N, N at most %d", text, PARTS_MAX);
}

/* An empty name, as leat trace gives, takes back what a file says. */
static bool follows(const struct ingest_config *config)
{
	return config->follow && *config->follow;
}

int ingest_check(void *state, const struct stage_env *env, struct err *err)
{
	const struct ingest_config *config = state;
	struct select select;
	uint64_t part, parts;
	bool standard = env->operand_count == 0 && config->files_from.count == 0 && !follows(config), dash = standard;

	for (size_t i = 0; i < env->operand_count; i++)
		dash = dash || strcmp(env->operands[i], "-") == 0;
	if (read_rules(config, &select, err) < 0 || read_part(config->part, &part, &parts, err) < 0)
		return -1;
	if (parts && dash)
		return err_set(err, EXIT_USAGE, "--part: shares files out, and standard input is one source: name files");
	if (config->open_with && (config->root || strcmp(config->changed, "refuse") != 0))
		return err_set(err, EXIT_USAGE, "--open-with: what it opens has no place for --root and --changed");
	if (standard && isatty(STDIN_FILENO))
		return err_set(err, EXIT_USAGE, "no input: name files or folders, or pipe data in; see --help");
	return 0;
}

static void report(void *ctx, enum fault kind, uint64_t offset, const char *why)
{
	struct ingest *ingest = ctx;

	if (ingest->reports++ < REPORTS_MAX)
		runner_warn(ingest->runner, "%.*s: offset %" PRIu64 ": %s: %s", STR_ARG(ingest->at), offset,
			    fault_name(kind), why);
	else if (ingest->reports == REPORTS_MAX + 1)
		runner_warn(ingest->runner, "%.*s: further faults are only counted", STR_ARG(ingest->at));
}

static int emit(void *ctx, struct frame *frame, struct err *err)
{
	struct ingest *ingest = ctx;

	switch (resend_check(&ingest->resend, &frame->head)) {
	case RESEND_SENT:
		frame_free(frame);
		return 0;
	case RESEND_OTHER:
		frame_free(frame);
		return err_set(err, EXIT_FAILED, "%.*s: gave other bytes when it was opened again",
			       STR_ARG(ingest->at));
	case RESEND_NEW:
		break;
	}
	if (ingest->spool && spool_sync(ingest->spool, err) < 0) {
		frame_free(frame);
		return -1;
	}
	/* With --sample the runner opens the frame, and counts. */
	if (ingest->runner->common.sample >= 1)
		ingest->runner->stats.in += frame->head.nrec;
	return runner_emit(ingest->runner, frame, err);
}

static int flush(void *ctx, struct err *err)
{
	struct ingest *ingest = ctx;

	return runner_flush(ingest->runner, err);
}

static bool stopping(void *ctx)
{
	struct ingest *ingest = ctx;

	return runner_stopping(ingest->runner);
}

static void progress(void *ctx, uint64_t bytes)
{
	struct ingest *ingest = ctx;

	runner_count_input(ingest->runner, bytes);
}

void *ingest_open(const void *options, const struct stage_env *env, struct err *err)
{
	const struct ingest_config *config = options;
	struct ingest *ingest = mem_zero(1, sizeof *ingest);
	struct source_run *run = &ingest->run;

	ingest->config = config;
	ingest->env = env;
	ingest->runner = env->runner;
	run->format = format_of(str_of(config->format));
	run->limit = config->limit > 0 ? (uint64_t)config->limit : UINT64_MAX;
	run->cuts_dir = env->state_dir;
	run->grows = strcmp(config->grown, "continue") == 0;
	run->max_delay_ns = config->max_delay * 1000000;
	run->flush = flush;
	run->faults.report = report;
	run->emit = emit;
	run->stopping = stopping;
	run->progress = progress;
	run->whole = operand_whole;
	run->faults.ctx = run->ctx = ingest;
	http_scratch_init(&run->http);
	if ((run->grows || run->max_delay_ns > 0) && !env->state_dir) {
		err_set(err, EXIT_USAGE, "%s: needs --state DIR, where the cuts are kept",
			run->grows ? "--grown continue" : "--max-delay");
		ingest_close(ingest, false, err);
		return NULL;
	}
	if (config->root && !(ingest->root = realpath(config->root, NULL))) {
		err_sys(err, EXIT_USAGE, "--root %s", config->root);
		ingest_close(ingest, false, err);
		return NULL;
	}
	if (read_rules(config, &run->select, err) < 0 ||
	    read_part(config->part, &ingest->part, &ingest->parts, err) < 0) {
		ingest_close(ingest, false, err);
		return NULL;
	}
	return ingest;
}

int ingest_close(void *state, bool whole, struct err *err)
{
	struct ingest *ingest = state;

	(void)err;
	if (whole && ingest->env->state_dir && ingest->runner->link_out)
		spool_remove(ingest->env->state_dir);
	http_scratch_release(&ingest->run.http);
	free(ingest->resend.hashes);
	free(ingest->root);
	free(ingest);
	return 0;
}

static uint64_t size_of_operands(const struct stage_env *env)
{
	uint64_t total = 0;
	struct stat st;

	for (size_t i = 0; i < env->operand_count; i++) {
		if (stat(env->operands[i], &st) != 0 || !S_ISREG(st.st_mode))
			return 0;
		total += (uint64_t)st.st_size;
	}
	return total;
}

/* Hands the counts to the runner, and decides what faults mean for the exit status. */
static void settle(struct ingest *ingest)
{
	const struct source_run *run = &ingest->run;

	for (int kind = 0; kind < FAULT_KINDS; kind++)
		if (run->faults.count[kind] > 0)
			runner_fault(ingest->runner, fault_name((enum fault)kind), run->faults.count[kind]);
	for (int reason = SKIP_NONE + 1; reason < SKIP_KINDS; reason++) {
		tally_add(&ingest->runner->stats.dropped, skip_name((enum skip)reason),
			  run->skips.count[reason]);
		ingest->runner->stats.in += run->skips.count[reason];
	}
	if (ingest->config->strict && run->faults.grave > 0)
		runner_fail_later(ingest->runner, EXIT_BAD_INPUT);
	if (ingest->sources == 0 && ingest->lost > 0) {
		runner_warn(ingest->runner, "nothing could be read");
		runner_fail_later(ingest->runner, EXIT_BAD_INPUT);
	}
}

int ingest_produce(void *state, struct runner *runner, struct err *err)
{
	struct ingest *ingest = state;
	const struct stage_env *env = ingest->env;
	const struct ingest_config *config = ingest->config;
	const struct option_list *lists = &config->files_from;
	int result = 0;

	if (lists->count == 0 && !follows(config) && !config->open_with && ingest->parts == 0)
		runner_expect(runner, size_of_operands(env));
	if (env->operand_count == 0 && lists->count == 0 && !follows(config))
		result = operand_stdin(ingest, err);
	for (size_t i = 0; i < env->operand_count && result == 0 && !ingest->done; i++)
		result = operand_read(ingest, env->operands[i], err);
	for (size_t i = 0; i < lists->count && result == 0 && !ingest->done; i++)
		result = operand_list(ingest, lists->items[i], err);
	if (follows(config) && result == 0 && !ingest->done)
		result = operand_follow(ingest, config->follow, err);
	settle(ingest);
	return result < 0 ? -1 : 0;
}
