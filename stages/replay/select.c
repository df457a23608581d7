#include "replay/select.h"

#include <stdlib.h>

static bool wanted(const struct select_rule *rule, const struct archive_row *row)
{
	int64_t stored = (int64_t)row->stored;

	if (stored < rule->stored_from || stored >= rule->stored_to)
		return false;
	for (size_t i = 0; i < rule->stream_count; i++)
		if (rule->streams[i] == row->stream)
			return true;
	return rule->streams == NULL;
}

struct place {
	struct pick pick;
	uint64_t stream, seq;
	size_t order; /* in the archive; then that of its stream's first frame */
};

static int by_stream(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->stream != y->stream)
		return x->stream < y->stream ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

static int by_place(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	return (x->seq > y->seq) - (x->seq < y->seq);
}

static void sort_picks(const struct archive_reader *reader, struct pick *picks, size_t count)
{
	struct place *places = mem_alloc((count + 1) * sizeof *places);

	for (size_t i = 0; i < count; i++) {
		const struct archive_index *index = &archive_reader_file(reader, picks[i].file)->content.index;
		const struct archive_row *row = &archive_index_rows(index)[picks[i].row];

		places[i] = (struct place){ picks[i], row->stream, row->seq, i };
	}
	qsort(places, count, sizeof *places, by_stream);
	for (size_t i = 1; i < count; i++)
		if (places[i].stream == places[i - 1].stream)
			places[i].order = places[i - 1].order;
	qsort(places, count, sizeof *places, by_place);
	for (size_t i = 0; i < count; i++)
		picks[i] = places[i].pick;
	free(places);
}

void select_rows(const struct archive_reader *reader, const struct select_rule *rule, struct select_mark *mark,
		 struct buf *picks)
{
	size_t start = picks->len;

	for (size_t last = archive_reader_count(reader); mark->file < last; mark->file++, mark->row = 0) {
		const struct archive_index *index = &archive_reader_file(reader, mark->file)->content.index;
		const struct archive_row *rows = archive_index_rows(index);

		for (; mark->row < archive_index_count(index); mark->row++) {
			struct pick pick = { (uint32_t)mark->file, (uint32_t)mark->row };

			if (wanted(rule, &rows[mark->row]))
				buf_add(picks, &pick, sizeof pick);
		}
		if (mark->file + 1 == last)
			break; /* it may grow */
	}
	if (rule->ordered)
		sort_picks(reader, (struct pick *)(void *)(picks->data + start),
			   (picks->len - start) / sizeof(struct pick));
}
