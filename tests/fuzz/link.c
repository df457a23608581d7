/*
 * A peer that says anything on a link in session: to a receiver, a sender, an ordered receiver.
 * Input: a byte for the role, then messages: type u8, count u8, flags u8 (1: with a payload,
 * 2: raw head, 4: time passes), length u8, body; the payload is what of the input lies behind it.
 */
#include "link/protocol.h"
#include "link/protocol_wire.h"
#include "record/pack.h"

#include <stdlib.h>

enum { SESSION = 7, PEER = 3, WITH_PAYLOAD = 1, RAW = 2, LATER = 4 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct frame *start(void)
{
	struct frame *frame = frame_new();
	struct buf map = BUF_INIT;
	struct err err;

	pack_map(&map, 1);
	pack_text(&map, "recipe");
	pack_text(&map, "fuzz");
	frame_make_control(frame, FRAME_START, &map, &err);
	buf_release(&map);
	return frame;
}

static struct frame *some_frame(uint64_t seq)
{
	struct frame *frame = frame_new();
	struct codec_state codecs = CODEC_STATE_INIT;
	struct err err;

	frame->head.type = FRAME_DATA;
	frame->head.stream = 1;
	frame->head.seq = seq;
	frame_seal(frame, CODEC_NONE, &codecs, &err);
	return frame;
}

static void greet(struct link *link, bool sender)
{
	struct wire_greeting greeting = { .version = LINK_VERSION, .sender = sender, .window = 1000, .codecs = 7, .stage = "fuzz" };
	struct buf head = BUF_INIT, payload = BUF_INIT;
	struct frame *frame = start();
	struct iovec pieces[FRAME_LAYERS_MAX + 1];
	int count = frame_pieces(frame, pieces, NULL);

	for (int i = 0; i < count; i++)
		buf_add(&payload, pieces[i].iov_base, pieces[i].iov_len);
	wire_begin(&head, &(struct wire_envelope){ LINK_HELLO, SESSION, 0 });
	wire_put_greeting(&head, &greeting);
	link_input(link, PEER, buf_str(&head), sender ? buf_str(&payload) : STR_NONE, NULL, 1);
	buf_release(&head);
	buf_release(&payload);
	frame_free(frame);
}

/* Takes all it says; answers its events as a stage would. */
static void drain(struct link *link, bool sender, uint64_t now)
{
	struct link_message message;
	struct channel_event event;
	struct err err;

	while (link_output(link, &message)) {
		buf_release(&message.head);
		link_part_release(message.payload);
	}
	while (link_take(link, &event, now, &err) > 0) {
		if (event.kind == CHANNEL_DATA && !sender) {
			if (event.frame->head.seq % 5 == 4)
				link_refuse(link, event.frame->head.stream, "no", now);
			else
				link_ack(link, event.frame->head.stream, event.frame->head.seq, event.frame->head.seq, now);
		}
		frame_free(event.frame);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 1)
		return 0;
	bool sender = data[0] & 1;
	struct link_config config = { .sender = sender, .ordered = !sender && (data[0] & 2), .stage = "fuzz", .name = "fuzz", .window = 4096 };
	struct link *link = link_new(&config);
	struct frame *frame = start();
	struct str rest = str_from(data + 1, size - 1);
	uint64_t now = 1;
	struct err err;

	if (sender)
		link_send(link, &frame, now, &err);
	frame_free(frame);
	greet(link, !sender);
	for (uint64_t seq = 0; sender && seq < 4; seq++) {
		frame = some_frame(seq);
		if (link_send(link, &frame, now, &err) != CHANNEL_SENT)
			frame_free(frame);
	}
	drain(link, sender, now);
	while (rest.len >= 4) {
		const uint8_t *at = (const uint8_t *)rest.at;
		size_t len = at[3] < rest.len - 4 ? at[3] : rest.len - 4;
		struct str body = str_from(at + 4, len);
		struct buf head = BUF_INIT;

		if (!(at[2] & RAW))
			wire_begin(&head, &(struct wire_envelope){ (enum link_type)(1 + at[0] % LINK_BYE), SESSION, at[1] });
		buf_add_str(&head, body);
		rest = str_from(rest.at + 4 + len, rest.len - 4 - len);
		link_input(link, PEER, buf_str(&head), at[2] & WITH_PAYLOAD ? rest : STR_NONE, NULL, now);
		if (at[2] & LATER) {
			now += 40u * at[1];
			link_tick(link, now);
		}
		drain(link, sender, now);
		buf_release(&head);
	}
	link_free(link);
	return 0;
}
