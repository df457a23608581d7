/*
 * warc_head: the head of one WARC record (ISO 28500; WARC 0.17 to 1.1). Pure.
 */
#ifndef LEAT_INGEST_WARC_HEAD_H
#define LEAT_INGEST_WARC_HEAD_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	WARC_LINE_MAX = 64 << 10, /* longer lines are passed over */
	WARC_HEAD_NOTED = 256 << 10, /* a longer head is a fault */
	WARC_HEAD_MAX = 8 << 20, /* and this one is no head at all */
};

struct warc_head {
	size_t size; /* with the empty line that ends it */
	struct str type, id, url, date, content_type, payload_type, block_digest, payload_digest,
		truncated;
	uint64_t length;
	bool has_length;
	bool bad_length; /* stated, but no number */
	bool odd; /* a line breaks the rules */
};

/* Size of the head that starts at s: 0: it does not end in s. *broken: another record
 * starts inside it, at the size returned. `from`: bytes known to hold no end; updated. */
size_t warc_head_size(struct str s, size_t *from, bool *broken);
/* Reads a head of that size; values point into s. */
void warc_head_read(struct str s, size_t size, struct warc_head *head);

/* Whether s starts as a record does: "WARC/1.0" and a line end. */
bool warc_starts(struct str s);
/* First place at or behind `from` where a line of s (or, `anywhere`, whatever byte) starts a
 * record, with a named field of WARC on the next line; -1: none. Places within 64 bytes of the
 * end are not seen. */
ptrdiff_t warc_find(struct str s, size_t from, bool anywhere);

#endif
