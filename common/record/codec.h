/*
 * codec: one buffer in, one buffer out. zlib is RFC 1950, made and read by libdeflate (any
 * zlib reads and writes the same); zstd is one frame of RFC 8878.
 */
#ifndef LEAT_RECORD_CODEC_H
#define LEAT_RECORD_CODEC_H

#include "base/buf.h"
#include "base/err.h"

#include <stdint.h>

enum codec { CODEC_NONE = 0, CODEC_ZLIB = 1, CODEC_ZSTD = 2 };
enum { CODEC_COUNT = 3, CODEC_RATIO_MAX = 1000 };

/* Working memory of the compressors, kept over calls; one a thread. CODEC_STATE_INIT is
 * valid; what is needed is made at first use. */
struct codec_state {
	void *deflate, *inflate, *zstd_in, *zstd_out;
	int level; /* of what is compressed (zlib 1 to 12, zstd 1 to 19), set before first use; 0: level 1 */
};

#define CODEC_STATE_INIT ((struct codec_state){ NULL, NULL, NULL, NULL, 0 })

void codec_state_release(struct codec_state *state);

/* "none", "zlib", "zstd"; NULL for a number that is no codec. */
const char *codec_name(unsigned codec);

/* Replaces *out by `raw` compressed. Returns the codec that was
 * used: CODEC_NONE, with *out empty, where compressing would not shrink it or would pass
 * CODEC_RATIO_MAX. */
enum codec codec_encode(struct codec_state *state, enum codec codec, struct str raw, struct buf *out);

/* Replaces *out by the `raw_len` bytes that `stored` holds. An error where it holds fewer,
 * more or rubbish, or where raw_len passes CODEC_RATIO_MAX: nothing is allocated before. */
int codec_decode(struct codec_state *state, enum codec codec, struct str stored, uint32_t raw_len,
		 struct buf *out, struct err *err);

#endif
