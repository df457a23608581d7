/*
 * command: the output of a program as a source (--open-with).
 */
#ifndef LEAT_INGEST_COMMAND_H
#define LEAT_INGEST_COMMAND_H

#include "base/err.h"

#include <sys/types.h>

struct command {
	pid_t pid;
	int fd; /* its standard output */
};

/* Starts the program that `line` says: words divided by blanks, '...' and "..." hold words
 * together, and in each word {} stands for `name`. No shell reads it, so a name can hold
 * anything. Standard input is empty. */
int command_start(struct command *command, const char *line, const char *name, struct err *err);
/* Closes its output and waits for it; an error unless it ended with status 0. */
int command_finish(struct command *command, const char *name, struct err *err);
/* The same where nobody wants the rest: how it ends does not matter. */
void command_abandon(struct command *command);

#endif
