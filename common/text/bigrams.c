#include "text/bigrams.h"
#include "text/utf8.h"

/* Code point ranges, sorted: letters and marks of the scripts (Unicode 15, Blocks.txt). */
static const struct {
	uint32_t first, last;
} scripts[] = {
	{ 0x0e01, 0x0e3a }, { 0x0e40, 0x0e4e }, /* Thai */
	{ 0x0e81, 0x0ecd }, { 0x0edc, 0x0edf }, /* Lao */
	{ 0x1000, 0x103f }, { 0x1050, 0x109d }, /* Myanmar */
	{ 0x1100, 0x11ff }, /* Hangul Jamo */
	{ 0x1780, 0x17d3 }, /* Khmer */
	{ 0x3005, 0x3007 }, { 0x3041, 0x309f }, { 0x30a1, 0x30fa }, { 0x30fc, 0x30ff }, /* Kana */
	{ 0x3131, 0x318e }, { 0x31f0, 0x31ff },
	{ 0x3400, 0x4dbf }, { 0x4e00, 0x9fff }, /* Han */
	{ 0xac00, 0xd7a3 }, /* Hangul syllables */
	{ 0xf900, 0xfaff }, { 0xff66, 0xff9f }, { 0x1b000, 0x1b16f }, { 0x20000, 0x323af },
};

enum { SCRIPTS = sizeof scripts / sizeof *scripts };

static bool without_spaces(uint32_t c)
{
	size_t low = 0, high = SCRIPTS;

	if (c < scripts[0].first)
		return false;
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (c > scripts[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < SCRIPTS && c >= scripts[low].first;
}

/* Where the first letter of these scripts at or behind `at` starts. All of them are of three
 * bytes or more, so text in other scripts is passed by its lead bytes. */
static const char *find_first(const char *at, const char *end)
{
	while (at < end) {
		if ((unsigned char)*at < 0xe0) {
			at++;
			continue;
		}
		const char *start = at;
		if (without_spaces(utf8_next(&at, end)))
			return start;
	}
	return end;
}

bool bigrams_needed(struct str text)
{
	const char *end = text.at + text.len;

	return text.len > 0 && find_first(text.at, end) < end;
}

/* A run starts at `at`; appends its pairs and, where `last`, its last letter. Returns where
 * it ends; *letters is how many it has. */
static const char *cut_run(const char *at, const char *end, bool last, size_t *letters, struct buf *out)
{
	const char *first = at, *second, *next;

	utf8_next(&at, end);
	for (*letters = 1; at < end; (*letters)++) {
		second = next = at;
		if (!without_spaces(utf8_next(&next, end)))
			break;
		if (*letters > 1)
			buf_add_byte(out, ' ');
		buf_add(out, first, (size_t)(next - first));
		first = second;
		at = next;
	}
	if (last || *letters == 1) {
		if (*letters > 1)
			buf_add_byte(out, ' ');
		buf_add(out, first, (size_t)(at - first));
	}
	return at;
}

void bigrams_cut(struct str text, struct buf *out)
{
	const char *at = text.at, *end = text.at + text.len;
	size_t letters;

	while (at < end) {
		const char *run = find_first(at, end);

		buf_add(out, at, (size_t)(run - at));
		if (run == end)
			break;
		buf_add_byte(out, ' ');
		at = cut_run(run, end, true, &letters, out);
		buf_add_byte(out, ' ');
	}
}

/* One word or phrase as a quoted string; a '"' cannot be in it. */
static void add_phrase(struct str words, bool prefix, struct buf *out)
{
	const char *at = words.at, *end = words.at + words.len;
	size_t letters = 0;

	buf_add_byte(out, '"');
	while (at < end) {
		const char *run = find_first(at, end);

		buf_add(out, at, (size_t)(run - at));
		at = run;
		if (run == end)
			break;
		if (run > words.at)
			buf_add_byte(out, ' ');
		at = cut_run(run, end, false, &letters, out);
		if (at < end)
			buf_add_byte(out, ' ');
		/* A letter alone stands at the start of a pair, or at the end of a run. */
		prefix = prefix || (letters == 1 && at == end);
	}
	buf_add_text(out, prefix ? "\"*" : "\"");
}

/* The tokenizer finds words of letters, marks and digits only. */
static bool has_word(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if (c >= 0x80 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
			return true;
	}
	return false;
}

struct term {
	struct str words;
	bool not, prefix;
};

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool next_term(struct str query, size_t *at, struct term *term)
{
	size_t i = *at, start;
	bool quoted;

	while (i < query.len && is_space(query.at[i]))
		i++;
	if (i == query.len)
		return false;
	term->not = query.at[i] == '-' && i + 1 < query.len;
	i += term->not;
	quoted = i < query.len && query.at[i] == '"';
	i += quoted;
	start = i;
	while (i < query.len && query.at[i] != '"' && query.at[i] != '\0' && (quoted || !is_space(query.at[i])))
		i++;
	term->words = str_from(query.at + start, i - start);
	i += i < query.len && (query.at[i] == '\0' || (quoted && query.at[i] == '"'));
	term->prefix = false;
	if (!quoted && str_ends(term->words, STR("*"))) {
		term->prefix = true;
		term->words.len--;
	}
	*at = i;
	return true;
}

static size_t add_terms(struct str query, bool not, const char *between, struct buf *out)
{
	struct term term;
	size_t at = 0, count = 0;

	while (next_term(query, &at, &term)) {
		if (term.not != not || !has_word(term.words))
			continue;
		if (count++ > 0)
			buf_add_text(out, between);
		add_phrase(term.words, term.prefix, out);
	}
	return count;
}

void bigrams_query(struct str query, struct buf *out)
{
	size_t start = out->len, end;

	buf_add_byte(out, '(');
	if (add_terms(query, false, " AND ", out) == 0) {
		out->len = start;
		return;
	}
	buf_add_byte(out, ')');
	end = out->len;
	buf_add_text(out, " NOT (");
	if (add_terms(query, true, " OR ", out) == 0)
		out->len = end;
	else
		buf_add_byte(out, ')');
}
