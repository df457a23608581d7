/*
 * protocol: the link protocol of LINK.md as a state machine: no sockets, clock or threads.
 * zmq.h moves its messages over ZeroMQ, memory.h over a simulated network in tests.
 *
 * A link is one side, sender or receiver, with any number of peers on the other. It is
 * used from one thread at a time. Times are milliseconds of a steady clock and never fall.
 */
#ifndef LEAT_LINK_PROTOCOL_H
#define LEAT_LINK_PROTOCOL_H

#include "link/channel.h"

#include <stdatomic.h>

enum {
	LINK_VERSION = 1,
	LINK_WINDOW = 8 << 20, /* bytes a peer may send before they are taken */
	LINK_SOURCE_WINDOW = 32 << 20, /* bytes of a source that are not durable */
	LINK_CREDIT_MAX = 1 << 30, /* bytes; a peer that grants more is taken at this */
	LINK_PING_MS = 1000,
	LINK_DEAD_MS = 5000, /* silent so long: dead */
	LINK_AWAY_MS = 5000, /* at the end: who was lost is waited for so long */
	LINK_QUERY_MS = 30000, /* not acked so long: asked for */
	LINK_ACK_FRAMES = 8, /* so many are acked in one message, */
	LINK_ACK_MS = 10, /* or what there is after this time */
	LINK_PEERS_MAX = 1024,
	LINK_GROUP_BYTES = 256 << 10, /* frames of one message, where there are several */
	LINK_GROUP_FRAMES = 64,
	LINK_MESSAGE_MAX = FRAME_HEAD + FRAME_STORED_MAX, /* bytes of a message's second part */
	LINK_HEAD_MAX = 1 << 20, /* bytes of its first */
	LINK_ATTEMPTS_MAX = 3, /* frames that a receiver cannot read are not sent more often */
};

/* Of an ordered receiver, from before it was started again: what it has passed on of a
 * source. The user makes it durable before a frame goes on, or an order that is durable
 * and will not come again would be waited for. */
struct link_mark {
	uint64_t source;
	uint64_t next; /* order */
};

struct link_config {
	bool sender;
	bool ordered; /* of a receiver: frames come in the order of their source */
	const char *stage; /* told to peers; borrowed */
	const char *name; /* of the link, for messages; borrowed */
	uint64_t window; /* of a receiver: bytes a peer */
	uint64_t unacked_max; /* of a sender: bytes not acked; 0: bounded by the sources */
	unsigned calls; /* how many endpoints this side connects to */
	const struct link_mark *marks; /* of an ordered receiver; read by link_new */
	size_t nmarks;
	uint32_t nonce; /* random: tells the sessions of this process from those of others */
};

/* One or more sealed frames, shared between the link and the carrier. */
struct link_part {
	atomic_uint refs;
	size_t len;
	char bytes[];
};

void link_part_release(struct link_part *part);

/* What the carrier takes to a peer: a first part, and for some types a second. */
struct link_message {
	uint64_t peer;
	struct buf head; /* the taker's to release */
	struct link_part *payload; /* NULL: none; the taker's to release */
};

struct link_counters {
	uint64_t frames, bytes; /* sent for the first time, or received */
	uint64_t resent; /* frames */
	uint64_t acked;
	uint64_t peers_lost;
	uint64_t resets;
	uint64_t unacked_frames, unacked_bytes; /* now */
	uint64_t peers; /* now, in session */
};

struct link;

struct link *link_new(const struct link_config *config);
void link_free(struct link *link);

/* For the carrier. `peer` is its name for a connection: it may reuse the name of an
 * endpoint that it connects to, never that of a peer that called. */

/* A connection that this side called for stands. */
void link_peer_up(struct link *link, uint64_t peer, uint64_t now);
/* A peer cannot be reached. */
void link_peer_down(struct link *link, uint64_t peer, uint64_t now);
/* A message came; parts that are no message of the protocol are passed by. A frame may keep the
 * payload where it lies, and then takes `loan` over; NULL: it is to be copied. */
void link_input(struct link *link, uint64_t peer, struct str head, struct str payload, struct frame_loan *loan,
		uint64_t now);
/* The next message to carry; false: none. */
bool link_output(struct link *link, struct link_message *message);
bool link_has_output(const struct link *link);
/* Asks all peers for a sign of life, so that one who is gone is found. */
void link_probe(struct link *link, uint64_t now);
/* Something for the user to read, as CHANNEL_NOTE. */
void link_note(struct link *link, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Does what is due; returns when to call it again, at the latest. */
uint64_t link_tick(struct link *link, uint64_t now);
/* When that is, by now: what happened since may be due earlier than link_tick said. */
uint64_t link_due(const struct link *link, uint64_t tick);

/* For the channel's user; the calls of channel.h. */

/* 1: an event, 0: none now, -1: the link failed for good. */
int link_take(struct link *link, struct channel_event *event, uint64_t now, struct err *err);
bool link_ready(const struct link *link); /* link_take has something */
int link_send(struct link *link, struct frame **frame, uint64_t now, struct err *err);
void link_ack(struct link *link, uint64_t stream, uint64_t first, uint64_t last, uint64_t now);
void link_refuse(struct link *link, uint64_t stream, const char *reason, uint64_t now);
bool link_over(const struct link *link); /* END is among the events, or was taken */
void link_forget(struct link *link, uint64_t now);
/* Tells the peers that this side leaves; the messages still have to be carried. */
void link_leave(struct link *link, uint64_t now);

void link_count(const struct link *link, struct link_counters *counters);

#endif
