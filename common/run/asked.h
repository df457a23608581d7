/*
 * asked: what a program says of itself when it is asked: --help, --help=man, --version.
 */
#ifndef LEAT_RUN_ASKED_H
#define LEAT_RUN_ASKED_H

#include "run/options.h"

#include <stdbool.h>

struct asked {
	const char *program; /* as it is typed: "leat-dedup", "leat cat" */
	const char *page; /* of the manual: "leat-cat" */
	const char *name; /* whose version it is: "leat" */
	const char *usage, *summary, *about; /* as options_help has them */
	int results; /* version of the results */
};

/* These words come before all else, wherever they stand in front of "--". Writes the answer to
 * standard output; false if nothing was asked. */
bool asked(const struct asked *about, const struct options_set *set, int argc, char **argv);

#endif
