#include "text/html/token.h"

#include <string.h>

/* The states of the standard (13.2.5.53 to 13.2.5.68) over the text of one token. */
struct reader {
	const char *at, *end;
	bool complete; /* a ">" ended it, not the end of the markup */
};

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static void skip_space(struct reader *r)
{
	while (r->at < r->end && is_space(*r->at))
		r->at++;
}

/* A quoted identifier; true if its closing quote is there. */
static bool read_quoted(struct reader *r, struct str *id)
{
	char quote = *r->at++;
	const char *close = memchr(r->at, quote, (size_t)(r->end - r->at));

	*id = str_from(r->at, (size_t)((close ? close : r->end) - r->at));
	r->at = close ? close + 1 : r->end;
	return close != NULL;
}

static bool at_quote(const struct reader *r)
{
	return r->at < r->end && (*r->at == '"' || *r->at == '\'');
}

/* The system identifier if there is one; returns whether quirks are forced. */
static bool read_system(struct reader *r, struct str *id, bool required)
{
	skip_space(r);
	if (!at_quote(r))
		return r->at < r->end || required || !r->complete;
	if (!read_quoted(r, id))
		return true;
	skip_space(r);
	return r->at == r->end && !r->complete;
}

static bool read_identifiers(struct reader *r, struct html_doctype *doctype)
{
	struct str rest = str_from(r->at, (size_t)(r->end - r->at));

	if (rest.len == 0)
		return !r->complete;
	if (str_starts_nocase(rest, STR("system"))) {
		r->at += 6;
		return read_system(r, &doctype->system_id, true);
	}
	if (!str_starts_nocase(rest, STR("public")))
		return true;
	r->at += 6;
	skip_space(r);
	if (!at_quote(r) || !read_quoted(r, &doctype->public_id))
		return true;
	return read_system(r, &doctype->system_id, false);
}

void html_doctype_parse(const struct html_token *token, struct html_doctype *doctype)
{
	struct reader r = { token->text.at, token->text.at + token->text.len, token->complete };

	*doctype = (struct html_doctype){ STR_NONE, STR_NONE, STR_NONE, true };
	skip_space(&r);
	if (r.at == r.end)
		return;
	const char *name = r.at;
	while (r.at < r.end && !is_space(*r.at))
		r.at++;
	doctype->name = str_from(name, (size_t)(r.at - name));
	skip_space(&r);
	doctype->quirks = read_identifiers(&r, doctype);
}
