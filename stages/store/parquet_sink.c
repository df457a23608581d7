#include "store/parquet.h"
#include "store/sink.h"
#include "store/whole_file.h"

#include <stdlib.h>

struct parquet_sink {
	struct sink sink;
	struct whole_file file;
	struct parquet parquet;
	struct buf out;
};

static struct parquet_sink *self(struct sink *sink)
{
	return (struct parquet_sink *)(void *)sink;
}

static int write_out(struct parquet_sink *sink, struct err *err)
{
	int result = whole_file_write(&sink->file, buf_str(&sink->out), err);

	buf_reset(&sink->out);
	return result;
}

static int put(struct sink *base, const struct sink_frame *in, struct err *err)
{
	struct parquet_sink *sink = self(base);
	struct record record;

	for (uint32_t i = 0; i < in->frame->head.nrec; i++) {
		if (frame_record(in->frame, i, &record, err) < 0)
			return -1;
		if (record.verdict == VERDICT_KEPT && record.text.at)
			parquet_add(&sink->parquet, &record);
	}
	if (!parquet_full(&sink->parquet))
		return 0;
	parquet_group(&sink->parquet, sink->file.length, &sink->out);
	return write_out(sink, err);
}

/* A row group is large: what is not full yet waits in memory. */
static int commit(struct sink *sink, struct err *err)
{
	(void)sink;
	(void)err;
	return 0;
}

static int close_sink(struct sink *base, bool whole, struct str recipe, struct str dedup_state, struct err *err)
{
	struct parquet_sink *sink = self(base);
	int result = 0;
	(void)recipe;
	(void)dedup_state;

	if (whole) {
		parquet_group(&sink->parquet, sink->file.length, &sink->out);
		parquet_footer(&sink->parquet, &sink->out);
		result = write_out(sink, err);
	}
	if (whole_file_close(&sink->file, whole && result == 0, err) < 0)
		result = -1;
	parquet_release(&sink->parquet);
	buf_release(&sink->out);
	free(sink);
	return result;
}

struct sink *parquet_sink_open(const struct sink_options *options, struct err *err)
{
	static const struct sink_ops ops = { .put = put, .commit = commit, .kept_only = true, .close = close_sink };
	struct parquet_sink *sink = mem_zero(1, sizeof *sink);

	sink->sink = (struct sink){ &ops, options->path };
	if (whole_file_open(&sink->file, options->path, err) == 0) {
		buf_add_text(&sink->out, PARQUET_MAGIC);
		if (write_out(sink, err) == 0)
			return &sink->sink;
		whole_file_close(&sink->file, false, err);
	}
	free(sink);
	return NULL;
}
