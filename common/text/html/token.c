#include "text/html/token.h"
#include "text/html/script.h"

#include <string.h>

enum char_is { SPACE = 1, NAME_END = 2, ATTR_END = 4, BARE_END = 8, LETTER = 16 };

#define L1(c) [c] = LETTER, [c + 32] = LETTER
static const uint8_t char_is[256] = {
	['\t'] = SPACE | NAME_END | ATTR_END | BARE_END, ['\n'] = SPACE | NAME_END | ATTR_END | BARE_END,
	['\f'] = SPACE | NAME_END | ATTR_END | BARE_END, ['\r'] = SPACE | NAME_END | ATTR_END | BARE_END,
	[' '] = SPACE | NAME_END | ATTR_END | BARE_END,	 ['/'] = NAME_END | ATTR_END,
	['>'] = NAME_END | ATTR_END | BARE_END,		 ['='] = ATTR_END,
	L1('A'), L1('B'), L1('C'), L1('D'), L1('E'), L1('F'), L1('G'), L1('H'), L1('I'), L1('J'), L1('K'),
	L1('L'), L1('M'), L1('N'), L1('O'), L1('P'), L1('Q'), L1('R'), L1('S'), L1('T'), L1('U'), L1('V'),
	L1('W'), L1('X'), L1('Y'), L1('Z'),
};
#undef L1

static bool is(char c, unsigned what)
{
	return char_is[(unsigned char)c] & what;
}

void html_tokenizer_init(struct html_tokenizer *t, struct str markup)
{
	if (markup.len == 0)
		markup = STR("");
	*t = (struct html_tokenizer){ .begin = markup.at,
				      .at = markup.at,
				      .end = markup.at + markup.len,
				      .last_start = STR("") };
}

static uint32_t offset(const struct html_tokenizer *t, const char *p)
{
	return (uint32_t)(p - t->begin);
}

static const char *skip(const char *p, const char *end, unsigned what)
{
	while (p < end && is(*p, what))
		p++;
	return p;
}

static const char *find(const char *p, const char *end, unsigned what)
{
	while (p < end && !is(*p, what))
		p++;
	return p;
}

/* The value behind "="; *p stands behind the "=". NULL at the end of the markup. */
static const char *read_value(const struct html_tokenizer *t, const char *p, struct html_attr *attr)
{
	p = skip(p, t->end, SPACE);
	if (p == t->end)
		return NULL;
	if (*p == '"' || *p == '\'') {
		const char *close = memchr(p + 1, *p, (size_t)(t->end - p - 1));

		if (!close)
			return NULL;
		attr->value = offset(t, p + 1);
		attr->value_len = (uint32_t)(close - p - 1);
		return close + 1;
	}
	attr->value = offset(t, p);
	p = find(p, t->end, BARE_END);
	attr->value_len = offset(t, p) - attr->value;
	return p;
}

static void keep_attr(struct html_token *token, const struct html_attr *attr)
{
	for (uint32_t i = 0; attr->id != HTML_ATTR_OTHER && i < token->attr_count; i++)
		if (token->attrs[i].id == attr->id)
			return;
	token->attrs[token->attr_count++] = *attr;
}

/* From behind the tag's name to behind its ">"; NULL if the markup ends before. */
static const char *read_attrs(const struct html_tokenizer *t, const char *p, struct html_token *token)
{
	for (;;) {
		p = skip(p, t->end, SPACE);
		if (p == t->end)
			return NULL;
		if (*p == '>')
			return p + 1;
		if (*p == '/') {
			if (++p < t->end && *p == '>') {
				token->self_closing = true;
				return p + 1;
			}
			continue;
		}
		const char *name = p;
		p = find(p + 1, t->end, ATTR_END);
		size_t len = (size_t)(p - name);
		struct html_attr attr = { .name = offset(t, name), .value = offset(t, p) };
		attr.name_len = (uint16_t)(len < UINT16_MAX ? len : UINT16_MAX);
		p = skip(p, t->end, SPACE);
		if (p < t->end && *p == '=') {
			p = read_value(t, p + 1, &attr);
			if (!p)
				return NULL;
		}
		if (token->attr_count == HTML_ATTRS_MAX)
			continue;
		attr.id = (uint16_t)html_attr_find(str_from(name, attr.name_len));
		if (attr.id != HTML_ATTR_OTHER || t->all_attrs)
			keep_attr(token, &attr);
	}
}

/* *p is the first letter of the name. False if the markup ends inside the tag. */
static bool read_tag(struct html_tokenizer *t, const char *p, struct html_token *token)
{
	const char *name_end = find(p, t->end, NAME_END);

	token->text = str_from(p, (size_t)(name_end - p));
	token->attr_count = 0;
	token->self_closing = false;
	p = read_attrs(t, name_end, token);
	if (!p) {
		t->at = t->end;
		return false;
	}
	t->at = p;
	token->tag = html_tag_find(token->text);
	if (token->type == HTML_START)
		t->last_start = token->text;
	return true;
}

/* *p stands behind "<!--". The end is "-->" or "--!>", or at the very beginning ">" or
 * "->"; dashes before the end of the markup do not belong to the comment. */
static void read_comment(struct html_tokenizer *t, const char *p, struct html_token *token)
{
	const char *dashes = p, *stop = NULL;

	t->at = t->end;
	if (p < t->end && *p == '>') {
		stop = p;
		t->at = p + 1;
	} else if (t->end - p >= 2 && p[0] == '-' && p[1] == '>') {
		stop = p;
		t->at = p + 2;
	}
	while (!stop && (dashes = memmem(dashes, (size_t)(t->end - dashes), "--", 2)) != NULL) {
		const char *next = dashes + 2;

		if (next < t->end && *next == '>') {
			stop = dashes;
			t->at = next + 1;
		} else if (t->end - next >= 2 && next[0] == '!' && next[1] == '>') {
			stop = dashes;
			t->at = next + 2;
		}
		dashes++;
	}
	if (!stop) {
		struct str rest = str_from(p, (size_t)(t->end - p));

		stop = t->end - (str_ends(rest, STR("--!")) ? 3 :
				 str_ends(rest, STR("--")) ? 2 : str_ends(rest, STR("-")) ? 1 : 0);
	}
	token->type = HTML_COMMENT;
	token->content = HTML_RAWTEXT;
	token->text = str_from(p, (size_t)(stop - p));
}

/* A bogus comment or a DOCTYPE: what stands before the next ">". */
static void read_to_close(struct html_tokenizer *t, const char *p, enum html_token_type type,
			  struct html_token *token)
{
	const char *close = memchr(p, '>', (size_t)(t->end - p));

	token->type = type;
	token->content = HTML_RAWTEXT;
	token->complete = close != NULL;
	token->text = str_from(p, (size_t)((close ? close : t->end) - p));
	t->at = close ? close + 1 : t->end;
}

/* *p stands behind "<!". */
static void read_declaration(struct html_tokenizer *t, const char *p, struct html_token *token)
{
	struct str rest = str_from(p, (size_t)(t->end - p));

	if (str_starts(rest, STR("--"))) {
		read_comment(t, p + 2, token);
	} else if (str_starts_nocase(rest, STR("doctype"))) {
		read_to_close(t, p + 7, HTML_DOCTYPE, token);
	} else if (t->foreign && str_starts(rest, STR("[CDATA["))) {
		t->content = HTML_CDATA;
		t->at = p + 7;
	} else {
		read_to_close(t, p, HTML_COMMENT, token);
	}
}

/* At a "<" that starts markup. False if no token came of it: "</>" or the end. */
static bool read_markup(struct html_tokenizer *t, struct html_token *token)
{
	const char *p = t->at + 1;

	token->type = HTML_EOF;
	token->begin = offset(t, t->at);
	if (is(*p, LETTER)) {
		token->type = HTML_START;
		if (!read_tag(t, p, token))
			return false;
	} else if (*p == '!') {
		read_declaration(t, p + 1, token);
	} else if (*p == '?') {
		read_to_close(t, p, HTML_COMMENT, token);
	} else if (is(p[1], LETTER)) {
		token->type = HTML_END;
		if (!read_tag(t, p + 1, token))
			return false;
	} else if (p[1] == '>') {
		t->at = p + 2;
	} else {
		read_to_close(t, p + 1, HTML_COMMENT, token);
	}
	token->end = offset(t, t->at);
	return token->type != HTML_EOF;
}

static bool starts_markup(const char *lt, const char *end)
{
	if (end - lt < 2)
		return false;
	return is(lt[1], LETTER) || lt[1] == '!' || lt[1] == '?' || (lt[1] == '/' && end - lt > 2);
}

/* Text up to `stop`; false if there is none. */
static bool read_text(struct html_tokenizer *t, const char *stop, struct html_token *token)
{
	if (stop == t->at)
		return false;
	token->type = HTML_TEXT;
	token->content = t->content;
	token->text = str_from(t->at, (size_t)(stop - t->at));
	token->begin = offset(t, t->at);
	token->end = offset(t, stop);
	t->at = stop;
	return true;
}

static bool read_data(struct html_tokenizer *t, struct html_token *token)
{
	const char *lt = t->at;

	while ((lt = memchr(lt, '<', (size_t)(t->end - lt))) != NULL && !starts_markup(lt, t->end))
		lt++;
	return read_text(t, lt ? lt : t->end, token) || (lt && read_markup(t, token));
}

/* Raw text runs to its end tag, which is then read as any other tag. */
static bool read_raw(struct html_tokenizer *t, struct html_token *token)
{
	struct str rest = str_from(t->at, (size_t)(t->end - t->at));
	const char *stop = t->end;
	size_t close = 0;

	if (t->content == HTML_CDATA) {
		ptrdiff_t found = str_find(rest, STR("]]>"));

		if (found >= 0) {
			stop = t->at + found;
			close = 3;
		}
	} else if (t->content != HTML_PLAINTEXT) {
		stop = t->at + html_raw_end(rest, t->last_start, t->content == HTML_SCRIPT);
	}
	bool some = read_text(t, stop, token);
	t->at += close;
	t->content = HTML_DATA;
	return some;
}

void html_tokenizer_next(struct html_tokenizer *t, struct html_token *token)
{
	while (t->at < t->end)
		if (t->content == HTML_DATA ? read_data(t, token) : read_raw(t, token))
			return;
	token->type = HTML_EOF;
	token->begin = token->end = offset(t, t->at);
}
