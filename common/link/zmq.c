#include "link/zmq.h"
#include "base/buf.h"
#include "base/num.h"
#include "base/time.h"
#include "link/zmq_sockets.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <unistd.h>

enum { BATCH = 32, LINGER_MS = 500, NAME_MAX_BYTES = 256 };

struct zmq_channel {
	struct channel channel;
	char name[NAME_MAX_BYTES];
	struct sockets *sockets; /* of the I/O thread once it runs */
	pthread_t thread;
	pthread_mutex_t lock; /* of all that follows */
	struct link *link;
	int ready, wake; /* eventfd: for the user, for the I/O thread */
	bool signalled; /* `ready` is readable */
	bool asleep; /* the I/O thread waits, and must be woken */
	bool closing, reload;
	uint64_t tick;
};

static struct zmq_channel *self(struct channel *channel)
{
	return (struct zmq_channel *)(void *)channel;
}

static uint64_t now_ms(void)
{
	return time_steady_ns() / 1000000;
}

static void poke(int fd)
{
	uint64_t one = 1;
	ssize_t ignored = write(fd, &one, sizeof one);

	(void)ignored;
}

static void calm(int fd)
{
	uint64_t count;
	ssize_t ignored = read(fd, &count, sizeof count);

	(void)ignored;
}

/* The I/O thread. */

static void give_input(void *ctx, uint64_t peer, struct str head, struct str payload, struct frame_loan *loan)
{
	struct zmq_channel *self = ctx;

	pthread_mutex_lock(&self->lock);
	link_input(self->link, peer, head, payload, loan, now_ms());
	pthread_mutex_unlock(&self->lock);
}

static void give_change(void *ctx, enum socket_change change, uint64_t peer, const char *text)
{
	struct zmq_channel *self = ctx;

	pthread_mutex_lock(&self->lock);
	switch (change) {
	case SOCKET_UP:
		link_peer_up(self->link, peer, now_ms());
		break;
	case SOCKET_DOWN:
		link_peer_down(self->link, peer, now_ms());
		break;
	case SOCKET_SOME_DOWN:
		link_probe(self->link, now_ms());
		break;
	case SOCKET_NOTE:
		link_note(self->link, "%s: %s", self->name, text);
		break;
	}
	pthread_mutex_unlock(&self->lock);
}

/* Sends what the link has to say. False: nothing was left. */
static bool send_batch(struct zmq_channel *self)
{
	struct link_message batch[BATCH];
	size_t count = 0;

	pthread_mutex_lock(&self->lock);
	while (count < BATCH && link_output(self->link, &batch[count]))
		count++;
	pthread_mutex_unlock(&self->lock);
	for (size_t i = 0; i < count; i++) {
		uint64_t peer = batch[i].peer;

		if (sockets_send(self->sockets, &batch[i]) < 0)
			give_change(self, SOCKET_DOWN, peer, NULL);
	}
	return count == BATCH;
}

/* What is due by time; tells the user of events. Returns how long to wait. */
static int turn(struct zmq_channel *self, bool *closing, bool *reload)
{
	uint64_t now = now_ms();

	pthread_mutex_lock(&self->lock);
	if (now >= link_due(self->link, self->tick))
		self->tick = link_tick(self->link, now);
	uint64_t due = link_due(self->link, self->tick);
	if (link_ready(self->link) && !self->signalled) {
		self->signalled = true;
		poke(self->ready);
	}
	bool more = link_has_output(self->link);
	*closing = self->closing;
	*reload = self->reload;
	self->reload = false;
	self->asleep = !more && !*closing;
	pthread_mutex_unlock(&self->lock);
	if (more || due <= now)
		return 0;
	return (int)(due - now);
}

static void *serve(void *arg)
{
	struct zmq_channel *self = arg;
	bool closing = false, reload;

	for (;;) {
		sockets_receive(self->sockets, give_input, give_change, self);
		while (send_batch(self))
			;
		int wait = turn(self, &closing, &reload);
		if (reload)
			sockets_reload(self->sockets, give_change, self);
		if (closing)
			break;
		if (sockets_wait(self->sockets, self->wake, wait))
			calm(self->wake);
		pthread_mutex_lock(&self->lock);
		self->asleep = false;
		pthread_mutex_unlock(&self->lock);
	}
	while (send_batch(self))
		;
	sockets_close(self->sockets, LINGER_MS);
	return NULL;
}

/* The user's thread. `lock` is held; wakes the other where there is something to do. */
static void let_go(struct zmq_channel *self)
{
	bool wake = self->asleep && (link_has_output(self->link) || link_due(self->link, self->tick) < self->tick ||
				     self->closing || self->reload);

	if (wake)
		self->asleep = false;
	pthread_mutex_unlock(&self->lock);
	if (wake)
		poke(self->wake);
}

static int zmq_channel_recv(struct channel *channel, struct channel_event *event, int timeout_ms, struct err *err)
{
	struct zmq_channel *zmq = self(channel);
	uint64_t until = now_ms() + (uint64_t)(timeout_ms > 0 ? timeout_ms : 0);

	for (;;) {
		pthread_mutex_lock(&zmq->lock);
		int got = link_take(zmq->link, event, now_ms(), err);
		if (!link_ready(zmq->link) && zmq->signalled) {
			zmq->signalled = false;
			calm(zmq->ready);
		}
		let_go(zmq);
		if (got != 0)
			return got < 0 ? -1 : 0;
		uint64_t now = now_ms();
		if (timeout_ms == 0 || (timeout_ms > 0 && now >= until))
			return 0;
		struct pollfd ready = { .fd = zmq->ready, .events = POLLIN };
		/* A signal ends the wait: the user may have to stop. */
		if (poll(&ready, 1, timeout_ms < 0 ? -1 : (int)(until - now)) < 0 && errno == EINTR)
			return 0;
	}
}

static int zmq_channel_send(struct channel *channel, struct frame **frame, struct err *err)
{
	struct zmq_channel *zmq = self(channel);

	pthread_mutex_lock(&zmq->lock);
	int result = link_send(zmq->link, frame, now_ms(), err);
	let_go(zmq);
	return result;
}

static int zmq_channel_ack(struct channel *channel, uint64_t stream, uint64_t first, uint64_t last, struct err *err)
{
	struct zmq_channel *zmq = self(channel);
	(void)err;

	pthread_mutex_lock(&zmq->lock);
	link_ack(zmq->link, stream, first, last, now_ms());
	let_go(zmq);
	return 0;
}

static int zmq_channel_refuse(struct channel *channel, uint64_t stream, const char *reason, struct err *err)
{
	struct zmq_channel *zmq = self(channel);
	(void)err;

	pthread_mutex_lock(&zmq->lock);
	link_refuse(zmq->link, stream, reason, now_ms());
	let_go(zmq);
	return 0;
}

static bool zmq_channel_over(struct channel *channel)
{
	struct zmq_channel *zmq = self(channel);

	pthread_mutex_lock(&zmq->lock);
	bool over = link_over(zmq->link);
	let_go(zmq);
	return over;
}

static void zmq_channel_forget(struct channel *channel)
{
	struct zmq_channel *zmq = self(channel);

	pthread_mutex_lock(&zmq->lock);
	link_forget(zmq->link, now_ms());
	let_go(zmq);
}

static int zmq_channel_descriptor(struct channel *channel)
{
	return self(channel)->ready;
}

static void release(struct zmq_channel *zmq)
{
	link_free(zmq->link);
	close(zmq->ready);
	close(zmq->wake);
	pthread_mutex_destroy(&zmq->lock);
	free(zmq);
}

static void zmq_channel_close(struct channel *channel)
{
	struct zmq_channel *zmq = self(channel);

	pthread_mutex_lock(&zmq->lock);
	link_leave(zmq->link, now_ms());
	zmq->closing = true;
	let_go(zmq);
	pthread_join(zmq->thread, NULL);
	release(zmq);
}

void zmq_link_count(struct channel *channel, struct link_counters *counters)
{
	struct zmq_channel *zmq = self(channel);

	pthread_mutex_lock(&zmq->lock);
	link_count(zmq->link, counters);
	pthread_mutex_unlock(&zmq->lock);
}

void zmq_link_reload(struct channel *channel)
{
	struct zmq_channel *zmq = self(channel);

	pthread_mutex_lock(&zmq->lock);
	zmq->reload = true;
	let_go(zmq);
}

static void name_it(struct zmq_channel *zmq, const struct zmq_link_config *config)
{
	snprintf(zmq->name, sizeof zmq->name, "%s%s", config->endpoints[0].address, config->count > 1 ? " and others" : "");
	zmq->channel.name = zmq->name;
}

struct channel *zmq_link_open(const struct zmq_link_config *config, struct err *err)
{
	static const struct channel_ops ops = {
		.acks = true,
		.recv = zmq_channel_recv,
		.send = zmq_channel_send,
		.ack = zmq_channel_ack,
		.refuse = zmq_channel_refuse,
		.over = zmq_channel_over,
		.forget = zmq_channel_forget,
		.descriptor = zmq_channel_descriptor,
		.close = zmq_channel_close,
	};
	struct zmq_channel *zmq = mem_zero(1, sizeof *zmq);
	struct link_config link = config->link;

	zmq->channel.ops = &ops;
	name_it(zmq, config);
	link.name = zmq->name;
	link.calls = 0;
	for (size_t i = 0; i < config->count; i++)
		link.calls += config->endpoints[i].kind == ENDPOINT_CONNECT;
	if (getrandom(&link.nonce, sizeof link.nonce, 0) < 0)
		link.nonce = (uint32_t)time_steady_ns();
	zmq->link = link_new(&link);
	zmq->ready = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	zmq->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	pthread_mutex_init(&zmq->lock, NULL);
	zmq->sockets = sockets_open(config->endpoints, config->count, config->curve, err);
	if (!zmq->sockets) {
		release(zmq);
		return NULL;
	}
	if (pthread_create(&zmq->thread, NULL, serve, zmq) != 0) {
		sockets_close(zmq->sockets, 0);
		release(zmq);
		err_set(err, EXIT_RETRY, "%s: cannot start a thread", config->endpoints[0].address);
		return NULL;
	}
	return &zmq->channel;
}
