#include "record/build.h"
#include "record/edit.h"
#include "record/pack.h"

#include <criterion/criterion.h>

static struct codec_state codecs;
static struct err err;

/* Records "r0".. with texts of the given list, headings at code point 7 with length 3, a cut at 5. */
static struct frame *frame_of(const char *const *texts, size_t count)
{
	struct frame *frame = frame_new();
	struct build build = BUILD_INIT;
	struct buf packed = BUF_INIT;

	for (size_t i = 0; i < count; i++) {
		char id[8] = { 'r', (char)('0' + i) };

		build_str(&build, FIELD_ID, str_of(id));
		buf_reset(&packed);
		pack_list(&packed, 1);
		pack_map(&packed, 3);
		pack_text(&packed, "text");
		pack_text(&packed, "abc");
		pack_text(&packed, "at");
		pack_int(&packed, 7);
		pack_text(&packed, "len");
		pack_int(&packed, 3);
		build_packed(&build, STR("headings"), buf_str(&packed));
		buf_reset(&packed);
		pack_list(&packed, 1);
		pack_map(&packed, 1);
		pack_text(&packed, "at");
		pack_int(&packed, 5);
		build_packed(&build, STR("cut"), buf_str(&packed));
		build_text(&build, str_of(texts[i]));
		build_record(&build);
	}
	build_finish(&build, frame);
	build_release(&build);
	buf_release(&packed);
	cr_assert_eq(frame_open_records(frame, true, &codecs, &err), 0);
	return frame;
}

static int64_t first_at(const struct record *record, const char *name)
{
	struct str packed;
	struct value value;

	if (!record_value(record, name, &packed))
		return -1;
	struct cursor cursor = cursor_of(packed);
	while (cursor_next(&cursor, &value)) {
		if (value.type == VALUE_STR && str_is(value.bytes, "at")) {
			cursor_next(&cursor, &value);
			return value.integer;
		}
	}
	return -2;
}

static void reopen(struct frame *frame, struct edit *edit, uint32_t index, struct record *record)
{
	cr_assert_eq(edit_apply(edit, &codecs, &err), 0, "%s", err.text);
	cr_assert_eq(frame_open_records(frame, true, &codecs, &err), 0, "%s", err.text);
	cr_assert_eq(frame_record(frame, index, record, &err), 0);
}

Test(edit, fields_are_set_replaced_and_unset)
{
	static const char *const texts[] = { "one", "two", "three" };
	struct frame *frame = frame_of(texts, 3);
	struct edit edit = EDIT_INIT;
	struct record record;
	double number;

	edit_begin(&edit, frame, "test");
	cr_assert_eq(frame_record(frame, 1, &record, &err), 0);
	edit_record(&edit, &record);
	edit_str(&edit, FIELD_TITLE, STR("first"));
	edit_str(&edit, FIELD_TITLE, STR("second"));
	edit_str(&edit, FIELD_ID, STR("new"));
	edit_float(&edit, FIELD_LANG_SCORE, 0.5);
	edit_unset(&edit, FIELD_CUT);
	reopen(frame, &edit, 1, &record);
	cr_expect(str_is(record_get(&record, FIELD_TITLE), "second"));
	cr_expect(str_is(record_get(&record, FIELD_ID), "new"));
	cr_expect(record_number(&record, FIELD_LANG_SCORE, &number) && number == 0.5);
	cr_expect_eq(first_at(&record, FIELD_CUT), -1);
	cr_expect_eq(record.nfields, 4);
	cr_expect(str_is(record.text, "two"));
	cr_assert_eq(frame_record(frame, 2, &record, &err), 0);
	cr_expect_eq(record.nfields, 3);
	cr_expect(str_is(record_get(&record, FIELD_ID), "r2"));
	edit_release(&edit);
	frame_free(frame);
	codec_state_release(&codecs);
}

Test(edit, text_changes_move_or_drop_spans)
{
	static const struct {
		size_t from, to;
		const char *with, *text;
		int64_t heading, cut;
	} cases[] = {
		/* text is "ÆØÅde fghij klm": heading 7..10, cut mark 5 */
		{ 0, 2, "", "Åde fghij klm", 5, 3 },
		{ 0, 0, "ÆØ", "ÆØÆØÅde fghij klm", 9, 7 },
		{ 6, 8, "", "ÆØÅde hij klm", -1, 5 },
		{ 4, 6, "xyz", "ÆØÅdxyzfghij klm", 8, 4 },
		{ 11, 12, "", "ÆØÅde fghijklm", 7, 5 },
		{ 12, 99, "", "ÆØÅde fghij ", 7, 5 },
		{ 7, 7, "-", "ÆØÅde f-ghij klm", 8, 5 },
	};
	static const char *const texts[] = { "ÆØÅde fghij klm" };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct frame *frame = frame_of(texts, 1);
		struct edit edit = EDIT_INIT;
		struct record record;
		struct text_change change = { cases[i].from, cases[i].to, str_of(cases[i].with) };

		edit_begin(&edit, frame, "test");
		frame_record(frame, 0, &record, &err);
		edit_record(&edit, &record);
		edit_text_changes(&edit, &change, 1);
		reopen(frame, &edit, 0, &record);
		cr_expect(str_is(record.text, cases[i].text), "case %zu: %.*s", i, STR_ARG(record.text));
		cr_expect_eq(first_at(&record, FIELD_HEADINGS), cases[i].heading, "case %zu: heading %ld", i,
			     first_at(&record, FIELD_HEADINGS));
		cr_expect_eq(first_at(&record, FIELD_CUT), cases[i].cut, "case %zu: cut %ld", i,
			     first_at(&record, FIELD_CUT));
		edit_release(&edit);
		frame_free(frame);
	}
	codec_state_release(&codecs);
}

Test(edit, a_reject_takes_the_changes_back_and_a_drop_keeps_them)
{
	static const char *const texts[] = { "one", "two", "three is by far the longest of them all" };
	struct frame *frame = frame_of(texts, 3);
	struct edit edit = EDIT_INIT;
	struct record record;
	struct str packed;

	edit_begin(&edit, frame, "test");
	frame_record(frame, 0, &record, &err);
	edit_record(&edit, &record);
	edit_text(&edit, STR("changed"));
	edit_str(&edit, FIELD_TITLE, STR("title"));
	cr_expect_eq(edit_reject(&edit, "bad"), RECORD_REJECT);
	frame_record(frame, 1, &record, &err);
	edit_record(&edit, &record);
	edit_str(&edit, FIELD_TITLE, STR("title"));
	cr_expect_eq(edit_drop(&edit, "short"), RECORD_DROP);
	reopen(frame, &edit, 0, &record);
	cr_expect_eq(record.verdict, VERDICT_REJECTED);
	cr_expect(str_is(record.text, "one"));
	cr_expect_null(record_get(&record, FIELD_TITLE).at);
	cr_expect(record_value(&record, FIELD_REJECT, &packed));
	frame_record(frame, 1, &record, &err);
	cr_expect_eq(record.verdict, VERDICT_DROPPED);
	cr_expect(str_is(record_get(&record, FIELD_TITLE), "title"));
	cr_expect(record_value(&record, FIELD_DROP, &packed));
	cr_expect_eq(edit.reasons.used, 1);
	cr_expect_str_eq(edit.reasons.rows[0].name, "short");
	frame_record(frame, 2, &record, &err);
	cr_expect_eq(record.verdict, VERDICT_KEPT);
	cr_expect(str_is(record.text, texts[2]));
	cr_expect_eq(frame_kept(frame), 1);
	edit_release(&edit);
	frame_free(frame);
	codec_state_release(&codecs);
}

Test(edit, bulk_is_rewritten_when_less_than_half_is_left)
{
	static const char *const texts[] = { "long long long long long long text", "s", "long long long text" };
	struct frame *frame = frame_of(texts, 3);
	struct edit edit = EDIT_INIT;
	struct record record;

	for (uint32_t i = 1; i <= 2; i++) {
		edit_begin(&edit, frame, "test");
		frame_record(frame, i == 1 ? 2 : 0, &record, &err);
		edit_record(&edit, &record);
		edit_drop(&edit, "x");
		reopen(frame, &edit, 2, &record);
		cr_expect_eq(record.text.at == NULL, i == 2, "after %u drops", i);
	}
	frame_record(frame, 1, &record, &err);
	cr_expect(str_is(record.text, "s"));
	edit_release(&edit);
	frame_free(frame);
	codec_state_release(&codecs);
}

Test(edit, forget_leaves_the_drop_alone)
{
	static const char *const texts[] = { "a secret", "something else, and longer" };
	struct frame *frame = frame_of(texts, 2);
	struct edit edit = EDIT_INIT;
	struct record record;
	struct str drop;

	edit_begin(&edit, frame, "test");
	frame_record(frame, 0, &record, &err);
	edit_record(&edit, &record);
	edit_str(&edit, FIELD_TITLE, STR("title"));
	cr_expect_eq(edit_forget(&edit, "gone"), RECORD_DROP);
	cr_assert_eq(edit_apply(&edit, &codecs, &err), 0);
	/* Again does nothing: the runner applies what a stage may have applied itself. */
	cr_assert_eq(frame_seal(frame, CODEC_NONE, &codecs, &err), 0);
	cr_assert_eq(edit_apply(&edit, &codecs, &err), 0);
	for (unsigned i = 0; i < frame->nlayers; i++)
		cr_expect_not(frame->layers[i].stale, "layer %u", i);
	cr_expect_eq(edit.dropped, 1);
	reopen(frame, &edit, 0, &record);
	cr_expect_eq(record.verdict, VERDICT_DROPPED);
	cr_expect_eq(record.nfields, 1);
	cr_expect(record_value(&record, FIELD_DROP, &drop));
	cr_expect_null(record.text.at);
	frame_record(frame, 1, &record, &err);
	cr_expect(str_is(record.text, texts[1]));
	cr_expect_geq(record.nfields, 1);
	edit_release(&edit);
	frame_free(frame);
	codec_state_release(&codecs);
}
