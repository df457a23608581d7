/*
 * options_value: one value of one option, as text and as it lies in a config structure.
 * Shared by the command line, the YAML reader and the help; not for stages.
 */
#ifndef LEAT_RUN_OPTIONS_VALUE_H
#define LEAT_RUN_OPTIONS_VALUE_H

#include "run/options.h"

/* Keeps a copy of `text` until options_release. */
char *options_own(struct options_set *set, const char *text);

/* The option of that name, and the config structure that it writes to; NULL if none. */
const struct option *options_find(const struct options_set *set, const char *name, size_t len, void **base);

/* Whether the command line gave it. */
bool options_given(const struct options_set *set, const char *name);

/* Empties a LIST, so that the items that follow replace it. */
void option_clear(const struct option *option, void *base);

/* Writes the value that `text` says; items are appended to a LIST. The message says only
 * what is wrong with the value ("'0' is below 1"): the caller knows where it stood. A flag
 * takes true, false, yes, no, on, off. */
int option_assign(struct options_set *set, const struct option *option, void *base, const char *text,
		  struct err *err);

/* Appends the value as it stands in the recipe. */
void option_format(const struct option *option, const void *base, struct buf *out);

/* Appends "; did you mean 'PREFIX NAME'?" where a name is close to `word`; else nothing. */
void options_hint(const struct options_set *set, const char *word, const char *prefix, struct buf *out);

#endif
