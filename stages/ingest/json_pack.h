/*
 * json_pack: a JSON value as MessagePack, for fields that ingest only carries.
 */
#ifndef LEAT_INGEST_JSON_PACK_H
#define LEAT_INGEST_JSON_PACK_H

#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>

/* Appends the value; an integer stays one where 64 bits hold it. False, with *out as it
 * was: no JSON, nested deeper than JSON_DEPTH_MAX, or larger than `max` bytes. */
bool json_pack(struct str text, size_t max, struct buf *out);

#endif
