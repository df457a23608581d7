/*
 * http: one stored HTTP response (RFC 9112; also "HTTP/2 200" and "ICY 200 OK" as crawlers
 * write them): head, then the body with transfer and content codings undone.
 * Pure; everything in the result points into the block or into the scratch.
 */
#ifndef LEAT_INGEST_HTTP_H
#define LEAT_INGEST_HTTP_H

#include "base/buf.h"
#include "base/str.h"
#include "ingest/coding.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	HTTP_HEAD_MAX = 1 << 20, /* bytes of head that are read; the body starts behind the whole head */
	HTTP_CODINGS_MAX = 4,
};

struct http_scratch {
	struct coder *coder;
	struct buf a;
	struct buf b;
	struct buf mime;
	struct buf transfer, coding; /* fields that came in several lines */
	struct buf robots, tdm;
};

void http_scratch_init(struct http_scratch *scratch);
void http_scratch_release(struct http_scratch *scratch);

struct http {
	int status; /* 0: no status line; the block is the body */
	struct str mime; /* lower case, without parameters; absent: not said */
	struct str charset; /* the label as it stands */
	struct str robots; /* X-Robots-Tag: directives in small letters, a comma between */
	struct str tdm; /* TDM-Reservation (W3C TDMRep): "0", "1", or "1 POLICY-URL" */
	struct str body;
	struct str truncated; /* why the body is not whole: "length", "bomb", "damage" */
	uint32_t faults; /* bits 1 << enum fault */
	uint64_t content_length; /* as stated; UINT64_MAX: not stated */
	struct str transfer_encoding; /* as they stand in the head */
	struct str content_encoding;
};

/* Reads the head; the body is what follows it, as it lies. */
void http_read_head(struct str block, struct http_scratch *scratch, struct http *out);
/* Undoes the codings of the body. `cut`: the block ends before its stated length. */
void http_undo(struct http_scratch *scratch, bool cut, struct http *out);

/* Mime type in lower case (in `mime`) and charset label of a Content-Type value. */
void http_content_type(struct str value, struct buf *mime, struct str *type, struct str *charset);

#endif
