/*
 * redact: e-mail addresses and public IPv4 addresses in a text, and what stands in their
 * place: the patterns and replacements of datatrove's PIIFormatter, which FineWeb used
 * (letters of both cases). Replacements take turns, from the first one in each text.
 */
#ifndef LEAT_FILTER_REDACT_H
#define LEAT_FILTER_REDACT_H

#include "record/edit.h"

#include <stdbool.h>

enum { REDACT_EMAIL = 1, REDACT_IP = 2 };

/* Appends a struct text_change for each address found: sorted, not overlapping, offsets in
 * code points. Linear in the text's length. Returns how many. */
size_t redact_find(struct str text, unsigned kinds, struct buf *changes);

#endif
