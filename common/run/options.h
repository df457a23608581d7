/*
 * options: one table of a program's options serves the command line, its section of a YAML
 * file, --help, --help=man, the bounds and the recipe.
 *
 * A value is written to `offset` of the program's config structure:
 *   FLAG bool          --name, --no-name; YAML true, false
 *   INT int64_t        within min..max
 *   SIZE uint64_t      bytes: 64K, 2MiB; within min..max
 *   DURATION uint64_t  milliseconds: 250ms, 5s, 30d; within min..max
 *   NUMBER double      within min..max
 *   TEXT const char *  NULL when not given and without default
 *   CHOICE const char * one of the words in `choices`, which are divided by '|'
 *   LIST struct option_list  may be repeated; commas divide, unless `whole`; with
 *                    `choices` each item is one of these
 * Text lives until options_release; the config structures must live until then, too.
 */
#ifndef LEAT_RUN_OPTIONS_H
#define LEAT_RUN_OPTIONS_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum option_type {
	OPTION_FLAG, OPTION_INT, OPTION_SIZE, OPTION_DURATION, OPTION_NUMBER, OPTION_TEXT, OPTION_CHOICE, OPTION_LIST,
};

struct option_list {
	const char **items;
	size_t count;
};

struct option {
	const char *name; /* without dashes; NULL ends a table */
	enum option_type type;
	size_t offset;
	const char *value_name; /* "DIR" in --state DIR; NULL for flags */
	const char *fallback; /* default, as text; NULL: none */
	const char *min, *max; /* as text; NULL: no bound */
	const char *choices;
	bool result; /* changes what comes out: part of the recipe */
	bool whole; /* of a LIST: commas do not divide */
	const char *help; /* one sentence, lower case, no full stop */
	char letter; /* -n for --limit; 0: none */
};

#define OPTIONS_END { .name = NULL }

/* What a command line is parsed into. */
struct options_set {
	const struct option *tables[3]; /* NULL-terminated: own options, then common ones */
	void *bases[3]; /* the config structure of each table */
	const char *section; /* name of the stage: its section of a YAML file */
	struct option_list operands;
	struct buf given; /* names given on the command line, a line each: these beat --config */
	struct buf owned; /* texts to free, internal */
};

/* Sets every option to its default. An invalid default is a bug and ends the process. */
void options_defaults(struct options_set *set);

/* Reads argv[1..]: options before, between and behind operands, --name VALUE and
 * --name=VALUE; "--" ends options; "-" is an operand. --help, --help=man and --version are
 * the runner's. Unknown or doubtful words are EXIT_USAGE, with the nearest name. */
int options_parse(struct options_set *set, int argc, char **argv, struct err *err);

/* Reads the section `set->section` of a YAML file: a map of option names to values. What
 * the command line gave stays. ${NAME} is a value of the environment (expand.h). Errors name file, line and column. Other sections are
 * skipped, so that one file serves a whole pipeline; an unknown key in the own section
 * stops the start. */
int options_read_file(struct options_set *set, const char *path, struct err *err);

/* Appends " name=value" for each option with `result` that is not at its default, sorted by
 * name: the part of the recipe that the options make. Sizes are in bytes, durations in ms,
 * flags yes or no; a byte that could be taken for a divider is written as %20. */
void options_recipe(const struct options_set *set, struct buf *out);

/* What --help and --help=man print. `usage` is the synopsis behind the program's name,
 * `about` paragraphs divided by empty lines; one that starts with a space is an example and
 * keeps its lines. */
void options_help(const struct options_set *set, const char *program, const char *usage,
		  const char *summary, const char *about, struct buf *out);
void options_man(const struct options_set *set, const char *program, const char *usage,
		 const char *summary, const char *about, struct buf *out);

void options_release(struct options_set *set);

#endif
