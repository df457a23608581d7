/*
 * carrier: frames of 256 KiB through a pipe between two processes, against a bare loop of
 * write and read with the same pipe and sizes.
 */
#include "bench.h"
#include "link/pipe.h"
#include "record/flow.h"
#include "record/pack.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SIZE = 256 * 1024, COUNT = 8000 };

static char payload[SIZE];

static void must(int result)
{
	if (result < 0)
		abort();
}

static void control(struct channel *out, enum frame_type type, struct err *err)
{
	struct frame *frame = frame_new();
	struct buf map = BUF_INIT;

	pack_map(&map, 1);
	pack_text(&map, "frames");
	pack_int(&map, COUNT);
	must(frame_make_control(frame, type, &map, err));
	must(channel_send(out, &frame, err));
	buf_release(&map);
}

static void send_frames(int fd)
{
	struct channel *out = pipe_sender(fd, "out");
	struct codec_state codecs = CODEC_STATE_INIT;
	struct err err;

	control(out, FRAME_START, &err);
	for (uint64_t i = 0; i < COUNT; i++) {
		struct frame *frame = frame_new();

		/* A layer that passes as the bytes it came as. */
		frame->head.type = FRAME_DATA;
		frame->head.seq = i;
		frame->nlayers = 1;
		frame->layers[0] = (struct layer){ .kind = LAYER_BULK, .raw_len = SIZE, .stored = { payload, SIZE } };
		must(frame_seal(frame, CODEC_NONE, &codecs, &err));
		must(channel_send(out, &frame, &err));
	}
	control(out, FRAME_STOP, &err);
	channel_close(out);
}

static void receive_frames(int fd)
{
	struct channel *in = pipe_receiver(fd, "in");
	struct channel_event event = { .kind = CHANNEL_NOTHING };
	struct err err;

	while (event.kind != CHANNEL_END) {
		must(channel_recv(in, &event, -1, &err));
		frame_free(event.frame);
	}
	channel_close(in);
}

static void send_bare(int fd)
{
	for (int i = 0; i < COUNT; i++)
		for (size_t at = 0; at < SIZE;) {
			ssize_t put = write(fd, payload + at, SIZE - at);
			must((int)put);
			at += (size_t)put;
		}
	close(fd);
}

static void receive_bare(int fd)
{
	char *to = mem_alloc(SIZE);
	ssize_t got;

	do {
		got = read(fd, to, SIZE);
		must((int)got);
	} while (got > 0);
	free(to);
	close(fd);
}

static double run(void (*sender)(int), void (*receiver)(int))
{
	int fds[2];

	must(pipe(fds));
	must(fcntl(fds[1], F_SETPIPE_SZ, 1 << 20));
	uint64_t start = time_steady_ns();
	pid_t child = fork();
	must(child);
	if (child == 0) {
		close(fds[0]);
		sender(fds[1]);
		_exit(0);
	}
	close(fds[1]);
	receiver(fds[0]);
	waitpid(child, NULL, 0);
	return (double)SIZE * COUNT / 1e6 / ((double)(time_steady_ns() - start) / 1e9);
}

int main(void)
{
	memset(payload, 'x', sizeof payload);
	bench_print("bare pipe, 256 KiB", run(send_bare, receive_bare), "MB/s", "");
	bench_print("pipe carrier, 256 KiB", run(send_frames, receive_frames), "MB/s",
		    "bare pipe, 256 KiB");
	return 0;
}
