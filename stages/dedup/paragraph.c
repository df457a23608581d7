#include "paragraph.h"

#include "base/num.h"
#include "text/utf8.h"

#include <xxhash.h>

bool paragraph_next(struct str text, size_t *at, struct paragraph *paragraph)
{
	while (*at < text.len) {
		size_t begin = *at;
		const char *stop = memchr(text.at + begin, '\n', text.len - begin);
		size_t length = stop ? (size_t)(stop - text.at) - begin : text.len - begin;

		*at = begin + length + (stop != NULL);
		while (*at < text.len && text.at[*at] == '\n')
			++*at;
		paragraph->line = str_trim(str_from(text.at + begin, length));
		paragraph->begin = begin;
		paragraph->end = *at;
		if (paragraph->line.len >= PARAGRAPH_BYTES_MIN)
			return true;
	}
	return false;
}

void paragraph_build(struct str text, struct str scope, struct buf *out)
{
	uint64_t seed = scope.len ? XXH3_64bits(scope.at, scope.len) : 0;
	struct paragraph paragraph;
	size_t at = 0;

	while (paragraph_next(text, &at, &paragraph)) {
		num_store64(buf_reserve(out, 8),
			    XXH3_64bits_withSeed(paragraph.line.at, paragraph.line.len, seed) & ~UINT64_C(1));
		out->len += 8;
	}
}

/* Bytes to code points, for rising offsets. */
struct points {
	size_t bytes, points;
};

static size_t points_at(struct points *points, struct str text, size_t bytes)
{
	points->points += utf8_count(str_from(text.at + points->bytes, bytes - points->bytes));
	points->bytes = bytes;
	return points->points;
}

static void add_cut(struct str text, size_t from, size_t to, struct points *points, struct buf *cuts)
{
	struct paragraph_cut cut;

	if (from == to)
		return;
	/* What is left ends without empty lines. */
	while (to == text.len && from > points->bytes && text.at[from - 1] == '\n')
		from--;
	cut.from = points_at(points, text, from);
	cut.to = points_at(points, text, to);
	buf_add(cuts, &cut, sizeof cut);
}

void paragraph_cuts(struct str text, struct str part, struct buf *cuts)
{
	size_t at = 0, from = 0, to = 0;
	struct points points = { 0, 0 };
	struct paragraph paragraph;

	for (size_t i = 0; paragraph_next(text, &at, &paragraph) && 8 * i + 8 <= part.len; i++) {
		if (!(part.at[8 * i] & 1))
			continue;
		if (paragraph.begin != to) {
			add_cut(text, from, to, &points, cuts);
			from = paragraph.begin;
		}
		to = paragraph.end;
	}
	add_cut(text, from, to, &points, cuts);
}
