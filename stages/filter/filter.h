/*
 * filter: which records a corpus keeps. Pure: a verdict on one record's META.
 *
 * The tests run in the order cheap to dear: language, hosts and URLs, rules, expression;
 * the first that fails decides. Its name is the record's filter.rule, and the reason is
 * filter.reason and the reason of the drop.
 */
#ifndef LEAT_FILTER_FILTER_H
#define LEAT_FILTER_FILTER_H

#include "record/edit.h"
#include "record/where.h"
#include "run/options.h"

struct filter_config {
	struct option_list lang; /* BCP 47 tags; "nb" takes "nb-NO", too */
	double min_lang_score; /* 0: not asked */
	const char *where; /* NULL: none */
	const char *action; /* "drop", "tag" */
};

/* Working memory of one thread. */
struct filter {
	const struct filter_config *config;
	struct where *where; /* NULL without --where */
};

struct filter_verdict {
	const char *rule, *reason; /* NULL, NULL: the record passes */
};

/* 0, or -1 where the expression failed on this record: *err says why. */
int filter_test(struct filter *filter, const struct record *record, struct filter_verdict *verdict, struct err *err);

/* For each_record, with a struct filter as context: drops or tags. */
int filter_record(void *filter, const struct record *record, struct edit *edit, struct err *err);

#endif
