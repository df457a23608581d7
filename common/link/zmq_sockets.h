/*
 * zmq_sockets: the ZeroMQ sockets of a link, and what ZeroMQ tells of its connections. Used
 * by one thread.
 *
 * A peer's name is the number of its endpoint in the upper half and, behind a ROUTER, the
 * routing id that ZeroMQ gave to the connection in the lower one. Peers that set a routing
 * id of their own are not heard.
 */
#ifndef LEAT_LINK_ZMQ_SOCKETS_H
#define LEAT_LINK_ZMQ_SOCKETS_H

#include "link/curve.h"
#include "link/endpoint.h"
#include "link/protocol.h"

struct sockets;

enum socket_change {
	SOCKET_UP, /* the connection to an endpoint that we call stands */
	SOCKET_DOWN, /* a peer is gone */
	SOCKET_SOME_DOWN, /* one of those who called is gone */
	SOCKET_NOTE, /* text for the user */
};

/* `loan` is the payload's, as in link_input. */
typedef void sockets_input_fn(void *ctx, uint64_t peer, struct str head, struct str payload, struct frame_loan *loan);
typedef void sockets_change_fn(void *ctx, enum socket_change change, uint64_t peer, const char *text);

struct sockets *sockets_open(const struct endpoint *endpoints, size_t count, const struct curve *curve,
			     struct err *err);
/* Gives all changes and a bounded number of messages. */
void sockets_receive(struct sockets *sockets, sockets_input_fn *input, sockets_change_fn *change, void *ctx);
/* Takes the message. -1: the peer is gone. */
int sockets_send(struct sockets *sockets, struct link_message *message);
/* Until something came, `wake` is readable (then true), or the time is over. */
bool sockets_wait(struct sockets *sockets, int wake, int timeout_ms);
/* Reads the list of allowed keys again. */
void sockets_reload(struct sockets *sockets, sockets_change_fn *change, void *ctx);
/* What is on its way has `linger_ms` to leave. */
void sockets_close(struct sockets *sockets, int linger_ms);

#endif
