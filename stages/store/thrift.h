/*
 * thrift: appends values in Thrift's compact protocol (thrift-compact-protocol.md). Fields
 * of a struct are written in rising order; `last` is the id of the field before, which
 * each call moves on.
 */
#ifndef LEAT_STORE_THRIFT_H
#define LEAT_STORE_THRIFT_H

#include "base/buf.h"

enum thrift_type { THRIFT_I32 = 5, THRIFT_I64 = 6, THRIFT_BINARY = 8, THRIFT_LIST = 9, THRIFT_STRUCT = 12 };

void thrift_int(struct buf *out, int *last, int id, enum thrift_type type, int64_t value);
void thrift_text(struct buf *out, int *last, int id, const char *value);
/* The items follow: structs, or values by thrift_item_*. */
void thrift_list(struct buf *out, int *last, int id, enum thrift_type type, uint32_t count);
void thrift_item_int(struct buf *out, int64_t value);
void thrift_item_text(struct buf *out, const char *value);
/* Its fields follow, from a new `last` of 0 on, and thrift_end. */
void thrift_struct(struct buf *out, int *last, int id);
void thrift_end(struct buf *out);

#endif
