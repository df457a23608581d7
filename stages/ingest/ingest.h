/*
 * ingest: source objects -> frames. This is the stage's configuration; the calls are those
 * of run/stage.h.
 */
#ifndef LEAT_INGEST_INGEST_H
#define LEAT_INGEST_INGEST_H

#include "run/stage.h"

struct ingest_config {
	struct option_list files_from;
	const char *root;
	const char *name;
	const char *format;
	const char *types;
	const char *status;
	const char *mime;
	const char *since;
	const char *until;
	const char *changed;
	const char *grown;
	const char *digest;
	const char *open_with;
	int64_t retries;
	uint64_t retry_wait; /* ms */
	const char *follow;
	uint64_t max_delay; /* ms */
	const char *part;
	int64_t limit;
	bool strict;
	bool list;
};

int ingest_check(void *config, const struct stage_env *env, struct err *err);
void *ingest_open(const void *config, const struct stage_env *env, struct err *err);
int ingest_produce(void *state, struct runner *runner, struct err *err);
int ingest_close(void *state, bool whole, struct err *err);

#endif
