#include "leat/command.h"

#include "base/file.h"
#include "leat/chain.h"
#include "leat/output.h"
#include "leat/plan.h"
#include "leat/pretty.h"
#include "leat/programs.h"
#include "leat/source.h"
#include "leat/trace_shot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct config {
	const char *config;
	int64_t limit;
};

#define AT(member) offsetof(struct config, member)

static const struct option options[] = {
	{ "config", OPTION_TEXT, AT(config), "FILE", .letter = 'c',
	  .help = "YAML file of the pipeline; by default the plain five" },
	{ "limit", OPTION_INT, AT(limit), "N", "10", "1", "1000", .letter = 'n', .help = "trace the first N records that fit" },
	OPTIONS_END,
};

struct trace {
	struct pipeline pipeline;
	const char *file; /* of the pipeline; NULL: none */
	const char *id; /* NULL: all records of the input */
	char folder[32];
	struct codec_state codecs;
	struct shots shots;
	struct output output;
	bool terminal;
};

/* What the stage says of the records looked for. */
static int read_frame(struct trace *trace, size_t step, size_t limit, struct frame *frame, struct err *err)
{
	struct record record;

	if (frame_open_records(frame, true, &trace->codecs, err) < 0)
		return -1;
	for (uint32_t i = 0; i < frame->head.nrec; i++) {
		if (frame_record(frame, i, &record, err) < 0)
			return -1;
		bool fits = !trace->id || str_is(record_get(&record, FIELD_ID), trace->id) ||
			    str_is(record_get(&record, FIELD_URL), trace->id);
		if (step == 0 && fits && trace->shots.count < limit)
			shots_add(&trace->shots, frame, &record);
		struct shot *shot = shots_find(&trace->shots, frame, i);
		if (shot)
			shot_step(shot, trace->pipeline.steps[step].stage, &record);
	}
	return 0;
}

struct reading {
	struct trace *trace;
	size_t step, limit;
};

static int read_event(void *ctx, const struct channel_event *event, struct err *err)
{
	struct reading *reading = ctx;

	return event->kind == CHANNEL_DATA ? read_frame(reading->trace, reading->step, reading->limit, event->frame, err) : 0;
}

static int read_step(struct trace *trace, size_t step, const char *path, size_t limit, struct err *err)
{
	struct reading reading = { trace, step, limit };

	return source_each(path, read_event, &reading, err);
}

/* The plan's command, from file to file, with a state of its own: that of the pipeline stays
 * as it is. */
static int run_step(struct trace *trace, const struct plan *plan, size_t step, struct err *err)
{
	const struct words *planned = &plan->members[step].command;
	struct words command = { NULL, 0 };
	bool before = true;

	for (size_t i = 0; i < planned->count; i++) {
		if (before && strcmp(planned->items[i], "--") == 0) {
			before = false;
			words_add(&command, "--out=%s/%zu.leat", trace->folder, step);
			if (step > 0)
				words_add(&command, "--in=%s/%zu.leat", trace->folder, step - 1);
			if (step_option(&trace->pipeline.steps[step], "state"))
				words_add(&command, "--state=%s/state-%zu", trace->folder, step);
			if (step_option(&trace->pipeline.steps[step], "follow"))
				words_add(&command, "--follow=");
		}
		words_add(&command, "%s", planned->items[i]);
	}
	int status = chain_run(&command, 1, err);
	words_release(&command);
	if (status > 0)
		return err_set(err, (enum exit_code)status, "%s ended with %d", trace->pipeline.steps[step].stage, status);
	return status;
}

static int trace_all(struct trace *trace, const struct config *config, struct err *err)
{
	struct plan_wishes wishes = { .file = trace->file, .links = "pipes", .quiet = true, .codec = "none" };
	struct plan plan;
	int result;

	if (plan_make(&trace->pipeline, &wishes, &plan, err) < 0)
		return -1;
	result = 0;
	for (size_t i = 0; i + 1 < trace->pipeline.count && result == 0; i++) {
		char path[64];

		snprintf(path, sizeof path, "%s/%zu.leat", trace->folder, i);
		result = run_step(trace, &plan, i, err);
		if (result == 0)
			result = read_step(trace, i, path, (size_t)config->limit, err);
		if (result == 0 && i == 0 && trace->shots.count == 0)
			result = err_set(err, EXIT_FAILED, "%s: no such record comes out of ingest: look at its warnings and at what it passes by",
					 trace->id ? trace->id : "input");
		if (i > 0) {
			snprintf(path, sizeof path, "%s/%zu.leat", trace->folder, i - 1);
			unlink(path);
		}
	}
	plan_release(&plan);
	return result;
}

/* Operands: an input that exists, or the id or URL of a record of the pipeline's input. */
static int read_words(struct trace *trace, struct command_env *env, struct err *err)
{
	struct words known = { NULL, 0 };
	int result = 0;

	programs_list(&known);
	if (trace->file)
		result = pipeline_read(&trace->pipeline, trace->file, &known, err);
	else
		pipeline_plain(&trace->pipeline);
	words_release(&known);
	if (result < 0)
		return -1;
	if (access(env->operands[0], F_OK) == 0) {
		words_release(&trace->pipeline.input);
		words_add(&trace->pipeline.input, "%s", env->operands[0]);
		trace->id = env->operand_count > 1 ? env->operands[1] : NULL;
	} else {
		trace->id = env->operands[0];
		if (env->operand_count > 1)
			return err_set(err, EXIT_FAILED, "%s: no such file or folder", env->operands[0]);
		if (trace->pipeline.input.count == 0)
			return err_set(err, EXIT_USAGE, "%s: no such file; to look for it as an id, say where: leat trace IN %s",
				       env->operands[0], env->operands[0]);
	}
	words_release(&trace->pipeline.output);
	words_add(&trace->pipeline.output, "-");
	return plan_check(&trace->pipeline, &env->log, err);
}

static int print_all(struct trace *trace, struct err *err)
{
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < trace->shots.count; i++)
		buf_add_str(&text, buf_str(&trace->shots.items[i].said));
	if (trace->terminal)
		pretty_mask(buf_str(&text), &trace->output.text);
	else
		buf_swap(&text, &trace->output.text);
	buf_release(&text);
	return output_flush(&trace->output, err);
}

static int run(const void *data, struct command_env *env, struct err *err)
{
	const struct config *config = data;
	struct trace trace = { .file = config->config, .folder = "/tmp/leat-trace-XXXXXX", .codecs = CODEC_STATE_INIT,
			       .output = OUTPUT_INIT, .terminal = isatty(STDOUT_FILENO) };
	int result = read_words(&trace, env, err);

	if (result == 0 && !mkdtemp(trace.folder))
		result = err_sys(err, EXIT_FAILED, "%s: cannot create", trace.folder);
	else if (result == 0) {
		result = trace_all(&trace, config, err);
		if (result == 0)
			result = print_all(&trace, err);
		file_remove_tree(trace.folder);
	}
	shots_release(&trace.shots);
	codec_state_release(&trace.codecs);
	output_release(&trace.output);
	pipeline_release(&trace.pipeline);
	return result;
}

const struct command command_trace = {
	.name = "trace",
	.summary = "follow a document through every stage of a pipeline",
	.usage = "IN [ID|URL] | ID|URL",
	.about = "Runs the stages of a pipeline one after another, all but the store, and prints of each record what every "
		 "stage made of it: the fields that came, changed or went, the lines of text that did, its verdict and the "
		 "reason. Nothing is stored, and what the pipeline remembers (--state) is neither used nor changed.\n\n"
		 "IN is a file or folder; an ID or URL picks a record. Without IN the pipeline's `input` is read. A copy is "
		 "found only among what is read: to see why a document was dropped as one, read all of the input.\n\n"
		 "    leat trace page.html\n"
		 "    leat trace news/ https://example.org/story -c news.yaml\n",
	.options = options,
	.config_size = sizeof(struct config),
	.operands_min = 1,
	.operands_max = 2,
	.run = run,
};
