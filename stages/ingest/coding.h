/*
 * coding: content codings of HTTP (RFC 9110 8.4.1; br RFC 7932, zstd RFC 8878) undone
 * over whole bodies, with the caps of DOC_BODY_MAX and 1,000 bytes out a byte in.
 */
#ifndef LEAT_INGEST_CODING_H
#define LEAT_INGEST_CODING_H

#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>

enum coding { CODING_IDENTITY, CODING_GZIP, CODING_DEFLATE, CODING_BR, CODING_ZSTD, CODING_UNKNOWN };

enum coding_result {
	CODING_DONE,
	CODING_NOT, /* not coded so: nothing came out */
	CODING_CUT, /* the data ends early: *out holds what came */
	CODING_DAMAGED, /* likewise, for damage */
	CODING_BOMB, /* stopped at a cap: *out holds what came */
	CODING_LACKING, /* this build has no decoder for it */
};

struct coder; /* decoders, kept from body to body */

struct coder *coder_new(void);
void coder_free(struct coder *coder);

/* The coding that a token of Content-Encoding names ("x-gzip" is gzip). */
enum coding coding_of(struct str token);
/* The coding that the first bytes show; UNKNOWN for bare deflate and brotli, which have no mark. */
enum coding coding_by_mark(struct str in);
/* Decodes `in` into *out, which is reset first. */
enum coding_result coding_undo(struct coder *coder, enum coding coding, struct str in,
			       struct buf *out);

#endif
