/*
 * source: one source object, from an open descriptor to frames.
 */
#ifndef LEAT_INGEST_SOURCE_H
#define LEAT_INGEST_SOURCE_H

#include "ingest/cut.h"
#include "ingest/http.h"
#include "ingest/open.h"
#include "ingest/select.h"

/* What the sources of one run share; all borrowed but the counts. */
struct source_run {
	struct select select;
	enum format format; /* AUTO: by content */
	struct faults faults;
	struct skips skips;
	struct http_scratch http;
	uint64_t limit; /* documents still wanted */
	const char *cuts_dir; /* where cuts are kept; NULL: not */
	bool grows; /* sources may have grown since: their last cut is kept */
	uint64_t max_delay_ns; /* how long a frame may stay open while a pipe is waited for; 0: for ever */
	cut_emit_fn *emit;
	/* Sends on what emit took, without waiting for more. Used with max_delay_ns. */
	int (*flush)(void *ctx, struct err *err);
	/* Asked between documents: true ends the run, the frame at hand is not sent. */
	bool (*stopping)(void *ctx);
	/* Told how many bytes of the file as it lies were read since the last call. */
	void (*progress)(void *ctx, uint64_t bytes);
	/* Asked at the end of a source, before its last frame is sent: whether that was all. May
	 * be NULL. */
	bool (*whole)(void *ctx);
	void *ctx;
};

struct source {
	int fd;
	struct str name; /* decides the stream */
	struct str shown; /* in META and messages */
	struct input *input; /* opened on fd */
};

enum source_result {
	SOURCE_READ,
	SOURCE_FORMAT, /* nothing that ingest reads; noted as a `format` fault */
	SOURCE_STOPPED, /* asked to stop, or the limit is reached */
	SOURCE_BROKEN, /* `whole` said no: its last frame was not sent */
	SOURCE_CHANGED, /* read, but where --grown repeats a cut it is not what it was */
};

/* Reads the source and sends its frames. -1: sending, or keeping a cut, failed. A read that
 * fails ends the source: input->error says why. */
int source_read(struct source_run *run, struct source *source, enum source_result *result,
		struct err *err);

#endif
