#include "extract/chars.h"
#include "extract/plain_parts.h"

#define TITLE_WIDTH 160
#define HEADING_WIDTH 120
/* A heading stands above a paragraph of at least this width. */
#define UNDER_HEADING 80
/* A page's title is repeated, if at all, among its first paragraphs. */
#define REPEAT_WITHIN 8

struct shape {
	uint32_t first, last;
	uint32_t end; /* the last one that closes no quotation or bracket */
	size_t words, wide;
};

static struct shape read_shape(struct str s)
{
	struct shape shape = { 0 };
	const char *at = s.at, *end = s.at + s.len;
	bool in_word = false;

	while (at < end) {
		uint32_t c = utf8_next(&at, end);
		bool word = chars_is_word(c);

		if (!shape.first)
			shape.first = c;
		shape.last = c;
		if (!chars_is_closing(c))
			shape.end = c;
		shape.wide += chars_is_wide(c);
		shape.words += word && !in_word;
		in_word = word || (in_word && (c == '\'' || c == 0x2019));
	}
	return shape;
}

static bool is_bullet(uint32_t c)
{
	return c == '-' || c == '*' || c == 0x2022 || c == 0x2013 || c == 0x2014 || c == 0xb7 || c == 0x25cf ||
	       c == 0x25aa || c == 0x203a || c == 0x2023;
}

/* A letter of a script with capitals that is none. */
static bool is_lower(uint32_t c)
{
	return c < 0x590 && chars_is_word(c) && !chars_is_digit(c) && !chars_is_upper(c);
}

/* A line that is no sentence: words, a capital first, nothing that ends or continues one. */
static bool is_headline(const struct plain_paragraph *p, uint32_t widest)
{
	struct shape shape;

	if (p->role != PLAIN_BODY || p->width > widest || memchr(p->text.at, '\n', p->text.len))
		return false;
	shape = read_shape(p->text);
	if (shape.words == 0 || is_bullet(shape.first) || is_lower(shape.first))
		return false;
	if (p->terminal && shape.end != '?' && shape.end != '!' && shape.end != 0xff1f && shape.end != 0xff01)
		return false;
	return !strchr(",;:", (int)(shape.last < 0x80 ? shape.last : 'x'));
}

static size_t next_kept(const struct plain_text *text, size_t i)
{
	while (i < text->count && (text->at[i].role == PLAIN_CUT || text->at[i].role == PLAIN_CAPTION))
		i++;
	return i;
}

static bool same_words(const struct plain_key *a, struct str b)
{
	struct plain_key key;

	return plain_key_make(b, &key) && key.nwords > 0 && str_eq(plain_key_all(a), plain_key_all(&key));
}

/* Whether `whole` is `part` with a site's name behind it: "Headline | The Paper". */
static bool is_page_title(const struct plain_key *whole, const struct plain_key *part)
{
	struct str all = plain_key_all(whole), head = plain_key_all(part), low = plain_key_low(part);
	const char *mark = whole->low + low.len;

	return part->nwords >= 2 && all.len > head.len && str_starts(all, head) &&
	       str_starts(plain_key_low(whole), low) && all.len - head.len <= 60 && mark[0] == ' ' &&
	       (strchr("|-:>", mark[1]) || (unsigned char)mark[1] >= 0xc2);
}

static void take_title(struct plain_paragraph *p, struct plain_result *result)
{
	p->role = PLAIN_TITLE;
	result->title = p->text;
}

static void find_hinted(struct plain_text *text, struct str hint, struct plain_result *result)
{
	struct plain_key key, line;

	result->title = hint;
	if (!plain_key_make(hint, &key) || key.nwords == 0)
		return;
	for (size_t i = 0; i < text->count && i < REPEAT_WITHIN; i++) {
		struct plain_paragraph *p = &text->at[i];

		if (p->role != PLAIN_BODY || p->prose || !plain_key_make(p->text, &line) || line.nwords == 0)
			continue;
		if (str_eq(plain_key_all(&key), plain_key_all(&line)) || is_page_title(&key, &line)) {
			take_title(p, result);
			return;
		}
	}
}

/* Running text among the next few paragraphs that are kept. */
static bool prose_follows(const struct plain_text *text, size_t i)
{
	for (size_t seen = 0; seen < 4; seen++) {
		i = next_kept(text, i + 1);
		if (i >= text->count)
			return false;
		if (text->at[i].prose)
			return true;
	}
	return false;
}

/* Further copies of the title, and a page title that holds it, go. */
static void cut_repeats(struct plain_text *text, size_t at, struct plain_result *result)
{
	struct plain_key title, line;

	if (!plain_key_make(result->title, &title))
		return;
	for (size_t i = at + 1; i < text->count && i < at + REPEAT_WITHIN; i++) {
		struct plain_paragraph *p = &text->at[i];

		if (p->role != PLAIN_BODY || p->width > TITLE_WIDTH || !plain_key_make(p->text, &line) || line.nwords == 0)
			continue;
		if (same_words(&title, p->text)) {
			plain_mark_cut(p, "title-repeat");
		} else if (!p->prose && is_page_title(&title, &line)) {
			plain_mark_cut(&text->at[at], "page-title");
			take_title(p, result);
			return;
		}
	}
}

static bool is_imprint(const struct plain_paragraph *p)
{
	return p->role == PLAIN_CUT && (strcmp(p->rule, "byline") == 0 || strcmp(p->rule, "date") == 0 || strcmp(p->rule, "source") == 0);
}

/* Of a stripped page the first line is the title if a line under it repeats it, or if byline or date
 * stand under it, a standfirst between them or not. */
static void find_page_title(struct plain_text *text, size_t at, struct plain_result *result)
{
	struct plain_paragraph *first = &text->at[at];
	struct shape shape;

	if (first->role != PLAIN_BODY || first->prose)
		return;
	result->title = first->text;
	cut_repeats(text, at, result);
	if (first->role == PLAIN_CUT)
		return;
	result->title = STR_NONE;
	shape = read_shape(first->text);
	if (is_headline(first, TITLE_WIDTH) && (shape.words >= 3 || shape.wide >= 6) &&
	    ((at + 1 < text->count && is_imprint(&text->at[at + 1])) ||
	     (at + 2 < text->count && text->at[at + 1].terminal && is_imprint(&text->at[at + 2]))))
		take_title(first, result);
}

/* A standfirst is set off from the text under it: by a byline, a date, a picture or a gap. */
static void find_deck(const struct plain_text *text, size_t title, struct plain_result *result)
{
	size_t deck = next_kept(text, title + 1), next;

	if (deck >= text->count || deck + 1 >= text->count)
		return;
	next = next_kept(text, deck + 1);
	if (next >= text->count || !text->at[deck].terminal || text->at[deck].width > 300 || !text->at[next].prose)
		return;
	if (next > deck + 1 || text->at[next].gap > text->at[deck].gap)
		result->deck = text->at[deck].text;
}

void plain_find_title(struct plain_text *text, struct str hint, struct plain_result *result)
{
	size_t at = next_kept(text, 0);
	struct shape shape;

	if (hint.at && hint.len > 0) {
		find_hinted(text, hint, result);
	} else if (at < text->count && text->page) {
		find_page_title(text, at, result);
		return;
	} else if (at < text->count && is_headline(&text->at[at], TITLE_WIDTH)) {
		shape = read_shape(text->at[at].text);
		if ((shape.words >= 2 || shape.wide >= 4) && prose_follows(text, at))
			take_title(&text->at[at], result);
	}
	for (at = 0; at < text->count && text->at[at].role != PLAIN_TITLE; at++)
		;
	if (at == text->count)
		return;
	cut_repeats(text, at, result);
	find_deck(text, at, result);
}

void plain_find_headings(struct plain_text *text)
{
	const struct plain_paragraph *above = NULL;

	for (size_t i = next_kept(text, 0); i < text->count; i = next_kept(text, i + 1)) {
		struct plain_paragraph *p = &text->at[i];
		size_t next = next_kept(text, i + 1);
		const struct plain_paragraph *below = next < text->count ? &text->at[next] : NULL;
		bool set_off = below && above && p->gap > below->gap && p->width <= HEADING_WIDTH && !p->prose;
		bool free = !above || above->prose || above->terminal || above->role == PLAIN_TITLE ||
		            above->role == PLAIN_HEADING;

		if (p->role == PLAIN_BODY && below && below->prose && below->width >= UNDER_HEADING && free &&
		    (set_off || is_headline(p, HEADING_WIDTH)) && !is_bullet(read_shape(p->text).first))
			p->role = PLAIN_HEADING;
		above = p;
	}
}
