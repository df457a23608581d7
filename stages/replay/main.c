/*
 * replay: archived frames become a flow again, as the bytes they are. What is damaged is
 * named and left out; the rest goes on.
 */
#include "replay/cursor_file.h"
#include "replay/pace.h"
#include "replay/revise.h"
#include "replay/select.h"

#include "base/num.h"
#include "base/time.h"
#include "run/stage.h"

#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>

struct config {
	const char *from, *to, *by, *where, *rate, *undrop;
	struct option_list streams;
	bool ordered, follow;
	int64_t limit;
	/* made by check */
	struct select_rule select;
	struct revise_rule revise;
	struct pace pace;
};

#define AT(field) offsetof(struct config, field)

static const struct option options[] = {
	{ "from", OPTION_TEXT, AT(from), "TIME", .help = "only what is of this time or later (RFC 3339, or a date)" },
	{ "to", OPTION_TEXT, AT(to), "TIME", .help = "only what is from before this time" },
	{ "by", OPTION_CHOICE, AT(by), "TIME", "stored", .choices = "stored|fetched",
	  .help = "the time that --from and --to mean: when a frame was stored (whole frames), or when a record was "
		  "fetched (the others are dropped)" },
	{ "streams", OPTION_LIST, AT(streams), "STREAM", .help = "only these streams (16 hexadecimal digits)" },
	{ "where", OPTION_TEXT, AT(where), "JQ", .result = true,
	  .help = "only records whose fields (but text and body) this jq expression accepts; the others are dropped" },
	{ "ordered", OPTION_FLAG, AT(ordered), .help = "each stream as a whole, its frames in order" },
	{ "rate", OPTION_TEXT, AT(rate), "RATE",
	  .help = "at most so fast: 500/s (records), 20MB/s (as stored), 1x, 10x (of the pace at which it was stored)" },
	{ "limit", OPTION_INT, AT(limit), "N", "0", "0", "9223372036854775807",
	  .help = "end behind the frame with the Nth record; 0: no limit" },
	{ "follow", OPTION_FLAG, AT(follow), .help = "go on with what is added to the last archive, until a signal comes" },
	{ "undrop", OPTION_TEXT, AT(undrop), "REASON", .result = true,
	  .help = "bring back the records dropped for this reason (near, exact) whose text the archive still holds" },
	OPTIONS_END,
};

static const char about[] =
	"Sends the frames of archives: files that leat-store or a redirection wrote, or folders of segments. They go "
	"out as they are, with the recipe that made them, so storing a replay gives what storing the first run gave.\n\n"
	"Of a file without an end (a crash, a writer still at work) what is durable is sent. Damaged frames are named "
	"and left out; the exit status is then 74. With --state a replay that was interrupted goes on behind the last "
	"frame that was sent.\n\n"
	"Records that --where and --by fetched leave out go on as dropped, so that the counts add up. To be able to bring back all near copies "
	"later, let leat-dedup tag them (--action tag): the text of dropped records may leave the frame.";

struct state {
	const struct config *config;
	struct select_rule select;
	struct revise_rule revise;
	uint64_t *streams; /* that it points to */
	const char *const *paths;
	size_t count;
	struct pace pace;
	uint64_t started_ns, records;
	uint64_t undropped, gone;
	struct frame *frame; /* one that was damaged is used again */
	struct edit edit;
	struct codec_state codecs;
	struct cursor_file *cursor;
	struct buf picks;
};

static int parse_time(const char *text, const char *option, int64_t *ms, struct err *err)
{
	if (text && !time_parse(str_of(text), ms))
		return err_set(err, EXIT_USAGE, "--%s %s: not a time like 2024-05-16 or 2024-05-16T10:11:12Z", option, text);
	return 0;
}

static int check_streams(const struct config *config, struct err *err)
{
	uint64_t stream;

	for (size_t i = 0; i < config->streams.count; i++)
		if (!num_hex64(str_of(config->streams.items[i]), &stream))
			return err_set(err, EXIT_USAGE, "--streams %s: not a stream's 16 hexadecimal digits",
				       config->streams.items[i]);
	return 0;
}

/* Before anything is opened; each replay compiles its own. */
static int check_where(const char *expression, struct err *err)
{
	struct where *where = expression ? where_new(expression, err) : NULL;
	bool good = !expression || where;

	where_free(where);
	return good ? 0 : -1;
}

static int check(void *memory, const struct stage_env *env, struct err *err)
{
	struct config *config = memory;
	bool fetched = config->by[0] == 'f';
	int64_t from = INT64_MIN, to = INT64_MAX;

	if (env->operand_count == 0)
		return err_set(err, EXIT_USAGE, "name an archive: a file, or a folder of segments");
	if (parse_time(config->from, "from", &from, err) < 0 || parse_time(config->to, "to", &to, err) < 0 ||
	    check_streams(config, err) < 0)
		return -1;
	if (config->rate && !pace_parse(str_of(config->rate), &config->pace))
		return err_set(err, EXIT_USAGE, "--rate %s: say 500/s, 20MB/s or 1x", config->rate);
	if (config->follow && config->ordered)
		return err_set(err, EXIT_USAGE, "--ordered: what is still to come has no order; leave out --follow");
	config->select.ordered = config->ordered;
	config->select.stored_from = fetched ? INT64_MIN : from;
	config->select.stored_to = fetched ? INT64_MAX : to;
	config->revise = (struct revise_rule){
		.fetched = fetched && (config->from || config->to), .from = from, .to = to, .undrop = str_of(config->undrop),
	};
	return check_where(config->where, err);
}

/* Records that are dropped by their time are another content; frames left out are not. */
static int recipe(const void *memory, struct buf *out, struct err *err)
{
	const struct config *config = memory;
	(void)err;

	if (!config->revise.fetched)
		return 0;
	buf_addf(out, " fetched=%s..%s", config->from ? config->from : "", config->to ? config->to : "");
	return 0;
}

static void set_streams(struct state *state)
{
	const struct option_list *list = &state->config->streams;

	if (list->count == 0)
		return;
	state->streams = mem_alloc(list->count * sizeof *state->streams);
	for (size_t i = 0; i < list->count; i++)
		num_hex64(str_of(list->items[i]), &state->streams[i]);
	state->select.streams = state->streams;
	state->select.stream_count = list->count;
}

static void *open_state(const void *config, const struct stage_env *env, struct err *err)
{
	struct state *state;

	if (env->state_dir && ((const struct config *)config)->ordered) {
		err_set(err, EXIT_USAGE, "--ordered: where it stopped is no place in the archive; leave out --state");
		return NULL;
	}
	state = mem_zero(1, sizeof *state);
	state->config = config;
	state->select = state->config->select;
	state->revise = state->config->revise;
	if (state->config->where && !(state->revise.where = where_new(state->config->where, err))) {
		free(state);
		return NULL;
	}
	set_streams(state);
	state->paths = env->operands;
	state->count = env->operand_count;
	state->pace = state->config->pace;
	state->edit = EDIT_INIT;
	state->codecs = CODEC_STATE_INIT;
	if (env->state_dir && !(state->cursor = cursor_file_open(env->state_dir, err))) {
		where_free(state->revise.where);
		free(state->streams);
		free(state);
		return NULL;
	}
	return state;
}

static void report_damage(struct runner *runner, const struct archive_file *file)
{
	const struct archive_content *content = &file->content;
	const struct archive_damage *damage = (const void *)content->damage.data;

	for (size_t i = 0; i < archive_damage_count(content); i++) {
		runner_warn(runner, "%s: byte %" PRIu64 ": %" PRIu64 " bytes are damaged and left out", file->path,
			    damage[i].offset, damage[i].length);
		runner_fault(runner, "damaged", 1);
		runner_fail_later(runner, EXIT_CUT);
	}
	if (content->in_flow && !content->committed) {
		runner_warn(runner, "%s: the flow in it was cut; what came whole is sent", file->path);
		runner_fail_later(runner, EXIT_CUT);
	}
}

/* Waits until the frame is due; false where the program is asked to end. */
static bool wait_until_due(struct state *state, struct runner *runner, const struct archive_row *row)
{
	double due = pace_next(&state->pace, row->nrec, row->length, row->stored);

	if (state->started_ns == 0)
		state->started_ns = time_steady_ns();
	while (!runner_stopping(runner)) {
		int patience_ms = pace_patience(due, (double)(time_steady_ns() - state->started_ns) / 1e9);

		if (patience_ms == 0)
			return true;
		poll(NULL, 0, patience_ms);
	}
	return false;
}

static int revise(struct state *state, struct runner *runner, struct frame *frame, struct err *err)
{
	struct revise_counts counts;

	if (!revise_needed(&state->revise))
		return 0;
	if (revise_frame(frame, &state->revise, &state->edit, &state->codecs, &counts, err) < 0)
		return -1;
	state->undropped += counts.undropped;
	if (counts.gone && state->gone == 0)
		runner_warn(runner, "%.*s: was dropped for %s, and its text with it: it cannot come back",
			    STR_ARG(counts.first_gone), state->config->undrop);
	state->gone += counts.gone;
	return 0;
}

static int send_row(struct state *state, struct runner *runner, struct archive_reader *reader, struct pick pick,
		    struct err *err)
{
	const struct archive_file *file = archive_reader_file(reader, pick.file);
	const struct archive_row *row = &archive_index_rows(&file->content.index)[pick.row];
	const char *made_by = archive_content_recipe(&file->content, row->recipe);
	struct frame *frame = state->frame ? state->frame : runner_frame(runner);

	state->frame = frame;
	if (archive_reader_frame(reader, pick.file, row, frame, err) < 0) {
		if (err->code != EXIT_BAD_INPUT)
			return -1;
		runner_warn(runner, "%s; left out", err->text);
		runner_fault(runner, "damaged", 1);
		runner_fail_later(runner, EXIT_CUT);
		return 0;
	}
	if (!made_by)
		return err_set(err, EXIT_MISMATCH, "%s: the START of frame %016" PRIx64 "/%" PRIu64 " is lost, and its recipe",
			       file->path, row->stream, row->seq);
	runner_count_input(runner, row->length);
	if (revise(state, runner, frame, err) < 0 || runner_flow(runner, str_of(made_by), err) < 0)
		return -1;
	state->frame = NULL;
	state->records += row->nrec;
	if (runner_emit_as_is(runner, frame, err) < 0)
		return -1;
	return state->cursor ? cursor_file_sent(state->cursor, file->path, row->offset, err) : 0;
}

static bool at_limit(const struct state *state)
{
	return state->config->limit && state->records >= (uint64_t)state->config->limit;
}

static int send_picks(struct state *state, struct runner *runner, struct archive_reader *reader, struct err *err)
{
	for (size_t i = 0; i < state->picks.len / sizeof(struct pick) && !at_limit(state); i++) {
		struct pick pick = ((const struct pick *)(const void *)state->picks.data)[i];
		const struct archive_file *file = archive_reader_file(reader, pick.file);
		const struct archive_row *row = &archive_index_rows(&file->content.index)[pick.row];

		if (state->cursor && cursor_file_was_sent(state->cursor, file->path, row->offset))
			continue;
		if (!wait_until_due(state, runner, row))
			break;
		if (send_row(state, runner, reader, pick, err) < 0)
			return -1;
	}
	buf_reset(&state->picks);
	return 0;
}

enum { FOLLOW_MS = 50 };

static int send_archive(struct state *state, struct runner *runner, const char *path, bool follow, struct err *err)
{
	struct archive_reader *reader = archive_reader_open(path, false, err);
	struct select_mark mark = { 0, 0 };
	int result = reader ? 0 : -1;

	for (size_t i = 0; reader && i < archive_reader_count(reader); i++)
		report_damage(runner, archive_reader_file(reader, i));
	while (result == 0) {
		select_rows(reader, &state->select, &mark, &state->picks);
		result = send_picks(state, runner, reader, err);
		if (!follow || at_limit(state) || runner_stopping(runner))
			break;
		int more = result == 0 ? archive_reader_update(reader, err) : -1;
		if (more == 0)
			poll(NULL, 0, FOLLOW_MS);
		result = more < 0 ? -1 : 0;
	}
	archive_reader_free(reader);
	return result;
}

static int produce(void *memory, struct runner *runner, struct err *err)
{
	struct state *state = memory;

	for (size_t i = 0; i < state->count && !at_limit(state) && !runner_stopping(runner); i++)
		if (send_archive(state, runner, state->paths[i], state->config->follow && i + 1 == state->count, err) < 0)
			return -1;
	if (state->config->undrop)
		runner_warn(runner, "--undrop %s: %" PRIu64 " records came back, %" PRIu64 " have no text any more",
			    state->config->undrop, state->undropped, state->gone);
	return 0;
}

static int close_state(void *memory, bool whole, struct err *err)
{
	struct state *state = memory;
	int result = cursor_file_close(state->cursor, err);
	(void)whole;

	where_free(state->revise.where);
	free(state->streams);
	frame_free(state->frame);
	edit_release(&state->edit);
	codec_state_release(&state->codecs);
	buf_release(&state->picks);
	free(state);
	return result;
}

int main(int argc, char **argv)
{
	static const struct stage stage = {
		.name = "replay",
		.summary = "send archived frames again",
		.usage = "ARCHIVE...",
		.about = about,
		.version = 1,
		.options = options,
		.config_size = sizeof(struct config),
		.transparent = true,
		.stateful = true,
		.operands_max = SIZE_MAX,
		.check = check,
		.recipe = recipe,
		.open = open_state,
		.produce = produce,
		.close = close_state,
	};

	return stage_main(&stage, argc, argv);
}
