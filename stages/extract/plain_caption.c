#include "extract/chars.h"
#include "extract/lexicon.h"
#include "extract/plain_parts.h"

#define CAPTION_WIDTH 500
#define CREDIT_WIDTH 100

/* Whether the words of a bracket name the maker of a picture: they begin with a word for
 * picture ("Foto: NTB", "Photo by X"), or hold one beside a name ("AP Photo/Sergei Bobylev",
 * "X/Getty Images"). */
static bool is_credit(struct str inside, bool *labelled)
{
	struct plain_key key;
	const struct lexicon_entry *label;

	*labelled = false;
	if (inside.len > CREDIT_WIDTH * 2 || !plain_key_make(inside, &key) || key.nwords < 2 || key.nwords > 14)
		return false;
	label = lexicon_prefix(LEXICON_CREDIT, plain_key_low(&key));
	if (label) {
		struct str rest = str_from(key.low + label->text.len, key.low_len - label->text.len);

		*labelled = str_starts(rest, STR(":")) || str_starts(rest, STR(" :")) || str_starts(rest, STR(".:")) ||
		            str_starts(rest, STR(" by "));
		return *labelled || str_starts(rest, STR(" ")) || str_starts(rest, STR("/"));
	}
	for (size_t i = 1; i < key.nwords; i++)
		if (lexicon_find(LEXICON_CREDIT, plain_key_words(&key, i, 1)) &&
		    (inside.len < 40 || memchr(inside.at, '/', inside.len)))
			return true;
	return false;
}

/* The credit without its label. */
static struct str bare_credit(struct str inside)
{
	const char *colon = memchr(inside.at, ':', inside.len);

	return colon ? str_trim(str_from(colon + 1, (size_t)(inside.at + inside.len - colon - 1))) : inside;
}

static const char *find_open(struct str s, char open)
{
	for (size_t i = s.len; i-- > 0;)
		if (s.at[i] == open)
			return s.at + i;
	return NULL;
}

/* "... 16 May 2024. [AP Photo/Sergei Bobylev]", "... i går. (Foto: Kari Nordmann / NTB)" */
static bool split_bracket(struct plain_paragraph *p)
{
	struct str s = p->text, inside;
	const char *open;
	char last;
	bool labelled;

	if (str_ends(s, STR(".")))
		s.len--;
	last = s.len > 2 ? s.at[s.len - 1] : 0;
	if ((last != ']' && last != ')') || !(open = find_open(s, last == ']' ? '[' : '(')))
		return false;
	inside = str_trim(str_from(open + 1, (size_t)(s.at + s.len - open) - 2));
	if (!is_credit(inside, &labelled))
		return false;
	p->credit = labelled ? bare_credit(inside) : inside;
	p->text = str_trim(str_from(s.at, (size_t)(open - s.at)));
	return true;
}

/* Where the label before `colon` starts: behind the end of a sentence or a bar. */
static const char *label_start(struct str text, const char *colon)
{
	const char *at = text.at, *start = at;

	while (at < colon) {
		uint32_t c = utf8_next(&at, text.at + text.len);

		if ((chars_is_terminal(c) || c == '|') && at < colon && *at == ' ')
			start = at + 1;
	}
	return start;
}

/* What is behind the colon is a maker's name: few words, the first with a capital; or an agency's
 * short one: "dpa". */
static bool is_maker(struct str credit)
{
	struct plain_key key;
	const char *at = credit.at;

	if (credit.len == 0 || !plain_key_make(credit, &key) || key.nwords == 0 || key.nwords > 8)
		return false;
	return credit.at[0] == '@' || (key.nwords == 1 && credit.len <= 4) || chars_is_upper(utf8_next(&at, credit.at + credit.len));
}

/* "Foto: NTB" alone, or behind the end of a sentence: "FIRE: Harbin in May. Foto: NTB". */
static bool split_label(struct plain_paragraph *p)
{
	const char *end = p->text.at + p->text.len, *colon = p->text.at - 1;

	while ((colon = memchr(colon + 1, ':', (size_t)(end - colon - 1)))) {
		struct str credit = str_trim(str_from(colon + 1, (size_t)(end - colon - 1)));
		const char *start = label_start(p->text, colon);
		struct plain_key key;

		if (end - colon > CREDIT_WIDTH * 2 || !plain_key_make(str_from(start, (size_t)(colon - start)), &key) ||
		    !lexicon_find(LEXICON_CREDIT, plain_key_all(&key)) || !is_maker(credit))
			continue;
		p->credit = credit;
		p->text = str_trim(str_from(p->text.at, (size_t)(start - p->text.at)));
		if (str_ends(p->text, STR("|")))
			p->text = str_trim(str_from(p->text.at, p->text.len - 1));
		return true;
	}
	return false;
}

void plain_find_captions(struct plain_text *text)
{
	for (size_t i = 0; i < text->count; i++) {
		struct plain_paragraph *p = &text->at[i];

		if (p->role == PLAIN_BODY && p->width <= CAPTION_WIDTH && (split_bracket(p) || split_label(p)))
			p->role = PLAIN_CAPTION;
	}
}
