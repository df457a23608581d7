/*
 * rules: sets of named rules about a record's signals and fields, from YAML
 * (configs/rules/gopher.yaml says how one reads).
 */
#ifndef LEAT_FILTER_RULES_H
#define LEAT_FILTER_RULES_H

#include "base/err.h"
#include "record/record.h"
#include "run/yaml_file.h"

enum { RULES_MAX = 256 };

/* One rule, as it is for records of one language. */
struct rule {
	const char *set; /* "gopher" */
	const char *reason;
	const char *field; /* NULL: a signal */
	unsigned signal; /* number in rules->signals */
	double min, max; /* a signal must lie within; -INFINITY, INFINITY: no bound */
	const char *const *words; /* a field must hold none of these; NULL-terminated */
	const char *lang; /* NULL: the rule for all languages without one of their own */
	bool off;
	bool varies; /* some languages have a rule of their own in its place */
};

struct rules {
	struct rule *rules; /* a rule without lang, then those for languages that replace it */
	size_t count;
	struct str *signals; /* names, each once */
	size_t signal_count;
	uint16_t *table; /* by hash of a name: its number and 1; 0: free */
	size_t mask;
	char **texts; /* owned, what the others point to */
	size_t text_count;
	const char ***lists;
	size_t list_count;
};

/* Adds a set. Errors name file, line and column (EXIT_MISMATCH). */
int rules_read(struct rules *rules, const char *set, const struct yaml_file *file, struct err *err);
/* Makes the table of signals; after the last rules_read. */
void rules_finish(struct rules *rules);
void rules_release(struct rules *rules);

/* The text of a set that is built in (configs/rules as it was then); STR_NONE if none. */
struct str rules_builtin(const char *name);
/* The names of these, divided by ", ". */
void rules_builtin_names(struct buf *out);

/* The first rule that the record fails, or NULL. A signal or field that it does not have
 * fails nothing. *unchecked is set where there are rules about signals and the record has
 * none at all. `values` is room for signal_count numbers. */
const struct rule *rules_test(const struct rules *rules, const struct record *record, double *values, bool *unchecked);

#endif
