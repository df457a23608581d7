/* The link over real sockets: one process, a thread a program. */
#include "base/time.h"
#include "link/zmq.h"
#include "record/pack.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FRAMES = 2000, DEADLINE_MS = 20000, AT_ONCE_MS = 4000 };

struct program {
	bool idle; /* a source without frames */
	uint64_t waited_ms; /* from its STOP to its end */
	char in[160], out[160]; /* endpoint words; empty: none */
	const struct curve *curve;
	pthread_t thread;
	unsigned got[FRAMES]; /* of a sink */
	bool lazy; /* leaves after some frames, without a word to the sink */
	int result;
	struct err err;
};

static struct frame *control(enum frame_type type, const char *value)
{
	struct frame *frame = frame_new();
	struct buf map = BUF_INIT;
	struct err err;

	pack_map(&map, 1);
	pack_text(&map, type == FRAME_START ? "recipe" : "end");
	pack_text(&map, value);
	frame_make_control(frame, type, &map, &err);
	buf_release(&map);
	return frame;
}

static struct frame *data(uint64_t seq)
{
	struct frame *frame = frame_new();
	struct codec_state codecs = CODEC_STATE_INIT;
	struct buf meta = BUF_INIT;
	struct err err;

	/* Now and then one so large that a receiver leaves it where it came. */
	size_t len = seq % 100 == 0 ? 70000 + seq : 1 + seq % 3000;
	memset(buf_reserve(&meta, len), 0xc0, len);
	meta.len = len;
	frame->head.type = FRAME_DATA;
	frame->head.stream = 5;
	frame->head.seq = seq;
	frame->head.nrec = 1;
	frame_set_layer(frame, LAYER_META, &meta);
	frame_seal(frame, CODEC_NONE, &codecs, &err);
	buf_release(&meta);
	return frame;
}

static struct channel *open_side(const struct program *program, bool sender, struct err *err)
{
	struct endpoint endpoint;
	struct zmq_link_config config = {
		.endpoints = &endpoint, .count = 1, .curve = program->curve,
		.link = { .sender = sender, .stage = "test", .window = 100000, .unacked_max = sender ? 400000 : 0 },
	};

	if (endpoint_parse(sender ? program->out : program->in, &endpoint, err) < 0)
		return NULL;
	return zmq_link_open(&config, err);
}

static uint64_t deadline(void)
{
	return time_steady_ns() / 1000000 + DEADLINE_MS;
}

static bool late(uint64_t until)
{
	return time_steady_ns() / 1000000 > until;
}

static void *source(void *arg)
{
	struct program *program = arg;
	struct channel *out = open_side(program, true, &program->err);
	struct frame *frame = control(FRAME_START, "test");
	struct channel_event event = { .kind = CHANNEL_NOTHING };
	uint64_t until = deadline(), next = 0, acked = 0, stopped = 0, frames = program->idle ? 0 : FRAMES;

	program->result = -1;
	if (!out)
		return NULL;
	channel_send(out, &frame, &program->err);
	while (event.kind != CHANNEL_END && !late(until)) {
		while (next <= frames) {
			if (!frame)
				frame = next < frames ? data(next) : control(FRAME_STOP, "complete");
			if (channel_send(out, &frame, &program->err) != CHANNEL_SENT)
				break;
			next++;
			stopped = time_steady_ns();
		}
		if (channel_recv(out, &event, 1000, &program->err) < 0)
			break;
		if (event.kind == CHANNEL_ACK)
			acked += event.last - event.first + 1;
	}
	program->waited_ms = (time_steady_ns() - stopped) / 1000000;
	program->result = event.kind == CHANNEL_END && acked == frames ? 0 : -1;
	frame_free(frame);
	channel_close(out);
	return NULL;
}

/* Until the channel has an event, or it is time to look at the other. */
static void wait_for(struct channel *channel)
{
	struct pollfd ready = { .fd = channel_descriptor(channel), .events = POLLIN };

	poll(&ready, 1, 10);
}

static void *worker(void *arg)
{
	struct program *program = arg;
	struct channel *in = open_side(program, false, &program->err), *out = open_side(program, true, &program->err);
	struct channel_event event, answer = { .kind = CHANNEL_NOTHING };
	struct frame *blocked = NULL;
	uint64_t until = deadline(), took = 0;

	program->result = -1;
	while (answer.kind != CHANNEL_END && !late(until)) {
		while (channel_recv(out, &answer, 0, &program->err) == 0 && answer.kind != CHANNEL_NOTHING &&
		       answer.kind != CHANNEL_END)
			if (answer.kind == CHANNEL_ACK)
				channel_ack(in, answer.stream, answer.first, answer.last, &program->err);
		if (blocked && channel_send(out, &blocked, &program->err) != CHANNEL_SENT) {
			wait_for(out);
			continue;
		}
		if (program->lazy && took > 100)
			break;
		if (channel_recv(in, &event, 1, &program->err) < 0)
			break;
		if (event.frame) {
			took++;
			blocked = event.frame;
			if (channel_send(out, &blocked, &program->err) == CHANNEL_SENT)
				blocked = NULL;
		}
	}
	program->result = answer.kind == CHANNEL_END ? 0 : -1;
	frame_free(blocked);
	channel_close(in);
	channel_close(out);
	return NULL;
}

static void *sink(void *arg)
{
	struct program *program = arg;
	struct channel *in = open_side(program, false, &program->err);
	struct channel_event event = { .kind = CHANNEL_NOTHING };
	uint64_t until = deadline();

	program->result = -1;
	if (!in)
		return NULL;
	while (event.kind != CHANNEL_END && !late(until)) {
		if (channel_recv(in, &event, 1000, &program->err) < 0)
			break;
		if (event.kind == CHANNEL_DATA) {
			program->got[event.frame->head.seq]++;
			channel_ack(in, event.frame->head.stream, event.frame->head.seq, event.frame->head.seq, &program->err);
		}
		frame_free(event.frame);
	}
	program->result = event.kind == CHANNEL_END ? 0 : -1;
	channel_close(in);
	return NULL;
}

static void start(struct program *program, void *(*run)(void *))
{
	cr_assert_eq(pthread_create(&program->thread, NULL, run, program), 0);
}

static int finish(struct program *program)
{
	pthread_join(program->thread, NULL);
	return program->result;
}

static char *folder(void)
{
	static char path[] = "/tmp/leat-link-XXXXXX";

	cr_assert(mkdtemp(path));
	return path;
}

static void expect_all(const struct program *sink_program)
{
	for (unsigned i = 0; i < FRAMES; i++)
		cr_assert_gt(sink_program->got[i], 0, "frame %u", i);
}

/* A worker of another recipe is turned away, with the reason; the link goes on with the first. */
Test(zmq, another_recipe_is_turned_away, .timeout = 60)
{
	struct program sink = { .in = "bind:ipc:///tmp/leat-test-recipe" }, sender = { .out = "connect:ipc:///tmp/leat-test-recipe" };
	const char *recipes[2] = { "one", "another" };
	struct channel_event event = { .kind = CHANNEL_NOTHING };
	struct err err = { 0 };
	struct channel *in = open_side(&sink, false, &err), *out[2];
	uint64_t until = deadline();
	unsigned code = 0;

	cr_assert_not_null(in, "%s", err.text);
	for (int i = 0; i < 2; i++) {
		struct frame *start = control(FRAME_START, recipes[i]);

		out[i] = open_side(&sender, true, &err);
		channel_send(out[i], &start, &err);
		while (i == 0 && event.kind != CHANNEL_START && !late(until))
			channel_recv(in, &event, 100, &err);
	}
	frame_free(event.frame);
	while (code == 0 && !late(until)) {
		cr_assert_eq(channel_recv(in, &event, 10, &err), 0, "the receiver ends: %s", err.text);
		cr_assert_neq(event.kind, CHANNEL_START, "two recipes");
		code = channel_recv(out[1], &event, 10, &err) < 0 ? err.code : 0;
	}
	cr_assert_eq(code, EXIT_MISMATCH, "%u", code);
	cr_assert_not_null(strstr(err.text, "another recipe than that of the peers before: another"), "%s", err.text);
	cr_assert_eq(channel_recv(out[0], &event, 0, &err), 0, "%s", err.text);
	for (int i = 0; i < 2; i++)
		channel_close(out[i]);
	channel_close(in);
}

Test(zmq, source_to_sink, .timeout = 60)
{
	struct program *a = calloc(1, sizeof *a), *b = calloc(1, sizeof *b);
	char *dir = folder(), path[128];
	struct stat st;

	snprintf(a->out, sizeof a->out, "bind:ipc://%s/s", dir);
	snprintf(b->in, sizeof b->in, "connect:ipc://%s/s", dir);
	start(a, source);
	start(b, sink);
	cr_expect_eq(finish(a), 0, "%s", a->err.text);
	cr_expect_eq(finish(b), 0, "%s", b->err.text);
	expect_all(b);
	snprintf(path, sizeof path, "%s/s", dir);
	if (stat(path, &st) == 0)
		cr_expect_eq(st.st_mode & 077, 0);
	unlink(path);
	rmdir(dir);
	free(a);
	free(b);
}

/* The end that one has heard of needs no waiting for others, frames or none. */
Test(zmq, nothing_to_send, .timeout = 60)
{
	struct program *a = calloc(1, sizeof *a), *b = calloc(1, sizeof *b);
	char *dir = folder(), path[128];

	snprintf(a->out, sizeof a->out, "bind:ipc://%s/s", dir);
	snprintf(b->in, sizeof b->in, "connect:ipc://%s/s", dir);
	a->idle = true;
	start(b, sink);
	start(a, source);
	cr_expect_eq(finish(a), 0, "%s", a->err.text);
	cr_expect_eq(finish(b), 0, "%s", b->err.text);
	cr_expect_lt(a->waited_ms, AT_ONCE_MS, "%lu ms", (unsigned long)a->waited_ms);
	snprintf(path, sizeof path, "%s/s", dir);
	unlink(path);
	rmdir(dir);
	free(a);
	free(b);
}

Test(zmq, workers_that_leave, .timeout = 60)
{
	struct program *p = calloc(6, sizeof *p);
	char *dir = folder(), path[128];

	snprintf(p[0].out, sizeof p->out, "bind:ipc://%s/u", dir);
	snprintf(p[1].in, sizeof p->in, "bind:ipc://%s/d", dir);
	for (int i = 2; i < 6; i++) {
		snprintf(p[i].in, sizeof p->in, "connect:ipc://%s/u", dir);
		snprintf(p[i].out, sizeof p->out, "connect:ipc://%s/d", dir);
		p[i].lazy = i < 4;
	}
	start(&p[0], source);
	start(&p[1], sink);
	for (int i = 2; i < 6; i++)
		start(&p[i], worker);
	cr_expect_eq(finish(&p[0]), 0, "%s", p[0].err.text);
	cr_expect_eq(finish(&p[1]), 0, "%s", p[1].err.text);
	for (int i = 2; i < 6; i++)
		finish(&p[i]);
	expect_all(&p[1]);
	for (const char *s = "ud"; *s; s++) {
		snprintf(path, sizeof path, "%s/%c", dir, *s);
		unlink(path);
	}
	rmdir(dir);
	free(p);
}

static void make_keys(const char *dir, const char *name, struct curve *curve)
{
	char path[160];
	struct err err = { 0 };

	snprintf(path, sizeof path, "%s/%s", dir, name);
	cr_assert_eq(curve_generate(path, &err), 0, "%s", err.text);
	cr_assert_eq(curve_generate(path, &err), -1, "keys were written over");
	snprintf(path, sizeof path, "%s/%s.key", dir, name);
	cr_assert_eq(curve_read_key(path, curve, &err), 0, "%s", err.text);
	chmod(path, 0644);
	cr_assert_eq(curve_read_key(path, curve, &err), -1, "a key that all may read");
	unlink(path);
	snprintf(path, sizeof path, "%s/%s.pub", dir, name);
	cr_assert_eq(curve_read_server(path, curve, &err), 0, "%s", err.text);
	cr_assert_str_eq(curve->server_key, curve->public_key);
	unlink(path);
}

static void allow(const char *path, const struct curve *who)
{
	FILE *file = fopen(path, "w");

	fprintf(file, "# those who may call\n\n");
	if (who)
		fprintf(file, "%s  # a worker\n", who->public_key);
	fclose(file);
}

/* Only who is in the list is heard; the others do not disturb. */
Test(zmq, keys, .timeout = 60)
{
	struct program *p = calloc(3, sizeof *p);
	struct curve server, friend, stranger;
	char *dir = folder(), list[128], socket[128];
	struct err err;

	make_keys(dir, "server", &server);
	make_keys(dir, "friend", &friend);
	make_keys(dir, "stranger", &stranger);
	memcpy(friend.server_key, server.public_key, CURVE_KEY);
	memcpy(stranger.server_key, server.public_key, CURVE_KEY);
	snprintf(list, sizeof list, "%s/allowed", dir);
	server.allowed = friend.allowed = stranger.allowed = list;
	allow(list, &friend);
	p[0].curve = &server;
	p[1].curve = &friend;
	p[2].curve = &stranger;
	snprintf(socket, sizeof socket, "%s/s", dir);
	snprintf(p[0].out, sizeof p->out, "bind:ipc://%s", socket);
	for (int i = 1; i < 3; i++)
		snprintf(p[i].in, sizeof p->in, "connect:ipc://%s", socket);
	struct channel *intruder = open_side(&p[2], false, &err);
	start(&p[0], source);
	start(&p[1], sink);
	cr_expect_eq(finish(&p[0]), 0, "%s", p[0].err.text);
	cr_expect_eq(finish(&p[1]), 0, "%s", p[1].err.text);
	expect_all(&p[1]);

	struct channel_event event;
	cr_expect_eq(channel_recv(intruder, &event, 0, &err), 0);
	while (event.kind == CHANNEL_NOTE)
		cr_expect_eq(channel_recv(intruder, &event, 0, &err), 0);
	cr_expect_eq(event.kind, CHANNEL_NOTHING);
	channel_close(intruder);
	unlink(list);
	unlink(socket);
	rmdir(dir);
	free(p);
}

Test(zmq, list_of_keys)
{
	static const struct {
		const char *text;
		bool good;
	} cases[] = {
		{ "", true },
		{ "# nobody\n", true },
		{ "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7\n", true },
		{ "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7 # name\n#\n", true },
		{ "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf\n", false },
		{ "not a key\n", false },
	};
	char *dir = folder(), path[128];

	snprintf(path, sizeof path, "%s/allowed", dir);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		FILE *file = fopen(path, "w");
		struct err err = { 0 };

		fputs(cases[i].text, file);
		fclose(file);
		struct curve_list *list = curve_list_read(path, &err);
		cr_expect_eq(list != NULL, cases[i].good, "%s: %s", cases[i].text, err.text);
		if (list)
			cr_expect_eq(curve_list_has(list, "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"), strstr(cases[i].text, "rq") != NULL);
		curve_list_free(list);
	}
	unlink(path);
	rmdir(dir);
}
