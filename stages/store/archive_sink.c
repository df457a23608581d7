#include "archive/writer.h"
#include "store/sink.h"

#include <stdlib.h>

struct archive_sink {
	struct sink sink;
	struct archive_writer *writer;
};

static struct archive_sink *self(struct sink *sink)
{
	return (struct archive_sink *)(void *)sink;
}

static int find(struct sink *sink, uint64_t stream, uint64_t seq, struct known *known, struct err *err)
{
	const struct archive_content *content = archive_writer_content(self(sink)->writer);
	const struct archive_row *row = archive_index_find(&content->index, stream, seq);
	(void)err;

	if (!row)
		return 0;
	*known = (struct known){
		.src_begin = row->src_begin,
		.src_end = row->src_end,
		.src_hash = row->src_hash,
		.recipe = row->recipe,
		.final = row->flags & FRAME_FINAL,
	};
	return 1;
}

static int recipe(struct sink *sink, uint64_t hash, struct buf *out, struct err *err)
{
	const char *text = archive_content_recipe(archive_writer_content(self(sink)->writer), hash);
	(void)err;

	if (text)
		buf_add_text(out, text);
	return text != NULL;
}

static int put(struct sink *sink, const struct sink_frame *in, struct err *err)
{
	struct archive_writer *writer = self(sink)->writer;

	if (archive_writer_flow(writer, in->recipe, in->dedup_state, err) < 0)
		return -1;
	return archive_writer_append(writer, in->frame, err);
}

static int commit(struct sink *sink, struct err *err)
{
	return archive_writer_commit(self(sink)->writer, err);
}

static int holds_other(struct sink *sink, const struct streams *seen, struct err *err)
{
	const struct archive_content *content = archive_writer_content(self(sink)->writer);
	const struct archive_row *rows = archive_index_rows(&content->index);
	(void)err;

	for (size_t i = 0; i < archive_index_count(&content->index); i++)
		if (!streams_has(seen, rows[i].stream))
			return 1;
	return 0;
}

static int close_sink(struct sink *sink, bool whole, struct str recipe_text, struct str dedup_state, struct err *err)
{
	struct archive_sink *archive = self(sink);
	int result = 0;

	/* A flow without frames makes a file, too. */
	if (whole && archive_index_count(&archive_writer_content(archive->writer)->index) == 0)
		result = archive_writer_flow(archive->writer, recipe_text, dedup_state, err);
	if (archive_writer_close(archive->writer, whole, err) < 0)
		result = -1;
	free(archive);
	return result;
}

struct sink *archive_sink_open(const struct sink_options *options, struct err *err)
{
	static const struct sink_ops ops = {
		.find = find, .recipe = recipe, .put = put, .commit = commit, .holds_other = holds_other,
		.close = close_sink,
	};
	struct archive_writer *writer = archive_writer_open(options->path, err);

	if (!writer)
		return NULL;
	struct archive_sink *archive = mem_zero(1, sizeof *archive);
	archive->sink = (struct sink){ &ops, options->path };
	archive->writer = writer;
	return &archive->sink;
}
