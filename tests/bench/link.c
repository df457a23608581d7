/*
 * link: frames of 256 KiB and 7 KiB through a link between two processes, credits and acks
 * included (each frame acked), against bare ZeroMQ PUSH and PULL on the same endpoint and
 * sizes, where the sender writes each message and the receiver touches each cache line.
 */
#include "base/buf.h"
#include "bench.h"
#include "link/zmq.h"
#include "record/pack.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zmq.h>

enum { LARGE = 256 * 1024, SMALL = 7 * 1024, LINE = 64 };

struct job {
	const char *endpoint;
	size_t size;
	uint64_t count;
};

static char payload[LARGE];

static void must(int result)
{
	if (result < 0)
		abort();
}

static struct channel *open_side(const struct job *job, bool sender)
{
	struct endpoint endpoint = { .kind = sender ? ENDPOINT_BIND : ENDPOINT_CONNECT, .address = job->endpoint };
	struct zmq_link_config config = {
		.endpoints = &endpoint, .count = 1,
		.link = { .sender = sender, .stage = "bench", .window = LINK_WINDOW,
			  .unacked_max = sender ? LINK_SOURCE_WINDOW : 0 },
	};
	struct err err;

	mem_keep(); /* as stage_main does */
	struct channel *channel = zmq_link_open(&config, &err);

	if (!channel)
		abort();
	return channel;
}

static struct frame *control(enum frame_type type)
{
	struct frame *frame = frame_new();
	struct buf map = BUF_INIT;
	struct err err;

	pack_map(&map, 0);
	must(frame_make_control(frame, type, &map, &err));
	buf_release(&map);
	return frame;
}

static struct frame *data(const struct job *job, uint64_t seq)
{
	struct frame *frame = frame_new();
	struct codec_state codecs = CODEC_STATE_INIT;
	struct err err;

	frame->head.type = FRAME_DATA;
	frame->head.seq = seq;
	frame->nlayers = 1;
	frame->layers[0] = (struct layer){ .kind = LAYER_BULK, .raw_len = (uint32_t)job->size, .stored = { payload, job->size } };
	must(frame_seal(frame, CODEC_NONE, &codecs, &err));
	return frame;
}

static void send_link(const struct job *job)
{
	struct channel *out = open_side(job, true);
	struct frame *frame = control(FRAME_START);
	struct channel_event event = { .kind = CHANNEL_NOTHING };
	struct err err;

	must(channel_send(out, &frame, &err));
	for (uint64_t seq = 0; event.kind != CHANNEL_END;) {
		while (seq <= job->count) {
			if (!frame)
				frame = seq < job->count ? data(job, seq) : control(FRAME_STOP);
			if (channel_send(out, &frame, &err) != CHANNEL_SENT)
				break;
			seq++;
		}
		must(channel_recv(out, &event, -1, &err));
	}
	channel_close(out);
}

static void receive_link(const struct job *job)
{
	struct channel *in = open_side(job, false);
	struct channel_event event = { .kind = CHANNEL_NOTHING };
	struct err err;

	while (event.kind != CHANNEL_END) {
		must(channel_recv(in, &event, -1, &err));
		if (event.kind == CHANNEL_DATA)
			must(channel_ack(in, event.frame->head.stream, event.frame->head.seq, event.frame->head.seq, &err));
		frame_free(event.frame);
	}
	channel_close(in);
}

static void send_bare(const struct job *job)
{
	void *context = zmq_ctx_new(), *out = zmq_socket(context, ZMQ_PUSH);

	must(zmq_bind(out, job->endpoint));
	for (uint64_t i = 0; i < job->count; i++) {
		zmq_msg_t message;

		zmq_msg_init_size(&message, job->size);
		memcpy(zmq_msg_data(&message), payload, job->size);
		must(zmq_msg_send(&message, out, 0));
	}
	zmq_close(out);
	zmq_ctx_term(context);
}

static void receive_bare(const struct job *job)
{
	void *context = zmq_ctx_new(), *in = zmq_socket(context, ZMQ_PULL);
	volatile char seen = 0;

	must(zmq_connect(in, job->endpoint));
	for (uint64_t i = 0; i < job->count; i++) {
		zmq_msg_t message;

		zmq_msg_init(&message);
		must(zmq_msg_recv(&message, in, 0));
		const char *bytes = zmq_msg_data(&message);
		for (size_t at = 0; at < job->size; at += LINE)
			seen = (char)(seen ^ bytes[at]);
		zmq_msg_close(&message);
	}
	zmq_close(in);
	zmq_ctx_term(context);
}

static double cpu_us(int who)
{
	struct rusage usage;

	getrusage(who, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

/* Both sides are children, so that each run's processor time can be told. */
static void run(const char *name, const char *yardstick, const struct job *job, void (*sender)(const struct job *),
		void (*receiver)(const struct job *))
{
	void (*sides[2])(const struct job *) = { sender, receiver };
	double before = cpu_us(RUSAGE_CHILDREN);
	uint64_t start = time_steady_ns();
	char line[96], other[96] = "";

	for (int i = 0; i < 2; i++) {
		pid_t child = fork();

		must(child);
		if (child == 0) {
			sides[i](job);
			_exit(0);
		}
	}
	for (int i = 0; i < 2; i++)
		wait(NULL);
	double seconds = (double)(time_steady_ns() - start) / 1e9;
	bench_print(name, (double)job->size * (double)job->count / 1e6 / seconds, "MB/s", yardstick);
	snprintf(line, sizeof line, "%s, CPU", name);
	if (yardstick[0])
		snprintf(other, sizeof other, "%s, CPU", yardstick);
	bench_print(line, (cpu_us(RUSAGE_CHILDREN) - before) / (double)job->count, "us a frame", other);
}

int main(void)
{
	static const struct {
		const char *bare, *link, *endpoint;
		size_t size;
		uint64_t count;
	} jobs[] = {
		{ "PUSH/PULL ipc, 256 KiB", "link ipc, 256 KiB", "ipc:///tmp/leat-bench-link", LARGE, 8000 },
		{ "PUSH/PULL tcp, 256 KiB", "link tcp, 256 KiB", "tcp://127.0.0.1:17391", LARGE, 8000 },
		{ "PUSH/PULL ipc, 7 KiB", "link ipc, 7 KiB", "ipc:///tmp/leat-bench-link", SMALL, 150000 },
		{ "PUSH/PULL tcp, 7 KiB", "link tcp, 7 KiB", "tcp://127.0.0.1:17392", SMALL, 150000 },
	};

	memset(payload, 'x', sizeof payload);
	for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) {
		const struct job job = { jobs[i].endpoint, jobs[i].size, jobs[i].count };

		run(jobs[i].bare, "", &job, send_bare, receive_bare);
		run(jobs[i].link, jobs[i].bare, &job, send_link, receive_link);
	}
	unlink("/tmp/leat-bench-link");
	return 0;
}
