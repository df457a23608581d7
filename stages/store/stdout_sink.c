#include "base/file.h"
#include "store/render.h"
#include "store/sink.h"

#include <stdlib.h>
#include <unistd.h>

enum { WRITE_BYTES = 256 * 1024 };

struct stdout_sink {
	struct sink sink;
	struct buf pending;
};

static struct stdout_sink *self(struct sink *sink)
{
	return (struct stdout_sink *)(void *)sink;
}

static int commit(struct sink *sink, struct err *err)
{
	struct buf *pending = &self(sink)->pending;

	if (file_write(STDOUT_FILENO, pending->data, pending->len, sink->name, err) < 0)
		return -1;
	buf_reset(pending);
	return 0;
}

static int put(struct sink *sink, const struct sink_frame *in, struct err *err)
{
	struct buf *pending = &self(sink)->pending;

	buf_add_str(pending, render_jsonl_lines(in->frame).of[VERDICT_KEPT]);
	return pending->len >= WRITE_BYTES ? commit(sink, err) : 0;
}

static int close_sink(struct sink *sink, bool whole, struct str recipe, struct str dedup_state, struct err *err)
{
	(void)whole;
	(void)recipe;
	(void)dedup_state;
	(void)err;
	buf_release(&self(sink)->pending);
	free(sink);
	return 0;
}

struct sink *stdout_sink_open(const struct sink_options *options, struct err *err)
{
	static const struct sink_ops ops = { .put = put, .commit = commit, .kept_only = true, .close = close_sink };
	struct stdout_sink *sink = mem_zero(1, sizeof *sink);
	(void)options;
	(void)err;

	sink->sink = (struct sink){ &ops, "standard output" };
	return &sink->sink;
}
