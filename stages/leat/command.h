/*
 * command: what `leat` itself can do, a command each: a table of options and a function.
 * Other words are programs: `leat X` runs leat-X, as git does.
 */
#ifndef LEAT_LEAT_COMMAND_H
#define LEAT_LEAT_COMMAND_H

#include "base/err.h"
#include "base/log.h"
#include "run/options.h"

#include <stddef.h>

struct command_env {
	struct log log; /* for warnings; errors are returned */
	const char *const *operands;
	size_t operand_count;
	const struct options_set *options;
	enum exit_code later; /* the exit status of a run that went on to its end */
};

struct command {
	const char *name; /* "cat" */
	const char *summary; /* one line, lower case */
	const char *usage; /* synopsis of the operands */
	const char *about; /* paragraphs */
	const struct option *options;
	size_t config_size;
	size_t operands_min, operands_max;
	int (*run)(const void *config, struct command_env *env, struct err *err);
};

extern const struct command
	command_cat,
	command_clusters,
	command_compact,
	command_diff,
	command_forget,
	command_keygen,
	command_report,
	command_run,
	command_search,
	command_show,
	command_stat,
	command_top,
	command_trace,
	command_verify;

/* Parses argv (argv[0] is the command's name), runs it, prints its error. Returns the exit
 * status. */
int command_main(const struct command *command, int argc, char **argv);

#endif
