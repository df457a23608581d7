/*
 * store: the end of a flow. Each frame is looked up by its name: a copy is passed by, one
 * of another content or recipe is refused, with its stream, and the rest is stored.
 */
#include "run/stage.h"
#include "store/kind.h"
#include "store/on_complete.h"
#include "store/render.h"
#include "store/sink.h"
#include "store/sinks_file.h"
#include "text/deny.h"

#include <inttypes.h>
#include <stdlib.h>

struct config {
	struct kind_options kind;
	const char *codec;
	bool backfill;
	/* made by check */
	struct sink_options sinks[SINKS_MAX];
	size_t sink_count;
	struct deny *deny; /* of all sinks; full when they are open */
};

#define AT(field) offsetof(struct config, field)

static const struct option options[] = {
	{ "as", OPTION_CHOICE, AT(kind.as), "KIND", .choices = KIND_NAMES,
	  .help = "kind of the sink, where its name does not say it" },
	{ "replace", OPTION_FLAG, AT(kind.replace),
	  .help = "swap frames that differ for the new ones, with their documents (SQLite, PostgreSQL)" },
	{ "codec", OPTION_CHOICE, AT(codec), "CODEC", "zlib", .choices = "none|zlib|zstd",
	  .help = "compression in archives of what comes uncompressed" },
	{ "dropped", OPTION_TEXT, AT(kind.dropped), "FILE",
	  .help = "where the dropped records of a JSONL sink go; by default SINK.dropped.jsonl" },
	{ "rejects", OPTION_TEXT, AT(kind.rejects), "FILE",
	  .help = "where the rejected records of a JSONL sink go; by default SINK.rejects.jsonl" },
	{ "schema", OPTION_CHOICE, AT(kind.schema), "NAME", "leat", .choices = SCHEMA_NAMES,
	  .help = "layout of JSON lines" },
	{ "split", OPTION_SIZE, AT(kind.split), "SIZE", "0",
	  .help = "of a JSONL folder: begin a new part at this size of the file; 0: never" },
	{ "by", OPTION_CHOICE, AT(kind.by), "FIELD", .choices = "lang", .help = "of a JSONL folder: parts for each language" },
	{ "on-complete", OPTION_TEXT, AT(kind.on_complete), "CMD",
	  .help = "run this by sh for each file that is complete, with its path for {}; the store waits for it" },
	{ "text-with", OPTION_CHOICE, AT(kind.text_with), "PART", .choices = "title",
	  .help = "in JSON lines, put the title in front of the text" },
	{ "backfill", OPTION_FLAG, AT(backfill),
	  .help = "on a link with --state: let sinks join that were not there before; they lack what was acked" },
	{ "segment-size", OPTION_SIZE, AT(kind.limits.segment_bytes), "SIZE", "0",
	  .help = "of an archive that is a folder: begin a new file at this size; 0: never" },
	{ "segment-age", OPTION_DURATION, AT(kind.limits.segment_ms), "TIME", "0", .help = "likewise, at this age" },
	{ "keep-size", OPTION_SIZE, AT(kind.limits.keep_bytes), "SIZE", "0",
	  .help = "delete the oldest files of the folder over this size in all; 0: never" },
	{ "keep-age", OPTION_DURATION, AT(kind.limits.keep_ms), "TIME", "0", .help = "likewise, over this age" },
	OPTIONS_END,
};

static const char about[] =
	"Stores a flow of frames. The kind of the sink is told by its name: .db or .sqlite (SQLite with full-text "
	"search), .jsonl, .jsonl.gz or .jsonl.zst (with a '/' behind it, a folder of parts), .leat (an archive "
	"of the frames as they came; with a '/' behind it, a folder of "
	"files that --segment-size and --segment-age begin), postgresql://... (the address of a database). All kept "
	"records, and nothing else, go into .parquet (the columns of FineWeb), .wet or .wet.gz, and .txt/ (a folder "
	"of texts with a manifest), which appear when the flow came whole; and to -, standard output, as JSON lines. "
	"Several sinks may be named: each gets what it lacks.\n\n"
	"Running the same job again stores nothing twice. A frame that is there already with other content, or made "
	"with other options, is refused together with its stream; the program stores the rest and exits 78. With "
	"--replace SQLite and PostgreSQL swap it.\n\n"
	"A folder of JSON lines has its parts under their names when they are complete: over --split, or at the end of a "
	"whole flow; until then they are called .part. Beside it FOLDER.manifest.tsv lists them: file, lines, bytes. "
	"--on-complete runs once a file, and again after a crash or when it failed, which ends the store (exit status 1). "
	"Dropped and rejected "
	"records lie beside the folder.\n\n"
	"    leat-store corpus.jsonl.zst/ --split 1G --by lang --on-complete 'upload {}'\n\n"
	"What leat forget took out of a sink does not come back: documents that SINK.deny (of PostgreSQL: a table) names are dropped at the door, in "
	"all sinks of the run.\n\n"
	"What is stored survives a crash: after one, run the same command again.";

/* A sink, and what was decided for it. */
struct target {
	struct sink *sink;
	const char *path;
	const char *on_complete; /* of what is made in one run; NULL: nothing */
	struct streams refused;
	uint64_t put, copies; /* frames */
	uint64_t copied_records;
	bool broken;
};

struct state {
	struct runner *runner;
	bool replace, warned;
	struct target targets[SINKS_MAX];
	size_t count;
	struct streams seen;
	struct buf before, why;
};

struct scratch {
	struct codec_state codecs;
	struct edit edit;
	struct buf work;
	bool lines, rows; /* were made of the frame at hand */
};

static int check(void *memory, const struct stage_env *env, struct err *err)
{
	struct config *config = memory;

	config->deny = mem_zero(1, sizeof *config->deny);
	config->sink_count = env->operand_count;
	if (kind_sinks(&config->kind, env->operands, env->operand_count, config->sinks, err) < 0)
		return -1;
	for (size_t i = 0; i < config->sink_count; i++) {
		if (env->on_link && config->sinks[i].kind == SINK_STDOUT)
			return err_set(err, EXIT_USAGE,
				       "standard output cannot keep what a link acks: name a file, or use a pipe");
		if (config->sinks[i].kind != SINK_POSTGRES && deny_load(config->deny, config->sinks[i].path, err) < 0)
			return -1;
	}
	return 0;
}

static void release_config(void *memory)
{
	struct config *config = memory;

	if (config->deny)
		deny_release(config->deny);
	free(config->deny);
}

static void release(struct state *state)
{
	for (size_t i = 0; i < state->count; i++)
		streams_release(&state->targets[i].refused);
	streams_release(&state->seen);
	buf_release(&state->before);
	buf_release(&state->why);
	free(state);
}

static void *open_state(const void *memory, const struct stage_env *env, struct err *err)
{
	static struct sink *(*const openers[])(const struct sink_options *, struct err *) = {
		[SINK_ARCHIVE] = archive_sink_open,
		[SINK_SQLITE] = sqlite_sink_open,
		[SINK_JSONL] = jsonl_sink_open,
		[SINK_POSTGRES] = postgres_sink_open,
		[SINK_STDOUT] = stdout_sink_open,
		[SINK_PARQUET] = parquet_sink_open,
		[SINK_WET] = wet_sink_open,
		[SINK_TEXT] = text_sink_open,
	};
	const struct config *config = memory;
	struct state *state = mem_zero(1, sizeof *state);
	struct err ignored;

	if (env->on_link && env->state_dir &&
	    sinks_file_note(env->state_dir, config->sinks, config->sink_count, config->backfill, err) < 0) {
		release(state);
		return NULL;
	}
	state->runner = env->runner;
	state->replace = config->kind.replace;
	for (size_t i = 0; i < config->sink_count; i++) {
		struct sink *sink = openers[config->sinks[i].kind](&config->sinks[i], err);

		if (sink && sink->ops->denied && sink->ops->denied(sink, config->deny, err) < 0) {
			sink->ops->close(sink, false, STR_NONE, STR_NONE, &ignored);
			sink = NULL;
		}
		if (!sink) {
			while (state->count > 0) {
				sink = state->targets[--state->count].sink;
				sink->ops->close(sink, false, STR_NONE, STR_NONE, &ignored);
			}
			release(state);
			return NULL;
		}
		state->targets[state->count++] = (struct target){
			.sink = sink,
			.path = config->sinks[i].path,
			.on_complete = config->sinks[i].kind > SINK_STDOUT ? config->sinks[i].on_complete : NULL,
		};
	}
	deny_sort(config->deny);
	return state;
}

static void *scratch_new(const void *config)
{
	struct scratch *scratch = mem_zero(1, sizeof *scratch);
	(void)config;

	scratch->codecs = CODEC_STATE_INIT;
	scratch->edit = EDIT_INIT;
	return scratch;
}

static void scratch_free(void *memory)
{
	struct scratch *scratch = memory;

	codec_state_release(&scratch->codecs);
	edit_release(&scratch->edit);
	buf_release(&scratch->work);
	free(scratch);
}

/* Layers that came as they are in memory are compressed for the disk; compressed ones stay
 * the bytes they are. */
static int compress(const struct config *config, struct scratch *scratch, struct frame *frame, struct err *err)
{
	enum codec codec = config->codec[0] == 'n' ? CODEC_NONE : config->codec[1] == 'l' ? CODEC_ZLIB : CODEC_ZSTD;

	if (codec != CODEC_NONE && frame_unstore(frame, err) < 0)
		return -1;
	return frame_seal(frame, codec, &scratch->codecs, err);
}

static int render(const struct sink_options *sink, struct scratch *scratch, struct frame *frame, struct err *err)
{
	switch (sink->kind) {
	case SINK_ARCHIVE:
		return 0;
	case SINK_SQLITE:
	case SINK_POSTGRES:
		if (scratch->rows)
			return 0;
		scratch->rows = true;
		return render_rows(frame, &scratch->codecs, err);
	case SINK_JSONL:
	case SINK_STDOUT:
		if (scratch->lines)
			return 0;
		scratch->lines = true;
		return render_jsonl(frame, &sink->form, &scratch->codecs, err);
	case SINK_PARQUET:
	case SINK_WET:
	case SINK_TEXT:
		return frame_open_records(frame, true, &scratch->codecs, err);
	}
	return 0;
}

/* Records that were kept until here count as drops of this stage; of the others only their
 * fields go. */
static int forget(const struct deny *deny, bool kept, struct scratch *scratch, struct frame *frame, struct edit *edit,
		  struct err *err)
{
	struct record record;

	for (uint32_t i = 0; i < frame->head.nrec; i++) {
		if ((frame_verdict(frame, i) == VERDICT_KEPT) != kept)
			continue;
		if (frame_record(frame, i, &record, err) < 0)
			return -1;
		if (!deny_holds(deny, record_get(&record, FIELD_ID), record_get(&record, FIELD_URL), &scratch->work))
			continue;
		edit_record(edit, &record);
		edit_forget(edit, "forgotten");
	}
	return edit_apply(edit, &scratch->codecs, err);
}

static int deny_frame(const struct deny *deny, struct scratch *scratch, struct frame *frame, struct edit *edit,
		      struct err *err)
{
	if (deny->hashes.len == 0)
		return 0;
	if (forget(deny, true, scratch, frame, edit, err) < 0 || frame_open_records(frame, false, &scratch->codecs, err) < 0)
		return -1;
	edit_begin(&scratch->edit, frame, edit->stage);
	if (forget(deny, false, scratch, frame, &scratch->edit, err) < 0)
		return -1;
	return frame_open_records(frame, false, &scratch->codecs, err);
}

static int map(const void *memory, void *scratch_memory, struct frame *frame, struct edit *edit, struct err *err)
{
	const struct config *config = memory;
	struct scratch *scratch = scratch_memory;
	bool archive = false;

	if (deny_frame(config->deny, scratch, frame, edit, err) < 0)
		return -1;
	scratch->lines = scratch->rows = false;
	render_begin(frame);
	for (size_t i = 0; i < config->sink_count; i++) {
		if (render(&config->sinks[i], scratch, frame, err) < 0)
			return -1;
		archive = archive || config->sinks[i].kind == SINK_ARCHIVE;
	}
	return archive ? compress(config, scratch, frame, err) : 0;
}

/* The file that a frame was cut from, by its first record. */
static struct str source_of(struct frame *frame)
{
	struct record record;
	struct err ignored;

	if (frame->head.nrec == 0 || frame_record(frame, 0, &record, &ignored) < 0)
		return STR_NONE;
	return record_get(&record, FIELD_SOURCE);
}

static int refuse(struct state *state, struct target *target, struct frame *frame, const struct known *known,
		  struct err *err)
{
	struct sink *sink = target->sink;

	buf_reset(&state->before);
	buf_reset(&state->why);
	int found = sink->ops->recipe ? sink->ops->recipe(sink, known->recipe, &state->before, err) : 0;
	if (found < 0)
		return -1;
	identity_explain(known, &frame->head, found ? buf_str(&state->before) : STR_NONE,
			 runner_recipe_text(state->runner), source_of(frame), &state->why);
	buf_add_text(&state->why, sink->ops->trim ? " (--replace swaps what is stored)" : " (store into a new file)");
	streams_add(&target->refused, frame->head.stream);
	runner_refuse(state->runner, frame->head.stream, buf_cstr(&state->why));
	return 0;
}

static void warn_rejects(struct state *state, const struct target *target, struct frame *frame)
{
	for (uint32_t i = 0; i < frame->head.nrec && !state->warned; i++) {
		if (frame_verdict(frame, i) != VERDICT_REJECTED)
			continue;
		state->warned = true;
		runner_warn(state->runner, "%s: some records were rejected and are not written; an archive, a database or "
					   "a JSONL file keeps them, with the reason", target->sink->name);
	}
}

static int store_frame(struct state *state, struct target *target, struct frame *frame, struct err *err)
{
	const struct sink_ops *ops = target->sink->ops;
	const struct frame_head *head = &frame->head;
	struct sink_frame in = {
		.frame = frame,
		.recipe = runner_recipe_text(state->runner),
		.dedup_state = runner_announced(state->runner, "dedup_state"),
		.replace = state->replace,
	};
	struct known known;
	int found = ops->find ? ops->find(target->sink, head->stream, head->seq, &known, err) : 0;

	if (found < 0)
		return -1;
	if (found && identity_same(&known, head)) {
		target->copies++;
		target->copied_records += head->nrec;
	} else if (found && !state->replace) {
		return refuse(state, target, frame, &known, err);
	} else {
		if (ops->put(target->sink, &in, err) < 0)
			return -1;
		target->put++;
	}
	if (state->replace && (head->flags & FRAME_FINAL))
		return ops->trim(target->sink, head->stream, head->seq, err);
	return 0;
}

static int decide(void *memory, struct frame *frame, struct edit *edit, struct err *err)
{
	struct state *state = memory;
	(void)edit;

	streams_add(&state->seen, frame->head.stream);
	for (size_t i = 0; i < state->count; i++) {
		struct target *target = &state->targets[i];

		if (streams_has(&target->refused, frame->head.stream))
			continue;
		if (target->sink->ops->kept_only)
			warn_rejects(state, target, frame);
		if (store_frame(state, target, frame, err) < 0) {
			target->broken = true;
			return -1;
		}
	}
	return 0;
}

static int commit(void *memory, struct err *err)
{
	struct state *state = memory;
	int result = 0;

	for (size_t i = 0; i < state->count; i++) {
		struct target *target = &state->targets[i];

		if (!target->broken && target->sink->ops->commit(target->sink, err) < 0) {
			target->broken = true;
			result = -1;
		}
	}
	return result;
}

/* Dedup without a state knows nothing of the streams that earlier runs stored. */
static int warn_dedup(struct state *state, struct target *target, struct err *err)
{
	struct sink *sink = target->sink;

	if (target->put == 0 || !sink->ops->holds_other ||
	    !str_is(runner_announced(state->runner, "dedup_state"), "none"))
		return 0;
	int other = sink->ops->holds_other(sink, &state->seen, err);
	if (other > 0)
		runner_warn(state->runner, "%s: holds documents of earlier runs, which leat-dedup did not know: "
					   "give it --state DIR to find copies of them", sink->name);
	return other < 0 ? -1 : 0;
}

static int close_target(struct state *state, struct target *target, bool whole, struct err *err)
{
	struct sink *sink = target->sink;
	int result = whole && !target->broken ? warn_dedup(state, target, err) : 0;

	if (target->copies)
		runner_warn(state->runner, "%s: %" PRIu64 " frames with %" PRIu64 " records were stored already",
			    sink->name, target->copies, target->copied_records);
	bool good = whole && !target->broken;
	if (sink->ops->close(sink, good, runner_recipe_text(state->runner), runner_announced(state->runner, "dedup_state"),
			     err) < 0)
		return -1;
	/* The file has its name now. */
	return result == 0 && good && target->on_complete ? on_complete(target->on_complete, target->path, err) : result;
}

static int close_state(void *memory, bool whole, struct err *err)
{
	struct state *state = memory;
	int result = commit(state, err);

	for (size_t i = 0; i < state->count; i++)
		if (close_target(state, &state->targets[i], whole && result == 0, err) < 0)
			result = -1;
	release(state);
	return result;
}

int main(int argc, char **argv)
{
	static const struct stage stage = {
		.name = "store",
		.summary = "store a flow in an archive, a SQLite database or JSON lines",
		.usage = "SINK...",
		.about = about,
		.version = 1,
		.options = options,
		.config_size = sizeof(struct config),
		.operands_max = SINKS_MAX,
		.sink = true,
		.stateful = true,
		.check = check,
		.release = release_config,
		.open = open_state,
		.scratch_new = scratch_new,
		.scratch_free = scratch_free,
		.map = map,
		.decide = decide,
		.commit = commit,
		.close = close_state,
	};

	return stage_main(&stage, argc, argv);
}
