#include "leat/forget.h"

#include "archive/rewrite.h"
#include "record/edit.h"
#include "record/flow.h"
#include "record/pack.h"

/* A run over the files. */
struct run {
	struct forget *forget;
	struct codec_state codecs;
	struct edit edit;
	struct buf work;
	bool collects;
};

static bool is_forgotten(struct run *run, const struct record *record)
{
	return deny_holds(&run->forget->deny, record_get(record, FIELD_ID), record_get(record, FIELD_URL), &run->work);
}

static bool is_copy(struct run *run, const struct record *record)
{
	struct str dup, of;

	return record_value(record, FIELD_DUP, &dup) && flow_str(dup, "of", &of) &&
	       deny_holds(&run->forget->gone, of, STR_NONE, &run->work);
}

/* First round: the ids of what is to be forgotten. Second: whether the file holds any of it. */
static int look(void *ctx, struct frame *frame, struct err *err)
{
	struct run *run = ctx;
	struct record record;

	if (frame_open_records(frame, false, &run->codecs, err) < 0)
		return -1;
	for (uint32_t i = 0; i < frame->head.nrec; i++) {
		if (frame_record(frame, i, &record, err) < 0)
			return -1;
		bool forgotten = is_forgotten(run, &record);
		if (!run->collects && (forgotten || is_copy(run, &record)))
			return 1;
		if (run->collects && forgotten)
			deny_add(&run->forget->gone, DENY_ID, record_get(&record, FIELD_ID));
	}
	return 0;
}

/* Field dup without what it names. */
static void cut_name(struct edit *edit, const struct record *record)
{
	struct buf pairs = BUF_INIT, out = BUF_INIT;
	struct str dup, value;
	struct value map, key;
	size_t count = 0;

	record_value(record, FIELD_DUP, &dup);
	struct cursor cursor = cursor_of(dup);
	cursor_next(&cursor, &map);
	for (uint32_t i = 0; i < map.count && cursor_next(&cursor, &key) && cursor_skip(&cursor, &value); i++) {
		if (key.type != VALUE_STR || str_is(key.bytes, "of"))
			continue;
		pack_str(&pairs, key.bytes);
		buf_add_str(&pairs, value);
		count++;
	}
	pack_map(&out, count);
	buf_add_str(&out, buf_str(&pairs));
	edit_record(edit, record);
	edit_packed(edit, FIELD_DUP, buf_str(&out));
	buf_release(&pairs);
	buf_release(&out);
}

static enum codec codec_of(struct frame *frame)
{
	const struct layer *layer = frame_layer(frame, LAYER_BULK);

	if (!layer)
		layer = frame_layer(frame, LAYER_META);
	return layer ? (enum codec)layer->codec : CODEC_NONE;
}

static int change(void *ctx, struct frame *frame, struct err *err)
{
	struct run *run = ctx;
	enum codec codec = codec_of(frame);
	struct record record;
	uint32_t forgotten = 0, copies = 0;

	if (frame_open_records(frame, true, &run->codecs, err) < 0)
		return -1;
	edit_begin(&run->edit, frame, "forget");
	for (uint32_t i = 0; i < frame->head.nrec; i++) {
		if (frame_record(frame, i, &record, err) < 0)
			return -1;
		if (is_forgotten(run, &record)) {
			edit_record(&run->edit, &record);
			edit_forget(&run->edit, "forgotten");
			forgotten++;
		} else if (is_copy(run, &record)) {
			cut_name(&run->edit, &record);
			copies++;
		}
	}
	run->forget->documents += forgotten;
	run->forget->copies += copies;
	if (edit_apply(&run->edit, &run->codecs, err) < 0)
		return -1;
	/* It says the path of a file that held nothing else. */
	if (forgotten > 0 && forgotten == frame->head.nrec)
		frame_remove_layer(frame, LAYER_SOURCE);
	return frame_seal(frame, codec, &run->codecs, err);
}

/* Two rounds, as a copy may stand in front of what it names. */
int forget_archive(struct forget *forget, char *const *paths, size_t count, struct command_env *env, struct err *err)
{
	struct run run = { .forget = forget, .codecs = CODEC_STATE_INIT, .edit = EDIT_INIT };
	struct archive_rewrite rewrite = { .look = look, .change = change, .ctx = &run };
	struct archive_rewritten done;
	struct err why;
	int result = 0;

	for (unsigned round = 0; round < 2 && result == 0; round++) {
		run.collects = round == 0;
		for (size_t i = 0; i < count; i++) {
			if (archive_rewrite(paths[i], &rewrite, &done, &why) == 0 || run.collects)
				continue;
			log_error(&env->log, "%s", why.text);
			env->later = why.code;
		}
		deny_sort(&forget->gone);
		if (run.collects)
			result = forget_state(forget, err);
	}
	edit_release(&run.edit);
	codec_state_release(&run.codecs);
	buf_release(&run.work);
	return result;
}
