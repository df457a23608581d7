#include "extract/chars.h"
#include "extract/lexicon.h"
#include "extract/plain_parts.h"

/* A line next to one of this width was not broken because it was full, nor is it verse. */
#define LONG_LINE 100
/* Lines of hard-wrapped text (mail, RFCs, Project Gutenberg) are about this wide. */
#define WRAP_MIN 40
#define WRAP_MAX 100

struct line {
	struct str text; /* without white space at its ends */
	uint32_t gap; /* empty lines before it */
	uint32_t width;
	bool terminal;
};

static bool next_line(const char **at, const char *end, struct str *line)
{
	const char *start = *at, *stop;

	if (start >= end)
		return false;
	stop = memchr(start, '\n', (size_t)(end - start));
	*at = stop ? stop + 1 : end;
	*line = str_trim(str_from(start, (size_t)((stop ? stop : end) - start)));
	return true;
}

typedef uint8_t bytes16 __attribute__((vector_size(16)));

/* Whether none of 16 bytes is from e1 up: those of wide scripts begin with one. */
static bool is_narrow(const char *at)
{
	bytes16 bytes;
	uint64_t found[2];

	memcpy(&bytes, at, sizeof bytes);
	bytes = (bytes16)(bytes >= 0xe1);
	memcpy(found, &bytes, sizeof bytes);
	return !(found[0] | found[1]);
}

/* Code points, those of wide scripts twice. */
static uint32_t measure_width(struct str s)
{
	const char *at = s.at, *end = s.at + s.len;
	size_t wide = 0;

	while (at < end) {
		const char *stop = end - at > 16 ? at + 16 : end;

		if (stop - at == 16 && is_narrow(at)) {
			at = stop;
			continue;
		}
		while (at < stop)
			if ((unsigned char)*at < 0xe1)
				at++;
			else
				wide += chars_is_wide(utf8_next(&at, end));
	}
	return (uint32_t)(utf8_count(s) + wide);
}

static uint32_t last_point(const char *start, const char **end)
{
	const char *at = *end - 1;

	while (at > start && ((unsigned char)*at & 0xc0) == 0x80)
		at--;
	const char *next = at;
	uint32_t c = utf8_next(&next, *end);
	*end = at;
	return c;
}

/* The last code point that is no blank and closes nothing. */
static uint32_t last_said(const char *start, const char *end)
{
	while (end > start) {
		uint32_t c = last_point(start, &end);

		if (!chars_is_closing(c) && c != ' ')
			return c;
	}
	return 0;
}

/* Ends a sentence, or does so before a bracket at the end. */
static bool is_terminal(struct str s)
{
	const char *end = s.at + s.len;

	if (s.len == 0)
		return false;
	if (chars_is_terminal(last_said(s.at, end)))
		return true;
	if (end[-1] != ')' && end[-1] != ']')
		return false;
	for (const char *p = end - 1; p-- > s.at;)
		if (*p == '(' || *p == '[')
			return chars_is_terminal(last_said(s.at, p));
	return false;
}

/* All lines that are not empty. Behind the cap the rest is one line. */
static size_t read_lines(struct arena *arena, struct str text, struct line **out)
{
	const char *at = text.at, *end = text.at + text.len;
	size_t count = 0, cap = 1;
	uint32_t gap = 0;
	struct line *lines;
	struct str s;

	for (const char *p = at; cap < PLAIN_MAX_PARAGRAPHS && p < end; cap++) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));

		p = stop ? stop + 1 : end;
	}
	lines = arena_alloc(arena, (cap + 1) * sizeof *lines);
	while (next_line(&at, end, &s)) {
		struct line *line = &lines[count];

		if (s.len == 0) {
			gap++;
			continue;
		}
		if (count + 1 >= cap && at < end && cap >= PLAIN_MAX_PARAGRAPHS) {
			s = str_trim(str_from(s.at, (size_t)(end - s.at)));
			at = end;
		}
		line->text = s;
		line->gap = gap;
		line->width = measure_width(s);
		line->terminal = is_terminal(s);
		gap = 0;
		count++;
	}
	*out = lines;
	return count;
}

enum mode { EVERY_LINE, EMPTY_LINE, WRAPPED };

static bool is_wrapped(const struct line *lines, size_t count, size_t breaks)
{
	uint32_t widest = 0;
	size_t full = 0, ended = 0;

	for (size_t i = 0; i + 1 < count; i++)
		if (lines[i + 1].gap == 0 && lines[i].width > widest)
			widest = lines[i].width;
	if (breaks < 6 || widest < WRAP_MIN || widest > WRAP_MAX)
		return false;
	for (size_t i = 0; i + 1 < count; i++) {
		if (lines[i + 1].gap > 0)
			continue;
		full += lines[i].width * 10 >= widest * 7;
		ended += lines[i].terminal;
	}
	return full * 100 >= breaks * 90 && ended * 2 < breaks;
}

static enum mode find_mode(const struct line *lines, size_t count)
{
	size_t breaks = 0, real = 0, gaps = 0;

	for (size_t i = 0; i + 1 < count; i++) {
		const struct line *a = &lines[i], *b = &lines[i + 1];

		if (b->gap > 0) {
			gaps++;
			continue;
		}
		breaks++;
		real += a->width >= LONG_LINE || b->width >= LONG_LINE ||
		        (a->terminal && a->width >= 60);
	}
	if (is_wrapped(lines, count, breaks))
		return WRAPPED;
	return gaps == 0 || real * 2 >= breaks ? EVERY_LINE : EMPTY_LINE;
}

/* Lines that are known as menu or button, below which a list may be just a list. */
#define LEAST_KNOWN 2

static bool is_menu_line(struct str line)
{
	struct plain_key key;

	return plain_key_make(line, &key) && key.nwords > 0 &&
	       (lexicon_find(LEXICON_MENU, plain_key_all(&key)) || lexicon_find(LEXICON_SECTION, plain_key_all(&key)) ||
	        lexicon_find(LEXICON_LINE, plain_key_all(&key)) || lexicon_find(LEXICON_COMMENTS, plain_key_all(&key)) ||
	        lexicon_prefix(LEXICON_START, plain_key_low(&key)));
}

/* A page's menus, teasers and buttons make most of its lines short, without the end of a
 * sentence, and stand one below the other; some lines are running text. */
static bool is_page(const struct line *lines, size_t count)
{
	size_t labels = 0, run = 0, longest = 0, prose = 0, known = 0;

	for (size_t i = 0; i < count; i++) {
		bool label = lines[i].width <= 50 && !lines[i].terminal;

		run = label ? run + 1 : 0;
		longest = run > longest ? run : longest;
		labels += label;
		prose += lines[i].width >= LONG_LINE && lines[i].terminal;
		if (label && known < LEAST_KNOWN)
			known += is_menu_line(lines[i].text);
	}
	return prose > 0 && labels >= 12 && labels * 2 >= count && longest >= 5 && known >= LEAST_KNOWN;
}

void plain_split(struct arena *arena, struct str text, bool page, struct plain_text *out)
{
	struct line *lines;
	size_t count = read_lines(arena, text, &lines);
	enum mode mode = find_mode(lines, count);

	out->page = page || (mode != WRAPPED && is_page(lines, count));
	if (out->page)
		mode = EVERY_LINE;
	out->at = arena_alloc(arena, (count + 1) * sizeof *out->at);
	out->count = 0;
	out->wrapped = mode == WRAPPED;
	for (size_t i = 0; i < count; i++) {
		const struct line *line = &lines[i];
		struct plain_paragraph *p;

		if (i > 0 && line->gap == 0 && mode != EVERY_LINE) {
			p = &out->at[out->count - 1];
			p->text.len = (size_t)(line->text.at + line->text.len - p->text.at);
			p->width += 1 + line->width;
			p->terminal = line->terminal;
			continue;
		}
		p = &out->at[out->count++];
		*p = (struct plain_paragraph){ .text = line->text,
			                       .gap = line->gap,
			                       .width = line->width,
			                       .terminal = line->terminal };
	}
	out->head = out->tail = out->count;
	for (size_t i = out->count; i-- > 0;) {
		struct plain_paragraph *p = &out->at[i];

		p->prose = p->width >= (p->terminal ? 80 : 160);
		if (!p->prose)
			continue;
		if (out->tail == out->count && out->head == out->count)
			out->tail = i + 1;
		out->head = i;
	}
	if (out->head == out->count) {
		out->head = out->count < 3 ? out->count : 3;
		out->tail = out->count < 3 ? 0 : out->count - 3;
	}
}

/* Begins a word if none is open. False if the key has no room for it. */
static bool open_word(struct plain_key *key, bool open, size_t *words)
{
	if (open)
		return true;
	if (key->nwords == PLAIN_KEY_WORDS)
		return false;
	if (key->nwords > 0)
		key->words[(*words)++] = ' ';
	key->start[key->nwords++] = (uint16_t)*words;
	return true;
}

bool plain_key_make(struct str text, struct plain_key *key)
{
	const char *at = text.at, *end = text.at + text.len;
	size_t words = 0;
	bool in_word = false, space = false;

	key->low_len = key->nwords = 0;
	if (text.len > PLAIN_KEY_BYTES - 64)
		return false;
	while (at < end) {
		char bytes[4] = { 0 };
		size_t len = 1;
		uint32_t c = (unsigned char)*at;
		bool word;

		/* Most text is this: a run of ASCII letters and digits. */
		if (c < 0x80 && chars_is_word(c)) {
			if (space && key->low_len > 0)
				key->low[key->low_len++] = ' ';
			if (!open_word(key, in_word, &words))
				return false;
			do {
				key->low[key->low_len++] = key->words[words++] = (char)chars_lower(c);
				c = ++at < end ? (unsigned char)*at : 0;
			} while (c < 0x80 && chars_is_word(c));
			key->end[key->nwords - 1] = (uint16_t)words;
			in_word = true;
			space = false;
			continue;
		}
		c = chars_lower(utf8_next(&at, end));
		if (c == 0x2019)
			c = '\'';
		if (chars_is_space(c)) {
			space = true;
			in_word = false;
			continue;
		}
		bytes[0] = (char)c;
		if (c >= 0x80)
			len = utf8_put(c, bytes);
		if (space && key->low_len > 0)
			key->low[key->low_len++] = ' ';
		space = false;
		memcpy(key->low + key->low_len, bytes, sizeof bytes); /* there is room: see above */
		key->low_len += len;
		word = chars_is_word(c);
		if (!word && in_word && (c == '\'' || c == '-') && at < end) {
			const char *ahead = at;

			word = chars_is_word(utf8_next(&ahead, end));
		}
		if (word) {
			if (!open_word(key, in_word, &words))
				return false;
			memcpy(key->words + words, bytes, sizeof bytes);
			words += len;
			key->end[key->nwords - 1] = (uint16_t)words;
		}
		in_word = word;
	}
	return true;
}
