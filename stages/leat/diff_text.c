#include "leat/diff_text.h"

#include "leat/pretty.h"

#include <stdint.h>
#include <stdlib.h>

enum { LINES_MAX = 1000, CONTEXT = 1 };

struct lines {
	struct buf items; /* struct str */
};

static struct lines split(struct str text)
{
	struct lines lines = { BUF_INIT };

	while (text.len > 0) {
		const char *stop = memchr(text.at, '\n', text.len);
		size_t len = stop ? (size_t)(stop - text.at) : text.len;
		struct str line = str_from(text.at, len);

		if (len > 0)
			buf_add(&lines.items, &line, sizeof line);
		len += stop != NULL;
		text = str_from(text.at + len, text.len - len);
	}
	return lines;
}

static size_t count_of(const struct lines *lines)
{
	return lines->items.len / sizeof(struct str);
}

static struct str at(const struct lines *lines, size_t index)
{
	return ((const struct str *)(const void *)lines->items.data)[index];
}

static void print(struct buf *out, const char *mark, struct str line)
{
	buf_add_text(out, mark);
	pretty_text(line, false, out);
	buf_add_byte(out, '\n');
}

/* Of what both have, the lines next to a difference. */
static void print_both(struct buf *out, const struct lines *lines, size_t from, size_t to, bool first, bool last)
{
	size_t head = first ? 0 : CONTEXT, tail = last ? 0 : CONTEXT;

	for (size_t i = from; i < to; i++) {
		if (i < from + head || i + tail >= to)
			print(out, "  ", at(lines, i));
		else if (i == from + head)
			buf_add_text(out, "  ...\n");
	}
}

/* The lines [from, a_end) of a against [from, b_end) of b. */
static void print_middle(struct buf *out, const struct lines *a, size_t a_end, const struct lines *b, size_t b_end, size_t from)
{
	size_t n = a_end - from, m = b_end - from, i = 0, j = 0;
	uint16_t *table = NULL;

	if (n <= LINES_MAX && m <= LINES_MAX) {
		/* table[i][j]: lines that a from i and b from j on have in common. */
		table = mem_zero((n + 1) * (m + 1), sizeof *table);
		for (size_t x = n; x-- > 0;)
			for (size_t y = m; y-- > 0;) {
				uint16_t down = table[(x + 1) * (m + 1) + y], right = table[x * (m + 1) + y + 1];

				table[x * (m + 1) + y] = str_eq(at(a, from + x), at(b, from + y)) ?
								 (uint16_t)(table[(x + 1) * (m + 1) + y + 1] + 1) :
								 down > right ? down : right;
			}
	}
	while (i < n || j < m) {
		if (table && i < n && j < m && str_eq(at(a, from + i), at(b, from + j))) {
			print(out, "  ", at(a, from + i));
			i++;
			j++;
		} else if (i < n && (!table || j == m || table[(i + 1) * (m + 1) + j] >= table[i * (m + 1) + j + 1])) {
			print(out, "- ", at(a, from + i++));
		} else {
			print(out, "+ ", at(b, from + j++));
		}
	}
	free(table);
}

void diff_text(struct str before, struct str after, struct buf *out)
{
	struct lines a = split(before), b = split(after);
	size_t start = 0, a_end = count_of(&a), b_end = count_of(&b), all = a_end;

	while (start < a_end && start < b_end && str_eq(at(&a, start), at(&b, start)))
		start++;
	while (a_end > start && b_end > start && str_eq(at(&a, a_end - 1), at(&b, b_end - 1))) {
		a_end--;
		b_end--;
	}
	print_both(out, &a, 0, start, true, false);
	print_middle(out, &a, a_end, &b, b_end, start);
	print_both(out, &a, a_end, all, false, true);
	buf_release(&a.items);
	buf_release(&b.items);
}
