#include "link/protocol_link.h"
#include "record/flow.h"
#include "record/pack.h"

#include <stdio.h>
#include <stdlib.h>

enum { REFUSED_MAX = 65536, ACKS_MAX = 1024, BORROW_MIN = 64 << 10 };

/* START of a peer. */

bool receiver_start(struct link *link, struct str payload, char *why, size_t size)
{
	struct frame *frame = frame_new();
	struct str map, recipe = STR("");
	struct err err = { 0 };

	buf_add_str(&frame->wire, payload);
	if (frame_parse(frame, &err) < 0 || flow_map(frame, &map, &err) < 0 || frame->head.type != FRAME_START) {
		snprintf(why, size, "its START cannot be read: %s", err.text);
		frame_free(frame);
		return false;
	}
	flow_str(map, "recipe", &recipe);
	uint64_t hash = flow_recipe_hash(recipe);
	if (link->started) {
		bool same = hash == link->recipe;

		if (!same)
			snprintf(why, size, "another recipe than that of the peers before: %.*s", STR_ARG(recipe));
		frame_free(frame);
		return same;
	}
	link->started = true;
	link->recipe = hash;
	link_add_event(link, CHANNEL_START)->event.frame = frame;
	return true;
}

/* Credit. */

/* Bytes that are queued here and belong to no session any more. */
static uint64_t stale(const struct link *link)
{
	uint64_t queued = link->queued;

	for (size_t i = 0; i < link->npeers; i++)
		queued -= link->peers[i]->queued;
	return queued;
}

uint64_t receiver_granted(struct link *link, const struct link_peer *peer)
{
	uint64_t old = stale(link), window = link->config.window;
	uint64_t granted = peer->taken + (window > old ? window - old : 0);

	return granted > peer->granted_told ? granted : peer->granted_told;
}

static void grant(struct link *link, struct link_peer *peer)
{
	uint64_t granted = receiver_granted(link, peer);
	struct buf body = BUF_INIT;

	if (!link_peer_opened(peer) || granted - peer->granted_told < link->config.window / 4)
		return;
	peer->granted_told = granted;
	wire_put_number(&body, granted);
	link_tell_peer(link, peer, LINK_CREDIT, 0, buf_str(&body), NULL);
	buf_release(&body);
}

void receiver_took(struct link *link, struct event_node *node)
{
	struct link_peer *peer = link_peer_by_serial(link, node->serial);

	link->queued -= node->size;
	if (peer && peer->session == node->session) {
		peer->queued -= node->size;
		peer->taken += node->size;
		grant(link, peer);
		return;
	}
	for (size_t i = 0; i < link->npeers; i++)
		grant(link, link->peers[i]);
}

/* Frames. */

static void owe(struct link *link, const struct link_peer *peer, uint64_t stream, uint64_t seq)
{
	struct owed *owed = (struct owed *)(void *)link_table_find(&link->owed, stream, seq);

	if (!owed) {
		owed = mem_zero(1, sizeof *owed);
		owed->node.stream = stream;
		owed->node.seq = seq;
		link_table_add(&link->owed, &owed->node);
	}
	for (unsigned i = 0; i < LINK_OWNERS; i++)
		if (owed->owners[i] == peer->serial)
			return;
	owed->owners[owed->times++ % LINK_OWNERS] = peer->serial;
}

static const char *refused_why(const struct link *link, uint64_t stream)
{
	for (size_t i = 0; i < link->nrefused; i++)
		if (link->refused[i].stream == stream)
			return link->refused[i].why;
	return NULL;
}

static void tell_refused(struct link *link, struct link_peer *peer, uint64_t stream, const char *why)
{
	struct buf body = BUF_INIT;

	wire_put_number(&body, stream);
	buf_add_text(&body, why);
	link_tell_peer(link, peer, LINK_REFUSE, 0, buf_str(&body), NULL);
	buf_release(&body);
}

static void deliver(struct link *link, struct event_node *node)
{
	node->next = NULL;
	*link->events_end = node;
	link->events_end = &node->next;
	link->events_last = node;
}

/* A frame that is not given to the user frees its credit at once. */
static void pass_by(struct link *link, struct link_peer *peer, struct frame *frame)
{
	peer->taken += frame->wire.len;
	grant(link, peer);
	frame_free(frame);
}

static void on_frame(struct link *link, struct link_peer *peer, struct frame *frame)
{
	const char *why = refused_why(link, frame->head.stream);

	if (why) {
		tell_refused(link, peer, frame->head.stream, why);
		pass_by(link, peer, frame);
		return;
	}
	struct event_node *node = mem_zero(1, sizeof *node);

	node->event = (struct channel_event){ .kind = CHANNEL_DATA, .frame = frame };
	node->serial = peer->serial;
	node->session = peer->session;
	owe(link, peer, frame->head.stream, frame->head.seq);
	link->counters.frames++;
	link->counters.bytes += frame->wire.len;
	if (!link->order) {
		node->size = frame->wire.len;
		link->queued += node->size;
		peer->queued += node->size;
		deliver(link, node);
		return;
	}
	/* The source's window bounds what waits for its turn; credit that waited with it
	 * could be what the frame whose turn it is needs. */
	peer->taken += frame->wire.len;
	grant(link, peer);
	order_add(link->order, node);
	for (node = order_next(link->order); node; node = order_next(link->order))
		deliver(link, node);
}

static void nack(struct link *link, struct link_peer *peer, const struct frame_head *head)
{
	struct buf body = BUF_INIT;

	wire_put_range(&body, (struct wire_range){ head->stream, head->seq, head->seq });
	link_tell_peer(link, peer, LINK_NACK, 1, buf_str(&body), NULL);
	buf_release(&body);
}

/* A large frame stays where it came; a small one would keep a whole buffer of the carrier's. */
static void keep_bytes(struct frame *frame, struct str bytes, bool alone, struct frame_loan *loan)
{
	if (alone && loan && bytes.len >= BORROW_MIN)
		frame_borrow(frame, bytes, loan);
	else
		buf_add_str(&frame->wire, bytes);
}

static void on_data(struct link *link, struct link_peer *peer, uint32_t count, struct str body, struct str payload,
		    struct frame_loan *loan)
{
	struct frame_head head;
	struct err err = { 0 };

	for (uint32_t i = 0; i < count; i++) {
		struct frame *frame = frame_new();

		if (!wire_route(body, i, &frame->route) || payload.len < FRAME_HEAD ||
		    frame_read_head(payload.at, &head, &err) < 0 || head.type != FRAME_DATA ||
		    payload.len < FRAME_HEAD + (size_t)head.length) {
			frame_free(frame);
			link_error_to(link, peer, err.text[0] ? err.text : "a message that is not whole");
			return;
		}
		size_t len = FRAME_HEAD + (size_t)head.length;
		keep_bytes(frame, str_from(payload.at, len), len == payload.len && count == 1, loan);
		payload = str_from(payload.at + len, payload.len - len);
		if (frame_parse(frame, &err) == 0) {
			on_frame(link, peer, frame);
			continue;
		}
		nack(link, peer, &head);
		pass_by(link, peer, frame);
	}
}

/* Acks. */

static void flush_acks(struct link *link, struct link_peer *peer)
{
	uint32_t count = (uint32_t)(peer->acks.len / sizeof(struct wire_range));
	const struct wire_range *ranges = (const struct wire_range *)(const void *)peer->acks.data;
	struct buf body = BUF_INIT;

	if (count == 0)
		return;
	for (uint32_t i = 0; i < count; i++)
		wire_put_range(&body, ranges[i]);
	link_tell_peer(link, peer, LINK_ACK, count, buf_str(&body), NULL);
	buf_release(&body);
	buf_reset(&peer->acks);
	peer->acks_frames = 0;
}

static void ack_to(struct link *link, struct link_peer *peer, uint64_t stream, uint64_t seq)
{
	size_t count = peer->acks.len / sizeof(struct wire_range);
	struct wire_range *last = count ? (struct wire_range *)(void *)peer->acks.data + count - 1 : NULL;

	if (count == 0)
		peer->acks_due = link->now + LINK_ACK_MS;
	if (last && last->stream == stream && last->last + 1 == seq)
		last->last = seq;
	else
		buf_add(&peer->acks, &(struct wire_range){ stream, seq, seq }, sizeof(struct wire_range));
	link->counters.acked++;
	if (++peer->acks_frames >= LINK_ACK_FRAMES || count >= ACKS_MAX)
		flush_acks(link, peer);
}

static void free_owed(struct link *link, struct owed *owed)
{
	link_table_remove(&link->owed, &owed->node);
	free(owed);
}

static void ack_one(void *ctx, struct link_node *node)
{
	struct link *link = ctx;
	struct owed *owed = (struct owed *)(void *)node;

	for (unsigned i = 0; i < LINK_OWNERS; i++) {
		struct link_peer *peer = owed->owners[i] ? link_peer_by_serial(link, owed->owners[i]) : NULL;

		if (peer && link_peer_opened(peer))
			ack_to(link, peer, node->stream, node->seq);
	}
	free_owed(link, owed);
}

void link_ack(struct link *link, uint64_t stream, uint64_t first, uint64_t last, uint64_t now)
{
	link->now = now;
	link_table_range(&link->owed, stream, first, last, ack_one, link);
}

struct refusing {
	struct link *link;
	uint64_t stream;
	const char *why;
};

static void refuse_one(void *ctx, struct link_node *node)
{
	struct refusing *refusing = ctx;
	struct owed *owed = (struct owed *)(void *)node;

	if (node->stream != refusing->stream)
		return;
	for (unsigned i = 0; i < LINK_OWNERS; i++) {
		struct link_peer *peer = owed->owners[i] ? link_peer_by_serial(refusing->link, owed->owners[i]) : NULL;

		if (peer && link_peer_opened(peer))
			tell_refused(refusing->link, peer, node->stream, refusing->why);
	}
	free_owed(refusing->link, owed);
}

void link_refuse(struct link *link, uint64_t stream, const char *reason, uint64_t now)
{
	struct refusing refusing = { link, stream, reason };

	link->now = now;
	if (!refused_why(link, stream) && link->nrefused < REFUSED_MAX) {
		link->refused = mem_grow(link->refused, (link->nrefused + 1) * sizeof *link->refused);
		link->refused[link->nrefused].stream = stream;
		snprintf(link->refused[link->nrefused].why, sizeof link->refused->why, "%s", reason);
		link->nrefused++;
	}
	link_table_each(&link->owed, refuse_one, &refusing);
}

/* Questions. */

static void on_query(struct link *link, struct link_peer *peer, uint32_t count, struct str body)
{
	struct buf unknown = BUF_INIT;
	struct wire_range range;
	uint32_t found = 0;

	/* An ack that waits for its batch must not come behind "unknown". */
	flush_acks(link, peer);
	for (uint32_t i = 0; i < count && wire_range(body, i, &range); i++) {
		if (range.first != range.last || link_table_find(&link->owed, range.stream, range.first))
			continue;
		wire_put_range(&unknown, range);
		found++;
	}
	if (found > 0)
		link_tell_peer(link, peer, LINK_UNKNOWN, found, buf_str(&unknown), NULL);
	buf_release(&unknown);
}

/* The end. */

static bool is_interrupted(struct frame *stop)
{
	struct str map, end = STR("");
	struct err err;

	return flow_map(stop, &map, &err) == 0 && flow_str(map, "end", &end) && str_is(end, "interrupted");
}

static void on_eos(struct link *link, struct link_peer *peer, struct str payload)
{
	struct frame *frame = frame_new();
	struct err err = { 0 };
	struct str map;

	buf_add_str(&frame->wire, payload);
	if (frame_parse(frame, &err) < 0 || frame->head.type != FRAME_STOP || flow_map(frame, &map, &err) < 0) {
		frame_free(frame);
		link_error_to(link, peer, "its STOP cannot be read");
		return;
	}
	link_tell_peer(link, peer, LINK_BYE, 0, STR_NONE, NULL);
	peer->finished = true;
	peer->state = PEER_ENDED;
	if (link->stop && is_interrupted(link->stop)) {
		frame_free(frame);
	} else {
		frame_free(link->stop);
		link->stop = frame;
	}
	receiver_check_end(link);
}

void receiver_check_end(struct link *link)
{
	unsigned called = 0;

	if (!link->stop || link->over)
		return;
	for (size_t i = 0; i < link->npeers; i++) {
		const struct link_peer *peer = link->peers[i];

		if (peer->called && peer->finished)
			called++;
		else if (!peer->called && peer->state == PEER_OPEN)
			return;
	}
	if (called < link->config.calls || link_waits_for_away(link))
		return;
	link->over = true;
	link_add_event(link, CHANNEL_STOP)->event.frame = link->stop;
	link->stop = NULL;
	link_add_event(link, CHANNEL_END);
}

void receiver_input(struct link *link, struct link_peer *peer, const struct wire_envelope *envelope,
		    struct str body, struct str payload, struct frame_loan *loan)
{
	switch (envelope->type) {
	case LINK_DATA:
		on_data(link, peer, envelope->count, body, payload, loan);
		break;
	case LINK_QUERY:
		on_query(link, peer, envelope->count, body);
		break;
	case LINK_EOS:
		on_eos(link, peer, payload);
		break;
	default:
		break;
	}
}

void receiver_tick(struct link *link, uint64_t *next)
{
	for (size_t i = 0; i < link->npeers; i++) {
		struct link_peer *peer = link->peers[i];

		if (peer->acks.len == 0)
			continue;
		if (peer->acks_due <= link->now)
			flush_acks(link, peer);
		else if (peer->acks_due < *next)
			*next = peer->acks_due;
	}
	receiver_check_end(link);
}

static void release_one(void *ctx, struct link_node *node)
{
	free_owed(ctx, (struct owed *)(void *)node);
}

void receiver_release(struct link *link)
{
	link_table_each(&link->owed, release_one, link);
	link_table_release(&link->owed);
	frame_free(link->stop);
	free(link->refused);
}
