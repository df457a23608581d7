#include "run/sampler.h"

#include "record/edit.h"
#include "record/build.h"
#include "record/pack.h"

#include <criterion/criterion.h>
#include <stdio.h>

static struct codec_state codecs = CODEC_STATE_INIT;
static struct err err;

enum { RECORDS = 400, TITLE = 5000 };

/* Drops what `ctx` divides, and rejects the last record. */
static int judge(void *ctx, const struct record *record, struct edit *edit, struct err *ignored)
{
	const uint32_t *by = ctx;
	(void)ignored;

	if (record->index == RECORDS - 1)
		return edit_reject(edit, "bad");
	return record->index % *by == 0 ? edit_drop(edit, "even") : RECORD_KEEP;
}

static void apply(struct frame *frame, const char *stage, uint32_t by)
{
	struct edit edit = EDIT_INIT;

	cr_assert_eq(frame_open_records(frame, false, &codecs, &err), 0);
	edit_begin(&edit, frame, stage);
	cr_assert_eq(each_record(frame, &edit, judge, &by, &err), 0);
	cr_assert_eq(edit_apply(&edit, &codecs, &err), 0);
	cr_assert_eq(frame_open_records(frame, false, &codecs, &err), 0);
	edit_release(&edit);
}

static struct frame *make_frame(void)
{
	struct frame *frame = frame_new();
	struct buf meta = BUF_INIT;
	char title[TITLE], id[16];

	memset(title, 'x', sizeof title);
	for (int i = 0; i < RECORDS; i++) {
		pack_map(&meta, 3);
		pack_text(&meta, "id");
		snprintf(id, sizeof id, "r%d", i);
		pack_text(&meta, id);
		pack_text(&meta, "title");
		pack_str(&meta, str_from(title, sizeof title));
		pack_text(&meta, "captions");
		pack_list(&meta, 0);
	}
	frame->head.type = 2;
	frame->head.nrec = RECORDS;
	frame_set_layer(frame, LAYER_META, &meta);
	buf_release(&meta);
	return frame;
}

Test(sampler, last_ones_first)
{
	struct sampler sampler = { .taken = { 0 } };
	struct frame *frame = make_frame();
	struct buf out = BUF_INIT;

	apply(frame, "filter", 2);
	sampler_take(&sampler, frame, "filter", false);
	sampler_take(&sampler, frame, "filter", true);
	sampler_json(&sampler, "filter", 2, &out);
	struct str text = str_of(buf_cstr(&out));
	ptrdiff_t kept = str_find(text, STR("\"kept\":[\n{\"id\":\"r397\"")), next = str_find(text, STR("{\"id\":\"r395\""));

	cr_expect_geq(kept, 0, "%.300s", text.at);
	cr_expect_gt(next, kept);
	cr_expect_geq(str_find(text, STR("\"dropped\":[\n{\"id\":\"r398\"")), 0);
	cr_expect_geq(str_find(text, STR("\"drop\":{\"stage\":\"filter\",\"reason\":\"even\"}}")), 0);
	cr_expect_geq(str_find(text, STR("\"rejected\":[\n{\"id\":\"r399\"")), 0);
	cr_expect_lt(str_find(text, STR("r393")), 0, "no more than was asked for");
	cr_expect_lt(str_find(text, STR("captions")), 0);
	cr_expect_lt(text.len, 4096, "titles are cut");
	buf_reset(&out);
	sampler_json(&sampler, "filter", 100, &out);
	cr_expect_geq(str_find(buf_str(&out), STR("r359")), 0);
	cr_expect_lt(str_find(buf_str(&out), STR("r357")), 0, "no more than SAMPLER_ROOM");
	sampler_release(&sampler);
	frame_free(frame);
	buf_release(&out);
}

/* What an earlier stage dropped is not this one's. */
Test(sampler, own_verdicts_only)
{
	struct sampler sampler = { .taken = { 0 } };
	struct frame *frame = make_frame();
	struct buf out = BUF_INIT;

	apply(frame, "dedup", 2);
	apply(frame, "filter", 3);
	sampler_take(&sampler, frame, "filter", true);
	sampler_json(&sampler, "filter", 1, &out);
	cr_expect_geq(str_find(buf_str(&out), STR("\"dropped\":[\n{\"id\":\"r393\"")), 0, "%.300s", buf_cstr(&out));
	cr_expect_geq(str_find(buf_str(&out), STR("\"rejected\":[]")), 0);
	sampler_release(&sampler);
	frame_free(frame);
	buf_release(&out);
}
