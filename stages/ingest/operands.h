/*
 * operands: what the command line names, opened and read one after another: standard
 * input, files, folders, lists, the output of commands, a folder that is followed. This is
 * the I/O part of the stage.
 */
#ifndef LEAT_INGEST_OPERANDS_H
#define LEAT_INGEST_OPERANDS_H

#include "ingest/command.h"
#include "ingest/follow.h"
#include "ingest/ingest.h"
#include "ingest/resend.h"
#include "ingest/source.h"
#include "ingest/spool_file.h"

struct ingest {
	const struct ingest_config *config;
	const struct stage_env *env;
	struct runner *runner;
	struct source_run run;
	struct resend resend;
	struct seen *seen; /* files that were read before, while following */
	struct command *command; /* whose output is being read; NULL: none */
	struct spool *spool; /* where standard input is written down; NULL: it is not */
	bool partial; /* the source at hand is known not to be whole */
	char *root; /* real path */
	uint64_t part, parts; /* --part, from 1; parts is 0: all */
	struct str at; /* source at hand, for messages */
	uint64_t reports;
	uint64_t sources; /* that could be read */
	uint64_t lost; /* that could not */
	bool walking; /* the file at hand was found in a folder */
	bool done; /* limit reached, or asked to stop */
};

/* All return 0, or -1 when the run cannot go on. A source that cannot be read is said and
 * counted, and is no error here. */
int operand_stdin(struct ingest *ingest, struct err *err);
/* "-", a file, a folder, or, with --open-with, a name. */
int operand_read(struct ingest *ingest, const char *path, struct err *err);
int operand_list(struct ingest *ingest, const char *path, struct err *err);
/* Until it is asked to stop. */
int operand_follow(struct ingest *ingest, const char *folder, struct err *err);
/* Whether the source at hand was read to its end, as far as that can be told: a command has
 * to exit with status 0. For struct source_run. */
bool operand_whole(void *ctx);

#endif
