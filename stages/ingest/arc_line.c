#include "ingest/arc_line.h"

#include "base/num.h"

#include <string.h>

/* Takes the last word off a line. */
static struct str take_word(struct str *line)
{
	size_t start;
	struct str word;

	*line = str_trim(*line);
	start = line->len;
	while (start > 0 && line->at[start - 1] != ' ' && line->at[start - 1] != '\t')
		start--;
	word = str_from(line->at + start, line->len - start);
	line->len = start;
	return word;
}

static bool is_date(struct str word)
{
	if (word.len < 12 || word.len > 14)
		return false;
	for (size_t i = 0; i < word.len; i++)
		if (word.at[i] < '0' || word.at[i] > '9')
			return false;
	return true;
}

/* A URL may hold blanks, so the line is read from its end: version 1 has five fields,
 * version 2 has status, checksum, location, offset and file name before the length. */
bool arc_line_read(struct str s, struct arc_line *line)
{
	const char *end = memchr(s.at, '\n', s.len < ARC_LINE_MAX ? s.len : ARC_LINE_MAX);
	struct str rest;

	if (!end)
		return false;
	*line = (struct arc_line){ .size = (size_t)(end - s.at) + 1 };
	rest = str_from(s.at, line->size);
	line->has_length = num_u64(take_word(&rest), &line->length);
	for (int i = 0; i < 7 && rest.len > 0; i++) {
		struct str before = line->date;

		line->date = take_word(&rest);
		if (is_date(line->date)) {
			line->mime = i == 0 ? STR_NONE : before;
			take_word(&rest); /* IP address */
			line->url = str_trim(rest);
			return line->url.len > 0 && memchr(line->url.at, ':', line->url.len);
		}
	}
	return false;
}

bool arc_begins(const char *at, size_t count)
{
	struct str s = str_from(at, count);

	return memchr(at, ':', count) && (str_starts_nocase(s, STR("http")) ||
					  str_starts_nocase(s, STR("dns:")) ||
					  str_starts_nocase(s, STR("ftp:")) ||
					  str_starts_nocase(s, STR("filedesc:")));
}

bool arc_starts(struct str s)
{
	struct arc_line line;

	return str_starts_nocase(s, STR("filedesc://")) ||
	       (arc_begins(s.at, s.len) && arc_line_read(s, &line) && line.has_length);
}
