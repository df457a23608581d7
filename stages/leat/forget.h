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
	uint64_t documents; /* forgotten */
	uint64_t copies; /* that named one of them */
};

/* The files of an archive. What is wrong with one is said, and decides the exit status; the
 * others are done. */
void forget_archive(struct forget *forget, char *const *paths, size_t count, struct command_env *env);
/* A SQLite database: documents, dropped and rejected records, the full-text index. */
int forget_corpus(struct forget *forget, const char *path, struct err *err);

#endif
