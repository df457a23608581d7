/*
 * doc: one document as a reader found it, before it becomes a record. Everything it
 * points to belongs to the reader and is valid until the reader's next call.
 */
#ifndef LEAT_INGEST_DOC_H
#define LEAT_INGEST_DOC_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	DOC_BODY_MAX = 16 << 20, /* bytes of a body or text; the rest is cut off */
	DOC_FIELDS_MAX = 65535,
};

/* A further field as the source gave it. */
struct doc_field {
	struct str key; /* UTF-8 */
	struct str value;
	bool json; /* value is JSON text as it lies in the source; else a UTF-8 string */
};

struct doc {
	struct str id; /* absent: the source names none */
	struct str url;
	struct str fetched; /* RFC 3339 UTC */
	struct str mime; /* lower case, without parameters */
	struct str charset; /* the label as the HTTP header gave it */
	struct str robots, tdm; /* what the HTTP header says of its use (http.h) */
	struct str member; /* path inside a tar or zip file */
	struct str truncated; /* why the content is not whole: a word; absent: it is whole */
	int status; /* 0: none */
	bool is_text; /* content is UTF-8 text, not bytes to decode */
	struct str content;
	const struct doc_field *fields;
	uint32_t nfields;
	uint64_t offset; /* where the record, or what it is packed in, starts in the file as it lies */
	uint64_t src_begin; /* in the decompressed source */
	uint64_t src_end;
	uint64_t ordinal; /* of the record in the source, skipped ones counted */
};

#endif
