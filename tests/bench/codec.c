/*
 * codec: sealing and opening frames of 256 KiB, against libdeflate alone on the same bytes.
 * The text is made up of words whose frequencies fall as in a language.
 */
#include "bench.h"
#include "record/frame.h"

#include <libdeflate.h>
#include <math.h>
#include <stdlib.h>

enum { SIZE = 256 * 1024, ROUNDS = 150 };

static void make_text(struct buf *out)
{
	unsigned seed = 42;
	char words[4000][12];

	for (size_t i = 0; i < 4000; i++) {
		size_t len = 2 + (size_t)rand_r(&seed) % 9;

		for (size_t j = 0; j < len; j++)
			words[i][j] = "etaoinshrdlucmfwypvbgkqjxz"[(size_t)(pow(rand_r(&seed) / (RAND_MAX + 1.0), 1.7) * 26)];
		words[i][len] = '\0';
	}
	while (out->len < SIZE)
		buf_addf(out, "%s ", words[(size_t)(pow(rand_r(&seed) / (RAND_MAX + 1.0), 3) * 4000)]);
	out->len = SIZE;
}

static double mb_per_second(double seconds)
{
	return (double)SIZE * ROUNDS / 1e6 / seconds;
}

int main(void)
{
	struct buf text = BUF_INIT, content = BUF_INIT, packed = BUF_INIT, back = BUF_INIT;
	struct codec_state codecs = CODEC_STATE_INIT;
	struct frame *frame = frame_new(), *read = frame_new();
	struct err err;
	size_t len = 0, got;
	struct str raw;
	double bare_in = 0, bare_out = 0, seal = 0, open = 0;

	make_text(&text);
	buf_reserve(&packed, SIZE);
	buf_reserve(&back, SIZE);
	struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(1);
	struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
	/* In turns, and with buffers that are kept, as a stage keeps them. */
	for (int i = 0; i < ROUNDS; i++) {
		bare_in += BENCH_SECONDS(
			len = libdeflate_zlib_compress(compressor, text.data, SIZE, packed.data, SIZE));
		bare_out += BENCH_SECONDS(
			libdeflate_zlib_decompress(decompressor, packed.data, len, back.data, SIZE, &got));
		frame_reset(frame);
		frame->head.type = FRAME_DATA;
		buf_add_str(&content, buf_str(&text));
		frame_set_layer(frame, LAYER_BULK, &content);
		seal += BENCH_SECONDS(if (frame_seal(frame, CODEC_ZLIB, &codecs, &err) < 0) abort());
		struct iovec pieces[FRAME_LAYERS_MAX + 1];
		int count = frame_pieces(frame, pieces, NULL);
		frame_reset(read);
		for (int j = 0; j < count; j++)
			buf_add(&read->wire, pieces[j].iov_base, pieces[j].iov_len);
		open += BENCH_SECONDS(
			if (frame_parse(read, &err) < 0 ||
			    frame_open_layer(read, LAYER_BULK, &codecs, &raw, &err) < 0 || raw.len != SIZE) abort());
	}
	bench_print("libdeflate level 1, in", mb_per_second(bare_in), "MB/s", "");
	bench_print("frame sealed with zlib", mb_per_second(seal), "MB/s", "libdeflate level 1, in");
	bench_print("libdeflate, out", mb_per_second(bare_out), "MB/s", "");
	bench_print("frame opened with zlib", mb_per_second(open), "MB/s", "libdeflate, out");
	libdeflate_free_compressor(compressor);
	libdeflate_free_decompressor(decompressor);
	codec_state_release(&codecs);
	frame_free(frame);
	frame_free(read);
	buf_release(&text);
	buf_release(&content);
	buf_release(&packed);
	buf_release(&back);
	return 0;
}
