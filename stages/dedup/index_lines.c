/* Which lines of a document stand in others (--by paragraph). */
#include "index.h"

/* The document that had the last line found: it often has the next one, too. */
struct line_source {
	struct row row;
	uint32_t number, document;
	size_t next; /* line */
};

static bool has_line(const struct row *row, uint64_t line, size_t *index)
{
	for (size_t i = 0; 8 * i + 8 <= row->paragraphs.len; i++) {
		if ((num_load64(row->paragraphs.at + 8 * i) | 1) != (line | 1))
			continue;
		*index = i;
		return true;
	}
	return false;
}

/* Whether one of the rows is a document with that line, which *source then says. */
static bool line_seen(const struct index *index, uint64_t line, const uint32_t *rows, size_t count, struct line_source *source)
{
	size_t at;

	for (size_t i = 0; i < count; i++) {
		if (source->row.at && rows[i] == source->number && 8 * source->next + 8 <= source->row.paragraphs.len &&
		    (num_load64(source->row.paragraphs.at + 8 * source->next) | 1) == (line | 1)) {
			source->next++;
			return true;
		}
		if (!index_row(index, rows[i], &source->row) || !has_line(&source->row, line, &at) ||
		    !index_document(index, rows[i], &source->row, &source->document)) {
			source->row.at = NULL;
			continue;
		}
		source->number = rows[i];
		source->next = at + 1;
		return true;
	}
	return false;
}

void index_decide_lines(struct index *index, struct row *row, uint32_t number)
{
	struct table *table = &index->tables[TABLE_PARAGRAPHS];
	size_t count = row->paragraphs.len / 8, marked = 0;
	struct line_source source = { .row.at = NULL };
	uint32_t first = 0, rows[LINES_EACH];

	for (size_t i = 0; i < count; i++) {
		char *at = (char *)(uintptr_t)row->paragraphs.at + 8 * i;
		uint64_t line = num_load64(at);
		size_t found = table_find(table, (uint32_t)(line >> 32), rows, LINES_EACH);

		if (found && rows[found - 1] == number)
			continue; /* twice in this document */
		if (line_seen(index, line, rows, found, &source)) {
			num_store64(at, line | 1);
			first = marked++ ? first : source.document;
		} else if (found < LINES_EACH) {
			table_add(table, (uint32_t)(line >> 32), number);
		}
	}
	if (marked)
		row_decide(row, marked == count ? ROW_PARAGRAPH : ROW_KEPT, first, (float)marked / (float)count);
}
