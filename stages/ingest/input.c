#include "ingest/input.h"

#include "base/buf.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Small enough to stay in a cache. */
enum { WINDOW_MIN = 512 << 10, READ_MAX = 256 << 10 };

void input_open_fd(struct input *in, int fd)
{
	off_t base = lseek(fd, 0, SEEK_CUR);

	*in = (struct input){ .fd = fd, .base = base > 0 ? base : 0, .wake = -1 };
}

void input_open_memory(struct input *in, const void *bytes, size_t count)
{
	*in = (struct input){ .fd = -1, .window = (char *)bytes, .end = count, .ended = true,
			      .wake = -1 };
}

void input_open_reader(struct input *in, input_read_fn *read_fn, void *ctx)
{
	*in = (struct input){ .fd = -1, .read = read_fn, .ctx = ctx, .wake = -1 };
}

void input_set_wake(struct input *in, int wake)
{
	struct stat st;

	if (fstat(in->fd, &st) == 0 && !S_ISREG(st.st_mode))
		in->wake = wake;
}

void input_set_idle(struct input *in, input_idle_fn *idle, void *ctx)
{
	in->idle = idle;
	in->idle_ctx = ctx;
}

void input_set_tap(struct input *in, input_tap_fn *tap, void *ctx)
{
	in->tap = tap;
	in->tap_ctx = ctx;
	if (in->end > in->at)
		tap(ctx, in->window + in->at, in->end - in->at);
}

/* False: woken, or told to end, before there was anything to read. */
static bool wait_for(const struct input *in)
{
	for (;;) {
		struct pollfd polls[2] = { { .fd = in->fd, .events = POLLIN },
					   { .fd = in->wake, .events = POLLIN } };
		int wait = in->idle ? in->idle(in->idle_ctx) : INPUT_WAIT;
		int ready = wait == INPUT_END ? 0 : poll(polls, 2, wait);

		if (wait == INPUT_END)
			return false;
		if (ready > 0)
			return polls[1].revents == 0;
		if (ready < 0 && errno != EINTR)
			return true;
	}
}

void input_close(struct input *in)
{
	if (in->fd >= 0 || in->read)
		free(in->window);
	*in = (struct input){ .fd = -1, .wake = -1, .ended = true };
}

static void make_room(struct input *in, size_t want)
{
	size_t kept = in->at < INPUT_BACK ? in->at : INPUT_BACK;
	size_t need = kept + want;

	if (in->at < WINDOW_MIN && in->cap - (in->at - kept) >= need && in->end < in->cap)
		return;
	if (in->at > kept) {
		memmove(in->window, in->window + in->at - kept, in->end - in->at + kept);
		in->end -= in->at - kept;
		in->at = kept;
	}
	if (in->cap < need || in->end == in->cap) {
		size_t cap = need < WINDOW_MIN ? WINDOW_MIN : need + need / 2;

		in->window = mem_grow(in->window, cap);
		in->cap = cap;
	}
}

size_t input_peek(struct input *in, size_t want, const char **at)
{
	while (in->end - in->at < want && !in->ended) {
		size_t room;
		ssize_t got;

		make_room(in, want);
		room = in->cap - in->end < READ_MAX ? in->cap - in->end : READ_MAX;
		if (in->wake >= 0 && !wait_for(in)) {
			in->ended = true;
			break;
		}
		if (in->read)
			got = in->read(in->ctx, in->window + in->end, room);
		else
			got = read(in->fd, in->window + in->end, room);
		if (got > 0) {
			if (in->tap)
				in->tap(in->tap_ctx, in->window + in->end, (size_t)got);
			in->end += (size_t)got;
		} else if (got == 0) {
			in->ended = true;
		} else if (errno != EINTR) {
			in->error = errno;
			in->ended = true;
		}
	}
	*at = in->window ? in->window + in->at : "";
	return in->end - in->at;
}

void input_skip(struct input *in, size_t count)
{
	in->at += count;
	in->offset += count;
}

void input_back(struct input *in, size_t count)
{
	if (count > in->at)
		count = in->at;
	if (count > INPUT_BACK)
		count = INPUT_BACK;
	in->at -= count;
	in->offset -= count;
}

bool input_probe(const struct input *in, uint64_t ahead, char *out, size_t count, size_t *got)
{
	struct stat st;

	*got = 0;
	if (in->read)
		return false;
	if (in->fd < 0) {
		if (ahead < in->end - in->at) {
			size_t left = in->end - in->at - (size_t)ahead;

			*got = left < count ? left : count;
			memcpy(out, in->window + in->at + ahead, *got);
		}
		return true;
	}
	if (fstat(in->fd, &st) != 0 || !S_ISREG(st.st_mode) || ahead > (uint64_t)(INT64_MAX - in->base) - in->offset)
		return false;
	while (*got < count) {
		off_t at = in->base + (off_t)(in->offset + ahead + *got);
		ssize_t n = pread(in->fd, out + *got, count - *got, at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		if (n == 0)
			break;
		*got += (size_t)n;
	}
	return true;
}
