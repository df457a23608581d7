/*
 * follow: files as they appear in a folder and below it (inotify): those that were closed
 * after writing and those that were moved there. Names that begin with a dot are passed
 * over, so that a writer can finish a file before it gets its name.
 */
#ifndef LEAT_INGEST_FOLLOW_H
#define LEAT_INGEST_FOLLOW_H

#include "ingest/walk.h"

#include <stdbool.h>

struct follow;

/* Watches from now on. */
struct follow *follow_open(const char *folder, struct err *err);
void follow_close(struct follow *follow);

/* Calls walk->file for what is there and for what appeared, until `stopping` says so, which
 * is asked some times a second; then returns 0, or what `file` returned. A file may be
 * named more than once. */
int follow_run(struct follow *follow, const struct walk *walk, bool (*stopping)(void *ctx),
	       struct err *err);

/* Which files were read before, over restarts: a set of files as they were (name, size,
 * time of change). */
struct seen;

/* `state_dir` may be NULL: then it lasts as long as the program. */
struct seen *seen_open(const char *state_dir, struct err *err);
void seen_close(struct seen *seen);
/* Whether the file was noted as it is now. */
bool seen_before(const struct seen *seen, const char *path);
/* Notes it; durable when it returns. */
int seen_note(struct seen *seen, const char *path, struct err *err);

#endif
