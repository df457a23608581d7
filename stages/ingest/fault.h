/*
 * fault: what was wrong with the input, counted by kind and reported with its offset.
 * Readers note faults and go on; nothing here decides whether one ends the run.
 */
#ifndef LEAT_INGEST_FAULT_H
#define LEAT_INGEST_FAULT_H

#include <stdint.h>

enum fault {
	FAULT_WARN, /* odd, but nothing is lost: padding, a solid gzip file */
	FAULT_TRUNCATED, /* ends before its stated length, or was cut at a cap */
	FAULT_GZIP, /* damaged gzip member */
	FAULT_ZSTD, /* damaged zstd frame */
	FAULT_HEADER, /* WARC, ARC or HTTP header that breaks the rules */
	FAULT_LENGTH, /* stated length that does not fit */
	FAULT_CHUNKED, /* Transfer-Encoding: chunked, and it is not */
	FAULT_ENCODING, /* Content-Encoding that does not decode */
	FAULT_BOMB, /* inflates beyond the caps */
	FAULT_DIGEST, /* a digest that does not match */
	FAULT_JSON, /* a line that is no JSON object */
	FAULT_FEED, /* a feed that is no well-formed XML */
	FAULT_ARCHIVE, /* a damaged tar or zip file */
	FAULT_FORMAT, /* not a format that ingest knows, or not the one that the name claims */
	FAULT_READ, /* the operating system could not read it */
	FAULT_KINDS
};

/* Receives every fault as it is found. `offset`: in the file as it lies. */
typedef void fault_fn(void *ctx, enum fault kind, uint64_t offset, const char *why);

struct faults {
	uint64_t count[FAULT_KINDS];
	uint64_t grave; /* what --strict minds: all but FAULT_WARN */
	fault_fn *report; /* may be NULL */
	void *ctx;
};

/* The name that messages and statistics use. */
const char *fault_name(enum fault kind);
void fault_note(struct faults *faults, enum fault kind, uint64_t offset, const char *why);
#endif
