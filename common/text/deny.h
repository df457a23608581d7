/*
 * deny: which documents a sink must not hold (again): by id, by address, or by host (with the
 * domains below it). Kept as XXH3-128 hashes, so that the list does not itself say what was
 * forgotten; it is the file SINK.deny, 32 hexadecimal digits a line.
 *
 * Addresses are compared in canonical form (text/url.h).
 */
#ifndef LEAT_TEXT_DENY_H
#define LEAT_TEXT_DENY_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum deny_kind { DENY_ID = 'i', DENY_URL = 'u', DENY_HOST = 'h' };

struct deny_hash {
	uint64_t high, low;
};

/* Zeroed memory is an empty list. */
struct deny {
	struct buf hashes; /* struct deny_hash */
};

/* False, and nothing is added, where `name` is no address (or host). */
bool deny_add(struct deny *deny, enum deny_kind kind, struct str name);
/* Adds a hash by its 32 digits; false where it is none. deny_text writes them, with a NUL. */
bool deny_add_text(struct deny *deny, struct str digits);
void deny_text(const struct deny_hash *hash, char digits[33]);
/* Adds what another list holds. */
void deny_merge(struct deny *deny, const struct deny *other);
/* Sorts it and takes out what is there twice; before deny_holds. */
void deny_sort(struct deny *deny);
/* Whether a document with that id and address (STR_NONE: it has none) is in it. For several
 * threads at once; `work` is one's own. */
bool deny_holds(const struct deny *deny, struct str id, struct str url, struct buf *work);
void deny_release(struct deny *deny);

/* Adds what SINK.deny lists; no such file: nothing. A '/' at the end of `sink` does not count. */
int deny_load(struct deny *deny, const char *sink, struct err *err);
/* Replaces SINK.deny; durable when it returns. */
int deny_save(struct deny *deny, const char *sink, struct err *err);

#endif
