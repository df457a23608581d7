/* Answers of a command: whatever it says, the record is kept, dropped or rejected, and the
 * frame can be sealed and read again. */
#include "exec/answer.h"
#include "record/build.h"
#include "record/pack.h"

#include <stdlib.h>

#define CHECK(condition) \
	do { \
		if (!(condition)) \
			abort(); \
	} while (0)

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static struct frame *make(void)
{
	struct build build = BUILD_INIT;
	struct frame *frame = frame_new();

	build_str(&build, FIELD_ID, STR("a"));
	build_str(&build, FIELD_LANG, STR("nb"));
	build_packed(&build, STR("cut"), STR("\x91\x83\xa4rule\xa1x\xa2" "at\x02\xa4text\xa1y"));
	build_text(&build, STR("bl\xc3\xa5 text"));
	build_record(&build);
	build_str(&build, FIELD_ID, STR("b"));
	build_body(&build, STR("<p>"));
	build_record(&build);
	build_finish(&build, frame);
	build_release(&build);
	return frame;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct frame *frame = make();
	struct codec_state codecs = CODEC_STATE_INIT;
	struct edit edit = EDIT_INIT;
	struct arena names = ARENA_INIT;
	struct buf packed = BUF_INIT, line = BUF_INIT;
	struct option_list all = { NULL, 0 };
	struct record record;
	struct err err;

	CHECK(frame_open_records(frame, true, &codecs, &err) == 0);
	edit_begin(&edit, frame, "exec");
	for (uint32_t i = 0; i < 2; i++) {
		CHECK(frame_record(frame, i, &record, &err) == 0);
		edit_record(&edit, &record);
		answer_apply(str_from(data, size), &record, &edit, &names, &packed);
	}
	if (edit_apply(&edit, &codecs, &err) == 0 && frame_seal(frame, CODEC_NONE, &codecs, &err) == 0) {
		CHECK(frame_open_records(frame, true, &codecs, &err) == 0);
		for (uint32_t i = 0; i < 2; i++) {
			CHECK(frame_record(frame, i, &record, &err) == 0);
			answer_question(&record, &all, &line);
		}
	}
	edit_release(&edit);
	arena_release(&names);
	buf_release(&packed);
	buf_release(&line);
	codec_state_release(&codecs);
	frame_free(frame);
	return 0;
}
