#include "extract/chars.h"
#include "extract/lexicon.h"
#include "extract/plain_parts.h"

#define CAPTION_WIDTH 500
#define CREDIT_WIDTH 100
#define LABEL_BYTES 40

/* Bytes of a colon, or what stands for one, that `s` begins with. */
static size_t colon_length(struct str s)
{
	return str_starts(s, STR(":")) || str_starts(s, STR("=")) ? 1 : str_starts(s, STR("：")) ? 3 : 0;
}

/* Whether the words of a bracket name the maker of a picture: they begin with a word for
 * picture ("Foto: NTB", "Photo by X"), or hold one beside a name ("AP Photo/Sergei Bobylev",
 * "X/Getty Images"). */
static bool is_credit(struct str inside, bool *labelled)
{
	struct plain_key key;
	const struct lexicon_entry *label;

	*labelled = false;
	if (inside.len > CREDIT_WIDTH * 2 || !plain_key_make(inside, &key) || key.nwords == 0 || key.nwords > 14)
		return false;
	label = lexicon_prefix(LEXICON_CREDIT, plain_key_low(&key));
	if (label) {
		struct str rest = str_from(key.low + label->text.len, key.low_len - label->text.len);

		*labelled = colon_length(rest) > 0 || str_starts(rest, STR(" :")) || str_starts(rest, STR(".:")) ||
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
	for (size_t i = 0, len; i < inside.len; i++)
		if ((len = colon_length(str_from(inside.at + i, inside.len - i))) > 0)
			return str_trim(str_from(inside.at + i + len, inside.len - i - len));
	return inside;
}

/* Brackets that a credit stands in. */
static const struct {
	struct str open, close;
} brackets[] = { { { "[", 1 }, { "]", 1 } }, { { "(", 1 }, { ")", 1 } }, { { "（", 3 }, { "）", 3 } }, { { "【", 3 }, { "】", 3 } } };

/* What stands in brackets at the end of `s`, and how much before it. */
static bool find_bracket(struct str s, struct str *inside, size_t *before)
{
	for (size_t k = 0; k < sizeof brackets / sizeof *brackets; k++) {
		struct str open = brackets[k].open, close = brackets[k].close;

		for (size_t i = str_ends(s, close) ? s.len - close.len : 0; i-- > 0;)
			if (memcmp(s.at + i, open.at, open.len) == 0) {
				*inside = str_trim(str_from(s.at + i + open.len, s.len - close.len - i - open.len));
				*before = i;
				return true;
			}
	}
	return false;
}

/* "... 16 May 2024. [AP Photo/Sergei Bobylev]", "... i går. (Foto: Kari Nordmann / NTB)" */
static bool split_bracket(struct plain_paragraph *p)
{
	struct str s = p->text, inside;
	size_t before;
	bool labelled;

	if (str_ends(s, STR(".")))
		s.len--;
	if (!find_bracket(s, &inside, &before) || !is_credit(inside, &labelled))
		return false;
	p->credit = labelled ? bare_credit(inside) : inside;
	p->text = str_trim(str_from(s.at, before));
	return true;
}

/* What is behind the colon is a maker's name: few words, the first with a capital where the script
 * has any; or an agency's short one: "dpa". */
static bool is_maker(struct str credit)
{
	struct plain_key key;
	const char *at = credit.at;
	uint32_t first;

	if (credit.len == 0 || !plain_key_make(credit, &key) || key.nwords == 0 || key.nwords > 8)
		return false;
	first = utf8_next(&at, credit.at + credit.len);
	return first == '@' || (key.nwords == 1 && credit.len <= 4) || chars_is_upper(first) || (first >= 0x590 && chars_is_word(first));
}

/* Bytes of the label of a credit that `s` begins with, its mark included: "Foto:", "Fot. "; 0 if
 * there is none. */
static size_t credit_label(struct str s)
{
	struct plain_key key;
	size_t len = 0, mark = 0;

	while (len < s.len && len < LABEL_BYTES && mark == 0) {
		mark = colon_length(str_from(s.at + len, s.len - len));
		if (mark == 0 && len > 0 && len <= 5 && str_starts(str_from(s.at + len, s.len - len), STR(". ")))
			mark = 2;
		len += mark == 0;
	}
	return mark > 0 && plain_key_make(str_from(s.at, len), &key) && lexicon_find(LEXICON_CREDIT, plain_key_all(&key)) ? len + mark : 0;
}

/* "新华社记者 李明 摄": bytes of the name in it; 0 if `s` is no such credit. */
static size_t maker_before_label(struct str s)
{
	static const char *const labels[] = { "摄影", "摄", "攝影", "攝", "供图", "供圖", "撮影", "提供", NULL };
	struct str name = s;

	for (const char *const *label = labels; *label && name.len == s.len; label++)
		if (str_ends(s, str_of(*label)))
			name.len -= strlen(*label);
	if (name.len == s.len || name.len == 0 || utf8_count(name) > 20 || str_find(name, STR("。")) >= 0)
		return 0;
	return str_ends(name, STR(" ")) || (lexicon_prefix(LEXICON_BY, name) && !str_ends(name, STR("拍"))) ? str_trim(name).len : 0;
}

/* "Foto: NTB" alone, or behind the end of a sentence or a bar: "FIRE: Harbin in May. Foto: NTB". */
static bool split_label(struct plain_paragraph *p)
{
	const char *at = p->text.at, *end = at + p->text.len, *start = at;

	for (bool more = true; more;) {
		struct str rest = str_trim(str_from(start, (size_t)(end - start))), credit;
		size_t label = rest.len <= CREDIT_WIDTH * 3 ? credit_label(rest) : 0, name = rest.len <= CREDIT_WIDTH ? maker_before_label(rest) : 0;

		credit = name > 0 ? str_from(rest.at, name) : str_trim(str_from(rest.at + label, rest.len - label));
		if (name > 0 || (label > 0 && credit.len <= CREDIT_WIDTH * 2 && is_maker(credit))) {
			p->credit = credit;
			p->text = str_trim(str_from(p->text.at, (size_t)(start - p->text.at)));
			if (str_ends(p->text, STR("|")))
				p->text = str_trim(str_from(p->text.at, p->text.len - 1));
			return true;
		}
		for (more = false; at < end && !more;) {
			uint32_t c = utf8_next(&at, end);

			more = at < end && ((chars_is_terminal(c) && (*at == ' ' || c >= 0x3000)) || (c == '|' && *at == ' '));
		}
		start = at;
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
