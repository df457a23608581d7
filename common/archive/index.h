/*
 * index: where the frames of an archive file lie, by name. In memory it is a growing list
 * of rows in file order with a hash table over (stream, seq); on disk a row is 80 bytes,
 * little-endian, as FORMAT.md draws it.
 */
#ifndef LEAT_ARCHIVE_INDEX_H
#define LEAT_ARCHIVE_INDEX_H

#include "base/buf.h"
#include "record/frame.h"

#include <stdbool.h>
#include <stdint.h>

enum { ARCHIVE_ROW = 80 };

struct archive_row {
	uint64_t stream, seq;
	uint64_t offset; /* of the frame in its file */
	uint64_t src_begin, src_end, src_hash, recipe; /* as in the frame's header */
	uint64_t stored; /* ms since 1970: the COMMIT behind it; 0: none */
	uint32_t length; /* of the whole frame */
	uint32_t nrec;
	uint16_t flags;
};

struct archive_index {
	struct buf rows; /* struct archive_row */
	uint32_t *slots; /* number of a row + 1; open addressing */
	size_t slot_count; /* a power of two */
};

#define ARCHIVE_INDEX_INIT ((struct archive_index){ BUF_INIT, NULL, 0 })

static inline size_t archive_index_count(const struct archive_index *index)
{
	return index->rows.len / sizeof(struct archive_row);
}

static inline struct archive_row *archive_index_rows(const struct archive_index *index)
{
	return (struct archive_row *)(void *)index->rows.data;
}

/* The row of a DATA frame at `offset`; not yet stored. */
struct archive_row archive_row_of(const struct frame_head *head, uint64_t offset);
/* Appends a row. Of two rows of one name the first is the one that is found. */
void archive_index_add(struct archive_index *index, const struct archive_row *row);
/* NULL if there is none; valid until the next add. */
const struct archive_row *archive_index_find(const struct archive_index *index, uint64_t stream, uint64_t seq);
void archive_index_release(struct archive_index *index);

/* A row as ARCHIVE_ROW bytes, and back. */
void archive_row_write(const struct archive_row *row, char *out);
void archive_row_read(const char *bytes, struct archive_row *row);

#endif
