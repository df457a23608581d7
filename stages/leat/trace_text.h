/*
 * trace_text: what a stage did to a text, line by line. Pure.
 */
#ifndef LEAT_LEAT_TRACE_TEXT_H
#define LEAT_LEAT_TRACE_TEXT_H

#include "base/buf.h"

enum { TRACE_LINES = 5, TRACE_EXCERPT = 100 };

/* Appends the lines of `before` that are not in `now` ("-"), and those of `now` that are not
 * in `before` ("+"): at most TRACE_LINES of each, cut to TRACE_EXCERPT bytes, and how many
 * more there are. Empty lines do not count. */
void trace_text_changes(struct str before, struct str now, struct buf *out);
/* At most `most` bytes, cut between characters, without what steers a terminal. */
void trace_excerpt(struct str text, size_t most, struct buf *out);

#endif
