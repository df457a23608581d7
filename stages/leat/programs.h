/*
 * programs: where leat-X lies: beside leat itself, else somewhere in PATH.
 */
#ifndef LEAT_LEAT_PROGRAMS_H
#define LEAT_LEAT_PROGRAMS_H

#include "leat/words.h"

/* Appends the path of leat-NAME, or its bare name for a search in PATH. */
void programs_find(const char *name, struct words *command);
/* Appends the X of each leat-X beside leat. */
void programs_list(struct words *names);

#endif
