/*
 * sinks_file: which sinks a store on a link had, in its state folder (DIR/sinks, a line each, as
 * they were named). What was acked never comes again, so a sink that joins later would lack it
 * in silence.
 */
#ifndef LEAT_STORE_SINKS_FILE_H
#define LEAT_STORE_SINKS_FILE_H

#include "base/err.h"
#include "store/sink.h"

#include <stdbool.h>

/* Notes the sinks. One that is new beside others is an error (78), unless `backfill`. */
int sinks_file_note(const char *dir, const struct sink_options *sinks, size_t count, bool backfill, struct err *err);

#endif
