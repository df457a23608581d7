/*
 * postgres_copy: rows in PostgreSQL's binary COPY format (manual, COPY, "Binary Format"):
 * big-endian, a length before each value, -1 for NULL. Pure.
 */
#ifndef LEAT_STORE_POSTGRES_COPY_H
#define LEAT_STORE_POSTGRES_COPY_H

#include "base/buf.h"
#include "store/columns.h"

void copy_begin(struct buf *out);
void copy_end(struct buf *out);
/* A row of `count` values; these follow. */
void copy_row(struct buf *out, unsigned count);
void copy_null(struct buf *out);
void copy_int(struct buf *out, int64_t value);
void copy_float(struct buf *out, double value);
void copy_bytes(struct buf *out, struct str value);
/* As the server takes text: UTF-8 without NUL; other bytes become U+FFFD. NULL if absent. */
void copy_text(struct buf *out, struct str value);
/* The record's values of a table's columns. */
void copy_columns(struct buf *out, const struct column *columns, const struct record *record, struct buf *work);

#endif
