/*
 * store: the end of a flow. Each frame is looked up by its name: a copy is passed by, one
 * of another content or recipe is refused, with its stream, and the rest is stored.
 */
#include "run/stage.h"
#include "store/render.h"
#include "store/sink.h"
#include "store/sqlite_schema.h"

#include <inttypes.h>
#include <stdlib.h>

struct config {
	const char *as;
	const char *codec;
	const char *dropped, *rejects;
	bool replace;
	uint64_t segment_size, segment_age, keep_size, keep_age;
	const char *schema;
	bool with_title;
	struct sink_options sink; /* made by check */
	struct render_form form; /* likewise */
};

#define AT(field) offsetof(struct config, field)

static const struct option options[] = {
	{ "as", OPTION_CHOICE, AT(as), "KIND", .choices = "archive|sqlite|jsonl",
	  .help = "kind of the sink, where its name does not say it" },
	{ "replace", OPTION_FLAG, AT(replace),
	  .help = "swap frames that differ for the new ones, with their documents (SQLite)" },
	{ "codec", OPTION_CHOICE, AT(codec), "CODEC", "zlib", .choices = "none|zlib|zstd",
	  .help = "compression in archives of what comes uncompressed" },
	{ "dropped", OPTION_TEXT, AT(dropped), "FILE",
	  .help = "where the dropped records of a JSONL sink go; by default SINK.dropped.jsonl" },
	{ "rejects", OPTION_TEXT, AT(rejects), "FILE",
	  .help = "where the rejected records of a JSONL sink go; by default SINK.rejects.jsonl" },
	{ "schema", OPTION_CHOICE, AT(schema), "NAME", "leat", .choices = SCHEMA_NAMES,
	  .help = "layout of JSON lines" },
	{ "with-title", OPTION_FLAG, AT(with_title), .help = "in JSON lines, put the title in front of the text" },
	{ "segment-size", OPTION_SIZE, AT(segment_size), "SIZE", "0",
	  .help = "of an archive that is a folder: begin a new file at this size; 0: never" },
	{ "segment-age", OPTION_DURATION, AT(segment_age), "TIME", "0", .help = "likewise, at this age" },
	{ "keep-size", OPTION_SIZE, AT(keep_size), "SIZE", "0",
	  .help = "delete the oldest files of the folder over this size in all; 0: never" },
	{ "keep-age", OPTION_DURATION, AT(keep_age), "TIME", "0", .help = "likewise, over this age" },
	OPTIONS_END,
};

static const char about[] =
	"Stores a flow of frames. The kind of the sink is told by its name: .db or .sqlite (SQLite with full-text "
	"search), .jsonl or .jsonl.gz, .leat (an archive of the frames as they came; with a '/' behind it, a folder of "
	"files that --segment-size and --segment-age begin); - writes the kept records as "
	"JSON lines to standard output.\n\n"
	"Running the same job again stores nothing twice. A frame that is there already with other content, or made "
	"with other options, is refused together with its stream; the program stores the rest and exits 78. With "
	"--replace SQLite swaps it.\n\n"
	"What is stored survives a crash: after one, run the same command again.";

struct state {
	struct runner *runner;
	struct sink *sink;
	bool replace, broken, bound; /* bound: to a frame of some flow */
	struct streams seen, refused;
	struct str recipe;
	struct buf before, why;
	uint64_t put, copies; /* frames */
	uint64_t copied_records;
	bool warned_rejects;
};

struct scratch {
	struct codec_state codecs;
};

static bool kind_by_name(struct str path, struct sink_options *sink)
{
	static const struct {
		const char *suffix;
		enum sink_kind kind;
	} suffixes[] = {
		{ ".db", SINK_SQLITE }, { ".sqlite", SINK_SQLITE }, { ".sqlite3", SINK_SQLITE },
		{ ".jsonl", SINK_JSONL }, { ".jsonl.gz", SINK_JSONL }, { ".leat", SINK_ARCHIVE }, { ".leat/", SINK_ARCHIVE },
	};

	if (str_is(path, "-")) {
		sink->kind = SINK_STDOUT;
		return true;
	}
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		if (str_ends(path, str_of(suffixes[i].suffix))) {
			sink->kind = suffixes[i].kind;
			return true;
		}
	}
	return false;
}

static bool has_limits(const struct archive_limits *limits)
{
	return limits->segment_bytes || limits->segment_ms || limits->keep_bytes || limits->keep_ms;
}

static int check(void *memory, const struct stage_env *env, struct err *err)
{
	static const char *const kinds[] = { "archive", "sqlite", "jsonl" };
	struct config *config = memory;
	struct sink_options *sink = &config->sink;

	if (env->operand_count == 0)
		return err_set(err, EXIT_USAGE, "name a sink: corpus.db, corpus.jsonl.gz, corpus.leat, or -");
	sink->path = env->operands[0];
	sink->gzip = str_ends(str_of(sink->path), STR(".gz"));
	bool known = kind_by_name(str_of(sink->path), sink);
	sink->limits = (struct archive_limits){ config->segment_size, config->segment_age, config->keep_size,
						config->keep_age };
	for (int i = 0; config->as && i < 3; i++) {
		if (strcmp(config->as, kinds[i]) != 0)
			continue;
		if (sink->kind != SINK_STDOUT || !known)
			sink->kind = (enum sink_kind)i;
		else if (i != SINK_JSONL)
			return err_set(err, EXIT_USAGE, "--as %s: standard output takes jsonl only", config->as);
		known = true;
	}
	if (!known)
		return err_set(err, EXIT_USAGE, "%s: the name does not say what kind of sink it is: add --as archive, sqlite or jsonl",
			       sink->path);
	if (sink->kind != SINK_ARCHIVE && has_limits(&sink->limits))
		return err_set(err, EXIT_USAGE, "--segment-size and the like are for archives; %s is none", sink->path);
	if (env->on_link && sink->kind == SINK_STDOUT)
		return err_set(err, EXIT_USAGE, "standard output cannot keep what a link acks: name a file, or use a pipe");
	if (config->replace && sink->kind != SINK_SQLITE)
		return err_set(err, EXIT_USAGE, "--replace: %s only appends: store into a new file", sink->path);
	if ((config->dropped || config->rejects) && sink->kind != SINK_JSONL)
		return err_set(err, EXIT_USAGE, "--dropped and --rejects are for JSONL; %s keeps them itself", sink->path);
	config->form = (struct render_form){ schema_by_name(config->schema), config->with_title };
	sink->form = config->form;
	sink->dropped = config->dropped;
	sink->rejects = config->rejects;
	return 0;
}

static void *open_state(const void *memory, const struct stage_env *env, struct err *err)
{
	static struct sink *(*const openers[])(const struct sink_options *, struct err *) = {
		[SINK_ARCHIVE] = archive_sink_open,
		[SINK_SQLITE] = sqlite_sink_open,
		[SINK_JSONL] = jsonl_sink_open,
		[SINK_STDOUT] = stdout_sink_open,
	};
	const struct config *config = memory;
	struct sink *sink = openers[config->sink.kind](&config->sink, err);

	if (!sink)
		return NULL;
	struct state *state = mem_zero(1, sizeof *state);
	state->runner = env->runner;
	state->sink = sink;
	state->replace = config->replace;
	return state;
}

static void *scratch_new(const void *config)
{
	struct scratch *scratch = mem_zero(1, sizeof *scratch);
	(void)config;

	scratch->codecs = CODEC_STATE_INIT;
	return scratch;
}

static void scratch_free(void *memory)
{
	struct scratch *scratch = memory;

	codec_state_release(&scratch->codecs);
	free(scratch);
}

/* Layers that came as they are in memory are compressed for the disk; compressed ones stay
 * the bytes they are. */
static int compress(const struct config *config, struct scratch *scratch, struct frame *frame, struct err *err)
{
	enum codec codec = config->codec[0] == 'n' ? CODEC_NONE : config->codec[1] == 'l' ? CODEC_ZLIB : CODEC_ZSTD;

	if (codec == CODEC_NONE)
		return 0;
	if (frame_unstore(frame, err) < 0)
		return -1;
	return frame_seal(frame, codec, &scratch->codecs, err);
}

static int map(const void *memory, void *scratch_memory, struct frame *frame, struct edit *edit, struct err *err)
{
	const struct config *config = memory;
	struct scratch *scratch = scratch_memory;
	(void)edit;

	switch (config->sink.kind) {
	case SINK_ARCHIVE:
		return compress(config, scratch, frame, err);
	case SINK_SQLITE:
#ifdef HAVE_SQLITE3
	{
		size_t count;
		const char *const *fields = sqlite_fields(&count);

		return render_rows(frame, fields, count, &scratch->codecs, err);
	}
#else
		return 0;
#endif
	case SINK_JSONL:
	case SINK_STDOUT:
		return render_jsonl(frame, &config->form, &scratch->codecs, err);
	}
	return 0;
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

static int refuse(struct state *state, struct frame *frame, const struct known *known, struct err *err)
{
	struct sink *sink = state->sink;

	buf_reset(&state->before);
	buf_reset(&state->why);
	int found = sink->ops->recipe ? sink->ops->recipe(sink, known->recipe, &state->before, err) : 0;
	if (found < 0)
		return -1;
	identity_explain(known, &frame->head, found ? buf_str(&state->before) : STR_NONE,
			 runner_recipe_text(state->runner), source_of(frame), &state->why);
	buf_add_text(&state->why, sink->ops->trim ? " (--replace swaps what is stored)" : " (store into a new file)");
	streams_add(&state->refused, frame->head.stream);
	runner_refuse(state->runner, frame->head.stream, buf_cstr(&state->why));
	return 0;
}

static void warn_rejects(struct state *state, struct frame *frame)
{
	for (uint32_t i = 0; i < frame->head.nrec && !state->warned_rejects; i++) {
		if (frame_verdict(frame, i) != VERDICT_REJECTED)
			continue;
		state->warned_rejects = true;
		runner_warn(state->runner, "standard output: some records were rejected and are not written; "
					   "a sink with a name keeps them, with the reason");
	}
}

static int store_frame(struct state *state, struct frame *frame, struct err *err)
{
	struct sink *sink = state->sink;
	const struct frame_head *head = &frame->head;
	struct sink_frame in = {
		.frame = frame,
		.recipe = runner_recipe_text(state->runner),
		.dedup_state = runner_announced(state->runner, "dedup_state"),
		.replace = state->replace,
	};
	struct known known;
	int found = sink->ops->find(sink, head->stream, head->seq, &known, err);

	if (found < 0)
		return -1;
	if (found && identity_same(&known, head)) {
		state->copies++;
		state->copied_records += head->nrec;
	} else if (found && !state->replace) {
		return refuse(state, frame, &known, err);
	} else {
		if (sink->ops->put(sink, &in, err) < 0)
			return -1;
		state->put++;
	}
	if (state->replace && (head->flags & FRAME_FINAL))
		return sink->ops->trim(sink, head->stream, head->seq, err);
	return 0;
}

static int decide(void *memory, struct frame *frame, struct edit *edit, struct err *err)
{
	struct state *state = memory;
	(void)edit;

	streams_add(&state->seen, frame->head.stream);
	if (streams_has(&state->refused, frame->head.stream))
		return 0;
	if (!state->sink->ops->holds_other)
		warn_rejects(state, frame);
	int result = store_frame(state, frame, err);
	state->broken = state->broken || result < 0;
	return result;
}

static int commit(void *memory, struct err *err)
{
	struct state *state = memory;

	if (state->broken)
		return 0;
	int result = state->sink->ops->commit(state->sink, err);
	state->broken = result < 0;
	return result;
}

/* Dedup without a state knows nothing of the streams that earlier runs stored. */
static int warn_dedup(struct state *state, struct err *err)
{
	struct sink *sink = state->sink;

	if (state->put == 0 || !sink->ops->holds_other ||
	    !str_is(runner_announced(state->runner, "dedup_state"), "none"))
		return 0;
	int other = sink->ops->holds_other(sink, &state->seen, err);
	if (other > 0)
		runner_warn(state->runner, "%s: holds documents of earlier runs, which leat-dedup did not know: "
					   "give it --state DIR to find copies of them", sink->name);
	return other < 0 ? -1 : 0;
}

static int close_state(void *memory, bool whole, struct err *err)
{
	struct state *state = memory;
	struct sink *sink = state->sink;
	int result = 0;

	if (!state->broken)
		result = commit(state, err);
	if (result == 0 && whole)
		result = warn_dedup(state, err);
	if (state->copies)
		runner_warn(state->runner, "%s: %" PRIu64 " frames with %" PRIu64 " records were stored already",
			    sink->name, state->copies, state->copied_records);
	if (sink->ops->close(sink, whole && !state->broken, runner_recipe_text(state->runner),
			     runner_announced(state->runner, "dedup_state"), err) < 0)
		result = -1;
	streams_release(&state->seen);
	streams_release(&state->refused);
	buf_release(&state->before);
	buf_release(&state->why);
	free(state);
	return result;
}

int main(int argc, char **argv)
{
	static const struct stage stage = {
		.name = "store",
		.summary = "store a flow in an archive, a SQLite database or JSON lines",
		.usage = "SINK",
		.about = about,
		.version = 1,
		.options = options,
		.config_size = sizeof(struct config),
		.operands_max = 1,
		.sink = true,
		.check = check,
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
