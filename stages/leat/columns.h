/*
 * columns: texts side by side on a terminal, and cells of a table. Widths are in places of a terminal: an East Asian
 * wide character takes two, a combining mark none (wcwidth of the C library, in its UTF-8 locale; 1 where it has none).
 */
#ifndef LEAT_LEAT_COLUMNS_H
#define LEAT_LEAT_COLUMNS_H

#include "base/buf.h"

enum { COLUMNS_MOST = 4, COLUMN_NARROWEST = 30 };

/* Places that valid UTF-8 without control characters takes. */
size_t columns_width(struct str text);
/* Appends a text without control characters, padded to `width`, or cut, with an ellipsis. */
void columns_cell(struct str text, size_t width, struct buf *out);
/* Places of a line of standard output; 100 where that is no terminal. */
size_t columns_terminal(void);
/* How many columns fit a line of that width: 1 to COLUMNS_MOST. */
size_t columns_fit(size_t width);
/* Appends the beginnings of texts side by side, at most `lines` lines of each, broken at blanks where there are any;
 * `count` from 1 to COLUMNS_MOST, `width` at least twice that. */
void columns_add(const struct str texts[], size_t count, size_t width, unsigned lines, struct buf *out);

#endif
