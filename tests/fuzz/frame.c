/* A frame of any bytes: parsed, opened, edited, sealed and read again without a fault. */
#include "record/edit.h"

#include <stdlib.h>

static int touch(void *ctx, const struct record *record, struct edit *edit, struct err *err)
{
	struct text_change change = { 1, 3, STR("xy") };
	(void)ctx;
	(void)err;

	edit_str(edit, FIELD_TITLE, STR("t"));
	if (record->text.at && record->index % 2)
		edit_text_changes(edit, &change, 1);
	return record->index % 3 == 0 ? edit_drop(edit, "x") : record->index % 7 == 0 ? edit_reject(edit, "y") : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	struct codec_state codecs = CODEC_STATE_INIT;
	struct frame *frame = frame_new();
	struct edit edit = EDIT_INIT;
	struct record record;
	struct err err;

	/* The checksums would keep the fuzzer out: the input is taken as the layers. */
	if (count > 2) {
		struct buf meta = BUF_INIT, bulk = BUF_INIT;
		size_t split = bytes[1] * (count - 2) / 255;

		frame->head.type = FRAME_DATA;
		frame->head.nrec = bytes[0] % 16;
		buf_add(&meta, bytes + 2, split);
		buf_add(&bulk, bytes + 2 + split, count - 2 - split);
		frame_set_layer(frame, LAYER_META, &meta);
		frame_set_layer(frame, LAYER_BULK, &bulk);
		buf_release(&meta);
		buf_release(&bulk);
		if (frame_open_records(frame, true, &codecs, &err) == 0) {
			edit_begin(&edit, frame, "fuzz");
			if (each_record(frame, &edit, touch, NULL, &err) == 0 && edit_apply(&edit, &codecs, &err) == 0) {
				if (frame_open_records(frame, true, &codecs, &err) < 0)
					abort();
				for (uint32_t i = 0; i < frame->head.nrec; i++)
					if (frame_record(frame, i, &record, &err) < 0)
						abort();
			}
		}
	}
	frame_reset(frame);
	buf_add(&frame->wire, bytes, count);
	if (frame_parse(frame, &err) == 0)
		frame_open_records(frame, true, &codecs, &err);
	edit_release(&edit);
	frame_free(frame);
	codec_state_release(&codecs);
	return 0;
}
