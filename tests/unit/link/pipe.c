/* The carrier over descriptors: what it gives for whole, cut and damaged flows. */
#include "link/pipe.h"
#include "record/flow.h"
#include "record/pack.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { FRAMES = 3 };

static void control(struct channel *out, enum frame_type type, const char *key, int64_t value)
{
	struct buf map = BUF_INIT;
	struct frame *frame = frame_new();
	struct err err = { 0 };

	pack_map(&map, 1);
	pack_text(&map, key);
	pack_int(&map, value);
	cr_assert_eq(frame_make_control(frame, type, &map, &err), 0);
	buf_release(&map);
	cr_assert_eq(channel_send(out, &frame, &err), CHANNEL_SENT, "%s", err.text);
}

static void data(struct channel *out, uint64_t seq, enum codec codec)
{
	struct buf meta = BUF_INIT;
	struct frame *frame = frame_new();
	struct codec_state codecs = CODEC_STATE_INIT;
	struct err err = { 0 };

	pack_map(&meta, 1);
	pack_text(&meta, "id");
	pack_text(&meta, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
	frame->head.type = FRAME_DATA;
	frame->head.stream = 7;
	frame->head.seq = seq;
	frame->head.nrec = 1;
	frame_set_layer(frame, LAYER_META, &meta);
	cr_assert_eq(frame_seal(frame, codec, &codecs, &err), 0);
	codec_state_release(&codecs);
	buf_release(&meta);
	cr_assert_eq(channel_send(out, &frame, &err), CHANNEL_SENT, "%s", err.text);
}

/* A descriptor to read `bytes` from. */
static int source_of(struct str bytes)
{
	FILE *file = tmpfile();
	int fd = dup(fileno(file));

	fclose(file);
	cr_assert_eq(write(fd, bytes.at, bytes.len), (ssize_t)bytes.len);
	cr_assert_eq(lseek(fd, 0, SEEK_SET), 0);
	return fd;
}

static void make_flow(struct buf *out, int64_t counted)
{
	FILE *file = tmpfile();
	int fd = dup(fileno(file));
	struct channel *channel = pipe_sender(dup(fd), "test");

	control(channel, FRAME_START, "total", 10);
	for (uint64_t seq = 0; seq < FRAMES; seq++)
		data(channel, seq, seq == 1 ? CODEC_ZLIB : CODEC_NONE);
	control(channel, FRAME_STOP, "frames", counted);
	size_t len = (size_t)pipe_bytes(channel);
	channel_close(channel);
	cr_assert_eq(pread(fd, buf_reserve(out, len), len, 0), (ssize_t)len);
	out->len += len;
	close(fd);
	fclose(file);
}

struct seen {
	int starts, frames, stops, ends;
	struct err err;
};

/* Reads all there is, opening every layer, and gathers the raw content in *content. */
static int read_all(struct str bytes, struct seen *seen, struct buf *content)
{
	struct channel *in = pipe_receiver(source_of(bytes), "test");
	struct codec_state codecs = CODEC_STATE_INIT;
	struct channel_event event;
	int result;

	*seen = (struct seen){ 0 };
	while ((result = channel_recv(in, &event, -1, &seen->err)) == 0 && event.kind != CHANNEL_END) {
		struct frame *frame = event.frame;

		seen->starts += event.kind == CHANNEL_START;
		seen->frames += event.kind == CHANNEL_DATA;
		seen->stops += event.kind == CHANNEL_STOP;
		buf_add(content, &frame->head, sizeof frame->head);
		for (unsigned i = 0; i < frame->nlayers && result == 0; i++) {
			struct str raw;

			result = frame_open_layer(frame, frame->layers[i].kind, &codecs, &raw, &seen->err);
			if (result == 0)
				buf_add_str(content, raw);
		}
		frame_free(frame);
		if (result < 0)
			break;
	}
	seen->ends = result == 0;
	codec_state_release(&codecs);
	channel_close(in);
	return result;
}

Test(pipe, whole_flows_one_after_another)
{
	struct buf flow = BUF_INIT, content = BUF_INIT;
	struct seen seen;

	make_flow(&flow, FRAMES);
	make_flow(&flow, FRAMES);
	make_flow(&flow, FRAMES);
	cr_assert_eq(read_all(buf_str(&flow), &seen, &content), 0, "%s", seen.err.text);
	cr_expect(seen.starts == 3 && seen.frames == 3 * FRAMES && seen.stops == 3 && seen.ends == 1);
	buf_release(&flow);
	buf_release(&content);
}

Test(pipe, cut_at_every_byte)
{
	struct buf flow = BUF_INIT, content = BUF_INIT;
	struct seen seen;

	make_flow(&flow, FRAMES);
	for (size_t len = 0; len < flow.len; len++) {
		cr_assert_eq(read_all(str_from(flow.data, len), &seen, &content), -1, "%zu", len);
		cr_assert_eq(seen.err.code, EXIT_CUT, "%zu: %s", len, seen.err.text);
	}

	/* A second flow that is cut is no less an error. */
	size_t first = flow.len;
	make_flow(&flow, FRAMES);
	for (size_t len = first + 1; len < flow.len; len++) {
		cr_assert_eq(read_all(str_from(flow.data, len), &seen, &content), -1, "%zu", len);
		cr_assert_eq(seen.err.code, EXIT_CUT, "%zu: %s", len, seen.err.text);
	}
	buf_release(&flow);
	buf_release(&content);
}

Test(pipe, every_byte_flipped)
{
	struct buf flow = BUF_INIT, want = BUF_INIT, got = BUF_INIT;
	struct seen seen;

	make_flow(&flow, FRAMES);
	cr_assert_eq(read_all(buf_str(&flow), &seen, &want), 0);
	for (size_t at = 0; at < flow.len; at++) {
		for (unsigned bit = 0; bit < 8; bit += 7) {
			flow.data[at] ^= (char)(1 << bit);
			buf_reset(&got);
			if (read_all(buf_str(&flow), &seen, &got) == 0)
				cr_assert(str_eq(buf_str(&got), buf_str(&want)), "byte %zu", at);
			flow.data[at] ^= (char)(1 << bit);
		}
	}
	buf_release(&flow);
	buf_release(&want);
	buf_release(&got);
}

Test(pipe, stop_counts_the_frames)
{
	static const int64_t wrong[] = { FRAMES - 1, FRAMES + 1, -1, 0 };

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct buf flow = BUF_INIT, content = BUF_INIT;
		struct seen seen;

		make_flow(&flow, wrong[i]);
		cr_expect_eq(read_all(buf_str(&flow), &seen, &content), -1);
		cr_expect_eq(seen.err.code, EXIT_CUT);
		cr_expect(strstr(seen.err.text, "frames are missing"), "%s", seen.err.text);
		buf_release(&flow);
		buf_release(&content);
	}
}

/* Of an archive: what follows STOP with "footer" is an index that a scan can rebuild. */
Test(pipe, cut_footer_is_harmless)
{
	FILE *file = tmpfile();
	int fd = dup(fileno(file));
	struct channel *out = pipe_sender(dup(fd), "test");
	struct frame *stop = frame_new();
	struct buf map = BUF_INIT, flow = BUF_INIT, content = BUF_INIT;
	struct err err = { 0 };
	struct seen seen;

	control(out, FRAME_START, "total", 10);
	data(out, 0, CODEC_NONE);
	pack_map(&map, 2);
	pack_text(&map, "frames");
	pack_int(&map, 1);
	pack_text(&map, "footer");
	pack_bool(&map, true);
	cr_assert_eq(frame_make_control(stop, FRAME_STOP, &map, &err), 0);
	cr_assert_eq(channel_send(out, &stop, &err), CHANNEL_SENT);
	size_t before = (size_t)pipe_bytes(out);
	control(out, FRAME_COMMIT, "index", 1);
	size_t len = (size_t)pipe_bytes(out);
	channel_close(out);
	cr_assert_eq(pread(fd, buf_reserve(&flow, len), len, 0), (ssize_t)len);
	for (size_t cut = before; cut <= len; cut++) {
		cr_assert_eq(read_all(str_from(flow.data, cut), &seen, &content), 0, "%zu: %s", cut, seen.err.text);
		cr_assert(seen.frames == 1 && seen.stops == 1);
	}
	buf_release(&map);
	buf_release(&flow);
	buf_release(&content);
	close(fd);
	fclose(file);
}

Test(pipe, says_what_the_input_is)
{
	static const struct {
		const char *bytes, *says;
		enum exit_code code;
	} cases[] = {
		{ "WARC/1.0\r\nWARC-Type: warcinfo\r\n", "start with leat-ingest", EXIT_BAD_INPUT },
		{ "{\"text\": \"x\"}\n", "JSON lines", EXIT_BAD_INPUT },
		{ "<html><body>", "HTML", EXIT_BAD_INPUT },
		{ "Dear reader,\n", "text", EXIT_BAD_INPUT },
		{ "LE", "cut", EXIT_CUT },
		{ "", "empty", EXIT_CUT },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf content = BUF_INIT;
		struct seen seen;

		cr_assert_eq(read_all(str_of(cases[i].bytes), &seen, &content), -1, "%s", cases[i].bytes);
		cr_expect_eq(seen.err.code, cases[i].code, "%s: %s", cases[i].bytes, seen.err.text);
		cr_expect(strstr(seen.err.text, cases[i].says), "%s: %s", cases[i].bytes, seen.err.text);
		buf_release(&content);
	}
}

Test(pipe, a_reader_that_left)
{
	int ends[2];
	struct err err = { 0 };
	struct frame *frame = frame_new();
	struct buf map = BUF_INIT;

	signal(SIGPIPE, SIG_IGN);
	cr_assert_eq(pipe(ends), 0);
	close(ends[0]);
	pack_map(&map, 0);
	cr_assert_eq(frame_make_control(frame, FRAME_START, &map, &err), 0);
	struct channel *out = pipe_sender(ends[1], "test");
	cr_expect_eq(channel_send(out, &frame, &err), -1);
	cr_expect_eq(err.code, EXIT_CUT);
	frame_free(frame);
	channel_close(out);
	buf_release(&map);
}
