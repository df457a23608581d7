/*
 * model_stages (of model.c): source -> workers -> dedup -> store over the simulated network: how each
 * starts, steps and dies. What is durable is in `struct disk`; all else dies with its process.
 */
#include "link/memory.h"
#include "record/pack.h"

#include <criterion/criterion.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STREAMS = 3, FRAMES_MAX = 12, WORKERS = 3, CONTENTS = 6, PENDING = 64, SINKS = 2, STORES = 2 };

/* How a variant is broken; 0: not at all. */
enum broken {
	SOUND,
	ACK_ON_RECEIPT, /* a worker acks what it took, not what is durable */
	STORE_DOUBLES, /* the store writes a frame again that it has */
	NO_VERDICT_LOG, /* dedup forgets its verdicts, but not its index */
	LATE_VERDICT_LOG, /* dedup passes frames on before its log is durable */
	NO_RESEND, /* the source forgets what it sent */
	KEEPS_HOLD, /* a stage whose senders ended waits for acks all the same */
	FIRST_SINK_ACKS, /* the store acks what one of its sinks has */
	ANY_VERSION, /* dedup and store take a frame of other content for a copy */
};

struct schedule {
	enum broken broken;
	bool faults, ordered;
	bool ends; /* only links are cut, and everybody has to hear of the end */
	bool changes; /* the source's files change, and all is started anew */
	unsigned sinks; /* of the store, each with a commit of its own; 0 is 1 */
	bool second_store; /* with a disk of its own */
	struct memory_faults network;
};

struct name {
	uint64_t stream, seq;
};

/* A frame holds one record, whose content is a number. */
struct disk {
	unsigned frames[STREAMS]; /* what the source has */
	unsigned content[STREAMS][FRAMES_MAX];
	uint64_t low; /* checkpoint of the source: orders below are durable */
	uint64_t version; /* of what the source reads */
	bool given_up[STREAMS]; /* the source was told that it is refused */
	int verdict[STREAMS][FRAMES_MAX]; /* dedup's log: 0 none, 1 kept, 2 dropped */
	uint64_t decided_version[STREAMS][FRAMES_MAX];
	bool seen[CONTENTS]; /* dedup's index */
	uint64_t mark; /* what dedup has passed on in order */
	struct sink {
		unsigned times[STREAMS][FRAMES_MAX]; /* how often the frame is stored */
		int verdict[STREAMS][FRAMES_MAX];
		uint64_t version[STREAMS][FRAMES_MAX];
	} sink[STORES * SINKS];
	bool refused[STREAMS]; /* the store wants none of it */
};

struct process {
	struct channel *in, *out;
	struct frame *blocked; /* no credit */
	bool stopped, finished, ended; /* finished: nothing more comes in */
	/* source */
	uint64_t next;
	bool acked[STREAMS * FRAMES_MAX];
	/* dedup and store: what waits for the commit */
	struct frame *pending[PENDING];
	bool in_sink[PENDING][SINKS];
	size_t npending;
	int verdict[STREAMS][FRAMES_MAX];
	uint64_t version[STREAMS][FRAMES_MAX];
	bool seen[CONTENTS];
	uint64_t last_order; /* of an ordered receiver: the order that is due */
};

struct world {
	const struct schedule *schedule;
	struct memory_net *net;
	struct disk disk;
	struct process source, worker[WORKERS], dedup, store[STORES];
	unsigned workers, stores;
	unsigned crashes;
	bool far; /* the first worker does not reach dedup yet */
	bool disorder;
	const char *wrong;
};

static uint64_t total(const struct world *world)
{
	uint64_t sum = 0;

	for (int s = 0; s < STREAMS; s++)
		sum += world->disk.frames[s];
	return sum;
}

static struct name name_of(const struct world *world, uint64_t order)
{
	uint64_t stream = 0;

	while (order >= world->disk.frames[stream])
		order -= world->disk.frames[stream++];
	return (struct name){ stream, order };
}

static uint64_t order_of(const struct world *world, struct name name)
{
	uint64_t order = name.seq;

	for (uint64_t s = 0; s < name.stream; s++)
		order += world->disk.frames[s];
	return order;
}

static struct frame *control(enum frame_type type)
{
	struct frame *frame = frame_new();
	struct buf map = BUF_INIT;
	struct err err;

	pack_map(&map, 1);
	pack_text(&map, type == FRAME_START ? "recipe" : "end");
	pack_text(&map, type == FRAME_START ? "model" : "complete");
	cr_assert_eq(frame_make_control(frame, type, &map, &err), 0);
	buf_release(&map);
	return frame;
}

static struct frame *make_frame(struct world *world, uint64_t order)
{
	struct name name = name_of(world, order);
	struct frame *frame = frame_new();
	struct codec_state codecs = CODEC_STATE_INIT;
	struct buf meta = BUF_INIT;
	struct err err;

	pack_map(&meta, 0);
	frame->head.type = FRAME_DATA;
	frame->head.stream = name.stream;
	frame->head.seq = name.seq;
	frame->head.src_hash = world->disk.content[name.stream][name.seq];
	frame->head.born = world->disk.version;
	frame->head.nrec = 1;
	frame->route = (struct frame_route){ .source = 77, .order = order, .low = world->disk.low };
	frame_set_layer(frame, LAYER_META, &meta);
	cr_assert_eq(frame_seal(frame, CODEC_NONE, &codecs, &err), 0);
	buf_release(&meta);
	return frame;
}

/* Processes. */

static struct channel *side(struct world *world, bool sender, const char *stage, unsigned calls)
{
	const struct link_mark mark = { 77, world->disk.mark };
	const struct link_config config = {
		.sender = sender, .stage = stage, .name = stage, .calls = calls, .window = 300,
		.ordered = world->schedule->ordered && !sender && strcmp(stage, "dedup") == 0,
		.marks = &mark, .nmarks = 1,
		.unacked_max = strcmp(stage, "source") == 0 ? 600 : 0,
	};

	return memory_side(world->net, &config);
}

static void connect_worker(struct world *world, struct process *worker)
{
	if (worker->in && world->source.out)
		memory_connect(world->net, worker->in, world->source.out);
	if (worker->out && world->dedup.in && (worker != world->worker || !world->far))
		memory_connect(world->net, worker->out, world->dedup.in);
}

static void start_source(struct world *world)
{
	struct process *p = &world->source;
	struct frame *start = control(FRAME_START);
	struct err err;

	p->out = side(world, true, "source", 0);
	p->next = world->disk.low;
	channel_send(p->out, &start, &err);
	for (unsigned i = 0; i < world->workers; i++)
		if (world->worker[i].in)
			memory_connect(world->net, world->worker[i].in, p->out);
}

static void start_worker(struct world *world, struct process *p)
{
	p->in = side(world, false, "worker", 1);
	p->out = side(world, true, "worker", 1);
	connect_worker(world, p);
}

static void start_dedup(struct world *world)
{
	struct process *p = &world->dedup;

	p->in = side(world, false, "dedup", 0);
	p->out = side(world, true, "dedup", 1);
	memcpy(p->verdict, world->disk.verdict, sizeof p->verdict);
	memcpy(p->version, world->disk.decided_version, sizeof p->version);
	memcpy(p->seen, world->disk.seen, sizeof p->seen);
	p->last_order = world->disk.mark;
	for (unsigned i = 0; i < world->workers; i++)
		if (world->worker[i].out)
			memory_connect(world->net, world->worker[i].out, p->in);
	for (unsigned i = 0; i < world->stores; i++)
		if (world->store[i].in)
			memory_connect(world->net, p->out, world->store[i].in);
}

static void start_store(struct world *world, struct process *p)
{
	p->in = side(world, false, "store", 0);
	if (world->dedup.out)
		memory_connect(world->net, world->dedup.out, p->in);
}

static void kill_process(struct process *p)
{
	channel_close(p->in);
	channel_close(p->out);
	frame_free(p->blocked);
	for (size_t i = 0; i < p->npending; i++)
		frame_free(p->pending[i]);
	*p = (struct process){ 0 };
}

/* Sends what has no credit first; true when nothing is left. What is durable by other ways
 * is not waited for. */
static bool unblock(const struct world *world, struct process *p)
{
	struct err err;

	if (p->blocked && p->in && channel_over(p->in) && world->schedule->broken != KEEPS_HOLD) {
		frame_free(p->blocked);
		p->blocked = NULL;
	}
	return !p->blocked || channel_send(p->out, &p->blocked, &err) == CHANNEL_SENT;
}

static void send_on(struct process *p, struct frame *frame)
{
	struct err err;

	if (channel_send(p->out, &frame, &err) != CHANNEL_SENT)
		p->blocked = frame;
}

/* The source. */

static void source_answer(struct world *world, struct channel_event *event)
{
	struct process *p = &world->source;

	if (event->kind == CHANNEL_ACK)
		for (uint64_t seq = event->first; seq <= event->last; seq++)
			p->acked[order_of(world, (struct name){ event->stream, seq })] = true;
	if (event->kind == CHANNEL_REFUSE)
		world->disk.given_up[event->stream] = true;
	if (event->kind == CHANNEL_END)
		p->ended = true;
	uint64_t low = world->disk.low;
	while (low < total(world) && (p->acked[low] || world->disk.given_up[name_of(world, low).stream]))
		low++;
	if (memory_random(world->net, 3) == 0 || low == total(world))
		world->disk.low = low;
}

static void step_source(struct world *world)
{
	struct process *p = &world->source;
	struct channel_event event;
	struct err err;

	do {
		if (channel_recv(p->out, &event, 0, &err) < 0)
			world->wrong = "the source failed";
		source_answer(world, &event);
	} while (event.kind != CHANNEL_NOTHING && !p->ended);
	if (!unblock(world, p) || p->stopped)
		return;
	while (p->next < total(world) && world->disk.given_up[name_of(world, p->next).stream])
		p->next++;
	if (p->next < total(world)) {
		send_on(p, make_frame(world, p->next++));
		return;
	}
	struct frame *stop = control(FRAME_STOP);
	p->stopped = true;
	channel_send(p->out, &stop, &err);
}

/* What workers and dedup do alike: START, STOP and answers go through. */
static void pass(struct world *world, struct process *p, struct channel_event *event)
{
	struct err err;

	if (event->kind == CHANNEL_START || event->kind == CHANNEL_STOP)
		channel_send(p->out, &event->frame, &err);
	if (event->kind != CHANNEL_END)
		return;
	p->finished = true;
	if (world->schedule->broken != KEEPS_HOLD)
		channel_forget(p->out);
}

static void pass_answers(struct process *p)
{
	struct channel_event event;
	struct err err;

	for (;;) {
		if (channel_recv(p->out, &event, 0, &err) < 0)
			return;
		if (event.kind == CHANNEL_ACK)
			channel_ack(p->in, event.stream, event.first, event.last, &err);
		else if (event.kind == CHANNEL_REFUSE)
			channel_refuse(p->in, event.stream, event.reason, &err);
		else if (event.kind == CHANNEL_END)
			p->ended = true;
		else if (event.kind == CHANNEL_NOTHING)
			return;
	}
}

static void step_worker(struct world *world, struct process *p)
{
	struct channel_event event;
	struct err err;

	pass_answers(p);
	if (!unblock(world, p) || p->finished || channel_recv(p->in, &event, 0, &err) < 0)
		return;
	if (event.kind != CHANNEL_DATA) {
		pass(world, p, &event);
		return;
	}
	if (world->schedule->broken == ACK_ON_RECEIPT)
		channel_ack(p->in, event.frame->head.stream, event.frame->head.seq, event.frame->head.seq, &err);
	send_on(p, event.frame);
}

/* Whether the frame is known with another content; its stream is then refused. */
static bool refuses(const struct world *world, struct process *p, int known[STREAMS][FRAMES_MAX],
		    uint64_t versions[STREAMS][FRAMES_MAX], struct frame *frame)
{
	uint64_t stream = frame->head.stream, seq = frame->head.seq;
	struct err err;

	if (known[stream][seq] == 0 || versions[stream][seq] == frame->head.born || world->schedule->broken == ANY_VERSION)
		return false;
	channel_refuse(p->in, stream, "another content", &err);
	frame_free(frame);
	return true;
}

/* Dedup: the verdict is the frame's recipe. */

static void decide(struct world *world, struct process *p, struct frame *frame)
{
	uint64_t stream = frame->head.stream, seq = frame->head.seq, content = frame->head.src_hash;
	bool logs = world->schedule->broken != NO_VERDICT_LOG;

	if (!logs || p->verdict[stream][seq] == 0)
		p->verdict[stream][seq] = p->seen[content] ? 2 : 1;
	p->version[stream][seq] = frame->head.born;
	p->seen[content] = true;
	frame->head.recipe = (uint64_t)p->verdict[stream][seq];
	if (world->schedule->ordered && frame->route.order > p->last_order)
		world->disorder = true;
	if (frame->route.order == p->last_order)
		p->last_order++;
}

static void commit_dedup(struct world *world, struct process *p)
{
	memcpy(world->disk.verdict, p->verdict, sizeof p->verdict);
	memcpy(world->disk.decided_version, p->version, sizeof p->version);
	memcpy(world->disk.seen, p->seen, sizeof p->seen);
	world->disk.mark = p->last_order;
}

static void reseal_and_send(struct process *p, struct frame *frame)
{
	struct codec_state codecs = CODEC_STATE_INIT;
	struct err err;

	cr_assert_eq(frame_seal(frame, CODEC_NONE, &codecs, &err), 0);
	send_on(p, frame);
}

static void step_dedup(struct world *world)
{
	struct process *p = &world->dedup;
	struct channel_event event;
	struct err err;
	bool late = world->schedule->broken == LATE_VERDICT_LOG;

	pass_answers(p);
	if (late && memory_random(world->net, 12) == 0)
		commit_dedup(world, p);
	if (!unblock(world, p))
		return;
	if (p->npending > 0) {
		if (!late)
			commit_dedup(world, p);
		struct frame *frame = p->pending[0];
		memmove(p->pending, p->pending + 1, --p->npending * sizeof *p->pending);
		reseal_and_send(p, frame);
		return;
	}
	if (p->finished || channel_recv(p->in, &event, 0, &err) < 0)
		return;
	if (event.kind != CHANNEL_DATA) {
		pass(world, p, &event);
		return;
	}
	if (refuses(world, p, p->verdict, p->version, event.frame))
		return;
	decide(world, p, event.frame);
	p->pending[p->npending++] = event.frame;
}

/* The store. */

/* One of the sinks makes durable what it lacks. */
static void commit_sink(struct world *world, struct process *p, struct sink *sink, unsigned which)
{
	for (size_t i = 0; i < p->npending; i++) {
		const struct frame *frame = p->pending[i];
		uint64_t stream = frame->head.stream, seq = frame->head.seq;
		unsigned *times = &sink->times[stream][seq];

		if (p->in_sink[i][which])
			continue;
		p->in_sink[i][which] = true;
		if (*times > 0 && world->schedule->broken != STORE_DOUBLES)
			continue;
		(*times)++;
		sink->verdict[stream][seq] = (int)frame->head.recipe;
		sink->version[stream][seq] = frame->head.born;
	}
}

static unsigned sinks_of(const struct world *world)
{
	return world->schedule->sinks ? world->schedule->sinks : 1;
}

static struct sink *sink_of(struct world *world, const struct process *p, unsigned which)
{
	return &world->disk.sink[(size_t)(p - world->store) * SINKS + which];
}

/* Acks what all sinks have. */
static void answer_store(struct world *world, struct process *p)
{
	size_t left = 0;
	struct err err;

	for (size_t i = 0; i < p->npending; i++) {
		struct frame *frame = p->pending[i];
		unsigned have = 0;

		for (unsigned which = 0; which < sinks_of(world); which++)
			have += p->in_sink[i][which];
		if (have < (world->schedule->broken == FIRST_SINK_ACKS ? 1 : sinks_of(world))) {
			memcpy(p->in_sink[left], p->in_sink[i], sizeof p->in_sink[i]);
			p->pending[left++] = frame;
			continue;
		}
		channel_ack(p->in, frame->head.stream, frame->head.seq, frame->head.seq, &err);
		frame_free(frame);
	}
	p->npending = left;
}

static void step_store(struct world *world, struct process *p)
{
	struct channel_event event;
	struct err err;

	if (p->npending > 0 && (p->npending >= 8 || memory_random(world->net, 6) == 0)) {
		unsigned which = (unsigned)memory_random(world->net, sinks_of(world));

		commit_sink(world, p, sink_of(world, p, which), which);
		answer_store(world, p);
	}
	if (p->npending == PENDING || channel_recv(p->in, &event, 0, &err) < 0)
		return;
	if (event.kind != CHANNEL_DATA) {
		frame_free(event.frame);
		p->ended = p->ended || event.kind == CHANNEL_END;
		return;
	}
	struct sink *first = sink_of(world, p, 0);
	if (world->disk.refused[event.frame->head.stream]) {
		channel_refuse(p->in, event.frame->head.stream, "unwanted", &err);
		frame_free(event.frame);
	} else if (!refuses(world, p, first->verdict, first->version, event.frame)) {
		memset(p->in_sink[p->npending], 0, sizeof p->in_sink[0]);
		p->pending[p->npending++] = event.frame;
	}
}
