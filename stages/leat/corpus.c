#include "leat/corpus.h"

#ifdef HAVE_SQLITE3

int corpus_fail(const struct corpus *corpus, struct err *err)
{
	switch (sqlite3_errcode(corpus->db)) {
	case SQLITE_NOTADB:
		return err_set(err, EXIT_BAD_INPUT, "%s: not a SQLite database", corpus->path);
	case SQLITE_CORRUPT:
		return err_set(err, EXIT_CUT, "%s: the database is damaged: %s", corpus->path, sqlite3_errmsg(corpus->db));
	case SQLITE_BUSY:
	case SQLITE_FULL:
		return err_set(err, EXIT_RETRY, "%s: %s", corpus->path, sqlite3_errmsg(corpus->db));
	default:
		return err_set(err, EXIT_FAILED, "%s: %s", corpus->path, sqlite3_errmsg(corpus->db));
	}
}

int corpus_run(const struct corpus *corpus, const char *sql, struct err *err)
{
	return sqlite3_exec(corpus->db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : corpus_fail(corpus, err);
}

int corpus_prepare(const struct corpus *corpus, const char *sql, sqlite3_stmt **statement, struct err *err)
{
	return sqlite3_prepare_v2(corpus->db, sql, -1, statement, NULL) == SQLITE_OK ? 0 : corpus_fail(corpus, err);
}

int corpus_step(const struct corpus *corpus, sqlite3_stmt *statement, struct err *err)
{
	int step = sqlite3_step(statement);

	return step == SQLITE_ROW ? 1 : step == SQLITE_DONE ? 0 : corpus_fail(corpus, err);
}

struct str corpus_column(sqlite3_stmt *statement, int index)
{
	const void *text = sqlite3_column_text(statement, index);

	return text ? str_from(text, (size_t)sqlite3_column_bytes(statement, index)) : STR_NONE;
}

int corpus_open(struct corpus *corpus, const char *path, bool write, struct err *err)
{
	static const char tables[] = "SELECT count(*) FROM sqlite_master WHERE name IN ('documents', 'dropped', 'search')";
	sqlite3_stmt *statement;

	corpus->path = path;
	if (sqlite3_open_v2(path, &corpus->db, write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
		return err_set(err, EXIT_FAILED, "%s: %s", path, corpus->db ? sqlite3_errmsg(corpus->db) : "out of memory");
	sqlite3_busy_timeout(corpus->db, 10000);
	if (corpus_prepare(corpus, tables, &statement, err) < 0)
		return -1;
	int step = corpus_step(corpus, statement, err), count = step > 0 ? sqlite3_column_int(statement, 0) : 0;
	sqlite3_finalize(statement);
	if (step < 0)
		return -1;
	return count == 3 ? 0 : err_set(err, EXIT_BAD_INPUT, "%s: not a corpus of leat-store", path);
}

void corpus_close(struct corpus *corpus)
{
	sqlite3_close(corpus->db);
	corpus->db = NULL;
}

#else

int corpus_missing(const char *path, struct err *err)
{
	return err_set(err, EXIT_USAGE, "%s: this program was built without SQLite", path);
}

#endif
