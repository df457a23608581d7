#include "leat/trace_text.h"

#include "leat/pretty.h"

#define XXH_INLINE_ALL
#include <stdlib.h>
#include <xxhash.h>

void trace_excerpt(struct str text, size_t most, struct buf *out)
{
	size_t cut = text.len;

	if (cut > most)
		for (cut = most; cut > 0 && ((unsigned char)text.at[cut] & 0xc0) == 0x80;)
			cut--;
	pretty_text(str_from(text.at, cut), false, out);
	if (cut < text.len)
		buf_add_text(out, "...");
}

static bool next_line(struct str *rest, struct str *line)
{
	while (rest->len > 0) {
		const char *stop = memchr(rest->at, '\n', rest->len);
		size_t len = stop ? (size_t)(stop - rest->at) : rest->len, over = stop ? len + 1 : len;

		*line = str_trim(str_from(rest->at, len));
		*rest = str_from(rest->at + over, rest->len - over);
		if (line->len > 0)
			return true;
	}
	return false;
}

static int by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static uint64_t *hashes_of(struct str text, size_t *count)
{
	uint64_t *hashes = NULL;
	size_t room = 0;
	struct str line;

	*count = 0;
	while (next_line(&text, &line)) {
		if (*count == room) {
			room = room ? 2 * room : 64;
			hashes = mem_grow(hashes, room * sizeof *hashes);
		}
		hashes[(*count)++] = XXH3_64bits(line.at, line.len);
	}
	if (*count > 1)
		qsort(hashes, *count, sizeof *hashes, by_value);
	return hashes;
}

/* The lines of `text` that `other` has not. */
static void lines_without(struct str text, struct str other, char sign, struct buf *out)
{
	size_t count, found = 0;
	uint64_t *hashes = hashes_of(other, &count);
	struct str line;

	while (next_line(&text, &line)) {
		uint64_t hash = XXH3_64bits(line.at, line.len);

		if (count > 0 && bsearch(&hash, hashes, count, sizeof hash, by_value))
			continue;
		if (++found > TRACE_LINES)
			continue;
		buf_addf(out, "        %c ", sign);
		trace_excerpt(line, TRACE_EXCERPT, out);
		buf_add_byte(out, '\n');
	}
	if (found > TRACE_LINES)
		buf_addf(out, "        %c and %zu more lines\n", sign, found - TRACE_LINES);
	free(hashes);
}

void trace_text_changes(struct str before, struct str now, struct buf *out)
{
	lines_without(before, now, '-', out);
	lines_without(now, before, '+', out);
}
