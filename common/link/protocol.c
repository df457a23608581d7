#include "link/protocol_link.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void link_part_release(struct link_part *part)
{
	if (part && atomic_fetch_sub(&part->refs, 1) == 1)
		free(part);
}

struct link_part *link_part_of(const struct frame *frame)
{
	struct iovec pieces[FRAME_LAYERS_MAX + 1];
	size_t total;
	int count = frame_pieces(frame, pieces, &total);
	struct link_part *part = mem_alloc(sizeof *part + total);
	char *to = part->bytes;

	atomic_init(&part->refs, 1);
	part->len = total;
	for (int i = 0; i < count; i++) {
		memcpy(to, pieces[i].iov_base, pieces[i].iov_len);
		to += pieces[i].iov_len;
	}
	return part;
}

struct link *link_new(const struct link_config *config)
{
	struct link *link = mem_zero(1, sizeof *link);

	link->config = *config;
	link->sessions = config->nonce;
	link->events_end = &link->events;
	link->outgoing_end = &link->outgoing;
	if (config->ordered)
		link->order = order_new(config->marks, config->nmarks);
	return link;
}

/* Messages and events. */

void link_tell(struct link *link, uint64_t to, struct wire_envelope envelope, struct str body,
	       struct link_part *payload)
{
	struct outgoing *out = mem_zero(1, sizeof *out);

	out->message.peer = to;
	wire_begin(&out->message.head, &envelope);
	buf_add_str(&out->message.head, body);
	if (payload) {
		atomic_fetch_add(&payload->refs, 1);
		out->message.payload = payload;
	}
	*link->outgoing_end = out;
	link->outgoing_end = &out->next;
}

void link_tell_peer(struct link *link, struct link_peer *peer, enum link_type type, uint32_t count,
		    struct str body, struct link_part *payload)
{
	link_tell(link, peer->id, (struct wire_envelope){ type, peer->session, count }, body, payload);
	peer->told = link->now;
}

bool link_output(struct link *link, struct link_message *message)
{
	struct outgoing *out = link->outgoing;

	if (!out)
		return link->config.sender && sender_output(link, message);
	*message = out->message;
	link->outgoing = out->next;
	if (!link->outgoing)
		link->outgoing_end = &link->outgoing;
	free(out);
	return true;
}

bool link_has_output(const struct link *link)
{
	return link->outgoing || (link->config.sender && sender_has_output(link));
}

struct event_node *link_add_event(struct link *link, enum channel_event_kind kind)
{
	struct event_node *node = mem_zero(1, sizeof *node);

	node->event.kind = kind;
	*link->events_end = node;
	link->events_end = &node->next;
	link->events_last = node;
	return node;
}

void link_note(struct link *link, const char *format, ...)
{
	struct event_node *node = link_add_event(link, CHANNEL_NOTE);
	va_list args;

	va_start(args, format);
	vsnprintf(node->event.reason, sizeof node->event.reason, format, args);
	va_end(args);
}

void link_fail(struct link *link, enum exit_code code, const char *format, ...)
{
	va_list args;

	if (link->has_failed)
		return;
	link->has_failed = true;
	link->failed.code = code;
	va_start(args, format);
	vsnprintf(link->failed.text, sizeof link->failed.text, format, args);
	va_end(args);
}

bool link_ready(const struct link *link)
{
	return link->events || link->has_failed;
}

static struct event_node *pop_event(struct link *link)
{
	struct event_node *node = link->events;

	link->events = node->next;
	if (!link->events) {
		link->events_end = &link->events;
		link->events_last = NULL;
	}
	return node;
}

int link_take(struct link *link, struct channel_event *event, uint64_t now, struct err *err)
{
	link->now = now;
	*event = (struct channel_event){ .kind = CHANNEL_NOTHING };
	if (link->events) {
		struct event_node *node = pop_event(link);

		if (node->event.kind == CHANNEL_DATA)
			receiver_took(link, node);
		*event = node->event;
		free(node);
		return 1;
	}
	if (!link->has_failed)
		return 0;
	*err = link->failed;
	return -1;
}

/* Input. */

/* Somebody without a session here speaks as if there were one. */
static void reset_stranger(struct link *link, uint64_t id, const struct wire_envelope *envelope)
{
	if (envelope->type != LINK_RESET && envelope->type != LINK_ERROR && envelope->type != LINK_BYE)
		link_tell(link, id, (struct wire_envelope){ LINK_RESET, envelope->session, 0 }, STR_NONE, NULL);
}

static void on_bye(struct link *link, struct link_peer *peer)
{
	peer->state = PEER_ENDED;
	link_end_session(link, peer);
	if (!link->config.sender)
		receiver_check_end(link);
}

static void in_session(struct link *link, struct link_peer *peer, const struct wire_envelope *envelope,
		       struct str body, struct str payload, struct frame_loan *loan)
{
	if (envelope->type == LINK_BYE)
		on_bye(link, peer);
	else if (link->config.sender)
		sender_input(link, peer, envelope, body);
	else
		receiver_input(link, peer, envelope, body, payload, loan);
}

void link_input(struct link *link, uint64_t id, struct str head, struct str payload, struct frame_loan *loan,
		uint64_t now)
{
	struct link_peer *peer = link_find_peer(link, id);
	struct wire_envelope envelope;
	struct str body;

	link->now = now;
	if (!wire_open(head, &envelope, &body))
		return;
	if (!peer && envelope.type == LINK_HELLO && link->npeers < LINK_PEERS_MAX)
		peer = link_add_peer(link, id, false);
	if (!peer) {
		reset_stranger(link, id, &envelope);
		return;
	}
	if (envelope.type == LINK_HELLO) {
		peer->heard = now;
		session_on_hello(link, peer, envelope.session, body, payload);
		return;
	}
	if (envelope.session != peer->session) {
		if (!peer->called)
			reset_stranger(link, id, &envelope);
		return;
	}
	peer->heard = now;
	if (envelope.type == LINK_WELCOME)
		session_on_welcome(link, peer, body, payload);
	else if (envelope.type == LINK_ERROR)
		session_on_error(link, peer, body);
	else if (envelope.type == LINK_RESET)
		session_on_reset(link, peer);
	else if (peer->state == PEER_OPEN)
		in_session(link, peer, &envelope, body, payload, loan);
	if (link->config.sender)
		sender_check_end(link);
}

void link_peer_up(struct link *link, uint64_t id, uint64_t now)
{
	struct link_peer *peer = link_find_peer(link, id);

	link->now = now;
	if (!peer)
		peer = link_add_peer(link, id, true);
	if (peer->state == PEER_ENDED && peer->finished)
		return;
	link_end_session(link, peer);
	peer->state = PEER_NEW;
	peer->heard = now;
	session_hello(link, peer);
}

void link_peer_down(struct link *link, uint64_t id, uint64_t now)
{
	struct link_peer *peer = link_find_peer(link, id);

	link->now = now;
	if (peer)
		link_lose_peer(link, peer, PEER_DOWN);
}

/* Time. */

static void earlier(uint64_t *next, uint64_t than)
{
	if (than < *next)
		*next = than;
}

static void ping(struct link *link, struct link_peer *peer)
{
	struct buf body = BUF_INIT;

	if (!link->config.sender) {
		peer->granted_told = receiver_granted(link, peer);
		wire_put_number(&body, peer->granted_told);
	}
	link_tell_peer(link, peer, LINK_PING, 0, buf_str(&body), NULL);
	buf_release(&body);
}

void link_probe(struct link *link, uint64_t now)
{
	link->now = now;
	for (size_t i = 0; i < link->npeers; i++)
		if (link->peers[i]->state == PEER_OPEN)
			ping(link, link->peers[i]);
}

uint64_t link_due(const struct link *link, uint64_t tick)
{
	for (size_t i = 0; i < link->npeers; i++)
		if (link->peers[i]->acks.len > 0)
			earlier(&tick, link->peers[i]->acks_due);
	return tick;
}

static void peer_tick(struct link *link, struct link_peer *peer, uint64_t *next)
{
	if (peer->state == PEER_DOWN)
		return;
	if (link->now - peer->heard > LINK_DEAD_MS && (peer->state == PEER_OPEN || !peer->called)) {
		if (peer->state == PEER_OPEN)
			link_note(link, "%s: %s was silent for %d s and counts as dead", link->config.name,
				  peer->stage[0] ? peer->stage : "a peer", LINK_DEAD_MS / 1000);
		link_lose_peer(link, peer, PEER_NEW);
		return;
	}
	if (peer->state == PEER_ENDED)
		return;
	if (link->now - peer->told >= LINK_PING_MS) {
		if (peer->state == PEER_OPEN)
			ping(link, peer);
		else if (peer->called)
			session_hello(link, peer);
	}
	earlier(next, peer->told + LINK_PING_MS);
}

uint64_t link_tick(struct link *link, uint64_t now)
{
	uint64_t next = now + LINK_PING_MS;

	link->now = now;
	for (size_t i = link->npeers; i > 0; i--)
		peer_tick(link, link->peers[i - 1], &next);
	if (link->config.sender)
		sender_tick(link);
	else
		receiver_tick(link, &next);
	return next > now ? next : now + 1;
}

/* The flow's ends. */

void link_leave(struct link *link, uint64_t now)
{
	link->now = now;
	for (size_t i = 0; i < link->npeers; i++)
		if (link->peers[i]->state == PEER_OPEN)
			link_tell_peer(link, link->peers[i], LINK_BYE, 0, STR_NONE, NULL);
}

/* A sender's START came: those who called before can be answered, and others called. */
static void begin(struct link *link, struct frame *frame)
{
	link->start_part = link_part_of(frame);
	link->started = true;
	frame_free(frame);
	for (size_t i = 0; i < link->npeers; i++) {
		if (link->peers[i]->state == PEER_GREETED)
			session_welcome(link, link->peers[i]);
		else if (link->peers[i]->state == PEER_NEW && link->peers[i]->called)
			session_hello(link, link->peers[i]);
	}
}

int link_send(struct link *link, struct frame **frame, uint64_t now, struct err *err)
{
	link->now = now;
	if (link->has_failed) {
		*err = link->failed;
		return -1;
	}
	if ((*frame)->head.type == FRAME_START && link->started)
		return err_set(err, EXIT_USAGE, "%s: a link carries one flow: several files one after another need a pipe",
			       link->config.name);
	if ((*frame)->head.type == FRAME_START) {
		begin(link, *frame);
	} else if ((*frame)->head.type == FRAME_STOP) {
		link->stop_part = link_part_of(*frame);
		link->stopping = true;
		link->stop_at = now;
		frame_free(*frame);
	} else {
		return sender_send(link, frame);
	}
	*frame = NULL;
	return CHANNEL_SENT;
}

bool link_over(const struct link *link)
{
	return link->over;
}

void link_count(const struct link *link, struct link_counters *counters)
{
	*counters = link->counters;
	counters->unacked_frames = link->config.sender ? link->held.count : link->owed.count;
	counters->unacked_bytes = link->held_bytes;
	for (size_t i = 0; i < link->npeers; i++)
		counters->peers += link->peers[i]->state == PEER_OPEN;
}

void link_free(struct link *link)
{
	struct link_message message;

	while (link->npeers > 0) {
		link_end_session(link, link->peers[0]);
		link_remove_peer(link, link->peers[0]);
	}
	sender_release(link);
	receiver_release(link);
	while (link->outgoing && link_output(link, &message)) {
		buf_release(&message.head);
		link_part_release(message.payload);
	}
	while (link->events) {
		struct event_node *node = pop_event(link);

		frame_free(node->event.frame);
		free(node);
	}
	link_part_release(link->start_part);
	link_part_release(link->stop_part);
	order_free(link->order);
	free(link->peers);
	free(link);
}
