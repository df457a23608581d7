/*
 * translated_number: numbers of any script as they are written the same everywhere. Pure.
 */
#ifndef LEAT_DEDUP_TRANSLATED_NUMBER_H
#define LEAT_DEDUP_TRANSLATED_NUMBER_H

#include <stddef.h>
#include <stdint.h>

struct number {
	char digits[32]; /* ASCII; group separators out, a point before decimals, zeros at their end out */
	size_t count; /* of digits and point */
	size_t bytes, characters; /* of the text */
};

/* Value of a decimal digit of any script; -1: none. */
int translated_digit(uint32_t c);
/* Reads the number that begins at `at`, which is a digit. */
void translated_number(const char *at, const char *end, struct number *number);

#endif
