/*
 * plan: from a pipeline to the command lines that run it, over pipes or over links.
 *
 * On links there are as many programs a step as it has workers. Between two steps the one
 * that receives binds if it is alone, and all senders call it; else each sender binds, and
 * all receivers call each of them. So any of them may end and come back.
 */
#ifndef LEAT_LEAT_PLAN_H
#define LEAT_LEAT_PLAN_H

#include "base/log.h"
#include "leat/fleet.h"
#include "leat/pipeline.h"

#include <stdint.h>

struct plan_wishes {
	const char *file; /* with the sections of the stages; NULL: none */
	const char *links; /* "pipes", "ipc" or "tcp" */
	const char *folder; /* on links: where sockets, statistics and the source's state lie */
	const char *codec; /* of all that goes from stage to stage; NULL: what each does by itself */
	const char *metrics; /* HOST:PORT of the first program, the next ports of the others; NULL */
	int64_t jobs;
	bool replace, quiet, json;
};

struct plan {
	struct member *members; /* in the order of the chain; their names are owned, too */
	size_t count;
};

/* Whether the chain can do what it asks for: EXIT_MISMATCH where it cannot, a warning where
 * it will hardly be what is wanted. */
int plan_check(const struct pipeline *pipeline, const struct log *log, struct err *err);
/* Whether only one program of the stage may run in a chain: it makes the frames, or decides. */
bool plan_is_single(const char *stage);
int plan_make(const struct pipeline *pipeline, const struct plan_wishes *wishes, struct plan *plan, struct err *err);
/* As shell commands; on links a line each, behind a drawing of the chain. */
void plan_print(const struct plan *plan, const struct pipeline *pipeline, const struct plan_wishes *wishes);
/* HOST:PORT of its metrics; NULL: it serves none. */
const char *plan_metrics_address(const struct member *member);
/* Where the program writes its statistics; the caller frees it. */
char *plan_stats_path(const struct plan_wishes *wishes, size_t member);
void plan_release(struct plan *plan);

#endif
