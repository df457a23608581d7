#include "store/parquet.h"
#include "store/sink.h"
#include "store/whole_file.h"

#include <stdlib.h>

struct parquet_sink {
	struct sink sink;
	struct whole_file file;
	struct parquet parquet;
};

static struct parquet_sink *self(struct sink *sink)
{
	return (struct parquet_sink *)(void *)sink;
}

static int write_group(struct parquet_sink *sink, struct err *err)
{
	parquet_group(&sink->parquet, sink->file.length);
	for (size_t i = 0; i < PARQUET_COLUMNS; i++) {
		struct buf *pages = &sink->parquet.chunks[i].pages;

		if (whole_file_write(&sink->file, buf_str(pages), err) < 0)
			return -1;
		buf_reset(pages);
	}
	return 0;
}

static int finish(struct parquet_sink *sink, struct err *err)
{
	struct buf footer = BUF_INIT;

	if (write_group(sink, err) < 0)
		return -1;
	parquet_footer(&sink->parquet, &footer);
	int result = whole_file_write(&sink->file, buf_str(&footer), err);
	buf_release(&footer);
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
	return parquet_full(&sink->parquet) ? write_group(sink, err) : 0;
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
	int result = whole ? finish(sink, err) : 0;
	(void)recipe;
	(void)dedup_state;

	if (whole_file_close(&sink->file, whole && result == 0, err) < 0)
		result = -1;
	parquet_release(&sink->parquet);
	free(sink);
	return result;
}

struct sink *parquet_sink_open(const struct sink_options *options, struct err *err)
{
	static const struct sink_ops ops = { .put = put, .commit = commit, .kept_only = true, .close = close_sink };
	struct parquet_sink *sink = mem_zero(1, sizeof *sink);

	sink->sink = (struct sink){ &ops, options->path };
	if (whole_file_open(&sink->file, options->path, err) == 0) {
		if (whole_file_write(&sink->file, STR(PARQUET_MAGIC), err) == 0)
			return &sink->sink;
		whole_file_close(&sink->file, false, err);
	}
	free(sink);
	return NULL;
}
