#include "link/memory.h"
#include "link/protocol_wire.h"

#include <stdlib.h>

enum { AWAY_MS = 3000 };

struct letter {
	struct letter *next;
	struct link_message message;
};

struct post {
	struct letter *first, **end;
};

struct side {
	struct channel channel;
	struct memory_net *net;
	struct side *next;
	struct link *link;
	uint64_t tick;
};

struct connection {
	struct connection *next;
	struct side *caller, *bound;
	uint64_t endpoint; /* the caller's name for it, for ever */
	uint64_t route; /* the bound side's; 0: down */
	uint64_t back_at; /* when it comes up again */
	struct post to_bound, to_caller;
};

struct memory_net {
	uint64_t random, now, names;
	struct memory_faults faults;
	struct side *sides;
	struct connection *connections;
};

/* splitmix64 (Vigna, public domain). */
static uint64_t draw(struct memory_net *net)
{
	uint64_t z = net->random += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

uint64_t memory_random(struct memory_net *net, uint64_t below)
{
	return draw(net) % below;
}

uint64_t memory_now(const struct memory_net *net)
{
	return net->now;
}

void memory_set_faults(struct memory_net *net, struct memory_faults faults)
{
	net->faults = faults;
}

struct memory_net *memory_net_new(uint64_t seed, struct memory_faults faults)
{
	struct memory_net *net = mem_zero(1, sizeof *net);

	net->random = seed;
	net->now = 1000;
	net->faults = faults;
	return net;
}

/* Letters. */

static void letter_free(struct letter *letter)
{
	buf_release(&letter->message.head);
	link_part_release(letter->message.payload);
	free(letter);
}

static struct letter *pop(struct post *post)
{
	struct letter *letter = post->first;

	post->first = letter->next;
	if (!post->first)
		post->end = &post->first;
	return letter;
}

static void throw_away(struct post *post)
{
	while (post->first)
		letter_free(pop(post));
}

static void hand_over(struct memory_net *net, struct connection *connection, bool to_bound)
{
	struct post *post = to_bound ? &connection->to_bound : &connection->to_caller;
	struct letter *letter = pop(post);
	uint64_t fate = memory_random(net, 1000);
	struct side *to = to_bound ? connection->bound : connection->caller;
	struct link_part *payload = letter->message.payload;
	struct wire_envelope envelope;
	struct str body;

	if (fate < net->faults.reorder && post->first) {
		letter->next = NULL;
		*post->end = letter;
		post->end = &letter->next;
		return;
	}
	if (net->faults.lost_type && wire_open(buf_str(&letter->message.head), &envelope, &body) &&
	    envelope.type == net->faults.lost_type) {
		letter_free(letter);
		return;
	}
	for (int times = memory_random(net, 1000) < net->faults.repeat ? 2 : 1; times > 0; times--)
		if (memory_random(net, 1000) >= net->faults.drop)
			link_input(to->link, to_bound ? connection->route : connection->endpoint,
				   buf_str(&letter->message.head),
				   payload ? str_from(payload->bytes, payload->len) : STR_NONE, NULL, net->now);
	letter_free(letter);
}

/* Connections. */

static void lay_down(struct connection *connection, uint64_t now, bool told)
{
	uint64_t route = connection->route;

	connection->route = 0;
	throw_away(&connection->to_bound);
	throw_away(&connection->to_caller);
	if (route && told && connection->bound)
		link_peer_down(connection->bound->link, route, now);
	if (route && told && connection->caller)
		link_peer_down(connection->caller->link, connection->endpoint, now);
}

static void bring_up(struct memory_net *net)
{
	for (struct connection *at = net->connections; at; at = at->next) {
		if (at->route || at->back_at > net->now || !at->caller || !at->bound)
			continue;
		at->route = ++net->names;
		link_peer_up(at->caller->link, at->endpoint, net->now);
	}
}

void memory_connect(struct memory_net *net, struct channel *caller, struct channel *bound)
{
	struct connection *connection = mem_zero(1, sizeof *connection);

	connection->caller = (struct side *)(void *)caller;
	connection->bound = (struct side *)(void *)bound;
	connection->endpoint = ++net->names;
	connection->to_bound.end = &connection->to_bound.first;
	connection->to_caller.end = &connection->to_caller.first;
	connection->next = net->connections;
	net->connections = connection;
	bring_up(net);
}

void memory_cut(struct memory_net *net, bool told)
{
	size_t count = 0;

	for (struct connection *at = net->connections; at; at = at->next)
		count += at->route != 0;
	if (count == 0)
		return;
	count = memory_random(net, count);
	for (struct connection *at = net->connections; at; at = at->next) {
		if (!at->route || count-- > 0)
			continue;
		lay_down(at, net->now, told);
		at->back_at = net->now + memory_random(net, AWAY_MS);
		return;
	}
}

/* Time. */

/* Takes what a side wants to say to its connections; to nowhere: it is told. */
static void collect(struct memory_net *net, struct side *side)
{
	struct link_message message;

	while (link_output(side->link, &message)) {
		struct letter *letter = mem_zero(1, sizeof *letter);
		struct post *post = NULL;

		letter->message = message;
		for (struct connection *at = net->connections; at && !post; at = at->next) {
			if (at->caller == side && at->endpoint == message.peer && at->route)
				post = &at->to_bound;
			if (at->bound == side && at->route == message.peer)
				post = &at->to_caller;
		}
		if (!post) {
			letter_free(letter);
			link_peer_down(side->link, message.peer, net->now);
			continue;
		}
		*post->end = letter;
		post->end = &letter->next;
	}
}

static void tick(struct memory_net *net, struct side *side)
{
	if (side->tick <= net->now)
		side->tick = link_tick(side->link, net->now);
}

static bool deliver_one(struct memory_net *net)
{
	size_t count = 0;

	for (struct connection *at = net->connections; at; at = at->next)
		count += (size_t)(at->to_bound.first != NULL) + (size_t)(at->to_caller.first != NULL);
	if (count == 0)
		return false;
	count = memory_random(net, count);
	for (struct connection *at = net->connections; at; at = at->next) {
		if (at->to_bound.first && count-- == 0) {
			hand_over(net, at, true);
			return true;
		}
		if (at->to_caller.first && count-- == 0) {
			hand_over(net, at, false);
			return true;
		}
	}
	return false;
}

void memory_step(struct memory_net *net)
{
	bring_up(net);
	for (struct side *side = net->sides; side; side = side->next) {
		/* Input comes late, and a tick may be late, but both come. */
		tick(net, side);
		collect(net, side);
	}
	if (deliver_one(net))
		net->now += memory_random(net, 2);
	else
		net->now += 1 + memory_random(net, 500);
}

/* The channel. */

static struct side *self(struct channel *channel)
{
	return (struct side *)(void *)channel;
}

static int side_recv(struct channel *channel, struct channel_event *event, int timeout_ms, struct err *err)
{
	(void)timeout_ms;
	return link_take(self(channel)->link, event, self(channel)->net->now, err) < 0 ? -1 : 0;
}

static int side_send(struct channel *channel, struct frame **frame, struct err *err)
{
	return link_send(self(channel)->link, frame, self(channel)->net->now, err);
}

static int side_ack(struct channel *channel, uint64_t stream, uint64_t first, uint64_t last, struct err *err)
{
	(void)err;
	link_ack(self(channel)->link, stream, first, last, self(channel)->net->now);
	return 0;
}

static int side_refuse(struct channel *channel, uint64_t stream, const char *reason, struct err *err)
{
	(void)err;
	link_refuse(self(channel)->link, stream, reason, self(channel)->net->now);
	return 0;
}

static bool side_over(struct channel *channel)
{
	return link_over(self(channel)->link);
}

static void side_forget(struct channel *channel)
{
	link_forget(self(channel)->link, self(channel)->net->now);
}

static void side_close(struct channel *channel)
{
	struct side *side = self(channel);
	struct memory_net *net = side->net;

	for (struct connection **at = &net->connections; *at;) {
		struct connection *connection = *at;

		if (connection->caller != side && connection->bound != side) {
			at = &connection->next;
			continue;
		}
		if (connection->caller == side)
			connection->caller = NULL;
		else
			connection->bound = NULL;
		lay_down(connection, net->now, memory_random(net, 2) == 0);
		*at = connection->next;
		free(connection);
	}
	for (struct side **at = &net->sides; *at; at = &(*at)->next) {
		if (*at != side)
			continue;
		*at = side->next;
		break;
	}
	link_free(side->link);
	free(side);
}

struct channel *memory_side(struct memory_net *net, const struct link_config *config)
{
	static const struct channel_ops ops = {
		.acks = true, .recv = side_recv, .send = side_send, .ack = side_ack, .refuse = side_refuse,
		.over = side_over, .forget = side_forget, .close = side_close,
	};
	struct side *side = mem_zero(1, sizeof *side);
	struct link_config own = *config;

	own.nonce = (uint32_t)draw(net);
	side->channel.ops = &ops;
	side->channel.name = "memory";
	side->net = net;
	side->link = link_new(&own);
	side->next = net->sides;
	net->sides = side;
	return &side->channel;
}

void memory_count(struct channel *channel, struct link_counters *counters)
{
	link_count(self(channel)->link, counters);
}

void memory_net_free(struct memory_net *net)
{
	free(net);
}
