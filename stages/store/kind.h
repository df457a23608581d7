/* kind: which sinks the operands and options ask for. Pure. */
#ifndef LEAT_STORE_KIND_H
#define LEAT_STORE_KIND_H

#include "run/options.h"
#include "store/sink.h"

enum { SINKS_MAX = 8 };

struct kind_options {
	const char *as, *dropped, *rejects, *schema, *text_with, *by, *on_complete;
	uint64_t split;
	bool replace;
	struct archive_limits limits;
};

#define KIND_NAMES "archive|sqlite|jsonl|parquet|wet|text"

/* Fills sinks[0..count). EXIT_USAGE where a name says nothing, or an option does not fit. */
int kind_sinks(const struct kind_options *options, const char *const *operands, size_t count,
	       struct sink_options sinks[SINKS_MAX], struct err *err);

#endif
