#include "archive/index.h"
#include "base/num.h"

#include <stdlib.h>

enum { FIRST_SLOTS = 256 };

static size_t first_slot(const struct archive_index *index, uint64_t stream, uint64_t seq)
{
	/* The golden ratio spreads the dense numbers of one stream. */
	uint64_t mixed = (stream ^ (seq * 0x9e3779b97f4a7c15u)) * 0x9e3779b97f4a7c15u;

	return (size_t)(mixed >> 32) & (index->slot_count - 1);
}

/* The slot that holds the name, or the free one where it would be. */
static size_t find_slot(const struct archive_index *index, uint64_t stream, uint64_t seq)
{
	const struct archive_row *rows = archive_index_rows(index);
	size_t slot = first_slot(index, stream, seq);

	while (index->slots[slot]) {
		const struct archive_row *row = &rows[index->slots[slot] - 1];

		if (row->stream == stream && row->seq == seq)
			break;
		slot = (slot + 1) & (index->slot_count - 1);
	}
	return slot;
}

static void grow(struct archive_index *index)
{
	const struct archive_row *rows = archive_index_rows(index);

	index->slot_count = index->slot_count ? 2 * index->slot_count : FIRST_SLOTS;
	free(index->slots);
	index->slots = mem_zero(index->slot_count, sizeof *index->slots);
	for (size_t i = 0; i < archive_index_count(index); i++) {
		size_t slot = find_slot(index, rows[i].stream, rows[i].seq);

		if (!index->slots[slot])
			index->slots[slot] = (uint32_t)(i + 1);
	}
}

void archive_index_add(struct archive_index *index, const struct archive_row *row)
{
	size_t count = archive_index_count(index), slot;

	if (2 * (count + 1) > index->slot_count)
		grow(index);
	buf_add(&index->rows, row, sizeof *row);
	slot = find_slot(index, row->stream, row->seq);
	if (!index->slots[slot])
		index->slots[slot] = (uint32_t)(count + 1);
}

const struct archive_row *archive_index_find(const struct archive_index *index, uint64_t stream, uint64_t seq)
{
	if (index->slot_count == 0)
		return NULL;
	uint32_t found = index->slots[find_slot(index, stream, seq)];
	return found ? &archive_index_rows(index)[found - 1] : NULL;
}

void archive_index_release(struct archive_index *index)
{
	buf_release(&index->rows);
	free(index->slots);
	*index = ARCHIVE_INDEX_INIT;
}

struct archive_row archive_row_of(const struct frame_head *head, uint64_t offset)
{
	return (struct archive_row){
		.stream = head->stream,
		.seq = head->seq,
		.offset = offset,
		.src_begin = head->src_begin,
		.src_end = head->src_end,
		.src_hash = head->src_hash,
		.recipe = head->recipe,
		.length = FRAME_HEAD + head->length,
		.nrec = head->nrec,
		.flags = head->flags,
	};
}

void archive_row_write(const struct archive_row *row, char *out)
{
	memset(out, 0, ARCHIVE_ROW);
	num_store64(out, row->stream);
	num_store64(out + 8, row->seq);
	num_store64(out + 16, row->offset);
	num_store64(out + 24, row->src_begin);
	num_store64(out + 32, row->src_end);
	num_store64(out + 40, row->src_hash);
	num_store64(out + 48, row->recipe);
	num_store64(out + 56, row->stored);
	num_store32(out + 64, row->length);
	num_store32(out + 68, row->nrec);
	num_store16(out + 72, row->flags);
}

void archive_row_read(const char *bytes, struct archive_row *row)
{
	*row = (struct archive_row){
		.stream = num_load64(bytes),
		.seq = num_load64(bytes + 8),
		.offset = num_load64(bytes + 16),
		.src_begin = num_load64(bytes + 24),
		.src_end = num_load64(bytes + 32),
		.src_hash = num_load64(bytes + 40),
		.recipe = num_load64(bytes + 48),
		.stored = num_load64(bytes + 56),
		.length = num_load32(bytes + 64),
		.nrec = num_load32(bytes + 68),
		.flags = num_load16(bytes + 72),
	};
}
