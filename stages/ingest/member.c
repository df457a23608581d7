#include "ingest/member.h"

#include "base/buf.h"
#include "base/num.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

enum {
	GZIP_HEADER_MIN = 10,
	ZSTD_MAGIC = 0xFD2FB528u,
	SKIPPABLE_FIRST = 0x184D2A50u,
	SKIPPABLE_DICTIONARY = 0x184D2A5Du, /* WARC-zstd 1.0 */
	DICTIONARY_MAX = 16 << 20,
	ZSTD_STEP = 16 << 10,
	WINDOW_LOG_MAX = 27, /* zstd --long, --ultra -22 */
};

struct member_decoder {
	enum flow_codec codec;
	struct libdeflate_decompressor *whole;
	z_stream zlib;
	ZSTD_DCtx *zstd;
};

static bool is_zstd(uint32_t magic)
{
	return magic == (uint32_t)ZSTD_MAGIC || (magic & 0xFFFFFFF0u) == SKIPPABLE_FIRST;
}

enum flow_codec member_codec(const char *at, size_t count)
{
	if (count >= 3 && memcmp(at, "\x1f\x8b\x08", 3) == 0)
		return FLOW_GZIP;
	if (count >= 4 && is_zstd(num_load32(at)))
		return FLOW_ZSTD;
	return FLOW_PLAIN;
}

struct member_decoder *member_decoder_new(enum flow_codec codec)
{
	struct member_decoder *decoder = mem_zero(1, sizeof *decoder);
	bool made;

	decoder->codec = codec;
	if (codec == FLOW_GZIP) {
		decoder->whole = libdeflate_alloc_decompressor();
		made = decoder->whole && inflateInit2(&decoder->zlib, 15 + 16) == Z_OK;
	} else {
		decoder->zstd = ZSTD_createDCtx();
		made = decoder->zstd != NULL;
		if (made)
			ZSTD_DCtx_setParameter(decoder->zstd, ZSTD_d_windowLogMax, WINDOW_LOG_MAX);
	}
	if (!made)
		mem_alloc(SIZE_MAX);
	return decoder;
}

void member_decoder_free(struct member_decoder *decoder)
{
	if (!decoder)
		return;
	libdeflate_free_decompressor(decoder->whole);
	if (decoder->codec == FLOW_GZIP)
		inflateEnd(&decoder->zlib);
	ZSTD_freeDCtx(decoder->zstd);
	free(decoder);
}

enum member_result member_whole(struct member_decoder *decoder, const char *raw, size_t count,
				char *out, size_t room, size_t *used, size_t *got)
{
	switch (libdeflate_gzip_decompress_ex(decoder->whole, raw, count, out, room, used, got)) {
	case LIBDEFLATE_SUCCESS:
		return MEMBER_DONE;
	case LIBDEFLATE_INSUFFICIENT_SPACE:
		return MEMBER_MORE_ROOM;
	default:
		return MEMBER_DAMAGED;
	}
}

void member_begin(struct member_decoder *decoder)
{
	if (decoder->codec == FLOW_GZIP)
		inflateReset(&decoder->zlib);
	else
		ZSTD_DCtx_reset(decoder->zstd, ZSTD_reset_session_only);
}

static enum member_result step_gzip(struct member_decoder *decoder, const char *raw, size_t count,
				    char *out, size_t room, size_t *used, size_t *got)
{
	z_stream *z = &decoder->zlib;
	int status;

	z->next_in = (Bytef *)raw;
	z->avail_in = count < UINT32_MAX ? (uInt)count : UINT32_MAX;
	z->next_out = (Bytef *)out;
	z->avail_out = room < UINT32_MAX ? (uInt)room : UINT32_MAX;
	status = inflate(z, Z_NO_FLUSH);
	*used = (size_t)((const char *)z->next_in - raw);
	*got = (size_t)((char *)z->next_out - out);
	if (status == Z_STREAM_END)
		return MEMBER_DONE;
	return status == Z_OK || status == Z_BUF_ERROR ? MEMBER_MORE : MEMBER_DAMAGED;
}

enum member_result member_step(struct member_decoder *decoder, const char *raw, size_t count,
			       char *out, size_t room, size_t *used, size_t *got)
{
	/* An error takes back all of its step: small ones lose little. */
	ZSTD_inBuffer source = { raw, count < ZSTD_STEP ? count : ZSTD_STEP, 0 };
	ZSTD_outBuffer target = { out, room, 0 };
	size_t left;

	if (decoder->codec == FLOW_GZIP)
		return step_gzip(decoder, raw, count, out, room, used, got);
	left = ZSTD_decompressStream(decoder->zstd, &target, &source);
	*used = source.pos;
	*got = target.pos;
	if (ZSTD_isError(left))
		return MEMBER_DAMAGED;
	return left == 0 ? MEMBER_DONE : MEMBER_MORE;
}

size_t member_find(enum flow_codec codec, const char *at, size_t count)
{
	const char first = codec == FLOW_GZIP ? '\x1f' : '\x28';
	const char *hit = at;
	const char *end = at + count;

	while ((hit = memchr(hit, first, (size_t)(end - hit)))) {
		if ((size_t)(end - hit) < 4)
			break;
		if (codec == FLOW_GZIP ? memcmp(hit, "\x1f\x8b\x08", 3) == 0 && !(hit[3] & 0xe0) :
					 num_load32(hit) == (uint32_t)ZSTD_MAGIC)
			return (size_t)(hit - at);
		hit++;
	}
	if (!hit)
		return count;
	return hit > at ? (size_t)(hit - at) : 1;
}

size_t member_probe(struct member_decoder *decoder, const char *raw, size_t count, char *out,
		    size_t room)
{
	size_t used, got;

	member_begin(decoder);
	if (member_step(decoder, raw, count, out, room, &used, &got) == MEMBER_DAMAGED)
		return 0;
	return got;
}

bool member_take_dictionary(struct member_decoder *decoder, struct input *in)
{
	const char *at;
	uint32_t magic;
	size_t length;

	if (input_peek(in, 8, &at) < 8)
		return false;
	magic = num_load32(at);
	length = num_load32(at + 4);
	if ((magic & 0xFFFFFFF0u) != SKIPPABLE_FIRST)
		return false;
	if (magic != SKIPPABLE_DICTIONARY || length > DICTIONARY_MAX || in->offset != 0)
		return false; /* the decoder skips other skippable frames itself */
	if (input_peek(in, 8 + length, &at) < 8 + length)
		return false;
	at += 8;
	if (length >= 4 && num_load32(at) == (uint32_t)ZSTD_MAGIC) {
		char *plain = mem_alloc(DICTIONARY_MAX);
		size_t got = ZSTD_decompress(plain, DICTIONARY_MAX, at, length);

		if (!ZSTD_isError(got))
			ZSTD_DCtx_loadDictionary(decoder->zstd, plain, got);
		free(plain);
	} else {
		ZSTD_DCtx_loadDictionary(decoder->zstd, at, length);
	}
	input_skip(in, 8 + length);
	return true;
}
