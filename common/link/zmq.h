/*
 * zmq: the carrier over ZeroMQ, with the link protocol (LINK.md): credit, acks from the
 * store back to the source, frames sent again when a peer dies.
 *
 * A channel has one ROUTER for all that it binds and a DEALER for each endpoint that it
 * calls, served by a thread of its own: a slow record in the stage delays no heartbeat.
 */
#ifndef LEAT_LINK_ZMQ_H
#define LEAT_LINK_ZMQ_H

#include "link/curve.h"
#include "link/endpoint.h"
#include "link/protocol.h"

struct zmq_link_config {
	const struct endpoint *endpoints; /* only links; addresses are borrowed */
	size_t count;
	const struct curve *curve; /* keys; NULL: plain; borrowed */
	struct link_config link; /* stage, sender and the like; name, calls, nonce are set here */
};

/* An endpoint that cannot be bound is EXIT_RETRY where somebody else has it. Needs CURVE, or
 * `insecure`, for endpoints beyond loopback: the caller checks that. Sets malloc's thresholds
 * for the whole process, so that frames' memory is used again. */
struct channel *zmq_link_open(const struct zmq_link_config *config, struct err *err);

/* Reads the list of allowed keys again. An unreadable list is a CHANNEL_NOTE, and the old
 * one stays. From any thread. */
void zmq_link_reload(struct channel *channel);
/* From any thread. */
void zmq_link_count(struct channel *channel, struct link_counters *counters);

#endif
