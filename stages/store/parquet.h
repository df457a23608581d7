/*
 * parquet: bytes of an Apache Parquet file (format 2.9: parquet.thrift, Encodings.md) with
 * the columns of FineWeb. All columns are required and plain-encoded, pages are zstd; a text
 * that a record lacks is empty.
 */
#ifndef LEAT_STORE_PARQUET_H
#define LEAT_STORE_PARQUET_H

#include "base/buf.h"
#include "record/record.h"

enum { PARQUET_COLUMNS = 9 };

struct parquet_chunk {
	struct buf page; /* values of the page at hand, plain */
	struct buf pages; /* finished pages with their headers */
	uint32_t page_values;
	uint64_t values, raw; /* of the finished pages; raw counts page headers, too */
};

struct parquet {
	struct parquet_chunk chunks[PARQUET_COLUMNS];
	void *zstd; /* made at first use */
	struct buf groups; /* RowGroup structs of the footer */
	struct buf work;
	uint32_t group_count;
	uint64_t rows, group_rows;
};

/* Zeroed memory is a writer to begin with. The file starts with these four bytes. */
#define PARQUET_MAGIC "PAR1"

/* Adds a record to the row group. */
void parquet_add(struct parquet *parquet, const struct record *record);
/* Whether the row group is large enough to be written. */
bool parquet_full(const struct parquet *parquet);
/* Ends the row group, which begins at `offset` in the file: the `pages` of its chunks, one behind
 * the other, are what goes there. Theirs to empty (buf_reset) when they are written. */
void parquet_group(struct parquet *parquet, uint64_t offset);
/* Appends the footer. */
void parquet_footer(struct parquet *parquet, struct buf *out);
void parquet_release(struct parquet *parquet);

#endif
