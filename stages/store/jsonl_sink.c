/*
 * JSON lines: X, X.dropped.jsonl and X.rejects.jsonl, with X.journal, an archive of bare
 * frame headers whose COMMITs carry how long the files are at that point. The journal is
 * bound to the files by their inodes. X is a file, or a folder of parts.
 */
#include "archive/anew.h"
#include "archive/writer.h"
#include "record/flow.h"
#include "record/pack.h"
#include "store/jsonl_parts.h"
#include "store/render.h"
#include "store/sink.h"

#include <stdlib.h>
#include <sys/stat.h>

enum { FILES = 3, FORM_BY_LANG = 64 };

/* What the sink is: X, and its names. */
struct place {
	char *path, *journal;
	bool folder;
};

struct jsonl_sink {
	struct sink sink;
	struct place place;
	struct lines_file files[FILES]; /* by enum verdict */
	struct jsonl_parts *parts; /* instead of files[VERDICT_KEPT]; NULL: a file */
	struct lines_pack pack;
	struct archive_writer *journal;
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

/* The file of kept records is not there where they go into parts. */
static size_t first_file(const struct jsonl_sink *jsonl)
{
	return jsonl->parts ? VERDICT_KEPT + 1 : VERDICT_KEPT;
}

/* All files back to their durable length; nothing more is written. */
static int fail(struct jsonl_sink *jsonl, struct err *err)
{
	jsonl->broken = true;
	for (size_t i = first_file(jsonl); i < FILES; i++)
		lines_file_cut_back(&jsonl->files[i]);
	if (jsonl->parts)
		jsonl_parts_cut_back(jsonl->parts);
	if (err->code == EXIT_CUT)
		err->code = EXIT_RETRY;
	return -1;
}

static int add_lines(struct jsonl_sink *jsonl, struct frame *frame, const struct render_lines *lines, struct err *err)
{
	if (jsonl->parts && jsonl_parts_add(jsonl->parts, frame, lines->of[VERDICT_KEPT], &jsonl->pack, err) < 0)
		return -1;
	for (size_t i = first_file(jsonl); i < FILES; i++) {
		struct lines_file *file = &jsonl->files[i];

		buf_add_str(&file->pending, lines->of[i]);
		if (lines_file_due(file) && lines_file_write(file, &jsonl->pack, err) < 0)
			return -1;
	}
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
	return add_lines(jsonl, in->frame, &lines, err) < 0 ? fail(jsonl, err) : 0;
}

static void add_file(struct buf *out, const struct lines_file *file)
{
	pack_map(out, 2);
	pack_text(out, "inode");
	pack_uint(out, file->inode);
	pack_text(out, "length");
	pack_uint(out, file->offset);
}

static void write_note(struct jsonl_sink *jsonl)
{
	buf_reset(&jsonl->work);
	pack_list(&jsonl->work, FILES + 1);
	if (jsonl->parts)
		jsonl_parts_note(jsonl->parts, &jsonl->work);
	for (size_t i = first_file(jsonl); i < FILES; i++)
		add_file(&jsonl->work, &jsonl->files[i]);
	pack_uint(&jsonl->work, jsonl->form);
	archive_writer_note(jsonl->journal, buf_str(&jsonl->work));
}

static int write_files(struct jsonl_sink *jsonl, struct err *err)
{
	if (jsonl->parts && jsonl_parts_sync(jsonl->parts, &jsonl->pack, err) < 0)
		return -1;
	for (size_t i = first_file(jsonl); i < FILES; i++)
		if (lines_file_write(&jsonl->files[i], &jsonl->pack, err) < 0 || lines_file_sync(&jsonl->files[i], err) < 0)
			return -1;
	return 0;
}

/* The lines first, then the journal that says they are there. */
static int commit(struct sink *sink, struct err *err)
{
	struct jsonl_sink *jsonl = self(sink);

	if (write_files(jsonl, err) < 0)
		return fail(jsonl, err);
	write_note(jsonl);
	if (archive_writer_commit(jsonl->journal, err) < 0)
		return fail(jsonl, err);
	for (size_t i = first_file(jsonl); i < FILES; i++)
		jsonl->files[i].durable = jsonl->files[i].offset;
	return jsonl->parts ? jsonl_parts_committed(jsonl->parts, err) : 0;
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
	for (size_t i = 0; i < FILES; i++)
		lines_file_release(&jsonl->files[i]);
	if (jsonl->parts)
		jsonl_parts_free(jsonl->parts);
	lines_pack_release(&jsonl->pack);
	frame_free(jsonl->entry);
	buf_release(&jsonl->work);
	free(jsonl->place.path);
	free(jsonl->place.journal);
	free(jsonl);
}

static bool is_pending(const struct jsonl_sink *jsonl)
{
	bool pending = jsonl->parts && jsonl_parts_pending(jsonl->parts);

	for (size_t i = first_file(jsonl); i < FILES; i++)
		pending = pending || jsonl->files[i].pending.len || jsonl->files[i].offset > jsonl->files[i].durable;
	return pending;
}

/* The end of a whole flow: the parts are complete, and the journal no longer asks for it. A
 * flow without frames: the files are empty, and known. */
static int finish(struct jsonl_sink *jsonl, struct str recipe_text, struct str dedup_state, struct err *err)
{
	bool parts = jsonl->parts && jsonl_parts_finish(jsonl->parts);

	if ((parts || !archive_writer_content(jsonl->journal)->committed) &&
	    archive_writer_flow(jsonl->journal, recipe_text, dedup_state, err) < 0)
		return -1;
	if (parts && commit(&jsonl->sink, err) < 0)
		return -1;
	write_note(jsonl);
	return 0;
}

static int close_sink(struct sink *sink, bool whole, struct str recipe_text, struct str dedup_state, struct err *err)
{
	struct jsonl_sink *jsonl = self(sink);
	int result = whole && !jsonl->broken ? finish(jsonl, recipe_text, dedup_state, err) : 0;

	if (jsonl->broken || result < 0 || is_pending(jsonl))
		archive_writer_abandon(jsonl->journal);
	else
		result = archive_writer_close(jsonl->journal, whole, err);
	release(jsonl);
	return result;
}

static int bad_journal(const char *journal, struct err *err)
{
	return err_set(err, EXIT_MISMATCH, "%s: is no journal of this version", journal);
}

static int open_parts(struct jsonl_sink *jsonl, const struct sink_options *options, struct str note, struct err *err)
{
	struct jsonl_parts_options parts = {
		.folder = jsonl->place.path, .journal = jsonl->place.journal, .codec = options->codec, .split = options->split,
		.by_lang = options->by_lang, .on_complete = options->on_complete,
	};

	jsonl->parts = jsonl_parts_open(&parts, note, err);
	return jsonl->parts ? 0 : -1;
}

/* A new journal's first COMMIT, which comes before any line, binds it to the new files. */
static int create_files(struct jsonl_sink *jsonl, const struct sink_options *options, struct err *err)
{
	if (jsonl->place.folder && open_parts(jsonl, options, STR_NONE, err) < 0)
		return -1;
	for (size_t i = first_file(jsonl); i < FILES; i++)
		if (lines_file_create(&jsonl->files[i], jsonl->place.journal, err) < 0)
			return -1;
	write_note(jsonl);
	return 0;
}

/* Before any file is touched. */
static int check_form(const struct jsonl_sink *jsonl, struct cursor cursor, struct err *err)
{
	struct value value;

	for (size_t i = 0; i < FILES; i++)
		if (!cursor_skip(&cursor, NULL))
			return bad_journal(jsonl->place.journal, err);
	if (!cursor_expect(&cursor, VALUE_INT, &value))
		return bad_journal(jsonl->place.journal, err);
	if ((uint64_t)value.integer != jsonl->form)
		return err_set(err, EXIT_MISMATCH, "%s: was written with another --schema, --text-with or --by",
			       jsonl->sink.name);
	return 0;
}

static int open_files(struct jsonl_sink *jsonl, const struct sink_options *options, struct err *err)
{
	struct str note = buf_str(&archive_writer_content(jsonl->journal)->note);
	uint64_t inode, length;
	struct value list;
	struct str one;

	if (anew_announced(note)) {
		if (anew_settle(jsonl->place.path, note, &jsonl->work, err) < 0)
			return -1;
		archive_writer_note(jsonl->journal, buf_str(&jsonl->work));
		note = buf_str(&archive_writer_content(jsonl->journal)->note);
	}
	struct cursor cursor = cursor_of(note);
	if (cursor_done(&cursor))
		return create_files(jsonl, options, err);
	if (!cursor_expect(&cursor, VALUE_LIST, &list) || list.count != FILES + 1)
		return bad_journal(jsonl->place.journal, err);
	if (check_form(jsonl, cursor, err) < 0)
		return -1;
	if (jsonl->place.folder && (!cursor_skip(&cursor, &one) || open_parts(jsonl, options, one, err) < 0))
		return -1;
	for (size_t i = first_file(jsonl); i < FILES; i++) {
		if (!cursor_skip(&cursor, &one) || !flow_uint(one, "inode", &inode) || !flow_uint(one, "length", &length))
			return bad_journal(jsonl->place.journal, err);
		if (lines_file_reopen(&jsonl->files[i], jsonl->place.journal, inode, length, err) < 0)
			return -1;
	}
	return 0;
}

static struct place place_of(const char *path)
{
	struct stat st;
	struct place place = { .path = mem_strdup(path) };
	size_t len = strlen(path);

	place.folder = str_ends(str_of(path), STR("/")) || (stat(path, &st) == 0 && S_ISDIR(st.st_mode));
	while (len > 1 && place.path[len - 1] == '/')
		place.path[--len] = '\0';
	place.journal = lines_joined(place.path, ".journal");
	return place;
}

static struct lines_file beside(const char *path, const char *given, const char *suffix)
{
	return lines_file_of(given ? mem_strdup(given) : lines_joined(path, suffix), LINES_PLAIN);
}

static struct jsonl_sink *make(const struct sink_options *options)
{
	struct jsonl_sink *jsonl = mem_zero(1, sizeof *jsonl);
	const char *path;

	jsonl->place = place_of(options->path);
	path = jsonl->place.path;
	jsonl->form = 2 * (uint64_t)options->form.schema + options->form.with_title + options->by_lang * FORM_BY_LANG;
	jsonl->files[VERDICT_KEPT] = lines_file_of(mem_strdup(path), options->codec);
	jsonl->files[VERDICT_DROPPED] = beside(path, options->dropped, ".dropped.jsonl");
	jsonl->files[VERDICT_REJECTED] = beside(path, options->rejects, ".rejects.jsonl");
	jsonl->entry = frame_new();
	return jsonl;
}

struct sink *jsonl_sink_open(const struct sink_options *options, struct err *err)
{
	static const struct sink_ops ops = {
		.find = find, .recipe = recipe, .put = put, .commit = commit, .holds_other = holds_other,
		.close = close_sink,
	};
	struct jsonl_sink *jsonl = make(options);

	jsonl->sink = (struct sink){ &ops, options->path };
	if (!jsonl->place.folder && (options->split || options->by_lang))
		err_set(err, EXIT_USAGE, "%s: parts are kept in a folder: give its name with a '/' at the end", options->path);
	else
		jsonl->journal = archive_writer_open(jsonl->place.journal, err);
	if (jsonl->journal && open_files(jsonl, options, err) == 0)
		return &jsonl->sink;
	if (jsonl->journal)
		archive_writer_abandon(jsonl->journal);
	release(jsonl);
	return NULL;
}
