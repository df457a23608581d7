#include "util.h"

#include "ingest/source.h"
#include "record/record.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

enum { FRAMES_MAX = 64 };

struct frames {
	struct frame *at[FRAMES_MAX];
	size_t count;
};

static int keep(void *ctx, struct frame *frame, struct err *err)
{
	struct frames *frames = ctx;

	(void)err;
	cr_assert(frames->count < FRAMES_MAX);
	frames->at[frames->count++] = frame;
	return 0;
}

static void release(struct frames *frames)
{
	for (size_t i = 0; i < frames->count; i++)
		frame_free(frames->at[i]);
	frames->count = 0;
}

static enum source_result cut_input(struct input *in, const char *grown_dir, uint64_t limit,
				    struct frames *frames)
{
	struct source_run run = { .limit = limit, .emit = keep, .ctx = frames, .cuts_dir = grown_dir, .grows = grown_dir };
	struct source source = { in->fd, STR("name"), STR("name"), in };
	enum source_result result;
	struct err err;

	select_defaults(&run.select);
	http_scratch_init(&run.http);
	cr_assert_eq(source_read(&run, &source, &result, &err), 0, "%s", err.text);
	http_scratch_release(&run.http);
	return result;
}

static enum source_result cut(struct str bytes, const char *grown_dir, struct frames *frames)
{
	struct input in;

	input_open_memory(&in, bytes.at, bytes.len);
	return cut_input(&in, grown_dir, UINT64_MAX, frames);
}

/* seq counts, the ranges abut and cover all of `plain`, each hash is that of its bytes. */
static void expect_whole(const struct frames *frames, struct str plain)
{
	uint64_t at = 0;

	for (size_t i = 0; i < frames->count; i++) {
		const struct frame_head *head = &frames->at[i]->head;

		cr_expect_eq(head->seq, i);
		cr_expect_eq(head->src_begin, at);
		cr_assert(head->src_end >= at && head->src_end <= plain.len);
		cr_expect_eq(head->src_hash, XXH3_64bits(plain.at + at, (size_t)(head->src_end - at)), "frame %zu", i);
		cr_expect_eq((bool)(head->flags & FRAME_FINAL), i + 1 == frames->count, "frame %zu", i);
		cr_expect_eq(frame_layer(frames->at[i], LAYER_SOURCE) != NULL, i == 0);
		at = head->src_end;
	}
	cr_expect_eq(at, plain.len);
}

static void lines(struct buf *out, size_t from, size_t to, size_t size)
{
	for (size_t i = from; i < to; i++) {
		buf_addf(out, "{\"id\":\"%zu\",\"text\":\"", i);
		for (size_t k = 0; k < size; k++)
			buf_add_byte(out, 'x');
		buf_add_text(out, "\"}\n");
	}
}

Test(cut, by_bytes_and_by_records)
{
	struct {
		size_t lines, size, frames;
	} const rows[] = {
		{ 0, 0, 1 }, { 1, 10, 1 }, { 4096, 1, 1 }, { 4097, 1, 2 }, { 64, 65536, 16 }, { 65, 65536, 17 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct frames frames = { .count = 0 };
		struct buf file = BUF_INIT;

		lines(&file, 0, rows[i].lines, rows[i].size);
		cut(buf_str(&file), NULL, &frames);
		cr_expect_eq(frames.count, rows[i].frames, "%zu: %zu frames", i, frames.count);
		expect_whole(&frames, buf_str(&file));
		release(&frames);
		buf_release(&file);
	}
}

Test(cut, skipped_records_are_covered)
{
	struct frames frames = { .count = 0 };
	struct buf file = BUF_INIT, packed = BUF_INIT;

	for (int i = 0; i < 40; i++) {
		warc_add(&file, "request", "http://a.example/", STR("GET / HTTP/1.1\r\n\r\n"), -1);
		page_add(&file, 'a', 200000);
	}
	warc_add(&file, "metadata", "http://a.example/", STR("x: y\r\n"), -1);
	cut(buf_str(&file), NULL, &frames);
	cr_expect_eq(frames.count, 4);
	expect_whole(&frames, buf_str(&file));
	release(&frames);

	gzip_add(&packed, buf_str(&file));
	cut(buf_str(&packed), NULL, &frames);
	cr_expect_eq(frames.count, 4);
	expect_whole(&frames, buf_str(&file));
	release(&frames);
	buf_release(&packed);
	buf_release(&file);
}

struct writer {
	int fd;
	struct str bytes;
};

static void *write_slowly(void *arg)
{
	struct writer *w = arg;

	for (size_t at = 0, n = 1; at < w->bytes.len; at += n, n = n % 997 + 1) {
		if (n > w->bytes.len - at)
			n = w->bytes.len - at;
		if (write(w->fd, w->bytes.at + at, n) != (ssize_t)n)
			break;
	}
	close(w->fd);
	return NULL;
}

/* The same cuts, whether bytes come at once or in odd pieces through a pipe. */
Test(cut, a_function_of_the_bytes)
{
	struct frames whole = { .count = 0 }, piped = { .count = 0 };
	struct buf file = BUF_INIT;
	struct writer writer;
	struct input in;
	pthread_t thread;
	int fds[2];

	for (size_t i = 0; i < 30; i++) {
		struct buf one = BUF_INIT;

		page_add(&one, 'a', 1 + i * 9000);
		if (i == 7)
			buf_add_text(&one, "rubbish");
		gzip_add(&file, buf_str(&one));
		if (i == 11)
			buf_add_text(&file, "rubbish");
		buf_release(&one);
	}
	cut(buf_str(&file), NULL, &whole);
	cr_assert_eq(pipe(fds), 0);
	writer = (struct writer){ fds[1], buf_str(&file) };
	pthread_create(&thread, NULL, write_slowly, &writer);
	input_open_fd(&in, fds[0]);
	cut_input(&in, NULL, UINT64_MAX, &piped);
	input_close(&in);
	pthread_join(thread, NULL);
	close(fds[0]);
	cr_assert_eq(whole.count, piped.count);
	for (size_t i = 0; i < whole.count; i++) {
		cr_expect_eq(whole.at[i]->head.src_end, piped.at[i]->head.src_end);
		cr_expect_eq(whole.at[i]->head.src_hash, piped.at[i]->head.src_hash);
		cr_expect_eq(whole.at[i]->head.nrec, piped.at[i]->head.nrec);
	}
	release(&whole);
	release(&piped);
	buf_release(&file);
}

/* Grown twice: what was cut before is cut again, and the rest follows. */
Test(cut, grown)
{
	char dir[] = "/tmp/leat-cut-XXXXXX", command[64];
	struct frames old = { .count = 0 }, now = { .count = 0 };
	struct buf file = BUF_INIT;
	size_t at = 0;

	cr_assert(mkdtemp(dir));
	for (size_t round = 0; round < 4; round++) {
		/* the third time nothing is added */
		size_t add = round == 2 ? 0 : 3 + round;

		lines(&file, at, at + add, 100000);
		at += add;
		cr_expect_eq(cut(buf_str(&file), dir, &now), SOURCE_READ, "round %zu", round);
		cr_expect(now.count >= old.count);
		cr_expect_eq(now.at[now.count - 1]->head.src_end, file.len);
		for (size_t i = 0; i < old.count; i++) {
			cr_expect_eq(now.at[i]->head.src_end, old.at[i]->head.src_end, "round %zu frame %zu", round, i);
			cr_expect_eq(now.at[i]->head.src_hash, old.at[i]->head.src_hash);
			cr_expect_eq(now.at[i]->head.nrec, old.at[i]->head.nrec);
		}
		release(&old);
		old = now;
		now.count = 0;
	}
	file.data[file.len - 1000] = 'y';
	lines(&file, at, at + 1, 10);
	cr_expect_eq(cut(buf_str(&file), dir, &now), SOURCE_CHANGED);
	release(&old);
	release(&now);
	buf_release(&file);
	snprintf(command, sizeof command, "rm -r %s", dir);
	cr_expect_eq(system(command), 0);
}

/* A pipe that gives some lines, waits until they have left, gives more, and ends. */
struct drip {
	struct frames frames; /* first: what `keep` is given */
	struct str lines;
	int in, rounds;
};

static int drip_more(void *ctx, struct err *err)
{
	struct drip *drip = ctx;

	(void)err;
	if (drip->rounds++ > 0)
		close(drip->in);
	else
		cr_assert_eq(write(drip->in, drip->lines.at, drip->lines.len), (ssize_t)drip->lines.len);
	return 0;
}

static void cut_drip(const char *dir, struct str lines, struct frames *frames)
{
	struct drip drip = { .lines = lines };
	struct source_run run = { .limit = UINT64_MAX, .emit = keep, .flush = drip_more, .ctx = &drip,
				  .cuts_dir = dir, .max_delay_ns = 1 };
	struct input in;
	struct source source = { .name = STR("name"), .shown = STR("name"), .input = &in };
	enum source_result result;
	struct err err;
	int ends[2], wake[2];

	cr_assert_eq(pipe(ends) | pipe(wake), 0);
	cr_assert_gt(fcntl(ends[1], F_SETPIPE_SZ, 1 << 20), 0);
	drip.in = ends[1];
	cr_assert_eq(write(ends[1], lines.at, lines.len), (ssize_t)lines.len);
	source.fd = ends[0];
	input_open_fd(&in, ends[0]);
	input_set_wake(&in, wake[0]);
	select_defaults(&run.select);
	http_scratch_init(&run.http);
	cr_assert_eq(source_read(&run, &source, &result, &err), 0, "%s", err.text);
	cr_expect_eq(result, SOURCE_READ);
	cr_expect_eq(drip.rounds, 2);
	http_scratch_release(&run.http);
	input_close(&in);
	close(ends[0]);
	close(wake[0]);
	close(wake[1]);
	*frames = drip.frames;
}

/* Frames that left early leave as they did when the same bytes come in one go. */
Test(cut, early)
{
	char dir[] = "/tmp/leat-cut-XXXXXX", command[64];
	struct frames early = { .count = 0 }, again = { .count = 0 };
	struct buf file = BUF_INIT;
	size_t half;

	cr_assert(mkdtemp(dir));
	lines(&file, 0, 2, 33000); /* what names a source is waited for: 64 KiB */
	half = file.len;
	cut_drip(dir, buf_str(&file), &early);
	buf_reserve(&file, half);
	buf_add(&file, file.data, half);
	cr_assert_eq(early.count, 3);
	expect_whole(&early, buf_str(&file));
	cr_expect_eq(early.at[0]->head.nrec, 2);
	cr_expect_eq(early.at[2]->head.nrec, 0);
	for (int torn = 0; torn < 2; torn++) {
		struct input in;
		struct source_run run = { .limit = UINT64_MAX, .emit = keep, .ctx = &again, .cuts_dir = dir,
					  .max_delay_ns = 1 };
		struct source source = { -1, STR("name"), STR("name"), &in };
		enum source_result result;
		struct err err;

		if (torn) { /* the second cut was not durable: its frame had not left */
			snprintf(command, sizeof command, "truncate -s -5 %s/cuts/*", dir);
			cr_assert_eq(system(command), 0);
		}
		input_open_memory(&in, file.data, file.len);
		select_defaults(&run.select);
		http_scratch_init(&run.http);
		cr_assert_eq(source_read(&run, &source, &result, &err), 0, "%s", err.text);
		http_scratch_release(&run.http);
		expect_whole(&again, buf_str(&file));
		cr_expect_eq(again.count, torn ? 2 : 3);
		for (size_t i = 0; i + (size_t)torn < again.count; i++) {
			cr_expect_eq(again.at[i]->head.src_end, early.at[i]->head.src_end);
			cr_expect_eq(again.at[i]->head.nrec, early.at[i]->head.nrec);
		}
		release(&again);
	}
	release(&early);
	buf_release(&file);
	snprintf(command, sizeof command, "rm -r %s", dir);
	cr_expect_eq(system(command), 0);
}

/* Fields keep their value; one that ingest writes itself gets another name. */
Test(cut, further_fields)
{
	struct frames frames = { .count = 0 };
	struct codec_state codecs = CODEC_STATE_INIT;
	struct record record;
	struct err err;
	int64_t number;
	struct str packed;

	cut(STR("{\"text\":\"a\",\"n\":-5,\"source\":\"cc\",\"list\":[1,2.5,null,{\"k\":\"\\u00e5\"}],\"offset\":7,\"lang\":[\"nob_Latn\"],\"prob\":[0.5]}\n"),
	    NULL, &frames);
	cr_assert_eq(frame_open_records(frames.at[0], true, &codecs, &err), 0);
	cr_assert_eq(frame_record(frames.at[0], 0, &record, &err), 0, "%s", err.text);
	cr_expect(str_is(record.text, "a"));
	cr_expect(str_is(record_get(&record, "source"), "name"));
	cr_expect(str_is(record_get(&record, "given_source"), "cc"));
	cr_expect(record_int(&record, "n", &number) && number == -5);
	cr_expect(record_int(&record, "offset", &number) && number == 0);
	cr_expect(record_int(&record, "given_offset", &number) && number == 7);
	cr_expect(str_is(record_get(&record, "lang"), "nob-Latn"));
	cr_expect(record_value(&record, "list", &packed) && packed.at[0] == (char)0x94);
	cr_expect_eq(record_get(&record, "id").len, 18);
	codec_state_release(&codecs);
	release(&frames);
}
