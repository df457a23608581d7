#include "text/charset.h"

enum { PRESCAN_MAX = 8192 };

static bool space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static struct str rest(struct str s, size_t skip)
{
	return skip < s.len ? str_from(s.at + skip, s.len - skip) : str_from(s.at + s.len, 0);
}

/* Takes one attribute off *s ("get an attribute" of the prescan). False at the tag's end. */
static bool next_attribute(struct str *s, struct str *name, struct str *value)
{
	size_t i = 0, start;

	while (i < s->len && (space(s->at[i]) || s->at[i] == '/'))
		i++;
	if (i == s->len || s->at[i] == '>') {
		*s = rest(*s, i);
		return false;
	}
	start = i++;
	while (i < s->len && !space(s->at[i]) && s->at[i] != '/' && s->at[i] != '>' && s->at[i] != '=')
		i++;
	*name = str_from(s->at + start, i - start);
	*value = str_from(s->at + i, 0);
	while (i < s->len && space(s->at[i]))
		i++;
	if (i < s->len && s->at[i] == '=') {
		i++;
		while (i < s->len && space(s->at[i]))
			i++;
		if (i < s->len && (s->at[i] == '"' || s->at[i] == '\'')) {
			const char *close = memchr(s->at + i + 1, s->at[i], s->len - i - 1);
			size_t end = close ? (size_t)(close - s->at) : s->len;

			*value = str_from(s->at + i + 1, end - i - 1);
			i = close ? end + 1 : end;
		} else {
			start = i;
			while (i < s->len && !space(s->at[i]) && s->at[i] != '>')
				i++;
			*value = str_from(s->at + start, i - start);
		}
	}
	*s = rest(*s, i);
	return true;
}

/* The label in "text/html; charset=X". */
static struct str label_in_content(struct str content)
{
	for (size_t i = 0; i + 7 <= content.len; i++) {
		if (!str_starts_nocase(rest(content, i), STR("charset")))
			continue;
		struct str s = rest(content, i + 7);

		while (s.len > 0 && space(s.at[0]))
			s = rest(s, 1);
		if (s.len == 0 || s.at[0] != '=')
			continue;
		s = str_trim(rest(s, 1));
		if (s.len > 0 && (s.at[0] == '"' || s.at[0] == '\'')) {
			const char *close = memchr(s.at + 1, s.at[0], s.len - 1);

			return close ? str_from(s.at + 1, (size_t)(close - s.at) - 1) : STR_NONE;
		}
		size_t end = 0;

		while (end < s.len && !space(s.at[end]) && s.at[end] != ';')
			end++;
		return str_from(s.at, end);
	}
	return STR_NONE;
}

/* Reads the attributes of a <meta> off *s; the label if it declares one that is known. */
static struct str label_in_meta(struct str *s)
{
	struct str name, value, content = STR_NONE, label = STR_NONE;
	bool is_content_type = false;

	while (next_attribute(s, &name, &value)) {
		if (str_eq_nocase(name, STR("http-equiv")))
			is_content_type |= str_eq_nocase(value, STR("content-type"));
		else if (str_eq_nocase(name, STR("content")) && !content.at)
			content = label_in_content(value);
		else if (str_eq_nocase(name, STR("charset")) && !label.at)
			label = value;
	}
	if (!label.at && is_content_type)
		label = content;
	return label.at && charset_by_label(label) != CHARSET_UNKNOWN ? label : STR_NONE;
}

static struct str label_in_xml_declaration(struct str s)
{
	const char *end = memchr(s.at, '>', s.len);
	struct str name, value, declaration = end ? str_from(s.at, (size_t)(end - s.at)) : s;

	if (!str_starts(s, STR("<?xml")))
		return STR_NONE;
	declaration = rest(declaration, 5);
	while (next_attribute(&declaration, &name, &value))
		if (str_eq_nocase(name, STR("encoding")))
			return charset_by_label(value) != CHARSET_UNKNOWN ? value : STR_NONE;
	return STR_NONE;
}

/* Behind the next `mark`, or the end. */
static struct str behind(struct str s, struct str mark)
{
	ptrdiff_t at = str_find(s, mark);

	return at < 0 ? rest(s, s.len) : rest(s, (size_t)at + mark.len);
}

struct str charset_prescan(struct str body)
{
	struct str s = str_from(body.at, body.len < PRESCAN_MAX ? body.len : PRESCAN_MAX);
	struct str label = label_in_xml_declaration(s), name, value;
	const char *open;

	while (!label.at && s.len > 0 && (open = memchr(s.at, '<', s.len))) {
		s = rest(s, (size_t)(open - s.at));
		if (str_starts(s, STR("<!--"))) {
			/* "<!-->" is a whole comment. */
			s = behind(rest(s, 2), STR("-->"));
		} else if (str_starts_nocase(s, STR("<meta")) && s.len > 5 && (space(s.at[5]) || s.at[5] == '/')) {
			s = rest(s, 5);
			label = label_in_meta(&s);
		} else if (s.len > 1 && (letter(s.at[1]) || (s.at[1] == '/' && s.len > 2 && letter(s.at[2])))) {
			s = rest(s, 2);
			while (s.len > 0 && !space(s.at[0]) && s.at[0] != '>')
				s = rest(s, 1);
			while (next_attribute(&s, &name, &value))
				;
		} else if (s.len > 1 && strchr("!/?", s.at[1])) {
			s = behind(s, STR(">"));
		} else {
			s = rest(s, 1);
		}
	}
	return label;
}
