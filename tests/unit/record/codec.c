#include "record/codec.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <zlib.h>

static void fill(struct buf *out, size_t len)
{
	static const char words[] = "the mill turns when water comes and stands when none does ";
	unsigned seed = 5;

	buf_reset(out);
	while (out->len < len)
		buf_add(out, words + rand_r(&seed) % 40, (size_t)rand_r(&seed) % 17 + 1);
	out->len = len;
}

Test(codec, round_trips)
{
	struct codec_state state = CODEC_STATE_INIT;
	struct buf raw = BUF_INIT, stored = BUF_INIT, back = BUF_INIT;
	struct err err;

	for (enum codec codec = CODEC_ZLIB; codec <= CODEC_ZSTD; codec++) {
		for (size_t len = 100; len < 300000; len = len * 3 + 7) {
			fill(&raw, len);
			cr_assert_eq(codec_encode(&state, codec, buf_str(&raw), &stored), codec);
			cr_assert_lt(stored.len, raw.len);
			cr_assert_eq(codec_decode(&state, codec, buf_str(&stored), (uint32_t)len, &back, &err), 0);
			cr_assert(str_eq(buf_str(&raw), buf_str(&back)));
			cr_expect_eq(codec_decode(&state, codec, buf_str(&stored), (uint32_t)len + 1, &back, &err), -1);
			cr_expect_eq(codec_decode(&state, codec, buf_str(&stored), (uint32_t)len - 1, &back, &err), -1);
			stored.len--;
			cr_expect_eq(codec_decode(&state, codec, buf_str(&stored), (uint32_t)len, &back, &err), -1);
		}
	}
	buf_release(&raw);
	buf_release(&stored);
	buf_release(&back);
	codec_state_release(&state);
}

Test(codec, a_higher_level_is_smaller)
{
	struct buf raw = BUF_INIT, low = BUF_INIT, high = BUF_INIT, back = BUF_INIT;
	struct err err;

	fill(&raw, 100000);
	for (enum codec codec = CODEC_ZLIB; codec <= CODEC_ZSTD; codec++) {
		struct codec_state state = CODEC_STATE_INIT, hard = CODEC_STATE_INIT;

		hard.level = 12;
		cr_assert_eq(codec_encode(&state, codec, buf_str(&raw), &low), codec);
		cr_assert_eq(codec_encode(&hard, codec, buf_str(&raw), &high), codec);
		cr_expect_lt(high.len, low.len, "%s", codec_name(codec));
		cr_assert_eq(codec_decode(&state, codec, buf_str(&high), (uint32_t)raw.len, &back, &err), 0);
		cr_assert(str_eq(buf_str(&raw), buf_str(&back)));
		codec_state_release(&state);
		codec_state_release(&hard);
	}
	buf_release(&raw);
	buf_release(&low);
	buf_release(&high);
	buf_release(&back);
}

Test(codec, zlib_reads_ours_and_we_read_zlib)
{
	struct codec_state state = CODEC_STATE_INIT;
	struct buf raw = BUF_INIT, stored = BUF_INIT, back = BUF_INIT;
	struct err err;

	for (size_t len = 100; len < 200000; len = len * 4 + 3) {
		uLongf got = len;

		fill(&raw, len);
		cr_assert_eq(codec_encode(&state, CODEC_ZLIB, buf_str(&raw), &stored), CODEC_ZLIB);
		buf_reserve(&back, len);
		cr_assert_eq(uncompress((Bytef *)back.data, &got, (const Bytef *)stored.data, stored.len), Z_OK);
		cr_assert(got == len && memcmp(back.data, raw.data, len) == 0);

		uLongf made = compressBound(len);
		buf_reset(&stored);
		buf_reserve(&stored, made);
		cr_assert_eq(compress2((Bytef *)stored.data, &made, (const Bytef *)raw.data, len, 6), Z_OK);
		stored.len = made;
		buf_reset(&back);
		cr_assert_eq(codec_decode(&state, CODEC_ZLIB, buf_str(&stored), (uint32_t)len, &back, &err), 0);
		cr_assert(str_eq(buf_str(&raw), buf_str(&back)));
	}
	buf_release(&raw);
	buf_release(&stored);
	buf_release(&back);
	codec_state_release(&state);
}

Test(codec, what_does_not_shrink_or_shrinks_too_well_is_stored)
{
	struct codec_state state = CODEC_STATE_INIT;
	struct buf raw = BUF_INIT, stored = BUF_INIT;
	struct err err;
	unsigned seed = 1;

	for (int i = 0; i < 1000; i++)
		buf_add_byte(&raw, (char)rand_r(&seed));
	cr_expect_eq(codec_encode(&state, CODEC_ZLIB, buf_str(&raw), &stored), CODEC_NONE);
	cr_expect_eq(codec_encode(&state, CODEC_ZLIB, STR(""), &stored), CODEC_NONE);
	buf_reset(&raw);
	memset(buf_reserve(&raw, 4 << 20), ' ', 4 << 20);
	raw.len = 4 << 20;
	enum codec used = codec_encode(&state, CODEC_ZSTD, buf_str(&raw), &stored);
	cr_expect_eq(used, CODEC_NONE, "4 MiB of blanks would be a bomb to the reader");
	cr_expect_eq(codec_decode(&state, CODEC_ZLIB, STR("xxxxxxxx"), 60 << 20, &stored, &err), -1);
	cr_expect_eq(codec_decode(&state, 9, STR("xxxxxxxx"), 8, &stored, &err), -1);
	cr_expect_eq(err.code, EXIT_MISMATCH);
	buf_release(&raw);
	buf_release(&stored);
	codec_state_release(&state);
}
