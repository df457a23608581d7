#include "link/protocol_link.h"
#include "base/num.h"

#include <stdlib.h>

enum {
	END_RETRY_MS = 1000,
	END_MS = 5000, /* so long those who start late are waited for, where nobody has heard of the end */
	DEAF_MS = 30000, /* and those who live and do not say BYE */
	QUERY_TICK_MS = 1000
};

/* Lists. */

static void list_add(struct held_list *list, struct held *held)
{
	held->list = list;
	held->next = NULL;
	held->prev = list->last;
	*(list->last ? &list->last->next : &list->first) = held;
	list->last = held;
}

static void list_remove(struct held *held)
{
	*(held->prev ? &held->prev->next : &held->list->first) = held->next;
	*(held->next ? &held->next->prev : &held->list->last) = held->prev;
	held->list = NULL;
}

/* Moves all of `from` before all of `to`. */
static void list_prepend(struct held_list *to, struct held_list *from)
{
	if (!from->first)
		return;
	for (struct held *held = from->first; held; held = held->next)
		held->list = to;
	from->last->next = to->first;
	*(to->first ? &to->first->prev : &to->last) = from->last;
	to->first = from->first;
	*from = (struct held_list){ NULL, NULL };
}

/* Frames. */

static void free_held(struct link *link, struct held *held)
{
	list_remove(held);
	link_table_remove(&link->held, &held->node);
	link->held_bytes -= held->part->len;
	link_part_release(held->part);
	free(held);
}

static bool was_sent_to(const struct held *held, uint32_t serial)
{
	for (unsigned i = 0; i < LINK_OWNERS; i++)
		if (held->sent_to[i] == serial)
			return true;
	return false;
}

static uint64_t content_of(const struct frame *frame)
{
	return frame->head.src_hash ^ (frame->head.recipe * 3);
}

/* A frame that is kept already, and the same: the one at hand will be acked with it. */
static bool is_held(struct link *link, struct frame *frame)
{
	struct held *held = (struct held *)(void *)link_table_find(&link->held, frame->head.stream, frame->head.seq);

	if (!held)
		return false;
	if (held->content == content_of(frame))
		return true;
	free_held(link, held);
	return false;
}

static struct link_peer *peer_with_credit(struct link *link)
{
	for (size_t i = 0; i < link->npeers; i++) {
		struct link_peer *peer = link->peers[(link->turn + i) % link->npeers];

		if (link_peer_opened(peer) && peer->granted > peer->sent) {
			link->turn = (link->turn + i + 1) % link->npeers;
			return peer;
		}
	}
	return NULL;
}

static void assign(struct link_peer *peer, struct held *held)
{
	held->sent_to[held->sends++ % LINK_OWNERS] = peer->serial;
	peer->sent += held->part->len;
	list_add(&peer->outbox, held);
}

static void send_waiting(struct link *link)
{
	struct link_peer *peer;

	while (link->waiting.first && (peer = peer_with_credit(link)) != NULL) {
		struct held *held = link->waiting.first;

		list_remove(held);
		assign(peer, held);
		link->counters.resent++;
	}
}

static bool within_window(const struct link *link, size_t size)
{
	return link->config.unacked_max == 0 || link->held_bytes == 0 ||
	       link->held_bytes + size <= link->config.unacked_max;
}

int sender_send(struct link *link, struct frame **frame)
{
	size_t size = FRAME_HEAD + (size_t)(*frame)->head.length;
	struct link_peer *peer = NULL;

	if (is_held(link, *frame)) {
		frame_free(*frame);
		*frame = NULL;
		return CHANNEL_SENT;
	}
	if (!link->waiting.first && within_window(link, size))
		peer = peer_with_credit(link);
	if (!peer) {
		link->wants_room = true;
		return CHANNEL_FULL;
	}
	struct held *held = mem_zero(1, sizeof *held);
	held->node.stream = (*frame)->head.stream;
	held->node.seq = (*frame)->head.seq;
	held->route = (*frame)->route;
	held->content = content_of(*frame);
	held->part = link_part_of(*frame);
	link_table_add(&link->held, &held->node);
	link->held_bytes += held->part->len;
	link->counters.frames++;
	link->counters.bytes += held->part->len;
	link->ever_sent = true;
	assign(peer, held);
	frame_free(*frame);
	*frame = NULL;
	return CHANNEL_SENT;
}

/* Says ROOM once to a user who was told FULL. */
static void say_room(struct link *link)
{
	if (!link->wants_room || link->waiting.first || !within_window(link, 1))
		return;
	for (size_t i = 0; i < link->npeers; i++) {
		struct link_peer *peer = link->peers[i];

		if (!link_peer_opened(peer) || peer->granted <= peer->sent)
			continue;
		link->wants_room = false;
		link_add_event(link, CHANNEL_ROOM);
		return;
	}
}

/* Messages. */

/* How many frames of the outbox go into one message, and their bytes. */
static uint32_t group(const struct link_peer *peer, size_t *bytes)
{
	uint32_t count = 0;

	*bytes = 0;
	for (const struct held *held = peer->outbox.first; held; held = held->next) {
		if (count > 0 && (count >= LINK_GROUP_FRAMES || *bytes + held->part->len > LINK_GROUP_BYTES))
			break;
		*bytes += held->part->len;
		count++;
	}
	return count;
}

static void fly(struct link *link, struct link_peer *peer, struct link_message *message)
{
	size_t bytes;
	uint32_t count = group(peer, &bytes);
	char *to = NULL;

	message->peer = peer->id;
	message->head = BUF_INIT;
	wire_begin(&message->head, &(struct wire_envelope){ LINK_DATA, peer->session, count });
	if (count > 1) {
		message->payload = mem_alloc(sizeof *message->payload + bytes);
		atomic_init(&message->payload->refs, 1);
		message->payload->len = bytes;
		to = message->payload->bytes;
	} else {
		message->payload = peer->outbox.first->part;
		atomic_fetch_add(&message->payload->refs, 1);
	}
	for (uint32_t i = 0; i < count; i++) {
		struct held *held = peer->outbox.first;

		wire_put_route(&message->head, &held->route);
		if (to) {
			memcpy(to, held->part->bytes, held->part->len);
			to += held->part->len;
		}
		held->sent_at = link->now;
		list_remove(held);
		list_add(&peer->flying, held);
	}
	peer->told = peer->flew = link->now;
}

bool sender_has_output(const struct link *link)
{
	for (size_t i = 0; i < link->npeers; i++)
		if (link_peer_opened(link->peers[i]) && link->peers[i]->outbox.first)
			return true;
	return false;
}

bool sender_output(struct link *link, struct link_message *message)
{
	for (size_t i = 0; i < link->npeers; i++) {
		struct link_peer *peer = link->peers[i];

		if (!link_peer_opened(peer) || !peer->outbox.first)
			continue;
		fly(link, peer, message);
		return true;
	}
	return false;
}

/* Answers. */

struct answer {
	struct link *link;
	struct link_peer *peer;
	bool lost;
};

static void add_ack(struct link *link, uint64_t stream, uint64_t seq)
{
	struct event_node *last = link->events_last;

	if (last && last->event.kind == CHANNEL_ACK && last->event.stream == stream && last->event.last + 1 == seq) {
		last->event.last = seq;
		return;
	}
	struct event_node *node = link_add_event(link, CHANNEL_ACK);
	node->event.stream = stream;
	node->event.first = node->event.last = seq;
}

static void acked(void *ctx, struct link_node *node)
{
	struct answer *answer = ctx;
	struct held *held = (struct held *)(void *)node;

	if (!was_sent_to(held, answer->peer->serial))
		return;
	add_ack(answer->link, node->stream, node->seq);
	answer->link->counters.acked++;
	free_held(answer->link, held);
}

/* The peer does not have what flies to it. */
static void unknown(void *ctx, struct link_node *node)
{
	struct answer *answer = ctx;

	if (((struct held *)(void *)node)->list == &answer->peer->flying)
		answer->lost = true;
}

static void not_read(void *ctx, struct link_node *node)
{
	struct answer *answer = ctx;
	struct held *held = (struct held *)(void *)node;

	if (held->list != &answer->peer->flying)
		return;
	if (++held->route.attempt > LINK_ATTEMPTS_MAX)
		link_fail(answer->link, EXIT_CUT, "%s: %s cannot read frame %016llx/%llu", answer->link->config.name,
			  answer->peer->stage, (unsigned long long)node->stream, (unsigned long long)node->seq);
	list_remove(held);
	list_add(&answer->link->waiting, held);
}

/* Whether any was found lost. */
static bool on_ranges(struct link *link, struct link_peer *peer, const struct wire_envelope *envelope,
		      struct str body, void (*fn)(void *, struct link_node *))
{
	struct answer answer = { link, peer, false };
	struct wire_range range;

	for (uint32_t i = 0; i < envelope->count && wire_range(body, i, &range); i++)
		link_table_range(&link->held, range.stream, range.first, range.last, fn, &answer);
	return answer.lost;
}

struct refusal {
	struct link *link;
	const struct link_peer *peer;
	uint64_t stream;
	bool counts; /* the peer was sent a frame of it */
	bool drop;
};

static void refused(void *ctx, struct link_node *node)
{
	struct refusal *refusal = ctx;
	struct held *held = (struct held *)(void *)node;

	if (node->stream != refusal->stream)
		return;
	if (refusal->drop)
		free_held(refusal->link, held);
	else if (was_sent_to(held, refusal->peer->serial))
		refusal->counts = true;
}

static void on_refuse(struct link *link, struct link_peer *peer, struct str body)
{
	struct refusal refusal = { .link = link, .peer = peer };

	if (!wire_number(body, &refusal.stream))
		return;
	link_table_each(&link->held, refused, &refusal);
	if (!refusal.counts)
		return;
	refusal.drop = true;
	link_table_each(&link->held, refused, &refusal);
	struct event_node *node = link_add_event(link, CHANNEL_REFUSE);
	size_t len = body.len - sizeof refusal.stream;
	node->event.stream = refusal.stream;
	memcpy(node->event.reason, body.at + sizeof refusal.stream,
	       len < sizeof node->event.reason ? len : sizeof node->event.reason - 1);
}

static void on_credit(struct link_peer *peer, struct str body)
{
	uint64_t granted;

	if (!wire_number(body, &granted) || granted <= peer->granted)
		return;
	peer->granted = granted < peer->sent + LINK_CREDIT_MAX ? granted : peer->sent + LINK_CREDIT_MAX;
}

void sender_input(struct link *link, struct link_peer *peer, const struct wire_envelope *envelope, struct str body)
{
	switch (envelope->type) {
	case LINK_ACK:
		on_ranges(link, peer, envelope, body, acked);
		break;
	case LINK_UNKNOWN:
		/* A message or an ack went lost, and with it the count of credit. */
		if (on_ranges(link, peer, envelope, body, unknown))
			link_restart(link, peer);
		break;
	case LINK_NACK:
		on_ranges(link, peer, envelope, body, not_read);
		break;
	case LINK_REFUSE:
		on_refuse(link, peer, body);
		break;
	case LINK_CREDIT:
	case LINK_PING:
		on_credit(peer, body);
		break;
	default:
		return;
	}
	send_waiting(link);
	say_room(link);
}

void sender_opened(struct link *link, struct link_peer *peer)
{
	if (link->stop_told) {
		peer->finished = true;
		link_tell_peer(link, peer, LINK_EOS, 0, STR_NONE, link->stop_part);
	}
	send_waiting(link);
	say_room(link);
}

void sender_lost(struct link *link, struct link_peer *peer)
{
	for (struct held *held = peer->flying.first; held; held = held->next)
		held->route.attempt++;
	list_prepend(&link->waiting, &peer->outbox);
	list_prepend(&link->waiting, &peer->flying);
	send_waiting(link);
}

/* Time. */

static void ask(struct link *link, struct link_peer *peer)
{
	struct buf body = BUF_INIT;
	uint32_t count = 0;

	for (struct held *held = peer->flying.first; held && count < WIRE_RANGES_MAX; held = held->next) {
		if (link->now - held->sent_at < LINK_QUERY_MS)
			continue;
		held->sent_at = link->now;
		wire_put_range(&body, (struct wire_range){ held->node.stream, held->node.seq, held->node.seq });
		count++;
	}
	if (count > 0)
		link_tell_peer(link, peer, LINK_QUERY, count, buf_str(&body), NULL);
	buf_release(&body);
}

static void end(struct link *link)
{
	if (link->over)
		return;
	link->over = true;
	link_add_event(link, CHANNEL_END);
}

/* All is acked: the peers are told, until they say BYE. */
void sender_check_end(struct link *link)
{
	bool waits = false, heard = link->ever_sent;

	if (!link->stopping || link->held.count > 0 || link->over)
		return;
	bool first = !link->stop_told, again = first || link->now - link->stop_at >= END_RETRY_MS;
	uint64_t since = link->now - link->stop_at;

	if (first) {
		link->stop_told = true;
		link->stop_at = link->now;
		since = 0;
	}
	for (size_t i = 0; i < link->npeers; i++) {
		struct link_peer *peer = link->peers[i];

		heard = heard || (peer->state == PEER_ENDED && peer->finished);
		if (!link_peer_opened(peer))
			continue;
		waits = true;
		if (again && (first || link->now - peer->told >= END_RETRY_MS)) {
			peer->finished = true;
			link_tell_peer(link, peer, LINK_EOS, 0, STR_NONE, link->stop_part);
		}
	}
	/* Who does not hear of the end would wait for another sender. */
	if (waits ? since < DEAF_MS :
		    !heard ? since < END_MS : link_waits_for_away(link))
		return;
	end(link);
}

/* No credit, and nothing on its way that could bring some: a message was lost with it, whose
 * frame was acked by a copy that had gone before. */
static bool lacks_credit(const struct link *link, const struct link_peer *peer)
{
	return peer->sent > 0 && peer->granted <= peer->sent && !peer->outbox.first && !peer->flying.first &&
	       link->now - peer->flew >= LINK_QUERY_MS;
}

void sender_tick(struct link *link)
{
	if (link->now - link->query_at >= QUERY_TICK_MS) {
		link->query_at = link->now;
		for (size_t i = 0; i < link->npeers; i++) {
			if (!link_peer_opened(link->peers[i]))
				continue;
			ask(link, link->peers[i]);
			if (lacks_credit(link, link->peers[i]))
				link_restart(link, link->peers[i]);
		}
	}
	send_waiting(link);
	say_room(link);
	sender_check_end(link);
}

static void release_one(void *ctx, struct link_node *node)
{
	free_held(ctx, (struct held *)(void *)node);
}

void link_forget(struct link *link, uint64_t now)
{
	link->now = now;
	link_table_each(&link->held, release_one, link);
	sender_check_end(link);
}

void sender_release(struct link *link)
{
	link_table_each(&link->held, release_one, link);
	link_table_release(&link->held);
}
