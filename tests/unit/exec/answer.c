#include "exec/answer.h"

#include "record/build.h"
#include "record/pack.h"

#include <criterion/criterion.h>

static struct err err;

/* One record with span field `cut` at 1; its answer applied; the record as a line again. */
static const char *after(const char *answer, int *verdict)
{
	static struct buf line;
	struct codec_state codecs = CODEC_STATE_INIT;
	struct build build = BUILD_INIT;
	struct frame *frame = frame_new();
	struct edit edit = EDIT_INIT;
	struct arena names = ARENA_INIT;
	struct buf packed = BUF_INIT;
	struct option_list all = { NULL, 0 };
	struct record record;

	build_str(&build, FIELD_ID, STR("a"));
	build_int(&build, FIELD_STATUS, 200);
	build_text(&build, STR("old"));
	build_body(&build, STR("<p>"));
	build_record(&build);
	build_finish(&build, frame);
	cr_assert_eq(frame_open_records(frame, true, &codecs, &err), 0);
	cr_assert_eq(frame_record(frame, 0, &record, &err), 0);
	edit_begin(&edit, frame, "exec");
	edit_record(&edit, &record);
	*verdict = answer_apply(str_of(answer), &record, &edit, &names, &packed);
	cr_assert_eq(edit_apply(&edit, &codecs, &err), 0);
	cr_assert_eq(frame_seal(frame, CODEC_NONE, &codecs, &err), 0);
	cr_assert_eq(frame_open_records(frame, true, &codecs, &err), 0);
	cr_assert_eq(frame_record(frame, 0, &record, &err), 0);
	buf_reset(&line);
	answer_question(&record, &all, &line);
	line.len--;
	build_release(&build);
	buf_release(&packed);
	edit_release(&edit);
	arena_release(&names);
	frame_free(frame);
	codec_state_release(&codecs);
	return buf_cstr(&line);
}

Test(answer, applied)
{
	static const struct {
		const char *answer;
		int verdict;
		const char *want;
	} cases[] = {
		{ "{}", RECORD_KEEP, "{\"id\":\"a\",\"status\":200,\"text\":\"old\"}" },
		{ "{\"status\":200,\"text\":\"old\",\"body\":\"PHA+\"}", RECORD_KEEP, "{\"id\":\"a\",\"status\":200,\"text\":\"old\"}" },
		{ "{\"text\":\"new\",\"status\":null,\"x\":[1.5]}", RECORD_KEEP, "{\"id\":\"a\",\"x\":[1.5],\"text\":\"new\"}" },
		{ "{\"unknown\":null}", RECORD_KEEP, "{\"id\":\"a\",\"status\":200,\"text\":\"old\"}" },
		{ "{\"a\\u0000b\":1}", RECORD_KEEP, "{\"id\":\"a\",\"status\":200,\"text\":\"old\"}" },
		{ "null", RECORD_DROP, NULL },
		{ "{\"drop\":\"dull\"}", RECORD_DROP, NULL },
		{ "{\"drop\":\"\"}", RECORD_DROP, NULL },
		{ "{\"drop\":1}", RECORD_REJECT, NULL },
		{ "{\"reject\":\"bad\"}", RECORD_REJECT, NULL },
		{ "", RECORD_REJECT, NULL },
		{ "{} {}", RECORD_REJECT, NULL },
		{ "true", RECORD_REJECT, NULL },
		{ "[]", RECORD_REJECT, NULL },
		{ "{\"text\":null}", RECORD_REJECT, NULL },
		{ "{\"body\":\"PHE+\"}", RECORD_REJECT, NULL },
		{ "{\"body\":null}", RECORD_REJECT, NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int verdict;
		const char *line = after(cases[i].answer, &verdict);

		cr_expect_eq(verdict, cases[i].verdict, "%s", cases[i].answer);
		if (cases[i].want)
			cr_expect_str_eq(line, cases[i].want);
	}
}
