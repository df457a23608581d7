#include "extract/chars.h"
#include "extract/lexicon.h"
#include "extract/plain_parts.h"

#include <stdio.h>

/* An imprint line: "By Jane Doe | 20 May 2024, 12:30", "Publisert: 20.05.2024". */
#define IMPRINT_BYTES 240
#define MAX_NAME_WORDS 5
#define MAX_SOURCE 30 /* code points */

struct imprint {
	bool dated, changed, labelled, sourced;
	struct plain_date date, change;
	struct str author;
};

static bool is_separator(uint32_t c)
{
	return chars_is_space(c) || c == '|' || c == ',' || c == ';' || c == '-' || c == 0x2013 ||
	       c == 0x2014 || c == 0xb7 || c == 0x2022 || c == '/' || c == '(' || c == ')' || c == '[' || c == ']' ||
	       c == 0x4e28 /* 丨 */ || c == 0x3001 || c == 0x3010 || c == 0x3011 || c == 0xff08 || c == 0xff09 ||
	       c == 0xff0c || c == 0xff0f || c == 0xff1b || c == 0xff5c || c == 0x60c /* ، */;
}

static size_t skip_separators(struct str s, size_t at)
{
	while (at < s.len) {
		const char *p = s.at + at;

		if (!is_separator(utf8_next(&p, s.at + s.len)))
			break;
		at = (size_t)(p - s.at);
	}
	return at;
}

/* Words that join the parts of a name, or two names. */
static bool is_particle(struct str word)
{
	static const char *const particles[] = {
		"al",  "and", "av", "bin", "da",  "dal", "de", "del", "della", "den", "der",
		"di",  "do",  "dos", "du", "e",   "el",  "et", "i",   "ibn",   "ja",  "la",
		"le",  "och", "og",  "of", "ten", "ter", "to", "und", "van",   "von", "y",
		"zu",  "\xd0\xb8", "\xd1\x82\xd0\xb0", "a", "en",
	};

	for (size_t i = 0; i < sizeof particles / sizeof *particles; i++)
		if (str_is(word, particles[i]))
			return true;
	return false;
}

/* The length of the personal names that `s` begins with, up to a separator or its end: two to
 * five words with capitals, particles between them. 0 if that is not what stands there. */
static size_t name_length(struct str s)
{
	size_t at = 0, words = 0, end = 0;

	while (at < s.len) {
		const char *p = s.at + at, *stop = s.at + s.len, *word = p;
		uint32_t first = utf8_next(&p, stop), c = first;
		struct str w;

		while (!chars_is_space(c) && (chars_is_word(c) || c == '-' || c == '\'' || c == 0x2019 || c == '.')) {
			word = p;
			if (p >= stop)
				break;
			c = utf8_next(&p, stop);
		}
		w = str_from(s.at + at, (size_t)(word - s.at) - at);
		if (w.len == 0)
			break;
		if (chars_is_upper(first))
			words++;
		else if (end == 0 || !is_particle(w))
			return 0;
		if (chars_is_upper(first))
			end = (size_t)(word - s.at);
		at = (size_t)(word - s.at);
		if (at < s.len && s.at[at] != ' ')
			break;
		while (at < s.len && s.at[at] == ' ')
			at++;
		if (at < s.len && (s.at[at] == '|' || s.at[at] == '&' || s.at[at] == '-'))
			break;
	}
	return words >= 2 && words <= MAX_NAME_WORDS ? end : 0;
}

static struct str behind(struct str s, size_t at)
{
	return str_from(s.at + at, s.len - at);
}

/* Bytes of `label` and the colon or space behind it; 0 if `low` goes on in other ways. */
static size_t label_end(struct str low, const struct lexicon_entry *label, bool colon)
{
	size_t at = label ? label->text.len : 0, mark;
	const char *p = low.at + at;
	struct str rest;
	uint32_t next;

	if (at == 0 || at >= low.len)
		return 0;
	rest = behind(low, at);
	if (str_starts(rest, STR(" :")) || str_starts(rest, STR(" ：")))
		rest = behind(rest, 1);
	mark = str_starts(rest, STR(":")) ? 1 : str_starts(rest, STR("：")) ? 3 : 0;
	if (mark > 0) {
		rest = behind(rest, mark);
		return low.len - rest.len + (rest.len > 0 && rest.at[0] == ' ');
	}
	if (colon)
		return 0;
	if (low.at[at] == ' ')
		return at + 1;
	/* Scripts without spaces: 发布于2024年, 文/张三. */
	next = utf8_next(&p, low.at + low.len);
	if (!chars_is_solo(utf8_last(str_from(low.at, at))))
		return 0;
	return chars_is_digit(next) ? at : is_separator(next) || next == 0x30fb ? (size_t)(p - low.at) : 0;
}

/* Writes `text` in lower case to `low`, every character as long as before. */
static struct str lower_in_place(struct str text, char *low)
{
	const char *at = text.at, *end = text.at + text.len;

	while (at < end) {
		const char *start = at;
		uint32_t c = chars_lower(utf8_next(&at, end));
		char bytes[4];
		size_t len = (size_t)(at - start);

		if (utf8_put(chars_is_space(c) && len == 1 ? ' ' : c, bytes) == len)
			memcpy(low + (start - text.at), bytes, len);
		else
			memcpy(low + (start - text.at), start, len);
	}
	return str_from(low, text.len);
}

static bool is_label(struct str word)
{
	return lexicon_find(LEXICON_BY, word) || lexicon_find(LEXICON_AUTHOR, word) || lexicon_find(LEXICON_SOURCE, word) ||
	       lexicon_find(LEXICON_DATE, word) || lexicon_find(LEXICON_UPDATED, word) || lexicon_find(LEXICON_CREDIT, word);
}

/* A word of wide characters that `s` begins with, "·" in it or not, and how many they are. */
static struct str wide_word(struct str s, size_t *count)
{
	const char *at = s.at, *end = s.at + s.len;

	for (*count = 0; at < end; ++*count) {
		const char *next = at;
		uint32_t c = utf8_next(&next, end);

		if (!(chars_is_wide(c) && chars_is_word(c)) && !(c == 0xb7 && *count > 0) && c != 0x30fb)
			break;
		at = next;
	}
	return str_from(s.at, (size_t)(at - s.at));
}

/* The length of the names in wide characters that `s` begins with: one to five of two to eight
 * characters each, none of them a label; "기자" behind the last belongs to them. */
static size_t wide_names_length(struct str s, size_t *names)
{
	size_t at = 0, end = 0, count;

	for (*names = 0; *names < MAX_NAME_WORDS; ++*names) {
		struct str word = wide_word(behind(s, at), &count), rest;

		if (count < 2 || count > 8 || is_label(word))
			break;
		rest = behind(s, at + word.len);
		if (str_starts(rest, STR(":")) || str_starts(rest, STR("：")) || (rest.len > 0 && chars_is_digit((unsigned char)rest.at[0])))
			break;
		end = at + word.len;
		at = skip_separators(s, end);
		if (at == end)
			return at == s.len ? ++*names, end : 0;
	}
	return end;
}

/* "홍길동 기자": a name, and a word for who wrote it behind it. */
static size_t name_before_label(struct str s, size_t *whole)
{
	size_t count;
	struct str name = wide_word(s, &count), word;
	size_t at = name.len;

	if (count < 2 || count > 5 || at >= s.len || s.at[at] != ' ')
		return 0;
	word = wide_word(behind(s, at + 1), &count);
	if (!lexicon_find(LEXICON_BY, word))
		return 0;
	*whole = at + 1 + word.len;
	return name.len;
}

static bool wide_follows(const char *at, const char *end)
{
	return chars_is_wide(utf8_next(&at, end));
}

/* What stands behind the label of a source: a short name, or a number. */
static size_t source_length(struct str s)
{
	const char *at = s.at, *end = s.at + s.len;
	size_t count = 0;

	for (; at < end && count <= MAX_SOURCE; count++) {
		const char *next = at;
		uint32_t c = utf8_next(&next, end);

		if (chars_is_terminal(c) || c == '|' || c == 0xff5c || c == 0x3000 || (c == ' ' && next < end && wide_follows(next, end)))
			break;
		at = next;
	}
	return count > 0 && count <= MAX_SOURCE ? (size_t)(at - s.at) : 0;
}

/* A part that only texts in wide characters have; see read_part. */
static size_t read_wide_part(struct str text, struct str low, bool by, struct imprint *out)
{
	size_t names, whole, len, label = label_end(low, lexicon_prefix(LEXICON_SOURCE, low), true);

	if (label > 0 && (len = source_length(behind(text, label))) > 0) {
		out->sourced = true;
		return label + len;
	}
	if ((len = name_before_label(text, &whole)) > 0) {
		if (!out->author.at)
			out->author = str_from(text.at, len);
		return whole;
	}
	label = label_end(low, lexicon_prefix(LEXICON_AUTHOR, low), true);
	if (label == 0)
		label = label_end(low, lexicon_prefix(LEXICON_BY, low), !by);
	if (label == 0 || (len = wide_names_length(behind(text, label), &names)) == 0)
		return 0;
	if (!out->author.at)
		out->author = str_from(text.at + label, len);
	return label + len;
}

/* One part of an imprint line. Returns how far it reaches, 0 if it is none. */
static size_t read_part(struct str text, struct str low, bool by, struct imprint *out)
{
	size_t dated = label_end(low, lexicon_prefix(LEXICON_DATE, low), false);
	size_t changed = label_end(low, lexicon_prefix(LEXICON_UPDATED, low), false);
	size_t name = label_end(low, lexicon_prefix(LEXICON_AUTHOR, low), true), len;
	struct plain_date found;

	if (changed > 0 && plain_date_parse(behind(low, changed), &found)) {
		out->changed = true;
		out->change = found;
		return changed + found.len;
	}
	if (plain_date_parse(behind(low, dated), &found) && (dated > 0 || !found.unsure)) {
		if (!out->dated || (dated > 0 && !out->labelled)) {
			out->date = found;
			out->labelled = dated > 0;
		}
		out->dated = true;
		return dated + found.len;
	}
	if (name == 0)
		name = label_end(low, lexicon_prefix(LEXICON_BY, low), !by);
	if (name == 0 || out->author.len > 0 || (len = name_length(behind(text, name))) == 0)
		return read_wide_part(text, low, by, out);
	out->author = str_from(text.at + name, len);
	return name + len;
}

/* The length of an agency or paper behind a name: up to four words, the first with a capital,
 * up to a "|" or the end. */
static size_t agency_length(struct str s)
{
	const char *at = s.at, *bar = memchr(s.at, '|', s.len);
	size_t spaces = 0;

	if (bar)
		s = str_trim(str_from(s.at, (size_t)(bar - s.at)));

	for (size_t i = 0; i < s.len; i++)
		spaces += s.at[i] == ' ';
	if (s.len == 0 || s.len > 48 || spaces >= 4 || str_ends(s, STR(".")) ||
	    !chars_is_upper(utf8_next(&at, s.at + s.len)))
		return 0;
	return s.len;
}

/* The length of an e-mail address that `s` begins with. */
static size_t mail_length(struct str s)
{
	size_t len = 0;

	while (len < s.len && s.at[len] != ' ' && s.at[len] != '|' && s.at[len] != ')')
		len++;
	return memchr(s.at, '@', len) ? len : 0;
}

/* Whether the paragraph is an imprint from end to end. `by`: a bare "by" counts. */
static bool read_imprint(struct str text, bool by, struct imprint *out)
{
	char buffer[IMPRINT_BYTES];
	struct str low;
	size_t at = 0;

	*out = (struct imprint){ .author = STR_NONE };
	if (text.len > sizeof buffer)
		return false;
	low = lower_in_place(text, buffer);
	while ((at = skip_separators(low, at)) < low.len) {
		size_t taken = read_part(behind(text, at), behind(low, at), by, out);

		if (taken == 0 && out->author.len > 0)
			taken = mail_length(behind(text, at));
		if (taken == 0 && out->author.len > 0)
			taken = agency_length(behind(text, at));
		if (taken == 0)
			return false;
		at += taken;
	}
	return out->dated || out->changed || out->author.len > 0 || out->sourced;
}

static struct str date_text(struct arena *arena, const struct plain_date *d)
{
	char text[16];
	int len = snprintf(text, sizeof text, "%04d-%02d-%02d", d->year % 10000, d->month % 100, d->day % 100);

	return arena_copy(arena, str_from(text, (size_t)len));
}

static void keep(struct arena *arena, const struct imprint *imprint, struct plain_result *result)
{
	if (imprint->dated && !imprint->date.unsure && (!result->published.at ||
	                       (imprint->labelled && strcmp(result->published_from, "label") != 0))) {
		result->published = date_text(arena, &imprint->date);
		result->published_from = imprint->labelled ? "label" : "line";
	}
	if (imprint->changed && !imprint->change.unsure && !result->modified.at)
		result->modified = date_text(arena, &imprint->change);
	if (imprint->author.len > 0 && !result->author.at)
		result->author = imprint->author;
}

/* "date 2024-05-20 On May 16 ...": a label, a date, and the text goes on with a capital. Where
 * the date is written in words a mark must part it from the text. */
static void find_glued_date(struct arena *arena, struct plain_paragraph *p, struct plain_result *result)
{
	struct str head = str_from(p->text.at, p->text.len < 160 ? p->text.len : 160), low;
	struct imprint imprint = { .dated = true, .labelled = true };
	char buffer[160];
	size_t label, at, end;
	const char *rest;

	low = lower_in_place(head, buffer);
	label = label_end(low, lexicon_prefix(LEXICON_DATE, low), false);
	if (label == 0 || !plain_date_parse(behind(low, label), &imprint.date))
		return;
	end = label + imprint.date.len;
	at = skip_separators(low, end);
	if (at + 40 > p->text.len || at == end || at >= head.len || (!imprint.date.iso && at < end + 2) ||
	    imprint.date.unsure)
		return;
	rest = p->text.at + at;
	if (!chars_is_upper(utf8_next(&rest, p->text.at + p->text.len)))
		return;
	keep(arena, &imprint, result);
	p->prefix = str_from(p->text.at, end);
	p->rule = "date";
	p->text = behind(p->text, at);
}

void plain_find_imprint(struct arena *arena, struct plain_text *text, struct plain_result *result)
{
	bool titled = false;

	for (size_t i = 0; i < text->count; i++) {
		struct plain_paragraph *p = &text->at[i];
		struct imprint imprint;
		bool head = i < text->head;

		if (!head && i < text->tail) {
			if (i == text->head && i < text->count)
				find_glued_date(arena, p, result);
			i = text->tail - 1;
			continue;
		}
		if (p->role != PLAIN_BODY)
			continue;
		if (read_imprint(p->text, titled || !head, &imprint) &&
		    (head || imprint.labelled || imprint.changed || imprint.author.len > 0 || imprint.sourced)) {
			keep(arena, &imprint, result);
			plain_mark_cut(p, imprint.author.len > 0 ? "byline" : imprint.dated || imprint.changed ? "date" : "source");
		}
		titled = true;
	}
}
