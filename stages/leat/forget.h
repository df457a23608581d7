/*
 * forget: takes documents out of a sink for good. What is left of a record is that it was
 * dropped by forget, so that counts and names of frames stay as they are. Documents that were
 * copies of a forgotten one stay, and no longer name it.
 */
#ifndef LEAT_LEAT_FORGET_H
#define LEAT_LEAT_FORGET_H

#include "leat/command.h"
#include "text/deny.h"

struct forget {
	struct deny deny; /* what is to be forgotten, sorted */
	const char *state; /* folder of leat-dedup's, which forgets the same documents first; NULL: none */
	struct deny gone; /* ids of the forgotten, as far as they were found */
	uint64_t documents; /* forgotten */
	uint64_t copies; /* that named one of them */
};

/* Each of these finds the documents and adds their ids to `gone`, has forget_state called, and only
 * then takes them out: what is cut short finds them again. */

/* The files of an archive. What is wrong with one is said, and decides the exit status; the
 * others are done. */
int forget_archive(struct forget *forget, char *const *paths, size_t count, struct command_env *env, struct err *err);
/* A SQLite database: documents, dropped and rejected records, the full-text index. */
int forget_corpus(struct forget *forget, const char *path, struct err *err);
/* The same of PostgreSQL, and the deny list, which is a table there: one transaction. `gone` as above. */
int forget_postgres(struct forget *forget, const char *address, struct err *err);
/* JSON lines of any --schema, plain or packed: a file, or a folder of parts, with what was dropped
 * and rejected beside it; the new files take the place of the old ones at once (archive/anew.h). */
int forget_lines(struct forget *forget, const char *path, bool folder, struct err *err);

/* Notes the list and what is in `gone` beside forget->state, if there is one, and takes them out of it. */
int forget_state(struct forget *forget, struct err *err);
/* Adds to the list beside a sink or state. */
int forget_note(const struct deny *deny, const char *sink, struct err *err);

#endif
