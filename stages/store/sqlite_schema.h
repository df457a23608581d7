/*
 * sqlite_schema: the tables of a SQLite sink, and the statements of the store.
 */
#ifndef LEAT_STORE_SQLITE_SCHEMA_H
#define LEAT_STORE_SQLITE_SCHEMA_H

#ifdef HAVE_SQLITE3

#include "base/err.h"
#include "store/columns.h"

#include <sqlite3.h>

enum {
	SQLITE_LEAT_ID = 0x4c454154, /* PRAGMA application_id: "LEAT" */
	SQLITE_LEAT_VERSION = 1, /* PRAGMA user_version */
};

/* Opens the database, sets it up where it is empty, checks that it is ours. NULL on error:
 * EXIT_MISMATCH (another program's, a newer version's), EXIT_BAD_INPUT (no database),
 * EXIT_RETRY (busy, disk full). */
sqlite3 *sqlite_open(const char *path, struct err *err);
/* *err from the connection's last error. Returns -1. */
int sqlite_fail(sqlite3 *db, const char *path, struct err *err);
int sqlite_run(sqlite3 *db, const char *path, const char *sql, struct err *err);
int sqlite_prepare(sqlite3 *db, const char *path, const char *sql, sqlite3_stmt **statement, struct err *err);

/* "INSERT INTO table(doc, extra, columns...) VALUES(?, ...)"; parameter 1 is doc, those of
 * `extra` (comma-separated, `extras` of them) follow, then the columns. */
int sqlite_prepare_insert(sqlite3 *db, const char *path, const char *table, const char *extra, int extras,
			  const struct column *columns, sqlite3_stmt **statement, struct err *err);
/* Binds the record's fields from parameter `first` on. `json` holds the text of JSON values
 * until the statement was stepped. */
void sqlite_bind_columns(sqlite3_stmt *statement, int first, const struct column *columns,
			 const struct record *record, struct buf *json);

#endif
#endif
