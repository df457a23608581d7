#include "record/frame.h"
#include "base/num.h"
#include "record/crc32c.h"

#include <inttypes.h>
#include <stdlib.h>

enum { KEEP = 8 << 20, FLAGS_MUST = 0x00ff, FLAGS_KNOWN = FRAME_FINAL, KIND_OPTIONAL = 128, UNSTORE_MIN = 256 };

static const char magic[4] = { 'L', 'E', 'A', 'T' };

struct frame *frame_new(void)
{
	return mem_zero(1, sizeof(struct frame));
}

static void trim(struct buf *buf)
{
	if (buf->cap > KEEP)
		buf_release(buf);
	buf_reset(buf);
}

static void give_back(struct frame *frame)
{
	if (!frame->loan.give_back)
		return;
	frame->loan.give_back(frame->loan.owner);
	frame->loan = (struct frame_loan){ NULL, NULL };
	frame->wire = BUF_INIT;
}

void frame_borrow(struct frame *frame, struct str bytes, struct frame_loan *loan)
{
	buf_release(&frame->wire);
	frame->wire = (struct buf){ .data = (char *)(uintptr_t)bytes.at, .len = bytes.len };
	frame->loan = *loan;
	*loan = (struct frame_loan){ NULL, NULL };
}

void frame_free(struct frame *frame)
{
	if (!frame)
		return;
	for (unsigned i = 0; i < FRAME_LAYERS_MAX; i++) {
		buf_release(&frame->layers[i].content);
		buf_release(&frame->layers[i].packed);
	}
	give_back(frame);
	buf_release(&frame->wire);
	buf_release(&frame->front);
	buf_release(&frame->aux);
	buf_release(&frame->slices);
	buf_release(&frame->fields);
	free(frame);
}

void frame_reset(struct frame *frame)
{
	for (unsigned i = 0; i < FRAME_LAYERS_MAX; i++) {
		trim(&frame->layers[i].content);
		trim(&frame->layers[i].packed);
	}
	give_back(frame);
	trim(&frame->wire);
	trim(&frame->front);
	trim(&frame->aux);
	trim(&frame->slices);
	trim(&frame->fields);
	memset(&frame->head, 0, sizeof frame->head);
	memset(&frame->route, 0, sizeof frame->route);
	frame->nlayers = 0;
	frame->meta_indexed = frame->bulk_indexed = false;
}

int frame_read_head(const char *bytes, struct frame_head *head, struct err *err)
{
	if (memcmp(bytes, magic, sizeof magic) != 0)
		return err_set(err, EXIT_BAD_INPUT, "not a frame");
	if ((unsigned char)bytes[4] != FRAME_VERSION)
		return err_set(err, EXIT_MISMATCH, "frame version %u; this program reads version %d",
			       (unsigned char)bytes[4], FRAME_VERSION);
	head->type = (uint8_t)bytes[5];
	head->flags = num_load16(bytes + 6);
	head->stream = num_load64(bytes + 8);
	head->seq = num_load64(bytes + 16);
	head->src_begin = num_load64(bytes + 24);
	head->src_end = num_load64(bytes + 32);
	head->src_hash = num_load64(bytes + 40);
	head->recipe = num_load64(bytes + 48);
	head->born = num_load64(bytes + 56);
	head->nrec = num_load32(bytes + 64);
	head->nlayers = (uint8_t)bytes[68];
	head->length = num_load32(bytes + 72);
	if (head->type < FRAME_START || head->type > FRAME_STOP)
		return err_set(err, EXIT_MISMATCH, "frame type %u is not known: a newer Leat wrote it", head->type);
	if (head->flags & FLAGS_MUST & ~FLAGS_KNOWN)
		return err_set(err, EXIT_MISMATCH, "frame flags %#x are not known: a newer Leat wrote them", head->flags);
	if (head->length > FRAME_STORED_MAX || head->nlayers > FRAME_LAYERS_MAX ||
	    head->nrec > FRAME_RECORDS_MAX || head->length < head->nlayers * (uint32_t)FRAME_DESCRIPTOR)
		return err_set(err, EXIT_BAD_INPUT, "frame over a cap (%u bytes, %u layers, %u records)",
			       head->length, head->nlayers, head->nrec);
	return 0;
}

static void write_head(const struct frame *frame, char *bytes)
{
	const struct frame_head *head = &frame->head;

	memset(bytes, 0, FRAME_HEAD);
	memcpy(bytes, magic, sizeof magic);
	bytes[4] = FRAME_VERSION;
	bytes[5] = (char)head->type;
	num_store16(bytes + 6, head->flags);
	num_store64(bytes + 8, head->stream);
	num_store64(bytes + 16, head->seq);
	num_store64(bytes + 24, head->src_begin);
	num_store64(bytes + 32, head->src_end);
	num_store64(bytes + 40, head->src_hash);
	num_store64(bytes + 48, head->recipe);
	num_store64(bytes + 56, head->born);
	num_store32(bytes + 64, head->nrec);
	bytes[68] = (char)frame->nlayers;
	num_store32(bytes + 72, head->length);
}

/* Of the header with its checksum as zero, and the descriptors. */
static uint32_t front_crc(const char *front, unsigned nlayers)
{
	static const char zero[4] = { 0 };
	uint32_t crc = crc32c(0, front, FRAME_HEAD - sizeof zero);

	crc = crc32c(crc, zero, sizeof zero);
	return crc32c(crc, front + FRAME_HEAD, nlayers * (size_t)FRAME_DESCRIPTOR);
}

static int bad(const struct frame *frame, struct err *err, const char *why)
{
	return err_set(err, EXIT_BAD_INPUT, "frame %016" PRIx64 "/%" PRIu64 ": %s", frame->head.stream,
		       frame->head.seq, why);
}

static int check_kind(const struct frame *frame, uint8_t kind, struct err *err)
{
	if (kind == 0 || (kind > LAYER_INDEX && kind < KIND_OPTIONAL))
		return err_set(err, EXIT_MISMATCH, "layer kind %u is not known: a newer Leat wrote it", kind);
	for (unsigned i = 0; i < frame->nlayers; i++)
		if (frame->layers[i].kind == kind)
			return bad(frame, err, "two layers of one kind");
	return 0;
}

int frame_parse(struct frame *frame, struct err *err)
{
	const char *front = frame->wire.data;

	frame->nlayers = 0;
	frame->meta_indexed = frame->bulk_indexed = false;
	if (frame->wire.len < FRAME_HEAD)
		return err_set(err, EXIT_CUT, "cut inside a frame header");
	if (frame_read_head(front, &frame->head, err) < 0)
		return -1;
	if (frame->wire.len != FRAME_HEAD + (size_t)frame->head.length)
		return bad(frame, err, "length does not fit");
	if (front_crc(front, frame->head.nlayers) != num_load32(front + 76))
		return bad(frame, err, "header is damaged");

	size_t at = FRAME_HEAD + frame->head.nlayers * (size_t)FRAME_DESCRIPTOR, raw = 0;
	for (unsigned i = 0; i < frame->head.nlayers; i++) {
		const char *descriptor = front + FRAME_HEAD + i * (size_t)FRAME_DESCRIPTOR;
		struct layer *layer = &frame->layers[i];
		uint32_t len = num_load32(descriptor + 8);

		if (check_kind(frame, (uint8_t)descriptor[0], err) < 0)
			return -1;
		layer->kind = (uint8_t)descriptor[0];
		layer->codec = (uint8_t)descriptor[1];
		layer->raw_len = num_load32(descriptor + 4);
		layer->crc = num_load32(descriptor + 12);
		layer->open = layer->stale = false;
		raw += layer->raw_len;
		if (len > frame->wire.len - at || raw > FRAME_RAW_MAX)
			return bad(frame, err, "layer over the frame");
		layer->stored = str_from(front + at, len);
		at += len;
		frame->nlayers++;
	}
	if (at != frame->wire.len)
		return bad(frame, err, "bytes behind the last layer");
	buf_reset(&frame->front);
	buf_add(&frame->front, front, FRAME_HEAD + frame->nlayers * (size_t)FRAME_DESCRIPTOR);
	return 0;
}

struct layer *frame_layer(struct frame *frame, enum layer_kind kind)
{
	for (unsigned i = 0; i < frame->nlayers; i++)
		if (frame->layers[i].kind == kind)
			return &frame->layers[i];
	return NULL;
}

static int check_stored(struct frame *frame, const struct layer *layer, struct err *err)
{
	if (crc32c(0, layer->stored.at, layer->stored.len) != layer->crc)
		return bad(frame, err, "a layer is damaged: its checksum does not fit");
	return 0;
}

int frame_open_layer(struct frame *frame, enum layer_kind kind, struct codec_state *codecs,
		     struct str *raw, struct err *err)
{
	struct layer *layer = frame_layer(frame, kind);

	*raw = STR("");
	if (!layer)
		return 0;
	if (!layer->open) {
		if (check_stored(frame, layer, err) < 0)
			return -1;
		if (layer->codec == CODEC_NONE) {
			if (layer->raw_len != layer->stored.len)
				return bad(frame, err, "a layer's two lengths differ");
			layer->raw = layer->stored;
		} else {
			if (codec_decode(codecs, layer->codec, layer->stored, layer->raw_len, &layer->content, err) < 0)
				return err_wrap(err, "frame %016" PRIx64 "/%" PRIu64, frame->head.stream,
						frame->head.seq);
			layer->raw = buf_str(&layer->content);
		}
		layer->open = true;
	}
	*raw = layer->raw;
	return 0;
}

void frame_set_layer(struct frame *frame, enum layer_kind kind, struct buf *content)
{
	struct layer *layer = frame_layer(frame, kind);

	if (!layer) {
		layer = &frame->layers[frame->nlayers++];
		layer->kind = (uint8_t)kind;
	}
	buf_swap(&layer->content, content);
	buf_reset(content);
	layer->raw = buf_str(&layer->content);
	layer->open = layer->stale = true;
	layer->summed = false;
	if (kind == LAYER_META)
		frame->meta_indexed = false;
	if (kind == LAYER_BULK)
		frame->bulk_indexed = false;
}

void frame_set_summed_layer(struct frame *frame, enum layer_kind kind, struct buf *content, uint32_t crc)
{
	frame_set_layer(frame, kind, content);
	struct layer *layer = frame_layer(frame, kind);

	layer->crc = crc;
	layer->summed = true;
}

void frame_remove_layer(struct frame *frame, enum layer_kind kind)
{
	for (unsigned i = 0; i < frame->nlayers; i++) {
		if (frame->layers[i].kind != kind)
			continue;
		struct layer old = frame->layers[i];

		frame->nlayers--;
		memmove(&frame->layers[i], &frame->layers[i + 1], (frame->nlayers - i) * sizeof old);
		frame->layers[frame->nlayers] = old;
		return;
	}
}

int frame_verify(struct frame *frame, struct err *err)
{
	for (unsigned i = 0; i < frame->nlayers; i++)
		if (!frame->layers[i].open && check_stored(frame, &frame->layers[i], err) < 0)
			return -1;
	return 0;
}

int frame_unstore(struct frame *frame, struct err *err)
{
	struct str raw;

	for (unsigned i = 0; i < frame->nlayers; i++) {
		struct layer *layer = &frame->layers[i];

		if (layer->codec != CODEC_NONE || layer->stale || layer->raw_len < UNSTORE_MIN)
			continue;
		if (frame_open_layer(frame, layer->kind, NULL, &raw, err) < 0)
			return -1;
		layer->stale = true;
	}
	return 0;
}

int frame_repack(struct frame *frame, enum codec codec, struct codec_state *codecs, struct err *err)
{
	struct str raw;

	for (unsigned i = 0; i < frame->nlayers; i++) {
		struct layer *layer = &frame->layers[i];

		if (layer->raw_len < UNSTORE_MIN && !layer->stale)
			continue;
		if (frame_open_layer(frame, layer->kind, codecs, &raw, err) < 0)
			return -1;
		layer->stale = true;
	}
	return frame_seal(frame, codec, codecs, err);
}

static void seal_layer(struct layer *layer, enum codec codec, struct codec_state *codecs)
{
	layer->codec = (uint8_t)codec_encode(codecs, codec, layer->raw, &layer->packed);
	layer->stored = layer->codec == CODEC_NONE ? layer->raw : buf_str(&layer->packed);
	layer->raw_len = (uint32_t)layer->raw.len;
	if (!layer->summed || layer->codec != CODEC_NONE)
		layer->crc = crc32c(0, layer->stored.at, layer->stored.len);
	layer->stale = layer->summed = false;
}

int frame_seal(struct frame *frame, enum codec codec, struct codec_state *codecs, struct err *err)
{
	size_t raw = 0, stored = 0, size = FRAME_HEAD + frame->nlayers * (size_t)FRAME_DESCRIPTOR;

	for (unsigned i = 0; i < frame->nlayers; i++) {
		raw += frame->layers[i].stale ? frame->layers[i].raw.len : frame->layers[i].raw_len;
		if (raw > FRAME_RAW_MAX)
			return bad(frame, err, "larger than 64 MiB");
	}
	buf_reset(&frame->front);
	char *front = buf_reserve(&frame->front, size);
	for (unsigned i = 0; i < frame->nlayers; i++) {
		struct layer *layer = &frame->layers[i];
		char *descriptor = front + FRAME_HEAD + i * (size_t)FRAME_DESCRIPTOR;

		if (layer->stale)
			seal_layer(layer, codec, codecs);
		memset(descriptor, 0, FRAME_DESCRIPTOR);
		descriptor[0] = (char)layer->kind;
		descriptor[1] = (char)layer->codec;
		num_store32(descriptor + 4, layer->raw_len);
		num_store32(descriptor + 8, (uint32_t)layer->stored.len);
		num_store32(descriptor + 12, layer->crc);
		stored += layer->stored.len;
	}
	frame->head.nlayers = (uint8_t)frame->nlayers;
	frame->head.length = (uint32_t)(size - FRAME_HEAD + stored);
	write_head(frame, front);
	num_store32(front + 76, front_crc(front, frame->nlayers));
	frame->front.len = size;
	return 0;
}

int frame_pieces(const struct frame *frame, struct iovec pieces[FRAME_LAYERS_MAX + 1], size_t *total)
{
	int count = 0;
	size_t sum = frame->front.len;

	pieces[count++] = (struct iovec){ frame->front.data, frame->front.len };
	for (unsigned i = 0; i < frame->nlayers; i++) {
		if (frame->layers[i].stored.len == 0)
			continue;
		pieces[count++] = (struct iovec){ (void *)(uintptr_t)frame->layers[i].stored.at,
						  frame->layers[i].stored.len };
		sum += frame->layers[i].stored.len;
	}
	if (total)
		*total = sum;
	return count;
}

int frame_make_control(struct frame *frame, enum frame_type type, struct buf *map, struct err *err)
{
	struct codec_state none = CODEC_STATE_INIT;

	frame_reset(frame);
	frame->head.type = (uint8_t)type;
	frame_set_layer(frame, LAYER_CONTROL, map);
	return frame_seal(frame, CODEC_NONE, &none, err);
}
