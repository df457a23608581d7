/*
 * spans: changes within a text, and what they do to fields that point into it: lists of maps
 * with `at` and perhaps `len`, in code points. Pure.
 */
#ifndef LEAT_RECORD_SPANS_H
#define LEAT_RECORD_SPANS_H

#include "base/buf.h"

#include <stdbool.h>

/* Code points [from, to) become `with`. Several are sorted and do not overlap. */
struct text_change {
	size_t from, to;
	struct str with;
};

/* Appends the changed text. */
void spans_text(struct str old, const struct text_change *changes, size_t count, struct buf *out);
/* Appends the entries of the packed list that stay, at their new places, and returns how many: one
 * behind a change moves with its text, one that reaches into a change goes; but where entries are
 * `marks` of a place, that one moves to the change's start. */
size_t spans_move(struct str list, const struct text_change *changes, size_t count, bool marks, struct buf *out);

#endif
