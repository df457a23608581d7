/*
 * input: the bytes of a file as they lie, through a window. Files and pipes are read
 * alike: a mapped file would end the process when someone cuts it while it is read.
 */
#ifndef LEAT_INGEST_INPUT_H
#define LEAT_INGEST_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { INPUT_WAIT = -1, INPUT_END = -2 };
enum { INPUT_BACK = 64 << 10 }; /* bytes behind the reader that stay in the window */

/* As read(2), with errno. */
typedef long input_read_fn(void *ctx, char *out, size_t room);

/* Called before a pipe is waited for. Returns for how many ms at most, or INPUT_WAIT: for as
 * long as it takes, or INPUT_END: not at all, as if the input ended here. */
typedef int input_idle_fn(void *ctx);

/* Shown every byte as it is read. */
typedef void input_tap_fn(void *ctx, const char *bytes, size_t count);

struct input {
	input_read_fn *read; /* NULL: read(2) on fd */
	void *ctx;
	int fd; /* borrowed; -1: the window is the whole input and belongs to the caller */
	char *window;
	size_t at;
	size_t end;
	size_t cap;
	uint64_t offset; /* of window[at] */
	int64_t base; /* where the descriptor stood when it was opened */
	int wake; /* -1: none */
	input_idle_fn *idle; /* NULL: none */
	void *idle_ctx;
	input_tap_fn *tap; /* NULL: none */
	void *tap_ctx;
	bool ended;
	int error; /* errno of a read that failed; it counts as the end */
};

void input_open_fd(struct input *in, int fd);
void input_open_memory(struct input *in, const void *bytes, size_t count);
/* Takes the bytes from a function, which outlives the input. */
void input_open_reader(struct input *in, input_read_fn *read, void *ctx);
/* A pipe that is waited for ends when `wake` becomes readable. */
void input_set_wake(struct input *in, int wake);
/* Has an effect only where a wake has. */
void input_set_idle(struct input *in, input_idle_fn *idle, void *ctx);
/* From here on; what lies in the window already is shown at once. */
void input_set_tap(struct input *in, input_tap_fn *tap, void *ctx);
void input_close(struct input *in);

/* Returns how many bytes lie at *at: at least `want`, or fewer when the input ends
 * there. *at is valid until the next call. The window grows to `want`. */
size_t input_peek(struct input *in, size_t want, const char **at);
/* Goes on by `count` of the bytes that input_peek gave. */
void input_skip(struct input *in, size_t count);
/* Goes back by at most `count` and at most INPUT_BACK bytes. */
void input_back(struct input *in, size_t count);
/* Bytes at `ahead` from here, without moving, where the input is a regular file or
 * memory. Returns false where it cannot tell; *got is short at the end. */
bool input_probe(const struct input *in, uint64_t ahead, char *out, size_t count, size_t *got);

#endif
