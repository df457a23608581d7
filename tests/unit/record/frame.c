#include "record/build.h"
#include "record/frame.h"
#include "record/pack.h"
#include "record/record.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static struct frame *sample(unsigned records, enum codec codec)
{
	struct frame *frame = frame_new();
	struct build build = BUILD_INIT;
	struct codec_state codecs = CODEC_STATE_INIT;
	struct err err;

	for (unsigned i = 0; i < records; i++) {
		build_str(&build, FIELD_ID, STR("an-id"));
		build_int(&build, FIELD_OFFSET, i * 1000);
		build_text(&build, STR("Text of some length, text of some length, text of some length."));
		build_record(&build);
	}
	build_finish(&build, frame);
	frame->head.stream = 0x0123456789abcdef;
	frame->head.seq = 3;
	frame->head.src_begin = 10;
	frame->head.src_end = 20;
	frame->head.src_hash = 0xfeed;
	frame->head.recipe = 0xbeef;
	frame->head.born = 1700000000000;
	frame->head.flags = FRAME_FINAL | 0x8000;
	cr_assert_eq(frame_seal(frame, codec, &codecs, &err), 0);
	codec_state_release(&codecs);
	build_release(&build);
	return frame;
}

static void wire_of(const struct frame *frame, struct buf *out)
{
	struct iovec pieces[FRAME_LAYERS_MAX + 1];
	int count = frame_pieces(frame, pieces, NULL);

	buf_reset(out);
	for (int i = 0; i < count; i++)
		buf_add(out, pieces[i].iov_base, pieces[i].iov_len);
}

static int parse(struct frame *frame, struct str wire, struct err *err)
{
	frame_reset(frame);
	buf_add_str(&frame->wire, wire);
	return frame_parse(frame, err);
}

Test(frame, round_trips)
{
	struct codec_state codecs = CODEC_STATE_INIT;
	struct buf wire = BUF_INIT, again = BUF_INIT;
	struct record record;
	struct err err;
	int64_t offset;

	for (enum codec codec = CODEC_NONE; codec <= CODEC_ZSTD; codec++) {
		struct frame *made = sample(100, codec), *read = frame_new();

		wire_of(made, &wire);
		cr_assert_eq(parse(read, buf_str(&wire), &err), 0, "%s", err.text);
		cr_expect_eq(memcmp(&made->head, &read->head, sizeof made->head), 0);
		cr_assert_eq(frame_open_records(read, true, &codecs, &err), 0, "%s", err.text);
		cr_assert_eq(frame_record(read, 99, &record, &err), 0);
		cr_expect(str_is(record_get(&record, FIELD_ID), "an-id"));
		cr_expect(record_int(&record, FIELD_OFFSET, &offset) && offset == 99000);
		cr_expect(str_starts(record.text, STR("Text of some")));
		cr_expect_null(record.body.at);
		cr_expect_eq(frame_seal(read, CODEC_NONE, &codecs, &err), 0);
		wire_of(read, &again);
		cr_expect(str_eq(buf_str(&wire), buf_str(&again)), "an untouched frame keeps its bytes");
		frame_free(made);
		frame_free(read);
	}
	buf_release(&wire);
	buf_release(&again);
	codec_state_release(&codecs);
}

/* A frame that reads as another is the one thing that may not be. */
static void count_it(void *owner)
{
	++*(int *)owner;
}

Test(frame, borrowed_bytes_are_given_back_once)
{
	struct frame *frame = sample(3, CODEC_ZLIB), *borrower = frame_new();
	struct buf bytes = BUF_INIT;
	struct err err;
	int back = 0;

	wire_of(frame, &bytes);
	for (int round = 1; round <= 2; round++) {
		struct frame_loan loan = { count_it, &back };

		frame_borrow(borrower, buf_str(&bytes), &loan);
		cr_assert(!loan.give_back);
		cr_assert_eq(frame_parse(borrower, &err), 0);
		cr_assert_eq(borrower->head.nrec, frame->head.nrec);
		cr_assert_eq(back, round - 1);
		if (round == 1)
			frame_reset(borrower);
	}
	frame_free(borrower);
	cr_assert_eq(back, 2);
	frame_free(frame);
	buf_release(&bytes);
}

Test(frame, every_flipped_byte_is_noticed)
{
	struct codec_state codecs = CODEC_STATE_INIT;
	struct buf wire = BUF_INIT;
	struct err err;

	for (enum codec codec = CODEC_NONE; codec <= CODEC_ZLIB; codec++) {
		struct frame *made = sample(5, codec), *read = frame_new();

		wire_of(made, &wire);
		for (size_t i = 0; i < wire.len; i++) {
			for (int bit = 0; bit < 8; bit++) {
				wire.data[i] = (char)(wire.data[i] ^ 1 << bit);
				bool silent = parse(read, buf_str(&wire), &err) == 0 && frame_verify(read, &err) == 0 &&
					      frame_open_records(read, true, &codecs, &err) == 0;
				cr_expect_not(silent, "byte %zu bit %d", i, bit);
				wire.data[i] = (char)(wire.data[i] ^ 1 << bit);
			}
		}
		frame_free(made);
		frame_free(read);
	}
	buf_release(&wire);
	codec_state_release(&codecs);
}

Test(frame, every_cut_is_noticed)
{
	struct buf wire = BUF_INIT;
	struct frame *made = sample(5, CODEC_ZLIB), *read = frame_new();
	struct err err;

	wire_of(made, &wire);
	for (size_t len = 0; len < wire.len; len++)
		cr_expect_eq(parse(read, str_from(wire.data, len), &err), -1, "length %zu", len);
	frame_free(made);
	frame_free(read);
	buf_release(&wire);
}

Test(frame, unknown_layers_pass_on_or_are_refused_by_kind)
{
	struct codec_state codecs = CODEC_STATE_INIT;
	struct buf wire = BUF_INIT, content = BUF_INIT;
	struct frame *frame = sample(2, CODEC_NONE), *read = frame_new();
	struct str raw;
	struct err err;

	buf_add_text(&content, "of the future");
	frame_set_layer(frame, (enum layer_kind)200, &content);
	cr_assert_eq(frame_seal(frame, CODEC_NONE, &codecs, &err), 0);
	wire_of(frame, &wire);
	cr_assert_eq(parse(read, buf_str(&wire), &err), 0);
	cr_assert_eq(frame_open_layer(read, (enum layer_kind)200, &codecs, &raw, &err), 0);
	cr_expect(str_is(raw, "of the future"));
	frame_layer(frame, (enum layer_kind)200)->kind = 100;
	cr_assert_eq(frame_seal(frame, CODEC_NONE, &codecs, &err), 0);
	wire_of(frame, &wire);
	cr_assert_eq(parse(read, buf_str(&wire), &err), -1);
	cr_expect_eq(err.code, EXIT_MISMATCH);
	frame_free(frame);
	frame_free(read);
	buf_release(&wire);
	buf_release(&content);
	codec_state_release(&codecs);
}

Test(frame, caps_are_checked_before_use)
{
	struct frame_head head;
	struct buf wire = BUF_INIT;
	struct frame *frame = sample(1, CODEC_NONE);
	struct err err;
	static const struct {
		size_t at;
		unsigned char byte;
		enum exit_code want;
	} cases[] = {
		{ 0, 'X', EXIT_BAD_INPUT }, { 4, 2, EXIT_MISMATCH }, { 5, 9, EXIT_MISMATCH }, { 6, 0x40, EXIT_MISMATCH },
		{ 66, 1, EXIT_BAD_INPUT }, { 68, 99, EXIT_BAD_INPUT }, { 75, 0x7f, EXIT_BAD_INPUT },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		wire_of(frame, &wire);
		wire.data[cases[i].at] = (char)cases[i].byte;
		cr_expect_eq(frame_read_head(wire.data, &head, &err), -1, "byte %zu", cases[i].at);
		cr_expect_eq(err.code, cases[i].want, "byte %zu: %s", cases[i].at, err.text);
	}
	frame_free(frame);
	buf_release(&wire);
}
