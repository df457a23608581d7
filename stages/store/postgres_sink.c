#include "store/sink.h"

#ifdef HAVE_LIBPQ

#include "base/num.h"
#include "base/time.h"
#include "store/columns.h"
#include "store/postgres_copy.h"
#include "store/postgres_schema.h"

#include <inttypes.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>

enum { COPY_BYTES = 4 << 20 };

enum table { DOCUMENTS, DROPPED, REJECTS, TABLES };

struct postgres_sink {
	struct sink sink;
	PGconn *connection;
	char *label;
	bool begun; /* a transaction is open */
	uint64_t recipe; /* the last one that was added; 0: none */
	struct buf rows[TABLES]; /* that wait for COPY */
	struct buf work;
};

static struct postgres_sink *self(struct sink *sink)
{
	return (struct postgres_sink *)(void *)sink;
}

/* Lost servers, full disks, conflicts and shutdowns pass; what was committed is good. */
static int failed(struct postgres_sink *postgres, const PGresult *result, struct err *err)
{
	static const char *const passing[] = { "08", "40", "53", "57", "58" };
	const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
	const char *message = PQerrorMessage(postgres->connection);
	enum exit_code code = !state || PQstatus(postgres->connection) == CONNECTION_BAD ? EXIT_RETRY : EXIT_FAILED;
	struct str text = str_trim(str_of(message));

	for (size_t i = 0; state && i < sizeof passing / sizeof *passing; i++)
		if (memcmp(state, passing[i], 2) == 0)
			code = EXIT_RETRY;
	return err_set(err, code, "%s: %.*s", postgres->sink.name, STR_ARG(text));
}

/* Runs a statement with text parameters; NULL on error. */
static PGresult *query(struct postgres_sink *postgres, const char *sql, int count, const char *const *values,
		       struct err *err)
{
	PGresult *result = PQexecParams(postgres->connection, sql, count, NULL, values, NULL, NULL, 0);
	ExecStatusType status = PQresultStatus(result);

	if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
		return result;
	failed(postgres, result, err);
	PQclear(result);
	return NULL;
}

static int run(struct postgres_sink *postgres, const char *sql, int count, const char *const *values, struct err *err)
{
	PGresult *result = query(postgres, sql, count, values, err);

	PQclear(result);
	return result ? 0 : -1;
}

static int begin(struct postgres_sink *postgres, struct err *err)
{
	if (postgres->begun)
		return 0;
	postgres->recipe = 0;
	if (run(postgres, "BEGIN", 0, NULL, err) < 0)
		return -1;
	postgres->begun = true;
	return 0;
}

static void hex(uint64_t value, char text[17])
{
	snprintf(text, 17, "%016" PRIx64, value);
}

static void decimal(uint64_t value, char text[24])
{
	snprintf(text, 24, "%" PRId64, (int64_t)value);
}

static uint64_t number(const PGresult *result, int column)
{
	int64_t value = 0;

	num_i64(str_of(PQgetvalue(result, 0, column)), &value);
	return (uint64_t)value;
}

static uint64_t hex_number(const PGresult *result, int column)
{
	uint64_t value = 0;

	num_hex64(str_of(PQgetvalue(result, 0, column)), &value);
	return value;
}

static int find_frame(struct postgres_sink *postgres, uint64_t stream, uint64_t seq, struct known *known,
		      uint64_t *frame, struct err *err)
{
	char stream_text[17], seq_text[24];
	const char *values[] = { stream_text, seq_text };
	PGresult *result;

	hex(stream, stream_text);
	decimal(seq, seq_text);
	if (begin(postgres, err) < 0)
		return -1;
	result = query(postgres,
		       "SELECT frame, src_begin, src_end, src_hash, recipe, final::int FROM frames"
		       " WHERE stream = $1 AND seq = $2", 2, values, err);
	if (!result)
		return -1;
	int rows = PQntuples(result);
	if (rows > 0) {
		*frame = number(result, 0);
		*known = (struct known){ number(result, 1), number(result, 2), hex_number(result, 3),
					 hex_number(result, 4), number(result, 5) != 0 };
	}
	PQclear(result);
	return rows > 0;
}

static int find(struct sink *sink, uint64_t stream, uint64_t seq, struct known *known, struct err *err)
{
	uint64_t frame;

	return find_frame(self(sink), stream, seq, known, &frame, err);
}

static int recipe(struct sink *sink, uint64_t hash, struct buf *out, struct err *err)
{
	char text[17];
	const char *values[] = { text };

	hex(hash, text);
	PGresult *result = query(self(sink), "SELECT recipe FROM recipes WHERE hash = $1", 1, values, err);
	if (!result)
		return -1;
	int rows = PQntuples(result);
	if (rows > 0)
		buf_add_text(out, PQgetvalue(result, 0, 0));
	PQclear(result);
	return rows > 0;
}

/* Sends the rows that wait for a table. */
static int copy_table(struct postgres_sink *postgres, enum table table, struct err *err)
{
	static const char *const sql[TABLES] = {
		"COPY documents FROM STDIN (FORMAT binary)", "COPY dropped FROM STDIN (FORMAT binary)",
		"COPY rejects FROM STDIN (FORMAT binary)",
	};
	struct buf *rows = &postgres->rows[table];
	PGresult *result;
	bool good;

	if (rows->len == 0)
		return 0;
	copy_end(rows);
	result = PQexec(postgres->connection, sql[table]);
	good = PQresultStatus(result) == PGRES_COPY_IN;
	for (size_t at = 0; good && at < rows->len; at += 1 << 20) {
		size_t count = rows->len - at < 1 << 20 ? rows->len - at : 1 << 20;

		good = PQputCopyData(postgres->connection, rows->data + at, (int)count) == 1;
	}
	if (good && PQputCopyEnd(postgres->connection, NULL) == 1) {
		PQclear(result);
		result = PQgetResult(postgres->connection);
		good = PQresultStatus(result) == PGRES_COMMAND_OK;
		if (!good)
			failed(postgres, result, err);
		PQclear(result);
		while ((result = PQgetResult(postgres->connection)))
			PQclear(result);
	} else {
		good = false;
		failed(postgres, result, err);
		PQclear(result);
	}
	buf_reset(rows);
	return good ? 0 : -1;
}

static int copy_all(struct postgres_sink *postgres, struct err *err)
{
	for (int i = 0; i < TABLES; i++)
		if (copy_table(postgres, (enum table)i, err) < 0)
			return -1;
	return 0;
}

/* A new row of `count` values with its doc. */
static struct buf *new_row(struct postgres_sink *postgres, enum table table, unsigned count, uint64_t doc)
{
	struct buf *rows = &postgres->rows[table];

	if (rows->len == 0)
		copy_begin(rows);
	copy_row(rows, count);
	copy_int(rows, (int64_t)doc);
	return rows;
}

static void add_record(struct postgres_sink *postgres, const struct frame *frame, const struct record *record,
		       uint64_t doc)
{
	const struct render_row *row = render_row(frame, record->index);
	struct str rest = render_piece(frame, row->rest_at, row->rest_len), stage, reason;
	struct str bytes = record->text.at ? record->text : record->body;
	int64_t offset;
	struct buf *out;

	render_reason(record, &stage, &reason);
	if (record->verdict == VERDICT_KEPT) {
		out = new_row(postgres, DOCUMENTS, 4 + columns_count(columns_document), doc);
		copy_columns(out, columns_document, record, &postgres->work);
		copy_text(out, rest);
		copy_bytes(out, record->body);
		copy_text(out, record->text);
	} else if (record->verdict == VERDICT_DROPPED) {
		out = new_row(postgres, DROPPED, 4 + columns_count(columns_dropped), doc);
		copy_text(out, stage);
		copy_text(out, reason);
		copy_columns(out, columns_dropped, record, &postgres->work);
		copy_text(out, rest);
	} else {
		out = new_row(postgres, REJECTS, 10, doc);
		copy_text(out, stage);
		copy_text(out, reason);
		copy_text(out, record_get(record, FIELD_ID));
		copy_text(out, record_get(record, FIELD_URL));
		copy_text(out, record_get(record, FIELD_SOURCE));
		if (record_int(record, FIELD_OFFSET, &offset))
			copy_int(out, offset);
		else
			copy_null(out);
		copy_int(out, (int64_t)bytes.len);
		bytes.len = bytes.len < RENDER_REJECT_MAX ? bytes.len : RENDER_REJECT_MAX;
		copy_bytes(out, bytes);
		copy_text(out, rest.len <= RENDER_REJECT_MAX ? rest : STR_NONE);
	}
}

static int add_recipe(struct postgres_sink *postgres, uint64_t hash, struct str text, struct err *err)
{
	char name[17];
	struct buf copy = BUF_INIT;

	if (postgres->recipe == hash)
		return 0;
	hex(hash, name);
	buf_add_str(&copy, text);
	const char *values[] = { name, buf_cstr(&copy) };
	int result = run(postgres, "INSERT INTO recipes VALUES($1, $2) ON CONFLICT DO NOTHING", 2, values, err);
	buf_release(&copy);
	postgres->recipe = hash;
	return result;
}

/* 1 and its number; 0 where another store put it in the meantime. */
static int add_frame(struct postgres_sink *postgres, struct frame *frame, uint64_t *added, struct err *err)
{
	const struct frame_head *head = &frame->head;
	char text[13][24];
	const char *values[13];
	uint64_t counts[3] = { 0, 0, 0 };

	for (uint32_t i = 0; i < head->nrec; i++)
		counts[frame_verdict(frame, i)]++;
	for (int i = 0; i < 13; i++)
		values[i] = text[i];
	hex(head->stream, text[0]);
	decimal(head->seq, text[1]);
	decimal(head->src_begin, text[2]);
	decimal(head->src_end, text[3]);
	hex(head->src_hash, text[4]);
	hex(head->recipe, text[5]);
	decimal(head->born, text[6]);
	decimal((uint64_t)time_now_ms(), text[7]);
	values[8] = head->flags & FRAME_FINAL ? "t" : "f";
	decimal(head->nrec, text[9]);
	for (int i = 0; i < 3; i++)
		decimal(counts[i], text[10 + i]);
	PGresult *result = query(postgres,
				 "INSERT INTO frames(stream, seq, src_begin, src_end, src_hash, recipe, born, stored, final,"
				 " records, kept, dropped, rejected) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,"
				 " $13) ON CONFLICT (stream, seq) DO NOTHING RETURNING frame", 13, values, err);
	if (!result)
		return -1;
	int rows = PQntuples(result);
	if (rows > 0)
		*added = number(result, 0);
	PQclear(result);
	return rows > 0;
}

static int remove_frame(struct postgres_sink *postgres, uint64_t frame, struct err *err)
{
	static const char *const sql[] = {
		"DELETE FROM documents WHERE doc >= $1 AND doc < $2", "DELETE FROM dropped WHERE doc >= $1 AND doc < $2",
		"DELETE FROM rejects WHERE doc >= $1 AND doc < $2",
	};
	char first[24], behind[24], id[24];
	const char *range[] = { first, behind }, *one[] = { id };

	decimal(frame << COLUMNS_DOC_SHIFT, first);
	decimal((frame + 1) << COLUMNS_DOC_SHIFT, behind);
	decimal(frame, id);
	/* Rows of this transaction may still wait. */
	if (copy_all(postgres, err) < 0)
		return -1;
	for (size_t i = 0; i < sizeof sql / sizeof *sql; i++)
		if (run(postgres, sql[i], 2, range, err) < 0)
			return -1;
	return run(postgres, "DELETE FROM frames WHERE frame = $1", 1, one, err);
}

static int trim(struct sink *sink, uint64_t stream, uint64_t seq, struct err *err)
{
	char stream_text[17], seq_text[24];
	const char *values[] = { stream_text, seq_text };
	int rows = 1;

	hex(stream, stream_text);
	decimal(seq, seq_text);
	while (rows > 0) {
		PGresult *result = query(self(sink), "SELECT frame FROM frames WHERE stream = $1 AND seq > $2 LIMIT 1", 2,
					 values, err);

		if (!result)
			return -1;
		rows = PQntuples(result);
		uint64_t frame = rows > 0 ? number(result, 0) : 0;
		PQclear(result);
		if (rows > 0 && remove_frame(self(sink), frame, err) < 0)
			return -1;
	}
	return 0;
}

static int put(struct sink *sink, const struct sink_frame *in, struct err *err)
{
	struct postgres_sink *postgres = self(sink);
	struct frame *frame = in->frame;
	struct known known;
	struct record record;
	uint64_t id;
	int added;

	if (begin(postgres, err) < 0)
		return -1;
	if (in->replace) {
		int found = find_frame(postgres, frame->head.stream, frame->head.seq, &known, &id, err);

		if (found < 0 || (found > 0 && remove_frame(postgres, id, err) < 0))
			return -1;
	}
	if (add_recipe(postgres, frame->head.recipe, in->recipe, err) < 0 ||
	    (added = add_frame(postgres, frame, &id, err)) < 0)
		return -1;
	for (uint32_t i = 0; added && i < frame->head.nrec; i++) {
		if (frame_record(frame, i, &record, err) < 0)
			return -1;
		add_record(postgres, frame, &record, id << COLUMNS_DOC_SHIFT | i);
	}
	return postgres->rows[DOCUMENTS].len >= COPY_BYTES ? copy_table(postgres, DOCUMENTS, err) : 0;
}

static int commit(struct sink *sink, struct err *err)
{
	struct postgres_sink *postgres = self(sink);

	if (!postgres->begun)
		return 0;
	if (copy_all(postgres, err) < 0 || run(postgres, "COMMIT", 0, NULL, err) < 0)
		return -1;
	postgres->begun = false;
	return 0;
}

static int holds_other(struct sink *sink, const struct streams *seen, struct err *err)
{
	PGresult *result = query(self(sink), "SELECT DISTINCT stream FROM frames", 0, NULL, err);
	int other = 0;

	if (!result)
		return -1;
	for (int i = 0; i < PQntuples(result) && !other; i++) {
		uint64_t stream = 0;

		num_hex64(str_of(PQgetvalue(result, i, 0)), &stream);
		other = !streams_has(seen, stream);
	}
	PQclear(result);
	return other;
}

static int denied(struct sink *sink, struct deny *deny, struct err *err)
{
	PGresult *result = query(self(sink), "SELECT hash FROM deny", 0, NULL, err);
	int good = 0;

	if (!result)
		return -1;
	for (int i = 0; i < PQntuples(result) && good == 0; i++)
		if (!deny_add_text(deny, str_of(PQgetvalue(result, i, 0))))
			good = err_set(err, EXIT_MISMATCH, "%s: table deny is not of leat forget", sink->name);
	PQclear(result);
	return good;
}

static int close_sink(struct sink *sink, bool whole, struct str recipe_text, struct str dedup_state, struct err *err)
{
	struct postgres_sink *postgres = self(sink);
	(void)whole, (void)recipe_text, (void)dedup_state, (void)err;

	/* A transaction that is open here failed: the server rolls it back. */
	PQfinish(postgres->connection);
	for (int i = 0; i < TABLES; i++)
		buf_release(&postgres->rows[i]);
	buf_release(&postgres->work);
	free(postgres->label);
	free(postgres);
	return 0;
}

static int create(struct postgres_sink *postgres, struct err *err)
{
	struct buf sql = BUF_INIT;

	postgres_schema(&sql);
	PGresult *result = PQexec(postgres->connection, buf_cstr(&sql));
	int code = PQresultStatus(result) == PGRES_COMMAND_OK ? 0 : failed(postgres, result, err);
	PQclear(result);
	buf_release(&sql);
	return code;
}

/* Texts are compressed at twice the speed where the server (14 and later) has LZ4. */
static void compress_by_lz4(struct postgres_sink *postgres)
{
	PQclear(PQexec(postgres->connection, "SET default_toast_compression = lz4"));
}

static void ignore_notice(void *ctx, const PGresult *result)
{
	(void)ctx;
	(void)result;
}

static int check(struct postgres_sink *postgres, struct err *err)
{
	PGresult *result = query(postgres,
				 "SELECT (to_regclass('leat') IS NULL)::int, (to_regclass('documents') IS NULL AND"
				 " to_regclass('frames') IS NULL)::int", 0, NULL, err);
	if (!result)
		return -1;
	bool ours = number(result, 0) == 0, empty = number(result, 1) == 1;
	PQclear(result);
	if (!ours && !empty)
		return err_set(err, EXIT_MISMATCH, "%s: has tables of another program by these names", postgres->sink.name);
	if (create(postgres, err) < 0)
		return -1;
	result = query(postgres, "SELECT version FROM leat", 0, NULL, err);
	if (!result)
		return -1;
	bool fits = PQntuples(result) == 1 && number(result, 0) == POSTGRES_SCHEMA_VERSION;
	PQclear(result);
	return fits ? 0 : err_set(err, EXIT_MISMATCH, "%s: has another schema version", postgres->sink.name);
}

struct sink *postgres_sink_open(const struct sink_options *options, struct err *err)
{
	static const struct sink_ops ops = {
		.find = find, .recipe = recipe, .put = put, .trim = trim, .commit = commit, .holds_other = holds_other,
		.denied = denied, .close = close_sink,
	};
	struct postgres_sink *postgres = mem_zero(1, sizeof *postgres);
	struct buf label = BUF_INIT;

	postgres->connection = PQconnectdb(options->path);
	/* The address may hold a password. */
	buf_addf(&label, "postgres database %s", PQdb(postgres->connection) ? PQdb(postgres->connection) : "?");
	postgres->label = mem_strdup(buf_cstr(&label));
	buf_release(&label);
	postgres->sink = (struct sink){ &ops, postgres->label };
	PQsetNoticeReceiver(postgres->connection, ignore_notice, NULL);
	if (PQstatus(postgres->connection) != CONNECTION_OK)
		failed(postgres, NULL, err);
	else if (PQsetClientEncoding(postgres->connection, "UTF8") == 0 && check(postgres, err) == 0) {
		compress_by_lz4(postgres);
		return &postgres->sink;
	}
	close_sink(&postgres->sink, false, STR_NONE, STR_NONE, err);
	return NULL;
}

#else

struct sink *postgres_sink_open(const struct sink_options *options, struct err *err)
{
	(void)options;
	err_set(err, EXIT_FAILED, "this leat-store was built without PostgreSQL (libpq-dev)");
	return NULL;
}

#endif
