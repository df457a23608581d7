/*
 * paragraph: the lines of a text that can recur in other documents. A line counts with at
 * least PARAGRAPH_BYTES_MIN bytes without white space around it; a text joins paragraphs by
 * empty lines and does not wrap, so that a line is a paragraph, a heading or a list item.
 *
 *   part    u64 a counted line: its hash, whose lowest bit says that it was seen before
 */
#ifndef LEAT_DEDUP_PARAGRAPH_H
#define LEAT_DEDUP_PARAGRAPH_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

enum { PARAGRAPH_BYTES_MIN = 20 };

/* A counted line: `line` without white space around it, and the bytes [begin, end) that go
 * with it: its line break and the empty lines behind it. */
struct paragraph {
	struct str line;
	size_t begin, end;
};

/* The next counted line at or behind *at, and moves *at behind it. False when there are no
 * more. Start with *at = 0. */
bool paragraph_next(struct str text, size_t *at, struct paragraph *paragraph);

/* Appends the part for `text`. `scope` (a host, or empty) keeps equal lines apart. */
void paragraph_build(struct str text, struct str scope, struct buf *out);

/* A run of marked lines, in code points: [from, to). */
struct paragraph_cut {
	size_t from, to;
};

/* Appends the struct paragraph_cut of the lines that `part`, which is of this text, marks, in
 * order and apart from each other. */
void paragraph_cuts(struct str text, struct str part, struct buf *cuts);

#endif
