#include "link/zmq_sockets.h"
#include "base/num.h"
#include "base/time.h"
#include "link/zmq_zap.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

enum { ROUTE_BITS = 32, MESSAGES_A_TURN = 256, ROUTING_ID = 5, PRIVATE_UMASK = 0177, CALL_AGAIN_MS = 1000,
       NOTE_MS = 60000, SOCKET_BUFFER = 1 << 20 };

struct socket {
	void *zmq, *monitor;
	bool router;
	uint64_t key; /* upper half of the names of its peers */
	const char *address;
	uint64_t refused_ms; /* when its call was turned away by ZeroMQ; 0: it was not */
	uint64_t noted_ms; /* when that was last said */
};

struct sockets {
	void *context;
	struct socket *all;
	size_t count;
	zmq_pollitem_t *items;
	struct zap *zap; /* NULL without CURVE */
};

static void set_int(void *socket, int option, int value)
{
	zmq_setsockopt(socket, option, &value, sizeof value);
}

/* Credit bounds the queues, not ZeroMQ's own marks, which drop or block. Heartbeats find
 * connections that are dead though nobody closed them. */
static void set_options(struct socket *socket)
{
	int64_t largest = LINK_MESSAGE_MAX + LINK_HEAD_MAX;

	set_int(socket->zmq, ZMQ_SNDHWM, 0);
	set_int(socket->zmq, ZMQ_RCVHWM, 0);
	set_int(socket->zmq, ZMQ_LINGER, 0);
	set_int(socket->zmq, ZMQ_HEARTBEAT_IVL, 1000);
	set_int(socket->zmq, ZMQ_HEARTBEAT_TIMEOUT, 3000);
	set_int(socket->zmq, ZMQ_HANDSHAKE_IVL, 5000);
	set_int(socket->zmq, ZMQ_TCP_KEEPALIVE, 1);
	set_int(socket->zmq, ZMQ_IPV6, 1);
	zmq_setsockopt(socket->zmq, ZMQ_MAXMSGSIZE, &largest, sizeof largest);
	if (socket->router) {
		set_int(socket->zmq, ZMQ_ROUTER_MANDATORY, 1);
		return;
	}
	/* ZMQ_IMMEDIATE stays off. With it libzmq 4.3.4 drops a lost connection's queue at once,
	 * and aborts (fq.cpp, !_more) where a message of two parts is half read. Without it
	 * what was queued goes to the next connection, where nobody knows its session. */
	set_int(socket->zmq, ZMQ_RECONNECT_IVL, 50);
	set_int(socket->zmq, ZMQ_RECONNECT_IVL_MAX, 500);
	set_int(socket->zmq, ZMQ_CONNECT_TIMEOUT, 1000);
}

static int watch(struct sockets *sockets, struct socket *socket, struct err *err)
{
	char name[64];

	snprintf(name, sizeof name, "inproc://monitor-%llu", (unsigned long long)(socket->key >> ROUTE_BITS));
	int events = ZMQ_EVENT_CONNECTED | ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH |
		     ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL;
	if (zmq_socket_monitor(socket->zmq, name, events) < 0 ||
	    !(socket->monitor = zmq_socket(sockets->context, ZMQ_PAIR)) || zmq_connect(socket->monitor, name) < 0)
		return err_set(err, EXIT_FAILED, "%s: cannot watch the socket: %s", socket->address, zmq_strerror(errno));
	set_int(socket->monitor, ZMQ_LINGER, 0);
	return 0;
}

static struct socket *add_socket(struct sockets *sockets, bool router, const struct endpoint *endpoint,
				 const struct curve *curve, struct err *err)
{
	struct socket *socket = &sockets->all[sockets->count];

	*socket = (struct socket){ .router = router, .address = endpoint->address,
				   .key = (uint64_t)(sockets->count + 1) << ROUTE_BITS };
	socket->zmq = zmq_socket(sockets->context, router ? ZMQ_ROUTER : ZMQ_DEALER);
	if (!socket->zmq) {
		err_set(err, EXIT_RETRY, "%s: cannot make a socket: %s", endpoint->address, zmq_strerror(errno));
		return NULL;
	}
	sockets->count++;
	set_options(socket);
	if (curve && zap_secure(socket->zmq, router, curve, err) < 0)
		return NULL;
	return watch(sockets, socket, err) < 0 ? NULL : socket;
}

/* The folder's owner decides who reaches a Unix socket; and nobody else may write to it. */
static int bind_one(struct socket *socket, const char *address, struct err *err)
{
	mode_t old = umask(PRIVATE_UMASK);
	int result = zmq_bind(socket->zmq, address), why = errno;

	umask(old);
	if (result == 0)
		return 0;
	return err_set(err, why == EADDRINUSE || why == EADDRNOTAVAIL ? EXIT_RETRY : EXIT_FAILED, "%s: cannot bind: %s",
		       address, zmq_strerror(why));
}

static int open_endpoint(struct sockets *sockets, const struct endpoint *endpoint, struct socket **router,
			 const struct curve *curve, struct err *err)
{
	if (endpoint->kind == ENDPOINT_BIND) {
		if (!*router && !(*router = add_socket(sockets, true, endpoint, curve, err)))
			return -1;
		return bind_one(*router, endpoint->address, err);
	}
	struct socket *socket = add_socket(sockets, false, endpoint, curve, err);
	if (!socket)
		return -1;
	if (zmq_connect(socket->zmq, endpoint->address) < 0)
		return err_set(err, EXIT_USAGE, "%s: cannot connect: %s", endpoint->address, zmq_strerror(errno));
	return 0;
}

struct sockets *sockets_open(const struct endpoint *endpoints, size_t count, const struct curve *curve,
			     struct err *err)
{
	struct sockets *sockets = mem_zero(1, sizeof *sockets);
	struct socket *router = NULL;

	sockets->context = zmq_ctx_new();
	sockets->all = mem_zero(count, sizeof *sockets->all);
	sockets->items = mem_zero(2 * count + 1, sizeof *sockets->items);
	if (curve && curve->allowed && !(sockets->zap = zap_start(sockets->context, curve->allowed, err))) {
		sockets_close(sockets, 0);
		return NULL;
	}
	for (size_t i = 0; i < count; i++) {
		if (open_endpoint(sockets, &endpoints[i], &router, curve, err) == 0)
			continue;
		sockets_close(sockets, 0);
		return NULL;
	}
	return sockets;
}

/* Receiving. */

static struct str content(zmq_msg_t *part)
{
	return str_from(zmq_msg_data(part), zmq_msg_size(part));
}

/* The next part; false: none, or none of this message. */
static bool next_part(struct socket *socket, zmq_msg_t *part, bool first)
{
	if (!first && !zmq_msg_more(part))
		return false;
	return zmq_msg_recv(part, socket->zmq, ZMQ_DONTWAIT) >= 0;
}

static bool peer_of(const struct socket *socket, struct str id, uint64_t *peer)
{
	if (id.len != ROUTING_ID || id.at[0] != 0)
		return false;
	*peer = socket->key | num_load32(id.at + 1);
	return true;
}

static void skip_rest(struct socket *socket, zmq_msg_t *part)
{
	while (next_part(socket, part, false))
		;
}

static void close_part(void *owner)
{
	zmq_msg_t *part = owner;

	zmq_msg_close(part);
	free(part);
}

/* Hands on a message whose first part is there. True: another part is there. */
static bool give_message(struct socket *socket, uint64_t peer, zmq_msg_t *head, sockets_input_fn *input, void *ctx)
{
	zmq_msg_t *payload = mem_alloc(sizeof *payload);
	struct frame_loan loan = { close_part, payload };

	zmq_msg_init(payload);
	bool more = zmq_msg_more(head) && zmq_msg_recv(payload, socket->zmq, ZMQ_DONTWAIT) >= 0;
	bool rest = more && zmq_msg_more(payload);
	if (zmq_msg_size(head) <= LINK_HEAD_MAX)
		input(ctx, peer, content(head), more ? content(payload) : STR_NONE, &loan);
	if (loan.give_back)
		loan.give_back(loan.owner);
	return rest;
}

/* One message; false: none is there. Parts that the protocol does not have are passed by. */
static bool receive_one(struct socket *socket, sockets_input_fn *input, void *ctx)
{
	zmq_msg_t head;
	uint64_t peer = socket->key;
	bool good = true;

	zmq_msg_init(&head);
	if (!next_part(socket, &head, true)) {
		zmq_msg_close(&head);
		return false;
	}
	if (socket->router)
		good = peer_of(socket, content(&head), &peer) && next_part(socket, &head, false);
	if (!good || give_message(socket, peer, &head, input, ctx))
		skip_rest(socket, &head);
	zmq_msg_close(&head);
	return true;
}

static void tell_failure(struct socket *socket, uint16_t event, sockets_change_fn *change, void *ctx)
{
	char text[160];
	uint64_t now = time_steady_ns() / 1000000;

	if (event == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH)
		socket->refused_ms = now;
	if (socket->noted_ms != 0 && now - socket->noted_ms < NOTE_MS)
		return;
	socket->noted_ms = now;
	snprintf(text, sizeof text,
		 event == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH ? "%s: a key was refused" :
							    "%s: a peer that speaks otherwise (keys on one side only?)",
		 socket->router ? "somebody called" : "the call failed");
	change(ctx, SOCKET_NOTE, socket->key, text);
}

/* A frame should go over a Unix socket in one call, which ZeroMQ's own option leaves as it is; tcp
 * finds its buffer itself. The descriptor may be closed by now, or be another: then nothing is
 * lost by it. */
static void widen(int fd)
{
	int domain, size = SOCKET_BUFFER;
	socklen_t len = sizeof domain;

	if (getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &len) == 0 && domain == AF_UNIX)
		setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
}

/* One event of the monitor: number and value, then the address. */
static bool receive_event(struct socket *socket, sockets_change_fn *change, void *ctx)
{
	zmq_msg_t part;
	uint16_t event = 0;
	uint32_t value = 0;

	zmq_msg_init(&part);
	bool got = zmq_msg_recv(&part, socket->monitor, ZMQ_DONTWAIT) >= 0;
	if (got) {
		if (zmq_msg_size(&part) >= sizeof event + sizeof value) {
			memcpy(&event, zmq_msg_data(&part), sizeof event);
			memcpy(&value, (char *)zmq_msg_data(&part) + sizeof event, sizeof value);
		}
		while (zmq_msg_more(&part) && zmq_msg_recv(&part, socket->monitor, ZMQ_DONTWAIT) >= 0)
			;
	}
	zmq_msg_close(&part);
	if (event == ZMQ_EVENT_CONNECTED || event == ZMQ_EVENT_ACCEPTED) {
		widen((int)value);
	} else if (event == ZMQ_EVENT_DISCONNECTED) {
		change(ctx, socket->router ? SOCKET_SOME_DOWN : SOCKET_DOWN, socket->key, NULL);
	} else if (event == ZMQ_EVENT_HANDSHAKE_SUCCEEDED && !socket->router) {
		socket->refused_ms = 0;
		change(ctx, SOCKET_UP, socket->key, NULL);
	} else if (event == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH || event == ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL) {
		tell_failure(socket, event, change, ctx);
	}
	return got;
}

/* ZeroMQ gives a call up for good when the other side turns it away; but lists of keys are
 * read again. */
static void call_again(struct socket *socket)
{
	if (socket->router || socket->refused_ms == 0 ||
	    time_steady_ns() / 1000000 - socket->refused_ms < CALL_AGAIN_MS)
		return;
	socket->refused_ms = 0;
	zmq_disconnect(socket->zmq, socket->address);
	zmq_connect(socket->zmq, socket->address);
}

void sockets_receive(struct sockets *sockets, sockets_input_fn *input, sockets_change_fn *change, void *ctx)
{
	for (size_t i = 0; i < sockets->count; i++) {
		while (receive_event(&sockets->all[i], change, ctx))
			;
		call_again(&sockets->all[i]);
		for (int n = 0; n < MESSAGES_A_TURN && receive_one(&sockets->all[i], input, ctx); n++)
			;
	}
}

/* Sending. */

static void release_part(void *data, void *part)
{
	(void)data;
	link_part_release(part);
}

static struct socket *socket_of(struct sockets *sockets, uint64_t peer)
{
	return &sockets->all[(peer >> ROUTE_BITS) - 1];
}

static bool send_id(struct socket *socket, uint64_t peer)
{
	char id[ROUTING_ID] = { 0 };

	num_store32(id + 1, (uint32_t)peer);
	return zmq_send(socket->zmq, id, sizeof id, ZMQ_SNDMORE | ZMQ_DONTWAIT) >= 0;
}

int sockets_send(struct sockets *sockets, struct link_message *message)
{
	struct socket *socket = socket_of(sockets, message->peer);
	bool sent = !socket->router || send_id(socket, message->peer);

	if (sent)
		sent = zmq_send(socket->zmq, message->head.data, message->head.len,
				ZMQ_DONTWAIT | (message->payload ? ZMQ_SNDMORE : 0)) >= 0;
	if (sent && message->payload) {
		zmq_msg_t part;

		zmq_msg_init_data(&part, message->payload->bytes, message->payload->len, release_part, message->payload);
		message->payload = NULL;
		sent = zmq_msg_send(&part, socket->zmq, ZMQ_DONTWAIT) >= 0;
		if (!sent)
			zmq_msg_close(&part);
	}
	link_part_release(message->payload);
	buf_release(&message->head);
	return sent ? 0 : -1;
}

bool sockets_wait(struct sockets *sockets, int wake, int timeout_ms)
{
	size_t n = 0;

	sockets->items[n++] = (zmq_pollitem_t){ .fd = wake, .events = ZMQ_POLLIN };
	for (size_t i = 0; i < sockets->count; i++) {
		sockets->items[n++] = (zmq_pollitem_t){ .socket = sockets->all[i].zmq, .events = ZMQ_POLLIN };
		sockets->items[n++] = (zmq_pollitem_t){ .socket = sockets->all[i].monitor, .events = ZMQ_POLLIN };
	}
	return zmq_poll(sockets->items, (int)n, timeout_ms) > 0 && (sockets->items[0].revents & ZMQ_POLLIN);
}

void sockets_reload(struct sockets *sockets, sockets_change_fn *change, void *ctx)
{
	struct err err;

	if (sockets->zap && zap_reload(sockets->zap, &err) < 0)
		change(ctx, SOCKET_NOTE, 0, err.text);
}

void sockets_close(struct sockets *sockets, int linger_ms)
{
	for (size_t i = 0; i < sockets->count; i++) {
		zmq_socket_monitor(sockets->all[i].zmq, NULL, 0);
		if (sockets->all[i].monitor)
			zmq_close(sockets->all[i].monitor);
		set_int(sockets->all[i].zmq, ZMQ_LINGER, linger_ms);
		zmq_close(sockets->all[i].zmq);
	}
	zap_stop(sockets->zap);
	zmq_ctx_term(sockets->context);
	free(sockets->all);
	free(sockets->items);
	free(sockets);
}
