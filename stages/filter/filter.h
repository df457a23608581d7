/*
 * filter: which records a corpus keeps. Pure: a verdict on one record's META.
 *
 * The tests run in the order cheap to dear: language, hosts, URLs, rules, expression; the
 * first that fails decides. Its name is the record's filter.rule, and the reason is
 * filter.reason and the reason of the drop.
 */
#ifndef LEAT_FILTER_FILTER_H
#define LEAT_FILTER_FILTER_H

#include "filter/blocklist.h"
#include "filter/redact.h"
#include "filter/rules.h"
#include "record/edit.h"
#include "record/where.h"
#include "run/options.h"

#include <stdatomic.h>

struct runner;

struct filter_config {
	struct option_list lang; /* BCP 47 tags; "nb" takes "nb-NO", too */
	double min_lang_score; /* 0: not asked */
	const char *where; /* NULL: none */
	const char *action; /* "drop", "tag" */
	struct option_list rule_sets, host_files, url_files, redact_kinds;
	/* what the files and names above stand for */
	struct rules rules;
	uint64_t rules_digest;
	struct blocklist hosts, urls;
	unsigned redact; /* REDACT_EMAIL, REDACT_IP */
	struct runner *runner;
	atomic_flag *warned; /* of records without signals */
};

/* Working memory of one thread. */
struct filter {
	const struct filter_config *config;
	struct where *where; /* NULL without --where */
	double *signals; /* room for what the rules ask for */
	uint64_t unchecked; /* records without signals so far, where there are rules about them */
	struct buf changes; /* struct text_change */
	struct codec_state codecs; /* to open BULK for --redact */
};

struct filter_verdict {
	const char *rule, *reason; /* NULL, NULL: the record passes */
};

/* *unchecked: there are rules about signals, and the record has none. 0, or -1 where the expression failed on this record: *err says why. */
int filter_test(struct filter *filter, const struct record *record, struct filter_verdict *verdict, bool *unchecked,
		struct err *err);

/* For each_record, with a struct filter as context: drops or tags, and redacts what stays.
 * Redaction needs the record's BULK open. */
int filter_record(void *filter, const struct record *record, struct edit *edit, struct err *err);

#endif
