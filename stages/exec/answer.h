/*
 * answer: what a command's line means for its record. Pure.
 *
 *   {"field": value, ...}  each field is set; null takes it away; text replaces the text
 *   {"reject": "why"}      the record is rejected
 *   {"drop": "why"}        it is dropped, with this reason
 *   null                   it is dropped
 *   anything else          it is rejected: the answer is wrong
 */
#ifndef LEAT_EXEC_ANSWER_H
#define LEAT_EXEC_ANSWER_H

#include "base/arena.h"
#include "record/edit.h"
#include "run/options.h"

/* Appends the record as one JSON line: the fields of `send`, or all META fields and text
 * where it is empty. */
void answer_question(const struct record *record, const struct option_list *send, struct buf *line);

/* Applies an answer (without line break) to the edit's current record; fields that have
 * the value already are left alone. Names of fields are kept in `names`, which must live
 * until edit_apply; `packed` is working memory. Returns KEEP, DROP or REJECT. */
int answer_apply(struct str line, const struct record *record, struct edit *edit, struct arena *names,
		 struct buf *packed);

#endif
