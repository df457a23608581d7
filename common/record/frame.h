/*
 * frame: the one format on every carrier (drawn in FORMAT.md). A frame is a header of 80
 * bytes, a descriptor of 16 bytes a layer, and the layers' stored bytes.
 *
 * In memory a layer has its stored bytes (as received, or as sealed last) and, once
 * opened, its raw content. A layer that nobody opens or sets goes on as the bytes it came
 * as. Checksums of stored bytes are verified when a layer is opened, and by frame_verify.
 *
 * A frame is used by one thread at a time. It keeps its memory over frame_reset.
 */
#ifndef LEAT_RECORD_FRAME_H
#define LEAT_RECORD_FRAME_H

#include "base/buf.h"
#include "base/err.h"
#include "record/codec.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/uio.h>

enum {
	FRAME_VERSION = 1,
	FRAME_HEAD = 80,
	FRAME_DESCRIPTOR = 16,
	FRAME_LAYERS_MAX = 16,
	FRAME_RECORDS_MAX = 4096,
	FRAME_RAW_MAX = 64 << 20, /* sum of raw_len */
	FRAME_STORED_MAX = FRAME_RAW_MAX + FRAME_LAYERS_MAX * FRAME_DESCRIPTOR, /* `length` */
};

enum frame_type { FRAME_START = 1, FRAME_DATA = 2, FRAME_COMMIT = 3, FRAME_STOP = 4 };

/* Bits 0-7 must be understood; the others are passed on. */
enum frame_flag { FRAME_FINAL = 1 << 0 };

/* Kinds below 128 must be understood; the others are passed on. */
enum layer_kind {
	LAYER_META = 1, /* a MessagePack map a record: everything small */
	LAYER_BULK = 2, /* a map with text, body a record, or nil */
	LAYER_VERDICT = 3, /* a byte a record; absent: all kept */
	LAYER_SOURCE = 4, /* in seq 0: map of path, size, head hash */
	LAYER_CONTROL = 5, /* one map, in START, COMMIT and STOP */
	LAYER_INDEX = 6, /* in an archive's last COMMIT: where its frames lie */
};

enum verdict { VERDICT_KEPT = 0, VERDICT_DROPPED = 1, VERDICT_REJECTED = 2 };

struct frame_head {
	uint8_t type; /* enum frame_type */
	uint8_t nlayers;
	uint16_t flags;
	uint64_t stream, seq;
	uint64_t src_begin, src_end; /* bytes of the decompressed source */
	uint64_t src_hash; /* XXH3-64 of these bytes */
	uint64_t recipe; /* XXH3-64 of the recipe text */
	uint64_t born; /* ms since 1970: when ingest made it */
	uint32_t nrec;
	uint32_t length; /* of all that follows the header */
};

struct layer {
	uint8_t kind;
	uint8_t codec;
	bool stale; /* raw is newer than stored */
	bool open; /* raw holds the content */
	bool summed; /* stale, but crc is that of raw */
	uint32_t raw_len;
	uint32_t crc;
	struct str stored; /* into frame->wire or packed */
	struct str raw; /* into stored (codec none) or content */
	struct buf content;
	struct buf packed;
};

/* Where a frame stands on its way over links; not part of the frame as carried on pipes and
 * in files, where it is zero. The source sets the first three, a link the last. */
struct frame_route {
	uint64_t source; /* the sending program of the first link, for life */
	uint64_t order; /* dense, in the order in which that source emits */
	uint64_t low; /* when it was sent first, all orders below were durable */
	uint32_t attempt; /* how often it was lost with a receiver before */
};

/* Bytes that stay where they are until the owner has them back. */
struct frame_loan {
	void (*give_back)(void *owner); /* NULL: nothing is lent */
	void *owner;
};

struct frame {
	struct frame_head head;
	struct frame_route route;
	struct layer layers[FRAME_LAYERS_MAX];
	unsigned nlayers;
	struct buf wire; /* what was received, header included */
	struct frame_loan loan; /* whose the bytes of `wire` are; else the frame's */
	struct buf front; /* header and descriptors as sealed last */
	struct buf aux; /* what a stage's map leaves for its decide; empty in a new frame */
	struct buf slices; /* record.c: where records lie */
	struct buf fields; /* record.c: fields of the record looked at */
	bool meta_indexed, bulk_indexed;
};

struct frame *frame_new(void);
void frame_free(struct frame *frame);
/* Back to an empty frame; memory is kept unless it has grown over 8 MiB. */
void frame_reset(struct frame *frame);

/* Makes `bytes` the wire of an empty frame without a copy. The frame takes the loan over (*loan is
 * then none) and gives it back when it is freed or reset. */
void frame_borrow(struct frame *frame, struct str bytes, struct frame_loan *loan);

/* Reads the header at `bytes` (FRAME_HEAD bytes) and checks magic, version, type, flags and
 * caps; the checksum can only be checked with the descriptors, by frame_parse. An error is
 * EXIT_MISMATCH for a newer version or flags, else EXIT_BAD_INPUT. */
int frame_read_head(const char *bytes, struct frame_head *head, struct err *err);

/* Makes *frame of frame->wire, which holds one whole frame. Checks the header's checksum
 * and every descriptor; not the layers' content. */
int frame_parse(struct frame *frame, struct err *err);

/* The layer of that kind, or NULL. */
struct layer *frame_layer(struct frame *frame, enum layer_kind kind);

/* Opens a layer: verifies its checksum and undoes its codec. *raw is valid until the layer
 * is set or the frame is reset; it is empty where the frame has no such layer. */
int frame_open_layer(struct frame *frame, enum layer_kind kind, struct codec_state *codecs,
		     struct str *raw, struct err *err);

/* Gives a layer new content (added if there is none): *content becomes the frame's, and
 * holds the layer's old buffer afterwards, empty. */
void frame_set_layer(struct frame *frame, enum layer_kind kind, struct buf *content);
/* The same, and its CRC-32C, for who reckons it while the bytes are at hand: it is not reckoned
 * again where the layer is stored as it is. */
void frame_set_summed_layer(struct frame *frame, enum layer_kind kind, struct buf *content, uint32_t crc);
void frame_remove_layer(struct frame *frame, enum layer_kind kind);

/* Verifies the checksum of every layer that was not opened. */
int frame_verify(struct frame *frame, struct err *err);

/* Stores what changed, with `codec`, and writes header and descriptors. Always succeeds but
 * for a frame over the caps. Layers that did not change keep their bytes. */
int frame_seal(struct frame *frame, enum codec codec, struct codec_state *codecs, struct err *err);

/* Before a frame goes into a file: layers that came uncompressed (off a pipe) are taken as
 * changed, so that frame_seal stores them with its codec. Verifies their checksums. */
int frame_unstore(struct frame *frame, struct err *err);

/* Seals the frame with every layer compressed anew by `codec`, whatever it came as. */
int frame_repack(struct frame *frame, enum codec codec, struct codec_state *codecs, struct err *err);

/* The sealed frame as pieces for writev; returns how many (at most FRAME_LAYERS_MAX + 1).
 * *total, unless NULL, is the sum of their lengths. */
int frame_pieces(const struct frame *frame, struct iovec pieces[FRAME_LAYERS_MAX + 1], size_t *total);

/* A frame of type START, COMMIT or STOP whose CONTROL layer is `map` (packed). Sealed. */
int frame_make_control(struct frame *frame, enum frame_type type, struct buf *map, struct err *err);

#endif
