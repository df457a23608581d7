/*
 * replay: archived frames become a flow again, as the bytes they are. What is damaged is
 * named and left out; the rest goes on.
 */
#include "archive/reader.h"
#include "run/stage.h"

#include <inttypes.h>
#include <stdlib.h>

static const char about[] =
	"Sends the frames of archives: files that leat-store or a redirection wrote, or folders of segments. They go "
	"out as they are, with the recipe that made them, so storing a replay gives what storing the first run gave.\n\n"
	"Of a file without an end (a crash, a writer still at work) what is durable is sent. Damaged frames are named "
	"and left out; the exit status is then 74.";

struct state {
	const char *const *paths;
	size_t count;
	struct frame *frame; /* a damaged one is reused */
};

static int check(void *config, const struct stage_env *env, struct err *err)
{
	(void)config;
	if (env->operand_count == 0)
		return err_set(err, EXIT_USAGE, "name an archive: a file, or a folder of segments");
	return 0;
}

static void *open_state(const void *config, const struct stage_env *env, struct err *err)
{
	struct state *state = mem_zero(1, sizeof *state);
	(void)config;
	(void)err;

	state->paths = env->operands;
	state->count = env->operand_count;
	return state;
}

static void report_file(struct runner *runner, const struct archive_file *file)
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

static int send_row(struct state *state, struct runner *runner, struct archive_reader *reader, size_t index,
		    const struct archive_row *row, struct err *err)
{
	const char *recipe = archive_content_recipe(&archive_reader_file(reader, index)->content, row->recipe);
	struct frame *frame = state->frame ? state->frame : runner_frame(runner);

	state->frame = frame;
	if (archive_reader_frame(reader, index, row, frame, err) < 0) {
		if (err->code != EXIT_BAD_INPUT)
			return -1;
		runner_warn(runner, "%s; left out", err->text);
		runner_fault(runner, "damaged", 1);
		runner_fail_later(runner, EXIT_CUT);
		return 0;
	}
	if (!recipe)
		return err_set(err, EXIT_MISMATCH, "%s: the START of frame %016" PRIx64 "/%" PRIu64 " is lost: %s",
			       archive_reader_file(reader, index)->path, row->stream, row->seq, "its recipe is unknown");
	state->frame = NULL;
	runner_count_input(runner, row->length);
	if (runner_flow(runner, str_of(recipe), err) < 0) {
		frame_free(frame);
		return -1;
	}
	return runner_emit_as_is(runner, frame, err);
}

static int send_archive(struct state *state, struct runner *runner, struct archive_reader *reader, struct err *err)
{
	for (size_t i = 0; i < archive_reader_count(reader); i++) {
		const struct archive_file *file = archive_reader_file(reader, i);
		const struct archive_row *rows = archive_index_rows(&file->content.index);

		report_file(runner, file);
		for (size_t row = 0; row < archive_index_count(&file->content.index); row++) {
			if (runner_stopping(runner))
				return 0;
			if (send_row(state, runner, reader, i, &rows[row], err) < 0)
				return -1;
		}
	}
	return 0;
}

static int produce(void *memory, struct runner *runner, struct err *err)
{
	struct state *state = memory;

	for (size_t i = 0; i < state->count; i++) {
		struct archive_reader *reader = archive_reader_open(state->paths[i], false, err);

		if (!reader)
			return -1;
		int result = send_archive(state, runner, reader, err);
		archive_reader_free(reader);
		if (result < 0)
			return -1;
	}
	return 0;
}

static int close_state(void *memory, bool whole, struct err *err)
{
	struct state *state = memory;
	(void)whole;
	(void)err;

	frame_free(state->frame);
	free(state);
	return 0;
}

int main(int argc, char **argv)
{
	static const struct stage stage = {
		.name = "replay",
		.summary = "send archived frames again",
		.usage = "ARCHIVE...",
		.about = about,
		.version = 1,
		.transparent = true,
		.operands_max = SIZE_MAX,
		.check = check,
		.open = open_state,
		.produce = produce,
		.close = close_state,
	};

	return stage_main(&stage, argc, argv);
}
