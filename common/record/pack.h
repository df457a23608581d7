/*
 * pack: appends MessagePack to a buffer, by msgpack-c. A map or list is its count followed
 * by its items.
 */
#ifndef LEAT_RECORD_PACK_H
#define LEAT_RECORD_PACK_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

void pack_nil(struct buf *out);
void pack_bool(struct buf *out, bool value);
void pack_int(struct buf *out, int64_t value);
void pack_uint(struct buf *out, uint64_t value);
void pack_float(struct buf *out, double value);
void pack_str(struct buf *out, struct str value);
void pack_text(struct buf *out, const char *value);
void pack_bin(struct buf *out, struct str value);
void pack_list(struct buf *out, size_t count);
void pack_map(struct buf *out, size_t count);

#endif
