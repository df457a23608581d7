#include "archive/segments.h"
#include "store/sink.h"

#include <stdlib.h>

struct archive_sink {
	struct sink sink;
	struct archive_segments *segments;
};

static struct archive_sink *self(struct sink *sink)
{
	return (struct archive_sink *)(void *)sink;
}

static int find(struct sink *sink, uint64_t stream, uint64_t seq, struct known *known, struct err *err)
{
	const struct archive_row *row = archive_segments_find(self(sink)->segments, stream, seq);
	(void)err;

	if (row)
		*known = (struct known){ row->src_begin, row->src_end, row->src_hash, row->recipe,
					 row->flags & FRAME_FINAL };
	return row != NULL;
}

static int recipe(struct sink *sink, uint64_t hash, struct buf *out, struct err *err)
{
	const char *text = archive_segments_recipe(self(sink)->segments, hash);
	(void)err;

	if (text)
		buf_add_text(out, text);
	return text != NULL;
}

static int put(struct sink *sink, const struct sink_frame *in, struct err *err)
{
	return archive_segments_append(self(sink)->segments, in->frame, in->recipe, in->dedup_state, err);
}

static int commit(struct sink *sink, struct err *err)
{
	return archive_segments_commit(self(sink)->segments, err);
}

static bool is_other(void *seen, const struct archive_row *row)
{
	return !streams_has(seen, row->stream);
}

static int holds_other(struct sink *sink, const struct streams *seen, struct err *err)
{
	(void)err;
	return archive_segments_each(self(sink)->segments, is_other, (void *)(uintptr_t)seen);
}

static int close_sink(struct sink *sink, bool whole, struct str recipe_text, struct str dedup_state, struct err *err)
{
	int result = archive_segments_close(self(sink)->segments, whole, recipe_text, dedup_state, err);

	free(sink);
	return result;
}

struct sink *archive_sink_open(const struct sink_options *options, struct err *err)
{
	static const struct sink_ops ops = {
		.find = find, .recipe = recipe, .put = put, .commit = commit, .holds_other = holds_other,
		.close = close_sink,
	};
	struct archive_segments *segments = archive_segments_open(options->path, &options->limits, err);

	if (!segments)
		return NULL;
	struct archive_sink *archive = mem_zero(1, sizeof *archive);
	archive->sink = (struct sink){ &ops, options->path };
	archive->segments = segments;
	return &archive->sink;
}
