#include "ingest/coding.h"

#include "ingest/doc.h"

#ifdef HAVE_LIBBROTLIDEC
#include <brotli/decode.h>
#endif
#include <libdeflate.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

enum {
	ROOM_FIRST = 64 << 10,
	RATIO_FLOOR = 1 << 20,
	RATIO_MAX = 1000,
	WINDOW_LOG_MAX = 27,
};

struct coder {
	struct libdeflate_decompressor *whole;
	ZSTD_DCtx *zstd;
};

/* A decoder in steps: takes from in, adds to out, and says whether it is done (1), wants
 * more of either (0) or is damaged (-1). */
typedef int step_fn(void *state, struct str *in, struct buf *out, size_t room);

struct coder *coder_new(void)
{
	struct coder *coder = mem_zero(1, sizeof *coder);

	coder->whole = libdeflate_alloc_decompressor();
	coder->zstd = ZSTD_createDCtx();
	if (!coder->whole || !coder->zstd)
		mem_alloc(SIZE_MAX);
	ZSTD_DCtx_setParameter(coder->zstd, ZSTD_d_windowLogMax, WINDOW_LOG_MAX);
	return coder;
}

void coder_free(struct coder *coder)
{
	if (!coder)
		return;
	libdeflate_free_decompressor(coder->whole);
	ZSTD_freeDCtx(coder->zstd);
	free(coder);
}

enum coding coding_of(struct str token)
{
	static const struct {
		const char *name;
		enum coding coding;
	} names[] = {
		{ "br", CODING_BR },	       { "deflate", CODING_DEFLATE },
		{ "gzip", CODING_GZIP },       { "identity", CODING_IDENTITY },
		{ "none", CODING_IDENTITY },   { "x-deflate", CODING_DEFLATE },
		{ "x-gzip", CODING_GZIP },     { "zstd", CODING_ZSTD },
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq_nocase(token, str_of(names[i].name)))
			return names[i].coding;
	return CODING_UNKNOWN;
}

enum coding coding_by_mark(struct str in)
{
	if (str_starts(in, STR("\x1f\x8b\x08")))
		return CODING_GZIP;
	if (str_starts(in, STR("\x28\xb5\x2f\xfd")))
		return CODING_ZSTD;
	/* RFC 1950: 32 KiB window, and a check over both bytes */
	if (in.len > 2 && in.at[0] == 0x78 && (0x7800 + (unsigned char)in.at[1]) % 31 == 0)
		return CODING_DEFLATE;
	return CODING_UNKNOWN;
}

static enum coding_result run(step_fn *step, void *state, struct str in, struct buf *out)
{
	size_t size = in.len;

	for (;;) {
		size_t before = out->len;
		size_t left = in.len;
		size_t room = out->len < ROOM_FIRST ? ROOM_FIRST : out->len;
		int done;

		if (room > DOC_BODY_MAX - out->len)
			room = DOC_BODY_MAX - out->len;
		if (room == 0)
			return CODING_BOMB;
		buf_reserve(out, room);
		done = step(state, &in, out, room);
		if (done > 0)
			return CODING_DONE;
		if (done < 0)
			return out->len > 0 ? CODING_DAMAGED : CODING_NOT;
		if (out->len == before && in.len == left)
			return out->len > 0 ? CODING_CUT : CODING_NOT;
		if (out->len > RATIO_FLOOR && out->len / RATIO_MAX > size)
			return CODING_BOMB;
	}
}

static int zlib_step(void *state, struct str *in, struct buf *out, size_t room)
{
	z_stream *z = state;
	int status;

	z->next_in = (Bytef *)in->at;
	z->avail_in = (uInt)in->len;
	z->next_out = (Bytef *)out->data + out->len;
	z->avail_out = (uInt)room;
	status = inflate(z, Z_NO_FLUSH);
	in->at += in->len - z->avail_in;
	in->len = z->avail_in;
	out->len += room - z->avail_out;
	if (status == Z_STREAM_END) {
		/* What follows a gzip member is another one, or padding. */
		if (in->len < 3 || memcmp(in->at, "\x1f\x8b\x08", 3) != 0)
			return 1;
		return inflateReset(z) == Z_OK ? 0 : -1;
	}
	return status == Z_OK || status == Z_BUF_ERROR ? 0 : -1;
}

static enum coding_result undo_zlib(int window_bits, struct str in, struct buf *out)
{
	z_stream z = { .next_in = NULL };
	enum coding_result result;

	if (inflateInit2(&z, window_bits) != Z_OK)
		mem_alloc(SIZE_MAX);
	result = run(zlib_step, &z, in, out);
	inflateEnd(&z);
	return result;
}

/* The whole body at once, which is twice as fast; false: take the slow way. */
static bool undo_whole(struct coder *coder, enum coding coding, struct str in, struct buf *out)
{
	size_t room = in.len * 4 < ROOM_FIRST ? ROOM_FIRST : in.len * 4;
	size_t used = 0, got = 0;
	enum libdeflate_result result;

	if (room > DOC_BODY_MAX)
		room = DOC_BODY_MAX;
	for (;; room = room * 4 < DOC_BODY_MAX ? room * 4 : DOC_BODY_MAX) {
		buf_reserve(out, room);
		if (coding == CODING_GZIP)
			result = libdeflate_gzip_decompress_ex(coder->whole, in.at, in.len, out->data,
							       room, &used, &got);
		else
			result = libdeflate_zlib_decompress_ex(coder->whole, in.at, in.len, out->data,
							       room, &used, &got);
		if (result != LIBDEFLATE_INSUFFICIENT_SPACE || room == DOC_BODY_MAX)
			break;
		if (room > RATIO_FLOOR && room / RATIO_MAX > in.len)
			break;
	}
	if (result != LIBDEFLATE_SUCCESS)
		return false;
	if (coding == CODING_GZIP && in.len - used >= 3 && memcmp(in.at + used, "\x1f\x8b\x08", 3) == 0)
		return false;
	out->len = got;
	return true;
}

/* Bare deflate and brotli have no magic: text that claims to be so may decode a little. */
static bool looks_plain(struct str in)
{
	size_t count = in.len < 64 ? in.len : 64;

	for (size_t i = 0; i < count; i++) {
		unsigned char c = (unsigned char)in.at[i];

		if (c >= 0x7f || (c < 0x20 && !(c >= '\t' && c <= '\r')))
			return false;
	}
	return true;
}

static enum coding_result unless_plain(enum coding_result result, struct str in)
{
	return result != CODING_DONE && result != CODING_LACKING && looks_plain(in) ? CODING_NOT : result;
}

static enum coding_result undo_deflate(struct coder *coder, enum coding coding, struct str in,
				       struct buf *out)
{
	enum coding_result result;

	if (undo_whole(coder, coding, in, out))
		return CODING_DONE;
	result = undo_zlib(coding == CODING_GZIP ? 15 + 16 : 15, in, out);
	if (result != CODING_NOT || coding == CODING_GZIP)
		return result;
	/* "deflate" is zlib by the standard and bare deflate in many servers. */
	buf_reset(out);
	return unless_plain(undo_zlib(-15, in, out), in);
}

static int zstd_step(void *state, struct str *in, struct buf *out, size_t room)
{
	ZSTD_inBuffer source = { in->at, in->len, 0 };
	ZSTD_outBuffer target = { out->data + out->len, room, 0 };
	size_t left = ZSTD_decompressStream(state, &target, &source);

	in->at += source.pos;
	in->len -= source.pos;
	out->len += target.pos;
	if (ZSTD_isError(left))
		return -1;
	return left == 0 && in->len == 0;
}

#ifdef HAVE_LIBBROTLIDEC
static int brotli_step(void *state, struct str *in, struct buf *out, size_t room)
{
	const uint8_t *next_in = (const uint8_t *)in->at;
	uint8_t *next_out = (uint8_t *)out->data + out->len;
	size_t avail_in = in->len;
	size_t avail_out = room;
	BrotliDecoderResult status = BrotliDecoderDecompressStream(state, &avail_in, &next_in,
								   &avail_out, &next_out, NULL);

	*in = str_from(next_in, avail_in);
	out->len += room - avail_out;
	if (status == BROTLI_DECODER_RESULT_ERROR)
		return -1;
	return status == BROTLI_DECODER_RESULT_SUCCESS;
}

static enum coding_result undo_brotli(struct str in, struct buf *out)
{
	BrotliDecoderState *state = BrotliDecoderCreateInstance(NULL, NULL, NULL);
	enum coding_result result;

	if (!state)
		mem_alloc(SIZE_MAX);
	result = run(brotli_step, state, in, out);
	BrotliDecoderDestroyInstance(state);
	return result;
}
#else
static enum coding_result undo_brotli(struct str in, struct buf *out)
{
	(void)in;
	(void)out;
	return CODING_LACKING;
}
#endif

enum coding_result coding_undo(struct coder *coder, enum coding coding, struct str in,
			       struct buf *out)
{
	buf_reset(out);
	switch (coding) {
	case CODING_GZIP:
	case CODING_DEFLATE:
		return undo_deflate(coder, coding, in, out);
	case CODING_BR:
		return unless_plain(undo_brotli(in, out), in);
	case CODING_ZSTD:
		ZSTD_DCtx_reset(coder->zstd, ZSTD_reset_session_only);
		return run(zstd_step, coder->zstd, in, out);
	default:
		return CODING_NOT;
	}
}
