/*
 * grown_file: the last frames of sources that may grow, kept under --state, so that the
 * same cuts are made again when there is more behind them.
 */
#ifndef LEAT_INGEST_GROWN_FILE_H
#define LEAT_INGEST_GROWN_FILE_H

#include "base/err.h"
#include "ingest/cut.h"

/* Reads the cuts of a stream; *ends (free() it) and *count are empty when there are none. */
int grown_load(const char *state_dir, uint64_t stream, struct cut_end **ends, size_t *count,
	       struct err *err);
/* Keeps them; durable when it returns. */
int grown_save(const char *state_dir, uint64_t stream, const struct cut_end *ends, size_t count,
	       struct err *err);

#endif
