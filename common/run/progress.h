/*
 * progress: the one line that the last program of a chain draws while it runs, and the
 * table at the end. Pure: text is made here, the runner writes it.
 */
#ifndef LEAT_RUN_PROGRESS_H
#define LEAT_RUN_PROGRESS_H

#include "base/buf.h"
#include "run/stats.h"

struct progress {
	uint64_t total_bytes; /* of the input, from START; 0: unknown */
	uint64_t done_bytes; /* position in the source files */
	uint64_t records, kept;
	double seconds;
};

/* "  12,345 records  4,567 kept  1.2 GB of 3.4 GB (35 %)  56 MB/s  ETA 1:23", at most
 * `columns` wide, without line break. */
void progress_line(const struct progress *progress, unsigned columns, struct buf *out);

/* One row a stage: stage, in, kept, dropped (largest reasons), rejected, faults, seconds of
 * CPU. At most 100 columns; ends with a line break. */
void progress_table(const struct stats *stages, size_t count, struct buf *out);

enum { PROGRESS_NUMBER = 32 };

/* "12,345"; from ten thousand million on "12.3 G", so that a column stays narrow. Returns out. */
const char *progress_number(uint64_t value, char out[PROGRESS_NUMBER]);
/* "999 B", "1.2 GB". Returns out. */
const char *progress_bytes(double value, char out[PROGRESS_NUMBER]);
/* `label` and "same 2,000, url 345, ...": the largest first, as many as fit into `room` columns. */
void progress_reasons(const struct tally *tally, const char *label, size_t room, struct buf *out);

#endif
