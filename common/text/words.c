/* Iteration over words and sentences: the part of tokens.h that needs positions. */
#include "text/tokens.h"

#include "text/unicode.h"
#include "text/utf8.h"

enum { WORD_FLAGS = UNICODE_LETTER | UNICODE_DIGIT | UNICODE_MARK };

static unsigned flags_of(uint32_t c)
{
	return c == '_' ? (unsigned)UNICODE_LETTER : unicode_flags(c);
}

bool tokens_next(struct str text, size_t *at, struct str *word)
{
	const char *p, *end, *start = NULL, *stop = NULL;
	bool solo = false;

	if (*at >= text.len)
		return false;
	p = text.at + *at;
	end = text.at + text.len;
	while (p < end) {
		const char *here = p;
		unsigned flags = flags_of(utf8_next(&p, end));

		if (flags & UNICODE_IGNORE)
			continue;
		if (!(flags & WORD_FLAGS)) {
			if (start)
				break;
			continue;
		}
		if (start && !(flags & UNICODE_MARK) && (solo || flags & UNICODE_SOLO))
			break;
		if (!start)
			start = here;
		if (!(flags & UNICODE_MARK))
			solo = (flags & UNICODE_SOLO) != 0;
		stop = p;
	}
	if (!start) {
		*at = text.len;
		return false;
	}
	*word = str_from(start, (size_t)(stop - start));
	*at = (size_t)(stop - text.at);
	return true;
}

size_t tokens_count(struct str text)
{
	struct str word;
	size_t at = 0, count = 0;

	while (tokens_next(text, &at, &word))
		count++;
	return count;
}

/* Quotes and brackets that close a sentence behind its terminal. */
static bool closes(uint32_t c)
{
	switch (c) {
	case '"': case '\'': case ')': case ']': case 0xbb: case 0x2019: case 0x201d: case 0x203a:
	case 0x300d: case 0x300f: case 0x3011: case 0xff09: case 0xff63:
		return true;
	default:
		return false;
	}
}

/* Whether a sentence ends where `p` is, behind the terminal c and its closing quotes. */
static bool ends_here(uint32_t c, const char *p, const char *end)
{
	const char *next = p;
	uint32_t after;

	if (p >= end || c >= 0x3000)
		return true;
	after = utf8_next(&next, end);
	if (!(unicode_flags(after) & UNICODE_SPACE))
		return (unicode_flags(after) & UNICODE_SOLO) != 0;
	while (next < end && unicode_flags(after) & UNICODE_SPACE)
		after = utf8_next(&next, end);
	return c != '.' || !(unicode_flags(after) & UNICODE_LETTER) || unicode_fold(after) != after ||
		unicode_script(after) > SCRIPT_ARMENIAN;
}

bool tokens_next_sentence(struct str text, size_t *at, struct str *sentence)
{
	const char *p, *end, *start = NULL, *stop = NULL;
	unsigned lines = 0;

	if (*at >= text.len)
		return false;
	p = text.at + *at;
	end = text.at + text.len;
	while (p < end) {
		const char *here = p;
		uint32_t c = utf8_next(&p, end);
		unsigned flags = unicode_flags(c);

		if (flags & UNICODE_SPACE) {
			lines += c == '\n' || c == 0x2029;
			if (start && lines >= 2)
				break;
			continue;
		}
		lines = 0;
		if (!start)
			start = here;
		stop = p;
		if (!(flags & UNICODE_TERMINAL))
			continue;
		while (p < end) {
			const char *next = p;
			uint32_t close = utf8_next(&next, end);

			if (!closes(close) && !(unicode_flags(close) & UNICODE_TERMINAL))
				break;
			p = next;
		}
		stop = p;
		if (ends_here(c, p, end))
			break;
	}
	*at = (size_t)(p - text.at);
	if (start)
		*sentence = str_from(start, (size_t)(stop - start));
	return start != NULL;
}
