/* The window: which frames are forgotten, and how memory and journal get rid of them. */
#include "index.h"

uint64_t index_first_offset(const struct index *index)
{
	return index->first_frame < index->frame_count ? index->frames[index->first_frame].offset : index_end(index);
}

/* Without a file the journal is memory, too. */
static void forget_journal(struct index *index)
{
	uint64_t offset = index_first_offset(index);
	size_t length;

	if (index->written || offset <= index->written_len)
		return;
	length = (size_t)(offset - index->written_len);
	memmove(index->pending.data, index->pending.data + length, index->pending.len - length);
	index->pending.len -= length;
	index->written_len = offset;
	index->recipe_count = 0;
}

/* Drops the forgotten frames from the list, and with them their numbers. */
static void forget_frames(struct index *index)
{
	uint32_t first = index->first_frame;

	index->frame_count -= first;
	memmove(index->frames, index->frames + first, index->frame_count * sizeof *index->frames);
	index->first_frame = 0;
	table_release(&index->tables[TABLE_NAMES]);
	table_init(&index->tables[TABLE_NAMES], 0);
	for (uint32_t i = 0; i < index->frame_count; i++)
		index_name_frame(index, i);
}

/* Of rows that are forgotten for good. */
static void uncount_versions(struct index *index)
{
	struct row row;

	for (uint32_t i = 0; index->translated && i < index->first_frame; i++)
		for (uint32_t k = 0; k < index->frames[i].nrec; k++)
			if (entry_find_row(index_at(index, index->frames[i].offset), k, &row) && index_has_versions(index, &row))
				translated_uncount(index->translated, row.translated.at);
}

void index_forget(struct index *index)
{
	uint64_t window = index->settings->window_ms;
	uint32_t first_row;

	if (window == 0)
		return;
	while (index->first_frame < index->frame_count && index->frames[index->first_frame].born + window < index->newest)
		index->frames[index->first_frame++].superseded = true;
	if (index->first_frame < 16 || index->first_frame < index->frame_count / 4)
		return;
	first_row = index->first_frame < index->frame_count ? index->frames[index->first_frame].first_row : index->rows;
	for (unsigned i = TABLE_NAMES + 1; i < TABLES; i++)
		table_forget(&index->tables[i], first_row);
	if (index->settings->near)
		bands_forget(&index->bands, first_row);
	if (index->translated)
		translated_forget(index->translated, first_row);
	uncount_versions(index);
	forget_journal(index);
	forget_frames(index);
}

void index_journal_head(const struct index *index, struct str parameters, struct buf *out)
{
	uint64_t from = index_first_offset(index);

	entry_text(out, ENTRY_PARAMETERS, 0, parameters);
	for (size_t i = 0; i < index->recipe_count; i++) {
		const char *at = index_at(index, index->recipes[i].offset);

		if (index->recipes[i].offset < from)
			buf_add(out, at, num_load32(at));
	}
}

void index_journal_moved(struct index *index, uint64_t first_offset, uint64_t head)
{
	uint64_t shift = first_offset - head;

	for (uint32_t i = index->first_frame; i < index->frame_count; i++)
		index->frames[i].offset -= shift;
	/* In the head they stand in their order, behind the parameters. */
	for (size_t i = 0, at = num_load32(index->written); i < index->recipe_count; i++) {
		if (index->recipes[i].offset >= first_offset) {
			index->recipes[i].offset -= shift;
			continue;
		}
		index->recipes[i].offset = at;
		at += num_load32(index->written + at);
	}
}
