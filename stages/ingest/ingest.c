#include "ingest/ingest.h"

#include "ingest/name.h"
#include "ingest/source.h"
#include "ingest/walk.h"
#include "run/runner.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

enum { REPORTS_MAX = 100 }; /* faults of one source that are reported; the others count */

struct ingest {
	const struct ingest_config *config;
	const struct stage_env *env;
	struct runner *runner;
	struct source_run run;
	char *root; /* real path */
	struct str at; /* source at hand, for messages */
	uint64_t reports;
	uint64_t sources; /* that could be read */
	uint64_t lost; /* that could not */
	bool walking; /* the file at hand was found in a folder */
	bool done; /* limit reached, or asked to stop */
};


static int read_rules(const struct ingest_config *config, struct select *select, struct err *err)
{
	select_defaults(select);
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

int ingest_check(void *state, const struct stage_env *env, struct err *err)
{
	const struct ingest_config *config = state;
	struct select select;

	if (read_rules(config, &select, err) < 0)
		return -1;
	if (env->operand_count == 0 && config->files_from.count == 0 && isatty(STDIN_FILENO))
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

	/* With --sample the runner opens the frame, and counts. */
	if (ingest->runner->common.sample >= 1)
		ingest->runner->stats.in += frame->head.nrec;
	return runner_emit(ingest->runner, frame, err);
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
	run->grown_dir = strcmp(config->grown, "continue") == 0 ? env->state_dir : NULL;
	run->faults.report = report;
	run->emit = emit;
	run->stopping = stopping;
	run->progress = progress;
	run->faults.ctx = run->ctx = ingest;
	http_scratch_init(&run->http);
	if (strcmp(config->grown, "continue") == 0 && !env->state_dir) {
		err_set(err, EXIT_USAGE, "--grown continue: needs --state DIR");
		ingest_close(ingest, false, err);
		return NULL;
	}
	if (config->root && !(ingest->root = realpath(config->root, NULL))) {
		err_sys(err, EXIT_USAGE, "--root %s", config->root);
		ingest_close(ingest, false, err);
		return NULL;
	}
	if (read_rules(config, &run->select, err) < 0) {
		ingest_close(ingest, false, err);
		return NULL;
	}
	return ingest;
}

int ingest_close(void *state, bool whole, struct err *err)
{
	struct ingest *ingest = state;

	(void)whole;
	(void)err;
	http_scratch_release(&ingest->run.http);
	free(ingest->root);
	free(ingest);
	return 0;
}

static void lose(void *ctx, const struct err *why)
{
	struct ingest *ingest = ctx;

	ingest->lost++;
	ingest->run.faults.count[FAULT_READ]++;
	ingest->run.faults.grave++;
	runner_warn(ingest->runner, "%s", why->text);
	runner_fail_later(ingest->runner, EXIT_FAILED);
}

/* Reads an open source; `claims` is what messages call it. */
static int read_source(struct ingest *ingest, struct source *source, struct err *err)
{
	enum source_result result;
	struct err why;

	ingest->at = source->shown;
	ingest->reports = 0;
	if (source_read(&ingest->run, source, &result, err) < 0)
		return -1;
	if (source->input->error) {
		errno = source->input->error;
		err_sys(&why, EXIT_FAILED, "%.*s: offset %" PRIu64 ": cannot read", STR_ARG(source->shown),
			source->input->offset);
		lose(ingest, &why);
		return 0;
	}
	ingest->sources += result != SOURCE_FORMAT;
	if (result == SOURCE_FORMAT && !ingest->walking)
		runner_fail_later(ingest->runner, EXIT_BAD_INPUT);
	if (result == SOURCE_CHANGED)
		runner_warn(ingest->runner,
			    "%.*s: is not what it was with something added: a store will refuse it",
			    STR_ARG(source->shown));
	ingest->done = result == SOURCE_STOPPED;
	return 0;
}

static int read_stdin(struct ingest *ingest, struct err *err)
{
	struct buf name = BUF_INIT;
	struct input input;
	struct source source = { STDIN_FILENO, .input = &input, .shown = str_of(ingest->config->name) };
	const char *head;
	size_t count;
	int result;

	input_open_fd(&input, STDIN_FILENO);
	count = input_peek(&input, NAME_HEAD, &head);
	name_of_stdin(source.shown, str_from(head, count), &name);
	source.name = buf_str(&name);
	result = read_source(ingest, &source, err);
	input_close(&input);
	buf_release(&name);
	return result;
}

/* XXH3-128 of the whole file, which is then read again. */
static bool hash_file(int fd, unsigned char hash[16])
{
	XXH3_state_t *state = XXH3_createState();
	XXH128_canonical_t canonical;
	char *block = mem_alloc(NAME_HEAD);
	ssize_t got = -1;

	if (state && XXH3_128bits_reset(state) == XXH_OK)
		while ((got = read(fd, block, NAME_HEAD)) > 0 || (got < 0 && errno == EINTR))
			if (got > 0)
				XXH3_128bits_update(state, block, (size_t)got);
	if (got == 0) {
		XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state));
		memcpy(hash, canonical.digest, 16);
	}
	XXH3_freeState(state);
	free(block);
	return got == 0 && lseek(fd, 0, SEEK_SET) == 0;
}

static int name_file(struct ingest *ingest, const char *path, bool listed, struct buf *name,
		     struct err *err)
{
	if (listed) {
		buf_add_text(name, path);
		return 0;
	}
	return name_of_path(path, ingest->root, name, err);
}

static int read_file(struct ingest *ingest, const char *path, bool listed, struct err *err)
{
	bool revision = strcmp(ingest->config->changed, "revision") == 0;
	unsigned char hash[16];
	struct buf name = BUF_INIT;
	struct buf shown = BUF_INIT;
	struct input input;
	struct source source = { .fd = open(path, O_RDONLY | O_CLOEXEC), .input = &input };
	struct err why;
	int result = 0;

	if (source.fd < 0) {
		err_sys(&why, EXIT_FAILED, "%s: cannot open", path);
		lose(ingest, &why);
	} else if (name_file(ingest, path, listed, &name, &why) < 0) {
		lose(ingest, &why);
	} else if (revision && !hash_file(source.fd, hash)) {
		err_sys(&why, EXIT_FAILED, "%s: cannot be read twice, as --changed revision must", path);
		lose(ingest, &why);
	} else {
		buf_add_str(&shown, buf_str(&name));
		if (revision)
			name_add_revision(&name, hash);
		source.name = buf_str(&name);
		source.shown = buf_str(&shown);
		input_open_fd(&input, source.fd);
		result = read_source(ingest, &source, err);
		input_close(&input);
	}
	if (source.fd >= 0)
		close(source.fd);
	buf_release(&name);
	buf_release(&shown);
	return result;
}

static int walked_file(void *ctx, const char *path, struct err *err)
{
	struct ingest *ingest = ctx;

	return ingest->done ? 1 : read_file(ingest, path, false, err);
}

static int listed_file(void *ctx, const char *path, struct err *err)
{
	struct ingest *ingest = ctx;

	return ingest->done ? 1 : read_file(ingest, path, true, err);
}

static int read_operand(struct ingest *ingest, const char *path, struct err *err)
{
	struct walk walk = { walked_file, lose, ingest };
	struct stat st;
	int result;

	if (strcmp(path, "-") == 0)
		return read_stdin(ingest, err);
	if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode))
		return read_file(ingest, path, false, err);
	ingest->walking = true;
	result = walk_folder(&walk, path, err);
	ingest->walking = false;
	return result;
}

static int read_list(struct ingest *ingest, const char *path, struct err *err)
{
	struct walk walk = { listed_file, lose, ingest };

	return walk_list(&walk, path, err);
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
	const struct option_list *lists = &ingest->config->files_from;
	int result = 0;

	runner_expect(runner, lists->count == 0 ? size_of_operands(env) : 0);
	if (env->operand_count == 0 && lists->count == 0)
		result = read_stdin(ingest, err);
	for (size_t i = 0; i < env->operand_count && result == 0 && !ingest->done; i++)
		result = read_operand(ingest, env->operands[i], err);
	for (size_t i = 0; i < lists->count && result == 0 && !ingest->done; i++)
		result = read_list(ingest, lists->items[i], err);
	settle(ingest);
	return result < 0 ? -1 : 0;
}
