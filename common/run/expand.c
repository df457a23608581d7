#include "run/expand.h"

#include <stdio.h>

enum { NAME_MAX_LEN = 255 };

static bool name_byte(char c, bool first)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || (!first && c >= '0' && c <= '9');
}

/* What stands between the braces. */
static int expand_one(struct str inner, char *(*lookup)(const char *name), struct buf *out, struct err *err)
{
	char name[NAME_MAX_LEN + 1];
	size_t len = 0;

	while (len < inner.len && name_byte(inner.at[len], len == 0))
		len++;
	struct str rest = str_from(inner.at + len, inner.len - len);
	bool fallback = str_starts(rest, STR(":-"));
	if (len == 0 || len > NAME_MAX_LEN || (rest.len > 0 && !fallback))
		return err_set(err, EXIT_MISMATCH, "${%.*s}: write ${NAME} or ${NAME:-DEFAULT}; $${ for the characters themselves",
			       (int)(inner.len < 100 ? inner.len : 100), inner.at);
	snprintf(name, sizeof name, "%.*s", (int)len, inner.at);
	const char *value = lookup(name);
	if (fallback && (!value || !*value))
		buf_add(out, rest.at + 2, rest.len - 2);
	else if (value)
		buf_add_text(out, value);
	else
		return err_set(err, EXIT_MISMATCH, "%s is not set in the environment: set it, or write ${%s:-DEFAULT}", name, name);
	return 0;
}

int expand_text(struct str text, char *(*lookup)(const char *name), struct buf *out, struct err *err)
{
	while (text.len > 0) {
		ptrdiff_t at = str_find(text, STR("${"));
		size_t before = at < 0 ? text.len : (size_t)at;
		bool literal = at > 0 && text.at[at - 1] == '$';

		buf_add(out, text.at, before - literal);
		text = str_from(text.at + before, text.len - before);
		if (at < 0)
			break;
		const char *close = memchr(text.at, '}', text.len);
		if (literal) {
			buf_add_text(out, "${");
			text = str_from(text.at + 2, text.len - 2);
			continue;
		}
		if (!close)
			return err_set(err, EXIT_MISMATCH, "${ without }: write ${NAME} or ${NAME:-DEFAULT}; $${ for the characters themselves");
		if (expand_one(str_from(text.at + 2, (size_t)(close - text.at) - 2), lookup, out, err) < 0)
			return -1;
		text = str_from(close + 1, text.len - (size_t)(close + 1 - text.at));
	}
	return 0;
}
