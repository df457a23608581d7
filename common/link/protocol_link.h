/*
 * protocol_link: what the files of the protocol share.
 *
 *   protocol.c           messages, events, time
 *   protocol_session.c   peers and their greeting
 *   protocol_sender.c, protocol_receiver.c   the two roles
 *   protocol_order.c     frames back in the order of their source
 */
#ifndef LEAT_LINK_PROTOCOL_LINK_H
#define LEAT_LINK_PROTOCOL_LINK_H

#include "link/protocol.h"
#include "link/protocol_table.h"
#include "link/protocol_wire.h"

enum { LINK_OWNERS = 4 }; /* peers remembered a frame; older ones are forgotten */

enum peer_state {
	PEER_DOWN, /* we call it, and no connection stands */
	PEER_NEW, /* connected; it has to greet, or we when there is a START */
	PEER_GREETED, /* HELLO went out (caller) or came in (called) */
	PEER_OPEN, /* in session */
	PEER_ENDED, /* EOS went through, or BYE; or it does not fit */
};

/* Frames of a sender, in the order in which they came. */
struct held_list {
	struct held *first, *last;
};

struct link_peer {
	uint64_t id;
	uint32_t serial; /* never used again, unlike id */
	uint32_t session;
	enum peer_state state;
	bool called; /* by us */
	bool finished; /* EOS went (sender) or came (receiver) */
	uint64_t heard, told;
	char stage[32];
	/* of a sender: bytes since the session began */
	uint64_t granted, sent;
	struct held_list outbox, flying;
	uint64_t flew; /* when DATA went last */
	/* of a receiver */
	uint64_t taken, granted_told;
	uint64_t queued; /* bytes of this session that are not taken */
	struct buf acks; /* struct wire_range */
	uint64_t acks_due;
	uint32_t acks_frames;
};

/* A frame that a sender keeps. */
struct held {
	struct link_node node;
	struct held *prev, *next;
	struct held_list *list;
	struct link_part *part;
	struct frame_route route;
	uint64_t content; /* src_hash and recipe: another content under the same name */
	uint64_t sent_at;
	uint32_t sent_to[LINK_OWNERS]; /* serials; 0: none */
	unsigned sends;
};

/* A frame that a receiver got and has not answered. */
struct owed {
	struct link_node node;
	uint32_t owners[LINK_OWNERS]; /* serials of peers that sent it; 0: none */
	unsigned times;
};

struct event_node {
	struct event_node *next;
	struct channel_event event;
	uint32_t serial; /* of DATA: from whom, */
	uint32_t session;
	uint64_t size; /* and how much credit comes free when it is taken; 0: none */
};

struct outgoing {
	struct outgoing *next;
	struct link_message message;
};

struct refused_stream {
	uint64_t stream;
	char why[WIRE_REASON_MAX + 1];
};

struct order; /* protocol_order.c */

struct link {
	struct link_config config;
	uint64_t now;
	uint32_t serials, sessions;
	size_t away; /* peers that were lost without BYE and did not come back */
	uint64_t away_at; /* when the last was */
	struct link_peer **peers;
	size_t npeers;
	struct event_node *events, **events_end, *events_last;
	struct outgoing *outgoing, **outgoing_end;
	struct err failed;
	bool has_failed;
	struct link_counters counters;
	struct link_part *start_part; /* of a sender */
	uint64_t recipe; /* of a receiver: of the first START */
	bool started, over; /* over: END is among the events */
	/* sender */
	struct link_table held;
	struct held_list waiting; /* to be sent (again) when there is credit */
	uint64_t held_bytes;
	bool wants_room, ever_sent, stopping, stop_told;
	struct link_part *stop_part;
	uint64_t stop_at, query_at;
	size_t turn; /* of the peers, for DATA */
	/* receiver */
	struct link_table owed;
	uint64_t queued; /* bytes that are not taken, of every session */
	struct refused_stream *refused;
	size_t nrefused;
	struct frame *stop; /* of the peers that ended */
	struct order *order;
};

/* protocol_session.c */
struct link_peer *link_peer_by_serial(struct link *link, uint32_t serial);
bool link_peer_opened(const struct link_peer *peer);
struct link_peer *link_find_peer(struct link *link, uint64_t id);
struct link_peer *link_add_peer(struct link *link, uint64_t id, bool called);
void link_remove_peer(struct link *link, struct link_peer *peer);
/* Ends the session, if any: what was sent in it is uncertain. */
void link_end_session(struct link *link, struct link_peer *peer);
/* Whether somebody who was cut off may still come back to hear, or tell, of the end. */
bool link_waits_for_away(const struct link *link);
/* A peer that cannot be reached or heard. Endpoints that we call keep their place, in the
 * state `then`; others are removed. */
void link_lose_peer(struct link *link, struct link_peer *peer, enum peer_state then);
/* Ends the session and asks for a new one, where something went lost in it. */
void link_restart(struct link *link, struct link_peer *peer);
/* Turns a peer away. */
void link_error_to(struct link *link, struct link_peer *peer, const char *reason);
/* Say HELLO or WELCOME, once there is something to say. */
void session_hello(struct link *link, struct link_peer *peer);
void session_welcome(struct link *link, struct link_peer *peer);
void session_on_hello(struct link *link, struct link_peer *peer, uint32_t session, struct str body,
		      struct str payload);
void session_on_welcome(struct link *link, struct link_peer *peer, struct str body, struct str payload);
void session_on_error(struct link *link, struct link_peer *peer, struct str body);
void session_on_reset(struct link *link, struct link_peer *peer);

/* protocol.c */
/* Queues a message; `body` may be STR_NONE, `payload` NULL (a reference is taken). */
void link_tell(struct link *link, uint64_t to, struct wire_envelope envelope, struct str body,
	       struct link_part *payload);
void link_tell_peer(struct link *link, struct link_peer *peer, enum link_type type, uint32_t count,
		    struct str body, struct link_part *payload);
struct event_node *link_add_event(struct link *link, enum channel_event_kind kind);
void link_fail(struct link *link, enum exit_code code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The sealed frame's bytes as a part. */
struct link_part *link_part_of(const struct frame *frame);

/* protocol_sender.c */
int sender_send(struct link *link, struct frame **frame);
void sender_input(struct link *link, struct link_peer *peer, const struct wire_envelope *envelope, struct str body);
void sender_opened(struct link *link, struct link_peer *peer);
/* The peer is gone: its frames wait for another. */
void sender_lost(struct link *link, struct link_peer *peer);
bool sender_has_output(const struct link *link);
bool sender_output(struct link *link, struct link_message *message);
void sender_tick(struct link *link);
/* Tells the peers of the end once all is acked; END is then an event. */
void sender_check_end(struct link *link);
void sender_release(struct link *link);

/* protocol_receiver.c */
/* Checks a peer's START and takes it over; false: *why says why it does not fit. */
bool receiver_start(struct link *link, struct str payload, char *why, size_t size);
void receiver_input(struct link *link, struct link_peer *peer, const struct wire_envelope *envelope,
		    struct str body, struct str payload, struct frame_loan *loan);
uint64_t receiver_granted(struct link *link, const struct link_peer *peer);
void receiver_took(struct link *link, struct event_node *node);
void receiver_tick(struct link *link, uint64_t *next);
/* Whether all peers ended: then STOP and END are events. */
void receiver_check_end(struct link *link);
void receiver_release(struct link *link);

/* protocol_order.c */
struct order *order_new(const struct link_mark *marks, size_t count);
void order_free(struct order *order);
void order_add(struct order *order, struct event_node *node);
/* The next frame that is due, or NULL. */
struct event_node *order_next(struct order *order);

#endif
