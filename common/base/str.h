/*
 * str: a borrowed run of bytes. It owns nothing and need not end in NUL; whoever
 * hands one out says how long it stays valid. at == NULL means "absent".
 */
#ifndef LEAT_BASE_STR_H
#define LEAT_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
	const char *at;
	size_t len;
};

#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
#define STR_NONE ((struct str){ NULL, 0 })
/* For printf's "%.*s". */
#define STR_ARG(s) (int)(s).len, (s).at ? (s).at : ""

static inline struct str str_of(const char *text)
{
	return (struct str){ text, text ? strlen(text) : 0 };
}

static inline struct str str_from(const void *at, size_t len)
{
	return (struct str){ at, len };
}

static inline bool str_eq(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static inline bool str_is(struct str a, const char *text)
{
	return str_eq(a, str_of(text));
}

/* ASCII letters compare without case; other bytes exactly. */
bool str_eq_nocase(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_starts_nocase(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
/* Without leading and trailing ASCII white space. */
struct str str_trim(struct str s);
/* Offset of the first `needle` in `s`, or -1. An empty needle is at 0. */
ptrdiff_t str_find(struct str s, struct str needle);

#endif
