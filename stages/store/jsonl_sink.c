/*
 * JSON lines: X, X.dropped.jsonl and X.rejects.jsonl, with X.journal, an archive of bare
 * frame headers whose COMMITs carry how long the three files are at that point. The journal
 * is bound to the files by their inodes.
 */
#include "archive/writer.h"
#include "base/file.h"
#include "record/flow.h"
#include "record/pack.h"
#include "store/render.h"
#include "store/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILES = 3, WRITE_BYTES = 4 << 20, GZIP_LEVEL = 3 };

struct lines_file {
	char *path;
	int fd;
	uint64_t inode;
	uint64_t offset; /* as written */
	uint64_t durable;
	struct buf pending;
	bool gzip;
};

struct jsonl_sink {
	struct sink sink;
	struct lines_file files[FILES]; /* by enum verdict */
	struct archive_writer *journal;
	struct libdeflate_compressor *gzip;
	struct frame *entry; /* a header for the journal */
	struct buf work;
	uint64_t form; /* of the lines, as a number: one file has one */
	bool broken;
};

static struct jsonl_sink *self(struct sink *sink)
{
	return (struct jsonl_sink *)(void *)sink;
}

static int find(struct sink *sink, uint64_t stream, uint64_t seq, struct known *known, struct err *err)
{
	const struct archive_content *content = archive_writer_content(self(sink)->journal);
	const struct archive_row *row = archive_index_find(&content->index, stream, seq);
	(void)err;

	if (row)
		*known = (struct known){ row->src_begin, row->src_end, row->src_hash, row->recipe,
					 row->flags & FRAME_FINAL };
	return row != NULL;
}

static int recipe(struct sink *sink, uint64_t hash, struct buf *out, struct err *err)
{
	const char *text = archive_content_recipe(archive_writer_content(self(sink)->journal), hash);
	(void)err;

	if (text)
		buf_add_text(out, text);
	return text != NULL;
}

/* All files back to their durable length; nothing more is written. */
static int fail(struct jsonl_sink *jsonl, struct err *err)
{
	jsonl->broken = true;
	for (size_t i = 0; i < FILES; i++)
		if (ftruncate(jsonl->files[i].fd, (off_t)jsonl->files[i].durable) == 0)
			fdatasync(jsonl->files[i].fd);
	err->code = EXIT_RETRY;
	return -1;
}

static int write_pending(struct jsonl_sink *jsonl, struct lines_file *file, struct err *err)
{
	struct str bytes = buf_str(&file->pending);

	if (bytes.len == 0)
		return 0;
	if (file->gzip) {
		size_t room = libdeflate_gzip_compress_bound(jsonl->gzip, bytes.len);

		buf_reset(&jsonl->work);
		buf_reserve(&jsonl->work, room);
		jsonl->work.len = libdeflate_gzip_compress(jsonl->gzip, bytes.at, bytes.len, jsonl->work.data, room);
		bytes = buf_str(&jsonl->work);
	}
	file->offset += bytes.len;
	if (file_write(file->fd, bytes.at, bytes.len, file->path, err) < 0)
		return fail(jsonl, err);
	buf_reset(&file->pending);
	return 0;
}

static int put(struct sink *sink, const struct sink_frame *in, struct err *err)
{
	struct jsonl_sink *jsonl = self(sink);
	struct render_lines lines = render_jsonl_lines(in->frame);
	struct codec_state none = CODEC_STATE_INIT;

	frame_reset(jsonl->entry);
	jsonl->entry->head = in->frame->head;
	jsonl->entry->head.nrec = 0;
	if (frame_seal(jsonl->entry, CODEC_NONE, &none, err) < 0 ||
	    archive_writer_flow(jsonl->journal, in->recipe, in->dedup_state, err) < 0 ||
	    archive_writer_append(jsonl->journal, jsonl->entry, err) < 0)
		return -1;
	for (size_t i = 0; i < FILES; i++) {
		buf_add_str(&jsonl->files[i].pending, lines.of[i]);
		if (jsonl->files[i].pending.len >= WRITE_BYTES && write_pending(jsonl, &jsonl->files[i], err) < 0)
			return -1;
	}
	return 0;
}

static void write_note(struct jsonl_sink *jsonl)
{
	buf_reset(&jsonl->work);
	pack_list(&jsonl->work, FILES + 1);
	for (size_t i = 0; i < FILES; i++) {
		pack_map(&jsonl->work, 2);
		pack_text(&jsonl->work, "inode");
		pack_uint(&jsonl->work, jsonl->files[i].inode);
		pack_text(&jsonl->work, "length");
		pack_uint(&jsonl->work, jsonl->files[i].offset);
	}
	pack_uint(&jsonl->work, jsonl->form);
	archive_writer_note(jsonl->journal, buf_str(&jsonl->work));
}

/* The lines first, then the journal that says they are there. */
static int commit(struct sink *sink, struct err *err)
{
	struct jsonl_sink *jsonl = self(sink);

	for (size_t i = 0; i < FILES; i++) {
		struct lines_file *file = &jsonl->files[i];

		if (write_pending(jsonl, file, err) < 0)
			return -1;
		if (file->offset > file->durable && fdatasync(file->fd) < 0) {
			err_sys(err, EXIT_RETRY, "%s: cannot make it durable", file->path);
			return fail(jsonl, err);
		}
	}
	write_note(jsonl);
	if (archive_writer_commit(jsonl->journal, err) < 0)
		return fail(jsonl, err);
	for (size_t i = 0; i < FILES; i++)
		jsonl->files[i].durable = jsonl->files[i].offset;
	return 0;
}

static int holds_other(struct sink *sink, const struct streams *seen, struct err *err)
{
	const struct archive_content *content = archive_writer_content(self(sink)->journal);
	const struct archive_row *rows = archive_index_rows(&content->index);
	(void)err;

	for (size_t i = 0; i < archive_index_count(&content->index); i++)
		if (!streams_has(seen, rows[i].stream))
			return 1;
	return 0;
}

static void release(struct jsonl_sink *jsonl)
{
	for (size_t i = 0; i < FILES; i++) {
		if (jsonl->files[i].fd >= 0)
			close(jsonl->files[i].fd);
		buf_release(&jsonl->files[i].pending);
		free(jsonl->files[i].path);
	}
	libdeflate_free_compressor(jsonl->gzip);
	frame_free(jsonl->entry);
	buf_release(&jsonl->work);
	free(jsonl);
}

static int close_sink(struct sink *sink, bool whole, struct str recipe_text, struct str dedup_state, struct err *err)
{
	struct jsonl_sink *jsonl = self(sink);
	bool pending = false;
	int result = 0;

	for (size_t i = 0; i < FILES; i++)
		pending = pending || jsonl->files[i].pending.len || jsonl->files[i].offset > jsonl->files[i].durable;
	/* A flow without frames: the files are empty, and known. */
	if (whole && !jsonl->broken && !archive_writer_content(jsonl->journal)->committed)
		result = archive_writer_flow(jsonl->journal, recipe_text, dedup_state, err);
	if (jsonl->broken || pending || result < 0)
		archive_writer_abandon(jsonl->journal);
	else
		result = archive_writer_close(jsonl->journal, whole, err);
	release(jsonl);
	return result;
}

static int lost(const char *path, const char *journal, const char *what, struct err *err)
{
	return err_set(err, EXIT_MISMATCH, "%s: %s since %s was written: give another name, or remove the journal, too",
		       path, what, journal);
}

/* Opens what the journal knows of, cut to the length that it says. */
static int open_known(struct lines_file *file, const char *journal, uint64_t inode, uint64_t length, struct err *err)
{
	struct stat st;

	file->fd = open(file->path, O_RDWR | O_CLOEXEC);
	if (file->fd < 0 && errno == ENOENT)
		return lost(file->path, journal, "was removed", err);
	if (file->fd < 0 || fstat(file->fd, &st) < 0)
		return err_sys(err, EXIT_FAILED, "%s: cannot open", file->path);
	if (st.st_ino != inode)
		return lost(file->path, journal, "was replaced", err);
	if ((uint64_t)st.st_size < length)
		return lost(file->path, journal, "was cut", err);
	file->inode = inode;
	file->offset = file->durable = length;
	if (((uint64_t)st.st_size > length && ftruncate(file->fd, (off_t)length) < 0) ||
	    lseek(file->fd, (off_t)length, SEEK_SET) < 0)
		return err_sys(err, EXIT_CUT, "%s: cannot cut off what was not committed", file->path);
	return 0;
}

static int create_file(struct lines_file *file, const char *journal, struct err *err)
{
	struct stat st;

	file->fd = open(file->path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (file->fd < 0 || fstat(file->fd, &st) < 0)
		return err_sys(err, EXIT_FAILED, "%s: cannot open", file->path);
	if (st.st_size > 0)
		return err_set(err, EXIT_MISMATCH, "%s: is there already, without its journal %s: give another name",
			       file->path, journal);
	file->inode = st.st_ino;
	return file_sync_dir(file->path, err);
}

/* A new journal's first COMMIT, which comes before any line, binds it to the new files. */
static int create_files(struct jsonl_sink *jsonl, const char *journal, struct err *err)
{
	for (size_t i = 0; i < FILES; i++)
		if (create_file(&jsonl->files[i], journal, err) < 0)
			return -1;
	write_note(jsonl);
	return 0;
}

static int open_files(struct jsonl_sink *jsonl, const char *journal, struct err *err)
{
	struct cursor cursor = cursor_of(buf_str(&archive_writer_content(jsonl->journal)->note));
	struct value list;
	struct str one;
	uint64_t inode, length;

	if (cursor_done(&cursor))
		return create_files(jsonl, journal, err);
	if (!cursor_expect(&cursor, VALUE_LIST, &list) || list.count != FILES + 1)
		return err_set(err, EXIT_MISMATCH, "%s: is no journal of this version", journal);
	for (size_t i = 0; i < FILES; i++) {
		if (!cursor_skip(&cursor, &one) || !flow_uint(one, "inode", &inode) ||
		    !flow_uint(one, "length", &length))
			return err_set(err, EXIT_MISMATCH, "%s: is no journal of this version", journal);
		if (open_known(&jsonl->files[i], journal, inode, length, err) < 0)
			return -1;
	}
	if (!cursor_expect(&cursor, VALUE_INT, &list) || (uint64_t)list.integer != jsonl->form)
		return err_set(err, EXIT_MISMATCH, "%s: was written with another --schema or --text-with",
			       jsonl->sink.name);
	return 0;
}

static char *joined(const char *path, const char *suffix)
{
	struct buf name = BUF_INIT;

	buf_addf(&name, "%s%s", path, suffix);
	buf_add_byte(&name, '\0');
	return buf_detach(&name, &(size_t){ 0 });
}

struct sink *jsonl_sink_open(const struct sink_options *options, struct err *err)
{
	static const struct sink_ops ops = {
		.find = find, .recipe = recipe, .put = put, .commit = commit, .holds_other = holds_other,
		.close = close_sink,
	};
	char *journal = joined(options->path, ".journal");
	struct jsonl_sink *jsonl = mem_zero(1, sizeof *jsonl);
	struct lines_file *files = jsonl->files;
	bool good;

	jsonl->sink = (struct sink){ &ops, options->path };
	jsonl->form = 2 * (uint64_t)options->form.schema + options->form.with_title;
	files[VERDICT_KEPT].path = mem_strdup(options->path);
	files[VERDICT_KEPT].gzip = options->gzip;
	files[VERDICT_DROPPED].path = options->dropped ? mem_strdup(options->dropped) :
							 joined(options->path, ".dropped.jsonl");
	files[VERDICT_REJECTED].path = options->rejects ? mem_strdup(options->rejects) :
							  joined(options->path, ".rejects.jsonl");
	for (size_t i = 0; i < FILES; i++)
		files[i].fd = -1;
	jsonl->gzip = libdeflate_alloc_compressor(GZIP_LEVEL);
	jsonl->entry = frame_new();
	jsonl->journal = archive_writer_open(journal, err);
	good = jsonl->journal && open_files(jsonl, journal, err) == 0;
	free(journal);
	if (good)
		return &jsonl->sink;
	if (jsonl->journal)
		archive_writer_abandon(jsonl->journal);
	release(jsonl);
	return NULL;
}
