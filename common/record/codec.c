#include "record/codec.h"

#include <libdeflate.h>
#include <zstd.h>

static void *made(void *state)
{
	if (!state)
		mem_alloc(SIZE_MAX); /* ends the process as out of memory */
	return state;
}

void codec_state_release(struct codec_state *state)
{
	libdeflate_free_compressor(state->deflate);
	libdeflate_free_decompressor(state->inflate);
	ZSTD_freeCCtx(state->zstd_out);
	ZSTD_freeDCtx(state->zstd_in);
	*state = CODEC_STATE_INIT;
}

const char *codec_name(unsigned codec)
{
	static const char *const names[CODEC_COUNT] = { "none", "zlib", "zstd" };

	return codec < CODEC_COUNT ? names[codec] : NULL;
}

/* Room is one byte short of the input, so what does not shrink fails. */
static size_t compress(struct codec_state *state, enum codec codec, struct str raw, struct buf *out)
{
	size_t room = raw.len - 1;
	char *to = buf_reserve(out, room);
	int level = state->level ? state->level : 1;

	if (codec == CODEC_ZLIB) {
		if (!state->deflate)
			state->deflate = made(libdeflate_alloc_compressor(level));
		return libdeflate_zlib_compress(state->deflate, raw.at, raw.len, to, room);
	}
	if (!state->zstd_out)
		state->zstd_out = made(ZSTD_createCCtx());
	size_t len = ZSTD_compressCCtx(state->zstd_out, to, room, raw.at, raw.len, level);
	return ZSTD_isError(len) ? 0 : len;
}

enum codec codec_encode(struct codec_state *state, enum codec codec, struct str raw, struct buf *out)
{
	buf_reset(out);
	if (codec == CODEC_NONE || raw.len < 2)
		return CODEC_NONE;
	size_t len = compress(state, codec, raw, out);
	if (len == 0 || raw.len / CODEC_RATIO_MAX > len)
		return CODEC_NONE;
	out->len = len;
	return codec;
}

int codec_decode(struct codec_state *state, enum codec codec, struct str stored, uint32_t raw_len,
		 struct buf *out, struct err *err)
{
	size_t got = 0;
	bool ok;

	buf_reset(out);
	if (codec == CODEC_NONE)
		return err_set(err, EXIT_BAD_INPUT, "codec none needs no decoding");
	if (raw_len / CODEC_RATIO_MAX > stored.len)
		return err_set(err, EXIT_BAD_INPUT, "%u bytes out of %zu: over the ratio of %d", raw_len,
			       stored.len, CODEC_RATIO_MAX);
	char *to = buf_reserve(out, raw_len ? raw_len : 1);
	if (codec == CODEC_ZLIB) {
		if (!state->inflate)
			state->inflate = made(libdeflate_alloc_decompressor());
		ok = libdeflate_zlib_decompress(state->inflate, stored.at, stored.len, to, raw_len, &got) ==
		     LIBDEFLATE_SUCCESS;
	} else if (codec == CODEC_ZSTD) {
		if (!state->zstd_in)
			state->zstd_in = made(ZSTD_createDCtx());
		got = ZSTD_decompressDCtx(state->zstd_in, to, raw_len, stored.at, stored.len);
		ok = !ZSTD_isError(got);
	} else {
		return err_set(err, EXIT_MISMATCH, "codec %u is not known: a newer Leat wrote it", codec);
	}
	if (!ok || got != raw_len)
		return err_set(err, EXIT_BAD_INPUT, "%s data is damaged", codec_name(codec));
	out->len = got;
	return 0;
}
