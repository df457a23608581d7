/*
 * json_pack: a JSON value as MessagePack, for fields that ingest only carries.
 */
#ifndef LEAT_INGEST_JSON_PACK_H
#define LEAT_INGEST_JSON_PACK_H

#include "base/buf.h"
#include "base/str.h"
#include "record/cursor.h"

#include <stdbool.h>

enum { JSON_PACK_DEPTH = CURSOR_DEPTH - 1 }; /* the record that holds the value is a level, too */

/* Appends the value; an integer stays one where 64 bits hold it, else it is a string of its
 * digits, as a float would change it. False, with *out as it
 * was: no JSON, nested deeper than JSON_PACK_DEPTH, or larger than `max` bytes. */
bool json_pack(struct str text, size_t max, struct buf *out);

#endif
