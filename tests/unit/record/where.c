#include "record/where.h"

#include "record/build.h"
#include "record/pack.h"

#include <criterion/criterion.h>

#ifdef HAVE_JQ
static struct err err;
static struct codec_state codecs;

static struct frame *make(struct record *record)
{
	struct build build = BUILD_INIT;
	struct frame *frame = frame_new();
	struct buf signals = BUF_INIT;

	pack_map(&signals, 2);
	pack_text(&signals, "words");
	pack_int(&signals, 120);
	pack_text(&signals, "list");
	pack_list(&signals, 3);
	pack_nil(&signals);
	pack_bool(&signals, true);
	pack_bin(&signals, STR("\xff\x00"));
	build_str(&build, FIELD_LANG, STR("nb"));
	build_int(&build, FIELD_STATUS, 200);
	build_packed(&build, STR("signals"), buf_str(&signals));
	build_text(&build, STR("not seen"));
	build_record(&build);
	build_finish(&build, frame);
	cr_assert_eq(frame_open_records(frame, false, &codecs, &err), 0);
	cr_assert_eq(frame_record(frame, 0, record, &err), 0);
	build_release(&build);
	buf_release(&signals);
	return frame;
}

Test(where, tests)
{
	static const struct {
		const char *expression;
		int want;
	} cases[] = {
		{ ".lang == \"nb\"", 1 },
		{ ".lang == \"nn\"", 0 },
		{ ".status >= 200 and .signals.words > 100", 1 },
		{ ".title", 0 },
		{ "select(.status == 200)", 1 },
		{ "empty", 0 },
		{ "false, true", 1 },
		{ "0", 1 },
		{ ".text", 0 },
		{ ".signals.list[1]", 1 },
		{ ".signals.list[2] == \"/wA=\"", 1 },
		{ "keys == [\"lang\", \"signals\", \"status\"]", 1 },
		{ ".lang + 1", -1 },
		{ "error({a: 1})", -1 },
	};
	struct record record;
	struct frame *frame = make(&record);

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct where *where = where_new(cases[i].expression, &err);

		cr_assert(where, "%s: %s", cases[i].expression, err.text);
		for (int again = 0; again < 3; again++)
			cr_expect_eq(where_test(where, &record, &err), cases[i].want, "%s", cases[i].expression);
		where_free(where);
	}
	frame_free(frame);
	codec_state_release(&codecs);
}

Test(where, refuses_what_is_no_jq)
{
	static const char *const cases[] = { ".lang =", "nofunction", "(" };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		cr_expect_null(where_new(cases[i], &err), "%s", cases[i]);
		cr_expect_eq(err.code, EXIT_USAGE);
		cr_expect(strstr(err.text, "jq expression '"), "%s", err.text);
		cr_expect(!strchr(err.text, '\n'), "%s", err.text);
	}
}
#else
Test(where, says_what_is_missing)
{
	struct err err;

	cr_expect_null(where_new(".lang", &err));
	cr_expect(strstr(err.text, "libjq"));
}
#endif
