/*
 * corpus: a SQLite database of leat-store as the commands open it.
 */
#ifndef LEAT_LEAT_CORPUS_H
#define LEAT_LEAT_CORPUS_H

#include "base/err.h"
#include "base/str.h"

#ifdef HAVE_SQLITE3

#include <sqlite3.h>
#include <stdbool.h>

struct corpus {
	sqlite3 *db;
	const char *path;
};

/* Opens an existing corpus, to be read or (`write`) changed. On an error, too, corpus_close is
 * due. EXIT_FAILED (cannot open), EXIT_BAD_INPUT (no corpus), EXIT_CUT (damaged). */
int corpus_open(struct corpus *corpus, const char *path, bool write, struct err *err);
/* *err from the connection's last error. Returns -1. */
int corpus_fail(const struct corpus *corpus, struct err *err);
int corpus_run(const struct corpus *corpus, const char *sql, struct err *err);
int corpus_prepare(const struct corpus *corpus, const char *sql, sqlite3_stmt **statement, struct err *err);
/* 1: a row, 0: no more, -1. */
int corpus_step(const struct corpus *corpus, sqlite3_stmt *statement, struct err *err);
/* STR_NONE for NULL; valid until the statement is stepped. */
struct str corpus_column(sqlite3_stmt *statement, int index);
void corpus_close(struct corpus *corpus);

#else

/* The error of a program that cannot open one. Returns -1. */
int corpus_missing(const char *path, struct err *err);

#endif
#endif
