/*
 * grown_file: cuts that do not follow from the source's bytes alone, kept under --state so
 * that they are made again: the last frames of sources that may grow, and frames that left
 * early.
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
/* Adds one to those that are kept; durable when it returns. */
int grown_append(const char *state_dir, uint64_t stream, const struct cut_end *end, struct err *err);

#endif
