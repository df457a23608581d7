/*
 * docs: the records of whatever leat-store or a pipe left, one after another, as records: an
 * archive (a file, or a folder of segments), frames on standard input, a SQLite database, JSON
 * lines (a file with its .dropped.jsonl and .rejects.jsonl, or a folder of parts).
 *
 * Sinks do not keep all: the text of a record that is not kept is not to be relied on.
 */
#ifndef LEAT_LEAT_DOCS_H
#define LEAT_LEAT_DOCS_H

#include "base/err.h"
#include "record/record.h"

/* The record lives until the function returns. 0: go on, 1: enough, -1. */
typedef int docs_fn(void *ctx, const struct record *record, struct err *err);

/* Errors: no such file (EXIT_FAILED), none of these (EXIT_BAD_INPUT), what reading gives. */
int docs_each(const char *path, docs_fn *fn, void *ctx, struct err *err);

/* For docs_each: of one kind each. */
int docs_frames(const char *path, docs_fn *fn, void *ctx, struct err *err);
int docs_corpus(const char *path, docs_fn *fn, void *ctx, struct err *err);
/* One file of JSON lines, plain, .gz or .zst; all of its records have that verdict. */
int docs_lines(const char *path, enum verdict verdict, docs_fn *fn, void *ctx, struct err *err);
/* The same with each line as it stands, without its line break. Empty lines are passed over. */
typedef int docs_line_fn(void *ctx, struct str line, const struct record *record, struct err *err);
int docs_raw_lines(const char *path, enum verdict verdict, docs_line_fn *fn, void *ctx, struct err *err);
/* Whether a file of that name holds JSON lines. */
bool docs_is_lines(struct str name);

#endif
