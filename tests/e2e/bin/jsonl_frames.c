/*
 * jsonl_frames [RECORDS [RECIPE]]: JSON lines on stdin as a whole flow of frames on stdout,
 * one stream, RECORDS (default 2) records a frame. For tests of programs that read frames.
 * A line with `drop` or `reject` becomes a record with that verdict; `text` and `body` (as
 * UTF-8) go to BULK.
 */
#include "link/pipe.h"
#include "record/build.h"
#include "record/cursor.h"
#include "record/flow.h"
#include "record/json.h"
#include "record/pack.h"

#include <stdio.h>
#include <stdlib.h>

struct maker {
	struct channel *out;
	struct codec_state codecs;
	struct build build;
	struct buf verdicts;
	uint64_t frames, recipe;
	uint32_t records;
	bool marked;
};

static void die(const struct err *err)
{
	fprintf(stderr, "jsonl_frames: %s\n", err->text);
	exit(1);
}

static void send_frame(struct maker *maker, struct frame *frame)
{
	struct err err;

	frame->head.recipe = maker->recipe;
	if (frame_seal(frame, CODEC_ZLIB, &maker->codecs, &err) < 0 || channel_send(maker->out, &frame, &err) < 0)
		die(&err);
}

static void send_control(struct maker *maker, enum frame_type type, struct buf *map)
{
	struct frame *frame = frame_new();
	struct err err;

	if (frame_make_control(frame, type, map, &err) < 0)
		die(&err);
	buf_release(map);
	send_frame(maker, frame);
}

static void send_records(struct maker *maker, bool final)
{
	struct frame *frame = frame_new();
	size_t size = build_size(&maker->build);

	build_finish(&maker->build, frame);
	if (maker->marked)
		frame_set_layer(frame, LAYER_VERDICT, &maker->verdicts);
	buf_reset(&maker->verdicts);
	maker->marked = false;
	maker->records = 0;
	frame->head.stream = 0x1ea7;
	frame->head.src_begin = frame->head.seq = maker->frames++;
	frame->head.src_end = frame->head.src_begin + size;
	frame->head.flags = final ? FRAME_FINAL : 0;
	frame->head.born = 1700000000000;
	send_frame(maker, frame);
}

static void add_record(struct maker *maker, struct str packed)
{
	struct cursor cursor = cursor_of(packed);
	struct value map, key;
	struct str value;
	char verdict = VERDICT_KEPT;
	struct err err;

	if (!cursor_expect(&cursor, VALUE_MAP, &map)) {
		err_set(&err, EXIT_BAD_INPUT, "a line is no object");
		die(&err);
	}
	for (uint32_t i = 0; i < map.count; i++) {
		struct value text;

		cursor_expect(&cursor, VALUE_STR, &key);
		cursor_skip(&cursor, &value);
		struct cursor inside = cursor_of(value);
		if (str_is(key.bytes, FIELD_DROP))
			verdict = VERDICT_DROPPED;
		else if (str_is(key.bytes, FIELD_REJECT))
			verdict = VERDICT_REJECTED;
		if (str_is(key.bytes, FIELD_TEXT) && cursor_expect(&inside, VALUE_STR, &text))
			build_text(&maker->build, text.bytes);
		else if (str_is(key.bytes, FIELD_BODY) && cursor_expect(&inside, VALUE_STR, &text))
			build_body(&maker->build, text.bytes);
		else
			build_packed(&maker->build, key.bytes, value);
	}
	build_record(&maker->build);
	buf_add_byte(&maker->verdicts, verdict);
	maker->marked = maker->marked || verdict != VERDICT_KEPT;
	maker->records++;
}

int main(int argc, char **argv)
{
	struct maker maker = { .out = pipe_sender(1, "stdout"), .codecs = CODEC_STATE_INIT, .build = BUILD_INIT };
	uint32_t per_frame = argc > 1 ? (uint32_t)atoi(argv[1]) : 2;
	const char *recipe = argc > 2 ? argv[2] : "test/1";
	struct buf map = BUF_INIT, packed = BUF_INIT;
	char *line = NULL;
	size_t room = 0;
	ssize_t len;
	struct err err;

	maker.recipe = flow_recipe_hash(str_of(recipe));
	pack_map(&map, 1);
	pack_text(&map, "recipe");
	pack_text(&map, recipe);
	send_control(&maker, FRAME_START, &map);
	while ((len = getline(&line, &room, stdin)) > 0) {
		buf_reset(&packed);
		if (json_read(str_trim(str_from(line, (size_t)len)), &packed, &err) < 0)
			die(&err);
		if (maker.records == per_frame)
			send_records(&maker, false);
		add_record(&maker, buf_str(&packed));
	}
	send_records(&maker, true);
	pack_map(&map, 3);
	pack_text(&map, "end");
	pack_text(&map, "complete");
	pack_text(&map, "frames");
	pack_uint(&map, maker.frames);
	pack_text(&map, "stages");
	pack_list(&map, 0);
	send_control(&maker, FRAME_STOP, &map);
	channel_close(maker.out);
	codec_state_release(&maker.codecs);
	build_release(&maker.build);
	buf_release(&maker.verdicts);
	buf_release(&packed);
	free(line);
	return 0;
}
