#include "extract/chars.h"
#include "extract/lexicon.h"
#include "extract/plain_parts.h"

/* Rules that look for whole phrases look at paragraphs up to this wide only. */
#define SHORT_LINE 200
#define NOTICE 400
#define LONGEST_PHRASE 8 /* words */
#define COMMENT_FORM_LINES 12

struct chain {
	bool complete; /* nothing but phrases and numbers */
	size_t menu, section, numbers;
};

static bool is_number(struct str word)
{
	for (size_t i = 0; i < word.len; i++)
		if (!chars_is_digit((unsigned char)word.at[i]))
			return false;
	return word.len > 0;
}

/* The number of words from word `first` on that the longest phrase of `kind` takes. */
static size_t phrase_length(const struct plain_key *key, size_t first, enum lexicon_kind kind)
{
	size_t most = key->nwords - first < LONGEST_PHRASE ? key->nwords - first : LONGEST_PHRASE, taken = 0;

	for (size_t n = 1; n <= most; n++) {
		struct str phrase = plain_key_words(key, first, n);

		if (lexicon_find(kind, phrase))
			taken = n;
		else if (!lexicon_begins(kind, phrase))
			break;
	}
	return taken;
}

/* Reads the paragraph as one menu phrase after another, the longest first. */
static struct chain read_chain(const struct plain_key *key)
{
	struct chain chain = { .complete = key->nwords > 0 };

	for (size_t i = 0; i < key->nwords;) {
		size_t menu = phrase_length(key, i, LEXICON_MENU), section = phrase_length(key, i, LEXICON_SECTION);

		if (menu > 0 && menu >= section)
			chain.menu++;
		else if (section > 0)
			chain.section++;
		else if (is_number(plain_key_words(key, i, 1)))
			chain.numbers++;
		else
			chain.complete = false;
		i += menu + section == 0 ? 1 : menu >= section ? menu : section;
	}
	return chain;
}

/* "Meny Meny", "Sök Sök Sök": the same words over and over. */
static bool is_repetition(const struct plain_key *key)
{
	for (size_t n = 1; n <= key->nwords / 2 && n <= 3; n++) {
		struct str first = plain_key_words(key, 0, n);
		size_t i = n;

		if (key->nwords % n != 0)
			continue;
		while (i < key->nwords && str_eq(plain_key_words(key, i, n), first))
			i += n;
		if (i == key->nwords)
			return true;
	}
	return false;
}

/* "Home > News > Norway": short parts between separators, at least one of them known. */
static bool is_breadcrumb(const struct plain_key *key, const struct chain *chain)
{
	const char *at = key->low, *end = key->low + key->low_len;
	size_t separators = 0;

	if (chain->menu + chain->section == 0 || key->nwords > 16)
		return false;
	while (at < end) {
		uint32_t c = utf8_next(&at, end);

		separators += c == '>' || c == '|' || c == 0xbb || c == 0x203a || c == 0x2022 ||
		              c == 0xb7 || c == 0x2192;
	}
	return separators > 0 && key->nwords <= 4 * (separators + 1);
}

static bool is_edge(const struct plain_text *text, size_t i)
{
	return i < text->head || i >= text->tail;
}

/* No letter or digit in it. Inside the text only lone marks go: a row of them may part
 * sections, "[...]" says that something is left out. */
static bool is_punctuation(struct str s, bool edge)
{
	const char *at = s.at, *end = s.at + s.len;
	size_t marks = 0;

	while (at < end) {
		uint32_t c = utf8_next(&at, end);

		if (chars_is_word(c) || c >= 0x2190)
			return false;
		marks += !chars_is_space(c) && c != 0x2026;
		if (!edge && (c == '?' || c == '!' || c == 0x2026))
			return false;
	}
	return edge || marks == 1;
}

/* A paragraph that a title can stand in: some words, no sentence. */
static bool another_title_follows(const struct plain_text *text, size_t i)
{
	for (i++; i < text->head && i < text->count; i++) {
		const struct plain_paragraph *p = &text->at[i];
		struct plain_key key;

		if (p->role == PLAIN_BODY && !p->terminal && p->width <= SHORT_LINE &&
		    plain_key_make(p->text, &key) && key.nwords >= 3 && !read_chain(&key).complete)
			return true;
	}
	return false;
}

/* "Help!" may be said by somebody; "Loading..." is not. */
static bool may_be_speech(const struct plain_paragraph *p, const struct chain *chain)
{
	struct str s = p->text;

	if (!p->terminal || str_ends(s, STR("...")) || str_ends(s, STR("\xe2\x80\xa6")))
		return false;
	return s.at[s.len - 1] != '.' || chain->menu + chain->section < 2;
}

static const char *find_rule(const struct plain_text *text, size_t i, const struct plain_key *key)
{
	const struct plain_paragraph *p = &text->at[i];
	struct str low = plain_key_low(key), bare = low;
	bool edge = is_edge(text, i);

	while (bare.len > 0 && (unsigned char)bare.at[bare.len - 1] < 0x80 &&
	       !chars_is_word((unsigned char)bare.at[bare.len - 1]))
		bare.len--;
	if (lexicon_find(LEXICON_LINE, bare))
		return "line";
	if (p->width <= SHORT_LINE && lexicon_prefix(LEXICON_START, low))
		return "link";
	if (!edge)
		return NULL;
	if (p->width <= NOTICE && lexicon_within(LEXICON_WITHIN, low))
		return "notice";
	if (p->width <= SHORT_LINE) {
		struct chain chain = read_chain(key);

		if (chain.complete && chain.menu + chain.section > 0 && !may_be_speech(p, &chain) &&
		    (chain.menu > 0 || chain.section > 1 || i >= text->tail ||
		     another_title_follows(text, i)))
			return "menu";
		if (!p->terminal && is_breadcrumb(key, &chain))
			return "breadcrumb";
		if (!p->terminal && is_repetition(key) && (i >= text->tail || another_title_follows(text, i)))
			return "repeated";
	}
	return NULL;
}

/* The head of a comment form and all below it, if that is only the form. */
static void cut_comment_form(struct plain_text *text)
{
	size_t first = text->count;
	struct plain_key key;

	for (size_t i = text->tail; i < text->count && first == text->count; i++)
		if (text->at[i].width <= SHORT_LINE && plain_key_make(text->at[i].text, &key) &&
		    lexicon_find(LEXICON_COMMENTS, plain_key_all(&key)))
			first = i;
	if (text->count - first > COMMENT_FORM_LINES)
		return;
	for (size_t i = first; i < text->count; i++)
		if (text->at[i].role != PLAIN_CUT && text->at[i].width > 80)
			return;
	for (size_t i = first; i < text->count; i++)
		plain_mark_cut(&text->at[i], "comment-form");
}

static bool is_long_notice(const struct plain_paragraph *p)
{
	struct plain_key key;

	return p->prose && p->width <= NOTICE && plain_key_make(p->text, &key) && lexicon_prefix(LEXICON_WITHIN, plain_key_low(&key));
}

/* A notice may be as long as running text. Where the first or last of it begins as one does, the
 * text begins behind it, or ends before it. */
static void cut_long_notices(struct plain_text *text)
{
	while (text->tail > text->head + 1 && is_long_notice(&text->at[text->head])) {
		plain_mark_cut(&text->at[text->head], "notice");
		do
			text->head++;
		while (text->head + 1 < text->tail && !text->at[text->head].prose);
	}
	while (text->tail > text->head + 1 && is_long_notice(&text->at[text->tail - 1])) {
		plain_mark_cut(&text->at[text->tail - 1], "notice");
		do
			text->tail--;
		while (text->tail > text->head + 1 && !text->at[text->tail - 1].prose);
	}
}

void plain_cut_boilerplate(struct plain_text *text)
{
	cut_long_notices(text);
	for (size_t i = 0; i < text->count; i++) {
		struct plain_paragraph *p = &text->at[i];
		struct plain_key key;
		const char *rule;

		/* Inside the text only short lines are looked for. */
		if (p->role == PLAIN_CUT || p->width > (is_edge(text, i) ? NOTICE : SHORT_LINE) || !plain_key_make(p->text, &key))
			continue;
		if (key.nwords == 0)
			rule = is_punctuation(p->text, i < text->head || i >= text->tail) ?
			               "punctuation" : NULL;
		else
			rule = find_rule(text, i, &key);
		if (rule)
			plain_mark_cut(p, rule);
	}
	cut_comment_form(text);
}
