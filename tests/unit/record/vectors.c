/* The frozen vectors of version 1, made by another implementation (tests/data/vectors). */
#include "base/file.h"
#include "base/num.h"
#include "record/build.h"
#include "record/record.h"

#include <criterion/criterion.h>
#include <stdio.h>

static struct err err;

static void read_vector(const char *name, struct buf *out)
{
	char path[256];

	snprintf(path, sizeof path, "tests/data/vectors/%s", name);
	cr_assert_eq(file_read(path, 1 << 20, out, &err), 0, "%s", err.text);
}

/* The DATA frame, which is the second of three. */
static struct frame *data_frame(struct str flow)
{
	struct frame *frame = frame_new();
	size_t at = FRAME_HEAD + num_load32(flow.at + 72);

	buf_add(&frame->wire, flow.at + at, FRAME_HEAD + num_load32(flow.at + at + 72));
	cr_assert_eq(frame_parse(frame, &err), 0, "%s", err.text);
	return frame;
}

static void check(struct frame *frame)
{
	struct codec_state codecs = CODEC_STATE_INIT;
	struct record record;
	int64_t offset;
	struct str packed;

	cr_expect_eq(frame->head.type, FRAME_DATA);
	cr_expect_eq(frame->head.flags, FRAME_FINAL);
	cr_expect_eq(frame->head.stream, 0xfedcba9876543210);
	cr_expect_eq(frame->head.seq, 5);
	cr_expect(frame->head.src_begin == 1000 && frame->head.src_end == 2000);
	cr_expect_eq(frame->head.src_hash, 0x0102030405060708);
	cr_expect_eq(frame->head.recipe, 0xd5c6d6d73e0e174c);
	cr_expect_eq(frame->head.born, 1741600000000);
	cr_assert_eq(frame_open_records(frame, true, &codecs, &err), 0, "%s", err.text);
	cr_assert_eq(frame_record(frame, 0, &record, &err), 0);
	cr_expect(str_is(record_get(&record, FIELD_URL), "https://example.org/"));
	cr_expect(record_int(&record, FIELD_OFFSET, &offset) && offset == 300);
	cr_expect(str_starts(record.text, STR("Grüße aus Øvre Årdal")));
	cr_assert_eq(frame_record(frame, 1, &record, &err), 0);
	cr_expect_eq(record.verdict, VERDICT_REJECTED);
	cr_expect(str_eq(record.body, STR("<p>\xff")));
	cr_expect(record_value(&record, "x-own", &packed) && str_eq(packed, STR("\x93\x01\xc0\xc3")));
	codec_state_release(&codecs);
}

Test(vectors, version_1_is_read)
{
	static const char *const names[] = { "v1-none.leat", "v1-zlib.leat" };

	for (size_t i = 0; i < 2; i++) {
		struct buf flow = BUF_INIT;

		read_vector(names[i], &flow);
		struct frame *frame = data_frame(buf_str(&flow));
		check(frame);
		frame_free(frame);
		buf_release(&flow);
	}
}

Test(vectors, version_1_is_written)
{
	struct codec_state codecs = CODEC_STATE_INIT;
	struct buf flow = BUF_INIT, text = BUF_INIT, verdict = BUF_INIT, made = BUF_INIT;
	struct build build = BUILD_INIT;

	read_vector("v1-none.leat", &flow);
	struct frame *want = data_frame(buf_str(&flow)), *frame = frame_new();
	build_str(&build, FIELD_ID, STR("a-1"));
	build_str(&build, FIELD_URL, STR("https://example.org/"));
	build_int(&build, FIELD_OFFSET, 300);
	buf_add_text(&text, "Grüße aus Øvre Årdal, und so weiter und so weiter ");
	build_text(&build, buf_str(&text));
	build_record(&build);
	build_str(&build, FIELD_ID, STR("a-2"));
	build_packed(&build, STR("x-own"), STR("\x93\x01\xc0\xc3"));
	build_body(&build, STR("<p>\xff"));
	build_record(&build);
	build_finish(&build, frame);
	buf_add(&verdict, "\0\2", 2);
	frame_set_layer(frame, LAYER_VERDICT, &verdict);
	frame->head = want->head;
	cr_assert_eq(frame_seal(frame, CODEC_NONE, &codecs, &err), 0);
	struct iovec pieces[FRAME_LAYERS_MAX + 1];
	int count = frame_pieces(frame, pieces, NULL);
	for (int i = 0; i < count; i++)
		buf_add(&made, pieces[i].iov_base, pieces[i].iov_len);
	cr_expect(str_eq(buf_str(&made), buf_str(&want->wire)));
	frame_free(want);
	frame_free(frame);
	buf_release(&flow);
	buf_release(&text);
	buf_release(&verdict);
	buf_release(&made);
	build_release(&build);
	codec_state_release(&codecs);
}
