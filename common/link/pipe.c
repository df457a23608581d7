#include "link/pipe.h"
#include "record/flow.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

enum { PIPE_BUFFER = 1 << 20, READ_AHEAD = 64 * 1024 };

struct pipe_channel {
	struct channel channel;
	int fd;
	uint64_t bytes;
	/* receiver */
	char *ahead; /* READ_AHEAD bytes: what was read beyond the frame at hand */
	size_t at, filled;
	bool in_flow, footer;
	bool any; /* a flow was seen whole */
	uint64_t frames; /* DATA frames of the flow at hand */
};

static struct pipe_channel *self(struct channel *channel)
{
	return (struct pipe_channel *)(void *)channel;
}

/* Reads into `to` up to `count` bytes, at least one; 0 at the end of the file. */
static ssize_t read_some(struct pipe_channel *pipe, char *to, size_t count, struct err *err)
{
	ssize_t got;

	do
		got = read(pipe->fd, to, count);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return err_sys(err, EXIT_CUT, "%s: cannot read", pipe->channel.name);
	pipe->bytes += (uint64_t)got;
	return got;
}

/* Appends `count` bytes to `out`; fewer only at the end of the file. Long runs are read
 * straight into place. */
static int fill(struct pipe_channel *pipe, struct buf *out, size_t count, struct err *err)
{
	char *to = buf_reserve(out, count);

	while (count > 0) {
		size_t have = pipe->filled - pipe->at;
		ssize_t got;

		if (have > 0) {
			got = (ssize_t)(have < count ? have : count);
			memcpy(to, pipe->ahead + pipe->at, (size_t)got);
			pipe->at += (size_t)got;
		} else if (count >= READ_AHEAD) {
			got = read_some(pipe, to, count, err);
		} else {
			pipe->at = pipe->filled = 0;
			got = read_some(pipe, pipe->ahead, READ_AHEAD, err);
			if (got > 0) {
				pipe->filled = (size_t)got;
				continue;
			}
		}
		if (got < 0)
			return -1;
		if (got == 0)
			return 0;
		to += got;
		out->len += (size_t)got;
		count -= (size_t)got;
	}
	return 0;
}

/* What a person may have sent instead of frames, by its first bytes. */
static const char *looks_like(struct str s)
{
	if (str_starts(s, STR("WARC/")) || str_starts(s, STR("filedesc:")))
		return "a WARC or ARC file: start with leat-ingest";
	if (str_starts(s, STR("\x1f\x8b")) || str_starts(s, STR("\x28\xb5\x2f\xfd")))
		return "compressed data: start with leat-ingest";
	if (str_starts(s, STR("SQLite format 3")))
		return "a SQLite database: use leat search, or sqlite3";
	struct str text = str_trim(s);
	if (str_starts(text, STR("{")))
		return "JSON lines: start with leat-ingest";
	if (str_starts(text, STR("<")))
		return "HTML or XML: start with leat-ingest";
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.at[i] < 9)
			return "unknown data";
	return "text: start with leat-ingest";
}

static int not_frames(struct pipe_channel *pipe, struct str got, struct err *err)
{
	return err_set(err, EXIT_BAD_INPUT, "%s: not a frame stream but %s", pipe->channel.name, looks_like(got));
}

static int cut(struct pipe_channel *pipe, struct err *err, const char *where)
{
	return err_set(err, EXIT_CUT,
		       "%s: the flow was cut %s, after %" PRIu64 " frames: an earlier program failed, or a file is not whole",
		       pipe->channel.name, where, pipe->frames);
}

/* The end of the file inside a frame, or where one should begin. */
static int at_end(struct pipe_channel *pipe, struct str got, struct channel_event *event, struct err *err)
{
	static const char magic[] = "LEAT";
	size_t len = got.len < 4 ? got.len : 4;

	if (memcmp(got.at ? got.at : "", magic, len) != 0 && !pipe->in_flow)
		return not_frames(pipe, got, err);
	if (!pipe->in_flow && pipe->any && (got.len == 0 || pipe->footer)) {
		event->kind = CHANNEL_END;
		return 0;
	}
	if (got.len == 0 && !pipe->any && !pipe->in_flow)
		return err_set(err, EXIT_CUT, "%s: empty: no frames came (an earlier program failed?)",
			       pipe->channel.name);
	return cut(pipe, err, got.len == 0 ? "before STOP" : "inside a frame");
}

static int read_start(struct pipe_channel *pipe, struct err *err)
{
	if (pipe->in_flow)
		return err_set(err, EXIT_CUT, "%s: a second START without STOP: the flow before it was cut",
			       pipe->channel.name);
	pipe->in_flow = true;
	pipe->footer = false;
	pipe->frames = 0;
	return 0;
}

static int read_stop(struct pipe_channel *pipe, struct frame *frame, struct err *err)
{
	struct str map;
	int64_t frames = -1;

	if (!pipe->in_flow)
		return err_set(err, EXIT_BAD_INPUT, "%s: STOP without START", pipe->channel.name);
	if (flow_map(frame, &map, err) < 0)
		return err_wrap(err, "%s", pipe->channel.name);
	if (!flow_int(map, "frames", &frames) || (uint64_t)frames != pipe->frames)
		return err_set(err, EXIT_CUT, "%s: %" PRIu64 " frames came, STOP counts %" PRId64 ": frames are missing",
			       pipe->channel.name, pipe->frames, frames);
	pipe->in_flow = false;
	pipe->any = true;
	pipe->footer = flow_true(map, "footer");
	return 0;
}

static int classify(struct pipe_channel *pipe, struct frame *frame, struct channel_event *event, struct err *err)
{
	switch ((enum frame_type)frame->head.type) {
	case FRAME_START:
		event->kind = CHANNEL_START;
		return read_start(pipe, err);
	case FRAME_STOP:
		event->kind = CHANNEL_STOP;
		return read_stop(pipe, frame, err);
	case FRAME_DATA:
		event->kind = CHANNEL_DATA;
		pipe->frames++;
		if (!pipe->in_flow)
			return err_set(err, EXIT_BAD_INPUT, "%s: a frame before START", pipe->channel.name);
		return 0;
	case FRAME_COMMIT:
		event->kind = CHANNEL_NOTHING;
		return 0;
	}
	return -1;
}

static int read_frame(struct pipe_channel *pipe, struct frame *frame, struct channel_event *event, struct err *err)
{
	struct frame_head head;
	struct buf *wire = &frame->wire;

	if (fill(pipe, wire, FRAME_HEAD, err) < 0)
		return -1;
	if (wire->len < FRAME_HEAD)
		return at_end(pipe, buf_str(wire), event, err);
	if (memcmp(wire->data, "LEAT", 4) != 0 && !pipe->any && !pipe->in_flow)
		return not_frames(pipe, buf_str(wire), err);
	if (frame_read_head(wire->data, &head, err) < 0)
		return err_wrap(err, "%s", pipe->channel.name);
	if (fill(pipe, wire, head.length, err) < 0)
		return -1;
	if (wire->len < FRAME_HEAD + (size_t)head.length)
		return at_end(pipe, buf_str(wire), event, err);
	if (frame_parse(frame, err) < 0)
		return err_wrap(err, "%s", pipe->channel.name);
	return classify(pipe, frame, event, err);
}

static int wait_input(struct pipe_channel *pipe, int timeout_ms)
{
	struct pollfd poll_in = { .fd = pipe->fd, .events = POLLIN };

	if (pipe->at < pipe->filled || timeout_ms < 0)
		return 1;
	return poll(&poll_in, 1, timeout_ms);
}

static int pipe_recv(struct channel *channel, struct channel_event *event, int timeout_ms, struct err *err)
{
	struct pipe_channel *pipe = self(channel);

	*event = (struct channel_event){ .kind = CHANNEL_NOTHING };
	if (wait_input(pipe, timeout_ms) <= 0)
		return 0;
	do {
		struct frame *frame = frame_new();

		if (read_frame(pipe, frame, event, err) < 0) {
			frame_free(frame);
			return -1;
		}
		if (event->kind == CHANNEL_NOTHING || event->kind == CHANNEL_END)
			frame_free(frame);
		else
			event->frame = frame;
	} while (event->kind == CHANNEL_NOTHING);
	return 0;
}

static int pipe_send(struct channel *channel, struct frame **frame, struct err *err)
{
	struct pipe_channel *pipe = self(channel);
	struct iovec pieces[FRAME_LAYERS_MAX + 1], *at = pieces;
	size_t total;
	int count = frame_pieces(*frame, pieces, &total);

	pipe->bytes += total;
	while (total > 0) {
		ssize_t put = writev(pipe->fd, at, count);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0 && errno == EPIPE)
			return err_set(err, EXIT_CUT, "%s: the next program ended", channel->name);
		if (put < 0)
			return err_sys(err, EXIT_CUT, "%s: cannot write", channel->name);
		total -= (size_t)put;
		while (count > 0 && (size_t)put >= at->iov_len) {
			put -= (ssize_t)at->iov_len;
			at++;
			count--;
		}
		if (count > 0) {
			at->iov_base = (char *)at->iov_base + put;
			at->iov_len -= (size_t)put;
		}
	}
	frame_free(*frame);
	*frame = NULL;
	return CHANNEL_SENT;
}

static int pipe_descriptor(struct channel *channel)
{
	return self(channel)->fd;
}

static void pipe_close(struct channel *channel)
{
	close(self(channel)->fd);
	free(self(channel)->ahead);
	free(channel);
}

static struct pipe_channel *pipe_new(int fd, const char *name)
{
	static const struct channel_ops ops = {
		.recv = pipe_recv, .send = pipe_send, .descriptor = pipe_descriptor, .close = pipe_close,
	};
	struct pipe_channel *pipe = mem_zero(1, sizeof *pipe);

	pipe->channel.ops = &ops;
	pipe->channel.name = name;
	pipe->fd = fd;
	/* A frame is larger than the default buffer; fails harmlessly on what is no pipe. */
	fcntl(fd, F_SETPIPE_SZ, PIPE_BUFFER);
	return pipe;
}

struct channel *pipe_receiver(int fd, const char *name)
{
	struct pipe_channel *pipe = pipe_new(fd, name);

	pipe->ahead = mem_alloc(READ_AHEAD);
	return &pipe->channel;
}

struct channel *pipe_sender(int fd, const char *name)
{
	return &pipe_new(fd, name)->channel;
}

uint64_t pipe_bytes(const struct channel *channel)
{
	return ((const struct pipe_channel *)(const void *)channel)->bytes;
}
