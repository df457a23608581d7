/*
 * channel: how frames go from one program to the next, whatever carries them. The same
 * calls serve a pipe or file (pipe.h), ZeroMQ (zmq.h) and memory (memory.h, for tests).
 *
 * A channel is one side of a link: a receiver or a sender. What runs over it is a flow:
 * START, frames of any number of streams, STOP. Frames are named (stream, seq).
 *
 * A receiver takes events with channel_recv and answers with channel_ack when a frame is
 * durable at the store (not before), or channel_refuse when its stream is not wanted. A
 * sender gives frames with channel_send and takes the answers with channel_recv. Acks are
 * facts: they may be lost, repeated or late without harm. A carrier with `acks` keeps what
 * was sent until it is acked and sends it again when a peer dies; a pipe has no way back:
 * there acks are nothing, and a flow that ends without STOP is the error.
 *
 * Credit is the carrier's: a receiver's carrier grants it as frames are taken from it, a
 * sender's says CHANNEL_FULL when there is none. A channel belongs to one thread.
 *
 * The end. A receiver gets STOP, then END. A sender gives STOP last; on a carrier with acks
 * it then goes on with channel_recv, passing answers up, until END: all that was sent is
 * durable or refused, and the peers know of the end. So a receiver at its end knows that
 * all it got is durable, be it by ways of others; a stage between two channels then forgets
 * what it still holds, instead of waiting for peers who may have left. A frame's `route` goes along on
 * carriers with acks: a stage hands the frame on, or copies the route to its new frame.
 */
#ifndef LEAT_LINK_CHANNEL_H
#define LEAT_LINK_CHANNEL_H

#include "base/err.h"
#include "record/frame.h"

#include <stdbool.h>
#include <stdint.h>

enum channel_event_kind {
	CHANNEL_NOTHING, /* the time is over */
	CHANNEL_START, /* frame: START of a flow */
	CHANNEL_DATA, /* frame */
	CHANNEL_STOP, /* frame: STOP of the flow; totals are checked */
	CHANNEL_END, /* nothing more will come; a sender's: all is acked */
	CHANNEL_ACK, /* stream, first..last are durable (sender) */
	CHANNEL_REFUSE, /* stream is refused for good: reason (sender) */
	CHANNEL_ROOM, /* credit came: try channel_send again (sender) */
	CHANNEL_NOTE, /* reason: what happened on the link, a warning for the user */
};

struct channel_event {
	enum channel_event_kind kind;
	struct frame *frame; /* the taker's to free, or to give to channel_send */
	uint64_t stream, first, last;
	char reason[256];
};

enum channel_sent { CHANNEL_SENT = 0, CHANNEL_FULL = 1 };

struct channel;

struct channel_ops {
	bool acks;
	int (*recv)(struct channel *, struct channel_event *, int timeout_ms, struct err *);
	int (*send)(struct channel *, struct frame **, struct err *);
	int (*ack)(struct channel *, uint64_t stream, uint64_t first, uint64_t last, struct err *);
	int (*refuse)(struct channel *, uint64_t stream, const char *reason, struct err *);
	bool (*over)(struct channel *);
	void (*forget)(struct channel *);
	int (*descriptor)(struct channel *);
	void (*close)(struct channel *);
};

/* First member of every carrier's own structure. */
struct channel {
	const struct channel_ops *ops;
	const char *name; /* for messages: "standard input", a path, an endpoint */
};

/* Waits at most timeout_ms (-1: for ever) for an event. -1 on error; EXIT_CUT where the
 * flow was cut. */
static inline int channel_recv(struct channel *channel, struct channel_event *event, int timeout_ms,
			       struct err *err)
{
	return channel->ops->recv(channel, event, timeout_ms, err);
}

/* Sends a sealed frame of any type. CHANNEL_SENT: the carrier owns it and *frame is NULL.
 * CHANNEL_FULL: no credit; the frame is still the caller's. -1: the other side is gone for
 * good (a pipe: EXIT_CUT). START and STOP need no credit. */
static inline int channel_send(struct channel *channel, struct frame **frame, struct err *err)
{
	return channel->ops->send(channel, frame, err);
}

/* Frames (stream, first..last) are durable. Nothing on carriers without acks. */
static inline int channel_ack(struct channel *channel, uint64_t stream, uint64_t first, uint64_t last,
			      struct err *err)
{
	return channel->ops->ack ? channel->ops->ack(channel, stream, first, last, err) : 0;
}

static inline int channel_refuse(struct channel *channel, uint64_t stream, const char *reason, struct err *err)
{
	return channel->ops->refuse ? channel->ops->refuse(channel, stream, reason, err) : 0;
}

/* A receiver's: END is there, taken or behind other events. False on carriers without acks. */
static inline bool channel_over(struct channel *channel)
{
	return channel->ops->over && channel->ops->over(channel);
}

/* A sender's: what it holds is durable, and need not be sent or acked. */
static inline void channel_forget(struct channel *channel)
{
	if (channel->ops->forget)
		channel->ops->forget(channel);
}

/* A descriptor that polls readable when channel_recv has something; -1: none. */
static inline int channel_descriptor(struct channel *channel)
{
	return channel->ops->descriptor ? channel->ops->descriptor(channel) : -1;
}

/* Frees it. A sender must have sent STOP, else the other side sees a cut flow. */
static inline void channel_close(struct channel *channel)
{
	if (channel)
		channel->ops->close(channel);
}

#endif
