/*
 * select: which records of a crawl become documents. What is left out is counted by
 * reason, never silent.
 */
#ifndef LEAT_INGEST_SELECT_H
#define LEAT_INGEST_SELECT_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

enum record_type {
	TYPE_RESPONSE,
	TYPE_RESOURCE,
	TYPE_CONVERSION,
	TYPE_REQUEST,
	TYPE_METADATA,
	TYPE_REVISIT,
	TYPE_WARCINFO,
	TYPE_CONTINUATION,
	TYPE_OTHER,
};

enum skip { SKIP_NONE, SKIP_TYPE, SKIP_REVISIT, SKIP_STATUS, SKIP_MIME, SKIP_DATE, SKIP_DIGEST, SKIP_KINDS };

struct skips {
	uint64_t count[SKIP_KINDS];
};

enum { SELECT_LIST_MAX = 64 };

/* What to do about digests that do not match. */
enum digest_rule { DIGEST_IGNORE, DIGEST_WARN, DIGEST_DROP };

struct select {
	enum digest_rule digest;
	uint32_t types; /* bits 1 << enum record_type */
	uint32_t nstatus; /* 0: any */
	struct {
		int first;
		int last;
	} status[SELECT_LIST_MAX];
	uint32_t nmimes; /* 0: any */
	struct str mimes[SELECT_LIST_MAX]; /* with at most one '*'; borrowed */
	int64_t since; /* ms; a record without a date passes */
	int64_t until; /* first instant that does not pass */
};

/* response, resource and conversion records; status 2xx or none; text, HTML, XML, JSON or
 * no type; any date; digests unchecked. */
void select_defaults(struct select *select);
/* Each replaces one rule by a comma-separated list: "response,resource", "200-299,404" or
 * "2xx", "text/html,application/json". "all" lifts the rule. The text must outlive *select. */
int select_types(struct select *select, struct str list, struct err *err);
int select_status(struct select *select, struct str list, struct err *err);
int select_mimes(struct select *select, struct str list, struct err *err);
/* An RFC 3339 time or a date. */
int select_since(struct select *select, struct str text, struct err *err);
int select_until(struct select *select, struct str text, struct err *err);

/* What a record is, by its type and, for one that calls itself a response or resource, by its
 * URL: crawlers also write down notes of their own so, as "dns:example.org" or
 * "urn:pageinfo:https://...", which are TYPE_METADATA. (wget's log and arguments, resources named
 * metadata://..., are documents.) */
enum record_type select_type_of(struct str name, struct str url);
const char *skip_name(enum skip reason);

enum skip select_by_type(const struct select *select, enum record_type type);
enum skip select_by_date(const struct select *select, struct str date);
enum skip select_by_content(const struct select *select, int status, struct str mime);

#endif
