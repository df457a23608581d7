#include "leat/command.h"

#include "leat/output.h"
#include "leat/resolve.h"
#include "leat/source.h"
#include "record/record.h"

#include <inttypes.h>

struct config {
	char none;
};

static const struct option options[] = { OPTIONS_END };

struct verify {
	struct codec_state codecs;
	struct resolve resolve; /* of all paths */
	uint64_t flows, frames, records;
};

/* Every checksum, every layer opened, every record walked. */
static int verify_frame(struct verify *verify, struct frame *frame, struct err *err)
{
	struct record record;

	if (frame_verify(frame, err) < 0 || frame_open_records(frame, true, &verify->codecs, err) < 0)
		return -1;
	for (uint32_t i = 0; i < frame->head.nrec; i++) {
		if (frame_record(frame, i, &record, err) < 0)
			return -1;
		resolve_add(&verify->resolve, &frame->head, &record);
	}
	verify->frames += frame->head.type == FRAME_DATA;
	verify->records += frame->head.nrec;
	return 0;
}

static int verify_event(struct verify *verify, struct channel_event *event, struct err *err)
{
	struct frame_head head;

	if (event->kind == CHANNEL_END)
		return 0;
	head = event->frame->head;
	int result = verify_frame(verify, event->frame, err);

	verify->flows += event->kind == CHANNEL_START;
	frame_free(event->frame);
	if (result < 0)
		err_wrap(err, "frame %016" PRIx64 "/%" PRIu64, head.stream, head.seq);
	return result;
}

static int verify_path(struct verify *verify, const char *path, struct output *output, struct err *err)
{
	struct channel_event event;
	struct source source;
	int result = source_open(&source, &path, 1, err);

	verify->flows = verify->frames = verify->records = 0;
	while (result == 0) {
		result = source_next(&source, &event, err);
		if (result == 0)
			result = verify_event(verify, &event, err);
		if (result < 0 || event.kind == CHANNEL_END)
			break;
	}
	if (result == 0)
		buf_addf(&output->text, "%s: whole: %" PRIu64 " flows, %" PRIu64 " frames, %" PRIu64 " records\n", path,
			 verify->flows, verify->frames, verify->records);
	else if (!strstr(err->text, path) && source.count > 0)
		err_wrap(err, "%s", source_path(&source));
	source_close(&source);
	return result;
}

static void report_lost(struct verify *verify, struct command_env *env)
{
	struct resolve_name first;
	uint64_t lost = resolve_count_lost(&verify->resolve, &first);

	if (lost == 0)
		return;
	if (verify->resolve.forgotten > 0) {
		log_warn(&env->log,
			 "%" PRIu64 " duplicates name a document (dup.of) that is not there: %" PRIu64 " were forgotten", lost,
			 verify->resolve.forgotten);
		return;
	}
	log_error(&env->log,
		  "%" PRIu64 " duplicates name a document (dup.of) that is not there, first record %" PRIu32
		  " of frame %016" PRIx64 "/%" PRIu64 ": give the archive that holds it, too",
		  lost, first.index, first.stream, first.seq);
	env->later = EXIT_BAD_INPUT;
}

/* All paths are looked at, whatever is wrong with one; the worst decides the exit status. */
static int run(const void *config, struct command_env *env, struct err *err)
{
	static const char *const standard[] = { "-" };
	const char *const *paths = env->operand_count ? env->operands : standard;
	size_t count = env->operand_count ? env->operand_count : 1;
	struct verify verify = { .codecs = CODEC_STATE_INIT };
	struct output output = OUTPUT_INIT;
	struct source source;
	int result = 0;
	(void)config;

	if (env->operand_count == 0) {
		/* Asks whether there is an input at all. */
		result = source_open(&source, NULL, 0, err);
		source_close(&source);
	}
	for (size_t i = 0; i < count && result == 0; i++) {
		struct err why;

		if (verify_path(&verify, paths[i], &output, &why) < 0) {
			log_error(&env->log, "%s", why.text);
			if (env->later != EXIT_BAD_INPUT)
				env->later = why.code;
		}
		result = output_flush(&output, err);
	}
	if (result == 0 && env->later == EXIT_DONE)
		report_lost(&verify, env);
	resolve_release(&verify.resolve);
	codec_state_release(&verify.codecs);
	output_release(&output);
	return result;
}

const struct command command_verify = {
	.name = "verify",
	.summary = "check every checksum, and that nothing was cut",
	.usage = "[FILE|FOLDER|-]...",
	.about = "Reads all of each archive, or the frames on standard input. A file is whole when each frame's checksums "
		 "hold, each record can be read, and each flow ends with STOP; and each duplicate must name (dup.of) a document "
		 "that one of the files holds, or that was forgotten (leat forget). Exit status 65 says that bytes were changed or a document is missing, 74 that a "
		 "file ends too early.\n",
	.options = options,
	.config_size = sizeof(struct config),
	.operands_max = SIZE_MAX,
	.run = run,
};
