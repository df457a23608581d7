#include "leat/command.h"

#include "archive/rewrite.h"
#include "leat/output.h"
#include "leat/source.h"
#include "record/edit.h"

#include <inttypes.h>
#include <string.h>

struct config {
	const char *codec;
	int64_t level;
};

#define AT(member) offsetof(struct config, member)

enum { ZLIB_LEVEL_MAX = 12 };

static const struct option options[] = {
	{ "codec", OPTION_CHOICE, AT(codec), "CODEC", "zstd", .choices = "zlib|zstd", .help = "how to compress" },
	{ "level", OPTION_INT, AT(level), "N", "9", "1", "19",
	  .help = "how hard to try: to 12 with zlib, to 19 with zstd; higher is smaller and slower" },
	OPTIONS_END,
};

struct compact {
	enum codec codec;
	struct codec_state codecs;
	struct edit edit;
	uint64_t texts; /* of dropped records, taken out of the file at hand */
};

/* Takes text and body of what is dropped out. */
static int drop_bulk(struct compact *compact, struct frame *frame, struct err *err)
{
	struct record record;
	uint64_t before = compact->texts;

	if (frame_open_records(frame, true, &compact->codecs, err) < 0)
		return -1;
	edit_begin(&compact->edit, frame, "compact");
	for (uint32_t i = 0; i < frame->head.nrec; i++) {
		if (frame_verdict(frame, i) != VERDICT_DROPPED)
			continue;
		if (frame_record(frame, i, &record, err) < 0)
			return -1;
		if (!record.text.at && !record.body.at)
			continue;
		edit_record(&compact->edit, &record);
		edit_unset_body(&compact->edit);
		compact->texts++;
	}
	return compact->texts > before ? edit_apply(&compact->edit, &compact->codecs, err) : 0;
}

static int change(void *ctx, struct frame *frame, struct err *err)
{
	struct compact *compact = ctx;

	if (frame_layer(frame, LAYER_VERDICT) && drop_bulk(compact, frame, err) < 0)
		return -1;
	return frame_repack(frame, compact->codec, &compact->codecs, err);
}

static int compact_file(struct compact *compact, const char *path, struct output *output, struct err *err)
{
	struct archive_rewrite rewrite = { .change = change, .ctx = compact, .smaller = true };
	struct archive_rewritten done;

	compact->texts = 0;
	if (archive_rewrite(path, &rewrite, &done, err) < 0)
		return -1;
	if (done.after == done.before)
		buf_addf(&output->text, "%s: %" PRIu64 " bytes: is compact\n", path, done.before);
	else
		buf_addf(&output->text, "%s: %" PRIu64 " -> %" PRIu64 " bytes, %" PRIu64 " texts of dropped records taken out\n",
			 path, done.before, done.after, compact->texts);
	return output_flush(output, err);
}

/* All files are looked at, whatever is wrong with one. */
static int run(const void *data, struct command_env *env, struct err *err)
{
	const struct config *config = data;
	bool zlib = strcmp(config->codec, "zlib") == 0;
	struct compact compact = {
		.codec = zlib ? CODEC_ZLIB : CODEC_ZSTD, .codecs = CODEC_STATE_INIT, .edit = EDIT_INIT,
	};
	struct output output = OUTPUT_INIT;
	struct source source;
	struct err why;

	if (zlib && config->level > ZLIB_LEVEL_MAX)
		return err_set(err, EXIT_USAGE, "--level %" PRId64 ": zlib has levels up to %d", config->level, ZLIB_LEVEL_MAX);
	compact.codecs.level = (int)config->level;
	int result = source_open(&source, env->operands, env->operand_count, err);
	for (size_t i = 0; result == 0 && i < source.count; i++) {
		if (compact_file(&compact, source.paths[i], &output, &why) == 0)
			continue;
		log_error(&env->log, "%s", why.text);
		env->later = why.code;
	}
	source_close(&source);
	edit_release(&compact.edit);
	codec_state_release(&compact.codecs);
	output_release(&output);
	return result;
}

const struct command command_compact = {
	.name = "compact",
	.summary = "make archives smaller: compress anew, take out the text of what was dropped",
	.usage = "FILE|FOLDER...",
	.about = "Writes each archive (of a folder, each segment) anew: every layer compressed harder, and without the text of "
		 "records that were dropped; their other fields stay. So leat-replay --undrop cannot bring these back: where "
		 "you may want that, do not compact. Frames keep their names, and the times at which they were stored.\n\n"
		 "The new file takes the place of the old one when it is whole on the disk, so a crash at any moment leaves one "
		 "of the two. It needs room for one file more. A file that a store is writing is left alone (exit status 75), "
		 "the closed segments of its folder are not. A replay that is at work in a file at that moment reports damaged "
		 "frames: run it again.\n\n"
		 "    leat compact archive.leat/ --level 19\n",
	.options = options,
	.config_size = sizeof(struct config),
	.operands_min = 1,
	.operands_max = SIZE_MAX,
	.run = run,
};
