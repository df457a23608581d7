/*
 * spool_file: standard input on a link. It cannot be read twice, so it is written down in the
 * state folder as it comes, and what a frame was cut from is fsynced before that frame is sent.
 * DIR/stdin-1, -2, ... are inputs that ended; DIR/stdin.part is one that has not, or did not
 * when the source was killed. A source that is started again finds what is not known to be
 * durable there.
 */
#ifndef LEAT_INGEST_SPOOL_FILE_H
#define LEAT_INGEST_SPOOL_FILE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SPOOL_PART = 0 }; /* the number of the input that has not ended */

/* An input that is being written down. */
struct spool {
	const char *dir; /* borrowed */
	uint64_t number; /* that it gets at its end */
	int fd;
	bool dirty; /* bytes that were not fsynced */
	bool failed; /* with `why` */
	struct err why;
};

/* The number of the last input that ended; 0: none. */
uint64_t spool_last(const char *dir);
/* Bytes of the one that had not ended; 0: there is none. */
uint64_t spool_part_size(const char *dir);
/* Opens an input to read. -1 with *err. */
int spool_open(const char *dir, uint64_t number, struct err *err);

/* Starts one, in the place of an older one that had not ended. */
int spool_begin(struct spool *spool, const char *dir, uint64_t number, struct err *err);
/* Adds what was read; an error is kept for the next call that can say it. */
void spool_add(struct spool *spool, const char *bytes, size_t count);
int spool_sync(struct spool *spool, struct err *err);
/* The input has ended. */
int spool_end(struct spool *spool, struct err *err);
/* Closes the file; what is not ended stays as it is. */
void spool_close(struct spool *spool);

/* One that had not ended will have no more: it gets the number. */
int spool_end_part(const char *dir, uint64_t number, struct err *err);
/* All is durable elsewhere: removes them. */
void spool_remove(const char *dir);

#endif
