/*
 * where: a jq expression as a question about a record's META fields (libjq). A record
 * matches where one of the expression's outputs is neither null nor false.
 *
 * One where belongs to one thread.
 */
#ifndef LEAT_RECORD_WHERE_H
#define LEAT_RECORD_WHERE_H

#include "base/err.h"
#include "record/record.h"

struct where;

/* Compiles an expression. NULL (EXIT_USAGE) where jq refuses it, with jq's own words, or
 * where this build has no libjq. */
struct where *where_new(const char *expression, struct err *err);
/* 1: matches, 0: does not, -1: the expression failed on this record, *err says why. */
int where_test(struct where *where, const struct record *record, struct err *err);
void where_free(struct where *where);

#endif
