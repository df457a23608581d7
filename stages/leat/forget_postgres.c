#include "leat/forget.h"

#ifdef HAVE_LIBPQ

#include "base/num.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>

enum { FETCH = 10000 };

/* What was kept or rejected counts as dropped from now on. doc is frame << 12 | number of the record. */
static const struct table {
	const char *name, *recount;
} tables[] = {
	{ "documents", "UPDATE frames SET kept = kept - 1, dropped = dropped + 1 WHERE frame = $1::bigint >> 12" },
	{ "dropped", NULL },
	{ "rejects", "UPDATE frames SET rejected = rejected - 1, dropped = dropped + 1 WHERE frame = $1::bigint >> 12" },
};

enum { TABLES = sizeof tables / sizeof *tables };

struct row {
	char *doc, *id; /* NULL: it has none */
};

struct run {
	struct forget *forget;
	PGconn *connection;
	struct buf rows[TABLES]; /* struct row */
	struct buf sql, work;
};

static struct row *rows_of(const struct run *run, size_t table, size_t *count)
{
	*count = run->rows[table].len / sizeof(struct row);
	return (void *)run->rows[table].data;
}

/* The address may hold a password, which no message has. */
static int failed(const struct run *run, struct err *err)
{
	struct str text = str_trim(str_of(PQerrorMessage(run->connection)));

	return err_set(err, PQstatus(run->connection) == CONNECTION_BAD ? EXIT_RETRY : EXIT_FAILED, "postgres database %s: %.*s",
		       PQdb(run->connection) ? PQdb(run->connection) : "?", STR_ARG(text));
}

/* The result, to clear; NULL on error. */
static PGresult *ask(struct run *run, const char *sql, const char *value, struct err *err)
{
	PGresult *result = PQexecParams(run->connection, sql, value ? 1 : 0, NULL, value ? &value : NULL, NULL, NULL, 0);
	ExecStatusType status = PQresultStatus(result);

	if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
		return result;
	failed(run, err);
	PQclear(result);
	return NULL;
}

/* How many rows it changed; -1. */
static int64_t change(struct run *run, const char *sql, const char *value, struct err *err)
{
	PGresult *result = ask(run, sql, value, err);
	int64_t count = 0;

	if (!result)
		return -1;
	num_i64(str_of(PQcmdTuples(result)), &count);
	PQclear(result);
	return count;
}

static struct str column(const PGresult *result, int row, int at)
{
	return PQgetisnull(result, row, at) ? STR_NONE : str_from(PQgetvalue(result, row, at), (size_t)PQgetlength(result, row, at));
}

static void take_rows(struct run *run, size_t table, const PGresult *result)
{
	for (int i = 0; i < PQntuples(result); i++) {
		struct str id = column(result, i, 1);

		if (!deny_holds(&run->forget->deny, id, column(result, i, 2), &run->work))
			continue;
		if (id.at)
			deny_add(&run->forget->gone, DENY_ID, id);
		struct row row = { mem_strdup(PQgetvalue(result, i, 0)), id.at ? mem_strdup(PQgetvalue(result, i, 1)) : NULL };
		buf_add(&run->rows[table], &row, sizeof row);
	}
}

static int find_rows(struct run *run, size_t table, struct err *err)
{
	char fetch[64];
	int count = 1;

	buf_reset(&run->sql);
	buf_addf(&run->sql, "DECLARE found NO SCROLL CURSOR FOR SELECT doc, id, url FROM %s", tables[table].name);
	snprintf(fetch, sizeof fetch, "FETCH %d FROM found", FETCH);
	if (change(run, buf_cstr(&run->sql), NULL, err) < 0)
		return -1;
	while (count > 0) {
		PGresult *result = ask(run, fetch, NULL, err);

		if (!result)
			return -1;
		count = PQntuples(result);
		take_rows(run, table, result);
		PQclear(result);
	}
	return change(run, "CLOSE found", NULL, err) < 0 ? -1 : 0;
}

static int remove_rows(struct run *run, size_t table, struct err *err)
{
	size_t count;
	const struct row *rows = rows_of(run, table, &count);

	buf_reset(&run->sql);
	buf_addf(&run->sql, "DELETE FROM %s WHERE doc = $1", tables[table].name);
	for (size_t i = 0; i < count; i++)
		if (change(run, buf_cstr(&run->sql), rows[i].doc, err) < 0 ||
		    change(run, "INSERT INTO dropped(doc, stage, reason, meta) VALUES($1, 'forget', 'forgotten', '{}')", rows[i].doc, err) < 0 ||
		    (tables[table].recount && change(run, tables[table].recount, rows[i].doc, err) < 0))
			return -1;
	run->forget->documents += count;
	return 0;
}

/* jsonb has no NUL: where the fields hold one it becomes U+FFFD. */
#define WITHOUT_NAME(field) "(replace(" field "::text, '\\u0000', '\\ufffd')::jsonb #- '{dup,of}')::json"

static int cut_names(struct run *run, size_t table, struct err *err)
{
	static const char *const cuts[] = {
		"UPDATE documents SET dup_of = NULL, rest = " WITHOUT_NAME("rest") " WHERE dup_of = $1",
		"UPDATE dropped SET dup_of = NULL, meta = " WITHOUT_NAME("meta") " WHERE dup_of = $1",
	};
	size_t count;
	const struct row *rows = rows_of(run, table, &count);

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < sizeof cuts / sizeof *cuts && rows[i].id; k++) {
			int64_t cut = change(run, cuts[k], rows[i].id, err);

			if (cut < 0)
				return -1;
			run->forget->copies += (uint64_t)cut;
		}
	}
	return 0;
}

static int note_list(struct run *run, struct err *err)
{
	const struct deny_hash *hashes = (const void *)run->forget->deny.hashes.data;
	size_t count = run->forget->deny.hashes.len / sizeof *hashes;

	if (change(run, "CREATE TABLE IF NOT EXISTS deny(hash text PRIMARY KEY)", NULL, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		char hash[33];

		deny_text(&hashes[i], hash);
		if (change(run, "INSERT INTO deny VALUES($1) ON CONFLICT DO NOTHING", hash, err) < 0)
			return -1;
	}
	return 0;
}

static int check(struct run *run, struct err *err)
{
	PGresult *result = ask(run, "SELECT (to_regclass('leat') IS NOT NULL AND to_regclass('frames') IS NOT NULL)::int", NULL, err);

	if (!result)
		return -1;
	bool ours = strcmp(PQgetvalue(result, 0, 0), "1") == 0;
	PQclear(result);
	return ours ? 0 : err_set(err, EXIT_BAD_INPUT, "postgres database %s: has no tables of leat-store", PQdb(run->connection));
}

static int forget_rows(struct run *run, struct err *err)
{
	if (check(run, err) < 0 || change(run, "SET client_min_messages = error", NULL, err) < 0 || change(run, "BEGIN", NULL, err) < 0 ||
	    change(run, "LOCK TABLE documents, dropped, rejects, frames IN SHARE ROW EXCLUSIVE MODE", NULL, err) < 0 ||
	    note_list(run, err) < 0)
		return -1;
	for (size_t i = 0; i < TABLES; i++)
		if (find_rows(run, i, err) < 0)
			return -1;
	deny_sort(&run->forget->gone);
	if (forget_state(run->forget, err) < 0)
		return -1;
	for (size_t i = 0; i < TABLES; i++)
		if (remove_rows(run, i, err) < 0)
			return -1;
	for (size_t i = 0; i < TABLES; i++)
		if (cut_names(run, i, err) < 0)
			return -1;
	if (change(run, "COMMIT", NULL, err) < 0)
		return -1;
	return change(run, "VACUUM documents, dropped, rejects", NULL, err) < 0 ? -1 : 0;
}

int forget_postgres(struct forget *forget, const char *address, struct err *err)
{
	struct run run = { .forget = forget, .connection = PQconnectdb(address) };
	int result;

	if (PQstatus(run.connection) != CONNECTION_OK || PQsetClientEncoding(run.connection, "UTF8") != 0)
		result = failed(&run, err);
	else
		result = forget_rows(&run, err);
	/* The server takes back what was not committed. */
	PQfinish(run.connection);
	for (size_t table = 0; table < TABLES; table++) {
		size_t count;
		const struct row *rows = rows_of(&run, table, &count);

		for (size_t i = 0; i < count; i++) {
			free(rows[i].doc);
			free(rows[i].id);
		}
		buf_release(&run.rows[table]);
	}
	buf_release(&run.sql);
	buf_release(&run.work);
	return result;
}

#else

int forget_postgres(struct forget *forget, const char *address, struct err *err)
{
	(void)forget, (void)address;
	return err_set(err, EXIT_FAILED, "this leat was built without PostgreSQL (libpq-dev)");
}

#endif
