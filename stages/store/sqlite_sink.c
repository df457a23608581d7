#include "store/sink.h"

#ifdef HAVE_SQLITE3

#include "base/num.h"
#include "base/time.h"
#include "store/render.h"
#include "store/sqlite_schema.h"
#include "text/bigrams.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum statement {
	FIND, RECIPE, ADD_RECIPE, ADD_FRAME, ADD_DOCUMENT, ADD_DROPPED, ADD_REJECT, INDEX, /* puts */
	TEXTS, UNINDEX, NO_DOCUMENTS, NO_DROPPED, NO_REJECTS, NO_FRAME, BEHIND, /* takes back */
	STATEMENTS
};

struct sqlite_sink {
	struct sink sink;
	sqlite3 *db;
	sqlite3_stmt *statements[STATEMENTS];
	bool begun; /* a transaction is open */
	uint64_t recipe; /* the last one that was added */
	struct buf work, title, text;
};

static struct sqlite_sink *self(struct sink *sink)
{
	return (struct sqlite_sink *)(void *)sink;
}

static int failed(struct sqlite_sink *sqlite, struct err *err)
{
	return sqlite_fail(sqlite->db, sqlite->sink.name, err);
}

static void bind_hex(sqlite3_stmt *statement, int at, uint64_t value)
{
	char text[17];

	snprintf(text, sizeof text, "%016" PRIx64, value);
	sqlite3_bind_text(statement, at, text, 16, SQLITE_TRANSIENT);
}

static void bind_str(sqlite3_stmt *statement, int at, struct str s)
{
	if (s.at)
		sqlite3_bind_text64(statement, at, s.at, s.len, SQLITE_STATIC, SQLITE_UTF8);
	else
		sqlite3_bind_null(statement, at);
}

static struct str column_str(sqlite3_stmt *statement, int at)
{
	const void *text = sqlite3_column_text(statement, at);

	return str_from(text, (size_t)sqlite3_column_bytes(statement, at));
}

static uint64_t column_hex(sqlite3_stmt *statement, int at)
{
	uint64_t value = 0;

	num_hex64(column_str(statement, at), &value);
	return value;
}

/* Steps a statement that gives no row, and makes it ready for the next use. */
static int run(struct sqlite_sink *sqlite, enum statement which, struct err *err)
{
	sqlite3_stmt *statement = sqlite->statements[which];
	int step = sqlite3_step(statement);

	if (step != SQLITE_DONE)
		failed(sqlite, err);
	sqlite3_reset(statement);
	return step == SQLITE_DONE ? 0 : -1;
}

/* Looking and putting happen in one transaction, so that two stores never put one frame. */
static int begin(struct sqlite_sink *sqlite, struct err *err)
{
	if (sqlite->begun)
		return 0;
	if (sqlite_run(sqlite->db, sqlite->sink.name, "BEGIN IMMEDIATE", err) < 0)
		return -1;
	sqlite->begun = true;
	sqlite->recipe = 0;
	return 0;
}

static int find_frame(struct sqlite_sink *sqlite, uint64_t stream, uint64_t seq, struct known *known,
		      sqlite3_int64 *number, struct err *err)
{
	sqlite3_stmt *find = sqlite->statements[FIND];

	if (begin(sqlite, err) < 0)
		return -1;
	bind_hex(find, 1, stream);
	sqlite3_bind_int64(find, 2, (sqlite3_int64)seq);
	int step = sqlite3_step(find);
	if (step == SQLITE_ROW) {
		*number = sqlite3_column_int64(find, 0);
		known->src_begin = (uint64_t)sqlite3_column_int64(find, 1);
		known->src_end = (uint64_t)sqlite3_column_int64(find, 2);
		known->src_hash = column_hex(find, 3);
		known->recipe = column_hex(find, 4);
		known->final = sqlite3_column_int(find, 5);
	} else if (step != SQLITE_DONE) {
		failed(sqlite, err);
	}
	sqlite3_reset(find);
	return step == SQLITE_ROW ? 1 : step == SQLITE_DONE ? 0 : -1;
}

static int find(struct sink *sink, uint64_t stream, uint64_t seq, struct known *known, struct err *err)
{
	sqlite3_int64 number;

	return find_frame(self(sink), stream, seq, known, &number, err);
}

static int recipe(struct sink *sink, uint64_t hash, struct buf *out, struct err *err)
{
	struct sqlite_sink *sqlite = self(sink);
	sqlite3_stmt *statement = sqlite->statements[RECIPE];

	bind_hex(statement, 1, hash);
	int step = sqlite3_step(statement);
	if (step == SQLITE_ROW)
		buf_add_str(out, column_str(statement, 0));
	else if (step != SQLITE_DONE)
		failed(sqlite, err);
	sqlite3_reset(statement);
	return step == SQLITE_ROW ? 1 : step == SQLITE_DONE ? 0 : -1;
}

static int run_range(struct sqlite_sink *sqlite, enum statement which, sqlite3_int64 frame, struct err *err)
{
	sqlite3_stmt *statement = sqlite->statements[which];

	sqlite3_bind_int64(statement, 1, frame << COLUMNS_DOC_SHIFT);
	sqlite3_bind_int64(statement, 2, (frame + 1) << COLUMNS_DOC_SHIFT);
	return run(sqlite, which, err);
}

static int index_texts(struct sqlite_sink *sqlite, enum statement which, sqlite3_int64 doc, struct str title,
		       struct str text, struct err *err)
{
	sqlite3_stmt *statement = sqlite->statements[which];

	sqlite3_bind_int64(statement, 1, doc);
	bind_str(statement, 2, title);
	bind_str(statement, 3, text);
	return run(sqlite, which, err);
}

static struct str cut(struct str text, struct buf *out)
{
	if (!text.at || !bigrams_needed(text))
		return text;
	buf_reset(out);
	bigrams_cut(text, out);
	return buf_str(out);
}

/* A contentless index forgets a text when it is told the same text again. */
static int unindex_frame(struct sqlite_sink *sqlite, sqlite3_int64 frame, struct err *err)
{
	sqlite3_stmt *texts = sqlite->statements[TEXTS];
	int step, result = 0;

	sqlite3_bind_int64(texts, 1, frame << COLUMNS_DOC_SHIFT);
	sqlite3_bind_int64(texts, 2, (frame + 1) << COLUMNS_DOC_SHIFT);
	while (result == 0 && (step = sqlite3_step(texts)) != SQLITE_DONE) {
		if (step != SQLITE_ROW)
			result = failed(sqlite, err);
		else
			result = index_texts(sqlite, UNINDEX, sqlite3_column_int64(texts, 0),
					     cut(column_str(texts, 1), &sqlite->title),
					     cut(column_str(texts, 2), &sqlite->text), err);
	}
	sqlite3_reset(texts);
	return result;
}

static int remove_frame(struct sqlite_sink *sqlite, sqlite3_int64 frame, struct err *err)
{
	if (unindex_frame(sqlite, frame, err) < 0 || run_range(sqlite, NO_DOCUMENTS, frame, err) < 0 ||
	    run_range(sqlite, NO_DROPPED, frame, err) < 0 || run_range(sqlite, NO_REJECTS, frame, err) < 0)
		return -1;
	sqlite3_bind_int64(sqlite->statements[NO_FRAME], 1, frame);
	return run(sqlite, NO_FRAME, err);
}

static int trim(struct sink *sink, uint64_t stream, uint64_t seq, struct err *err)
{
	struct sqlite_sink *sqlite = self(sink);
	sqlite3_stmt *behind = sqlite->statements[BEHIND];
	int step, result = begin(sqlite, err);

	while (result == 0) {
		bind_hex(behind, 1, stream);
		sqlite3_bind_int64(behind, 2, (sqlite3_int64)seq);
		step = sqlite3_step(behind);
		sqlite3_int64 frame = step == SQLITE_ROW ? sqlite3_column_int64(behind, 0) : 0;
		if (step != SQLITE_ROW && step != SQLITE_DONE)
			result = failed(sqlite, err);
		sqlite3_reset(behind);
		if (step == SQLITE_DONE)
			break;
		if (result == 0)
			result = remove_frame(sqlite, frame, err);
	}
	return result;
}

static int add_recipe(struct sqlite_sink *sqlite, uint64_t hash, struct str text, struct err *err)
{
	sqlite3_stmt *add = sqlite->statements[ADD_RECIPE];

	if (sqlite->recipe == hash)
		return 0;
	bind_hex(add, 1, hash);
	bind_str(add, 2, text);
	sqlite->recipe = hash;
	return run(sqlite, ADD_RECIPE, err);
}

static int add_frame(struct sqlite_sink *sqlite, struct frame *frame, sqlite3_int64 *number, struct err *err)
{
	sqlite3_stmt *add = sqlite->statements[ADD_FRAME];
	const struct frame_head *head = &frame->head;
	int counts[3] = { 0, 0, 0 };

	for (uint32_t i = 0; i < head->nrec; i++)
		counts[frame_verdict(frame, i)]++;
	bind_hex(add, 1, head->stream);
	sqlite3_bind_int64(add, 2, (sqlite3_int64)head->seq);
	sqlite3_bind_int64(add, 3, (sqlite3_int64)head->src_begin);
	sqlite3_bind_int64(add, 4, (sqlite3_int64)head->src_end);
	bind_hex(add, 5, head->src_hash);
	bind_hex(add, 6, head->recipe);
	sqlite3_bind_int64(add, 7, (sqlite3_int64)head->born);
	sqlite3_bind_int64(add, 8, time_now_ms());
	sqlite3_bind_int(add, 9, (head->flags & FRAME_FINAL) != 0);
	sqlite3_bind_int64(add, 10, head->nrec);
	for (int i = 0; i < 3; i++)
		sqlite3_bind_int(add, 11 + i, counts[i]);
	if (run(sqlite, ADD_FRAME, err) < 0)
		return -1;
	*number = sqlite3_last_insert_rowid(sqlite->db);
	return 0;
}

static int add_document(struct sqlite_sink *sqlite, const struct record *record, sqlite3_int64 doc,
			const struct frame *frame, struct err *err)
{
	sqlite3_stmt *add = sqlite->statements[ADD_DOCUMENT];
	const struct render_row *row = render_row(frame, record->index);
	struct str title = record_get(record, FIELD_TITLE), text = record->text;

	sqlite3_bind_int64(add, 1, doc);
	bind_str(add, 2, render_piece(frame, row->rest_at, row->rest_len));
	if (record->body.at)
		sqlite3_bind_blob64(add, 3, record->body.at, record->body.len, SQLITE_STATIC);
	else
		sqlite3_bind_null(add, 3);
	bind_str(add, 4, text);
	sqlite_bind_columns(add, 5, columns_document, record, &sqlite->work);
	if (run(sqlite, ADD_DOCUMENT, err) < 0)
		return -1;
	if (row->title_len)
		title = render_piece(frame, row->title_at, row->title_len);
	if (row->text_len)
		text = render_piece(frame, row->text_at, row->text_len);
	return index_texts(sqlite, INDEX, doc, title, text, err);
}

static int add_dropped(struct sqlite_sink *sqlite, const struct record *record, sqlite3_int64 doc,
		       const struct frame *frame, struct err *err)
{
	sqlite3_stmt *add = sqlite->statements[ADD_DROPPED];
	const struct render_row *row = render_row(frame, record->index);
	struct str stage, reason;

	render_reason(record, &stage, &reason);
	sqlite3_bind_int64(add, 1, doc);
	bind_str(add, 2, stage);
	bind_str(add, 3, reason);
	bind_str(add, 4, render_piece(frame, row->rest_at, row->rest_len));
	sqlite_bind_columns(add, 5, columns_dropped, record, &sqlite->work);
	return run(sqlite, ADD_DROPPED, err);
}

static int add_reject(struct sqlite_sink *sqlite, const struct record *record, sqlite3_int64 doc,
		      const struct frame *frame, struct err *err)
{
	sqlite3_stmt *add = sqlite->statements[ADD_REJECT];
	const struct render_row *row = render_row(frame, record->index);
	struct str stage, reason, bytes = record->text.at ? record->text : record->body;
	int64_t offset;

	render_reason(record, &stage, &reason);
	sqlite3_bind_int64(add, 1, doc);
	bind_str(add, 2, stage);
	bind_str(add, 3, reason);
	bind_str(add, 4, record_get(record, FIELD_ID));
	bind_str(add, 5, record_get(record, FIELD_URL));
	bind_str(add, 6, record_get(record, FIELD_SOURCE));
	if (record_int(record, FIELD_OFFSET, &offset))
		sqlite3_bind_int64(add, 7, offset);
	else
		sqlite3_bind_null(add, 7);
	sqlite3_bind_int64(add, 8, (sqlite3_int64)bytes.len);
	sqlite3_bind_blob64(add, 9, bytes.at, bytes.len < RENDER_REJECT_MAX ? bytes.len : RENDER_REJECT_MAX,
			    SQLITE_STATIC);
	bind_str(add, 10, row->rest_len <= RENDER_REJECT_MAX ? render_piece(frame, row->rest_at, row->rest_len) :
							       STR_NONE);
	return run(sqlite, ADD_REJECT, err);
}

static int put(struct sink *sink, const struct sink_frame *in, struct err *err)
{
	struct sqlite_sink *sqlite = self(sink);
	struct frame *frame = in->frame;
	struct known known;
	sqlite3_int64 number, doc;
	struct record record;
	int result = begin(sqlite, err);

	if (result == 0 && in->replace) {
		int found = find_frame(sqlite, frame->head.stream, frame->head.seq, &known, &number, err);

		result = found == 1 ? remove_frame(sqlite, number, err) : found;
	}
	if (result < 0 || add_recipe(sqlite, frame->head.recipe, in->recipe, err) < 0 ||
	    add_frame(sqlite, frame, &number, err) < 0)
		return -1;
	for (uint32_t i = 0; i < frame->head.nrec; i++) {
		if (frame_record(frame, i, &record, err) < 0)
			return -1;
		doc = number << COLUMNS_DOC_SHIFT | (sqlite3_int64)i;
		if (record.verdict == VERDICT_KEPT)
			result = add_document(sqlite, &record, doc, frame, err);
		else if (record.verdict == VERDICT_DROPPED)
			result = add_dropped(sqlite, &record, doc, frame, err);
		else
			result = add_reject(sqlite, &record, doc, frame, err);
		if (result < 0)
			return -1;
	}
	return 0;
}

static int commit(struct sink *sink, struct err *err)
{
	struct sqlite_sink *sqlite = self(sink);

	if (!sqlite->begun)
		return 0;
	if (sqlite_run(sqlite->db, sink->name, "COMMIT", err) < 0)
		return -1;
	sqlite->begun = false;
	return 0;
}

static int holds_other(struct sink *sink, const struct streams *seen, struct err *err)
{
	struct sqlite_sink *sqlite = self(sink);
	sqlite3_stmt *statement;
	int step, result = 0;

	if (sqlite_prepare(sqlite->db, sink->name, "SELECT DISTINCT stream FROM frames", &statement, err) < 0)
		return -1;
	while (result == 0 && (step = sqlite3_step(statement)) != SQLITE_DONE) {
		if (step != SQLITE_ROW)
			result = failed(sqlite, err);
		else if (!streams_has(seen, column_hex(statement, 0)))
			result = 1;
	}
	sqlite3_finalize(statement);
	return result;
}

static int close_sink(struct sink *sink, bool whole, struct str recipe_text, struct str dedup_state, struct err *err)
{
	struct sqlite_sink *sqlite = self(sink);
	(void)whole;
	(void)recipe_text;
	(void)dedup_state;
	(void)err;

	/* A transaction that is open here failed, or came after a failure: it is rolled back. */
	for (int i = 0; i < STATEMENTS; i++)
		sqlite3_finalize(sqlite->statements[i]);
	sqlite3_close(sqlite->db);
	buf_release(&sqlite->work);
	buf_release(&sqlite->title);
	buf_release(&sqlite->text);
	free(sqlite);
	return 0;
}

static int prepare(struct sqlite_sink *sqlite, struct err *err)
{
	static const char *const sql[STATEMENTS] = {
		[FIND] = "SELECT frame, src_begin, src_end, src_hash, recipe, final FROM frames WHERE stream = ? AND seq = ?",
		[RECIPE] = "SELECT recipe FROM recipes WHERE hash = ?",
		[ADD_RECIPE] = "INSERT OR IGNORE INTO recipes VALUES(?, ?)",
		[ADD_FRAME] = "INSERT INTO frames(stream, seq, src_begin, src_end, src_hash, recipe, born, stored, final,"
			      " records, kept, dropped, rejected) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		[ADD_REJECT] = "INSERT INTO rejects(doc, stage, reason, id, url, source, \"offset\", length, record, meta)"
			       " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		[INDEX] = "INSERT INTO search(rowid, title, text) VALUES(?, ?, ?)",
		[TEXTS] = "SELECT doc, title, text FROM documents WHERE doc >= ? AND doc < ?",
		[UNINDEX] = "INSERT INTO search(search, rowid, title, text) VALUES('delete', ?, ?, ?)",
		[NO_DOCUMENTS] = "DELETE FROM documents WHERE doc >= ? AND doc < ?",
		[NO_DROPPED] = "DELETE FROM dropped WHERE doc >= ? AND doc < ?",
		[NO_REJECTS] = "DELETE FROM rejects WHERE doc >= ? AND doc < ?",
		[NO_FRAME] = "DELETE FROM frames WHERE frame = ?",
		[BEHIND] = "SELECT frame FROM frames WHERE stream = ? AND seq > ? LIMIT 1",
	};
	const char *path = sqlite->sink.name;

	for (int i = 0; i < STATEMENTS; i++)
		if (sql[i] && sqlite_prepare(sqlite->db, path, sql[i], &sqlite->statements[i], err) < 0)
			return -1;
	if (sqlite_prepare_insert(sqlite->db, path, "documents", "rest, body, text", 3, columns_document,
				  &sqlite->statements[ADD_DOCUMENT], err) < 0)
		return -1;
	return sqlite_prepare_insert(sqlite->db, path, "dropped", "stage, reason, meta", 3, columns_dropped,
				     &sqlite->statements[ADD_DROPPED], err);
}

struct sink *sqlite_sink_open(const struct sink_options *options, struct err *err)
{
	static const struct sink_ops ops = {
		.find = find, .recipe = recipe, .put = put, .trim = trim, .commit = commit, .holds_other = holds_other,
		.close = close_sink,
	};
	sqlite3 *db = sqlite_open(options->path, err);

	if (!db)
		return NULL;
	struct sqlite_sink *sqlite = mem_zero(1, sizeof *sqlite);
	sqlite->sink = (struct sink){ &ops, options->path };
	sqlite->db = db;
	if (prepare(sqlite, err) == 0)
		return &sqlite->sink;
	close_sink(&sqlite->sink, false, STR_NONE, STR_NONE, err);
	return NULL;
}

#else

struct sink *sqlite_sink_open(const struct sink_options *options, struct err *err)
{
	err_set(err, EXIT_FAILED, "%s: this leat-store was built without SQLite (libsqlite3-dev)", options->path);
	return NULL;
}

#endif
