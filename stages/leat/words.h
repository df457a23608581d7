/*
 * words: a growing list of texts that it owns, ended by NULL: an argv.
 */
#ifndef LEAT_LEAT_WORDS_H
#define LEAT_LEAT_WORDS_H

#include <stddef.h>

struct words {
	char **items; /* NULL-terminated once something was added */
	size_t count;
};

void words_add(struct words *words, const char *format, ...) __attribute__((format(printf, 2, 3)));
void words_release(struct words *words);

#endif
