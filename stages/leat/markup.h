/*
 * markup: texts and numbers as HTML, safe as content and in quoted attributes, whatever bytes
 * they hold: & < > " and ' are escaped, control characters become blanks, bytes that are no
 * UTF-8 and characters that turn the direction of what follows (U+202A to U+202E, U+2066 to
 * U+2069: Unicode TR 9) become U+FFFD. Content that is not ours should stand in <bdi>.
 */
#ifndef LEAT_LEAT_MARKUP_H
#define LEAT_LEAT_MARKUP_H

#include "base/buf.h"

#include <stdint.h>

void markup_text(struct buf *out, struct str text);
/* <bdi> with the text. */
void markup_foreign(struct buf *out, struct str text);
/* A link where the address is http or https, else the text alone. */
void markup_link(struct buf *out, struct str address, struct str text);
/* "12,345". */
void markup_count(struct buf *out, uint64_t count);
/* "12.3 %" of a share of 1; "<0.1 %". */
void markup_share(struct buf *out, double share);
/* A number in few digits: "0.0123", "1,234". */
void markup_number(struct buf *out, double number);

#endif
