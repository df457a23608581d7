#include "text/url.h"

#include "base/num.h"

static const struct {
	struct str scheme;
	unsigned port;
} schemes[] = {
	{ { "http", 4 }, 80 }, { { "https", 5 }, 443 }, { { "ftp", 3 }, 21 }, { { "ws", 2 }, 80 }, { { "wss", 3 }, 443 },
};

/* What is escaped besides controls and bytes over 0x7E ("percent-encode sets"). */
static const char path_escapes[] = " \"#<>?^`{}";
static const char query_escapes[] = " \"#<>'";
static const char user_escapes[] = " \"#<>?^`{}/:;=@[\\]|";

static void add_escaped(struct str s, const char *escapes, struct buf *out)
{
	static const char hex[] = "0123456789ABCDEF";
	char *at = buf_reserve(out, s.len * 3 + 1);

	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if (c < 0x20 || c > 0x7e || strchr(escapes, c)) {
			*at++ = '%';
			*at++ = hex[c >> 4];
			*at++ = hex[c & 15];
		} else {
			*at++ = (char)c;
		}
	}
	out->len = (size_t)(at - out->data);
}

/* Takes what is before the first byte of `ends` off *s; the byte stays. */
static struct str take_until(struct str *s, const char *ends)
{
	size_t i = 0;

	while (i < s->len && !(s->at[i] && strchr(ends, s->at[i])))
		i++;
	struct str taken = str_from(s->at, i);

	*s = str_from(s->at + i, s->len - i);
	return taken;
}

static struct str after(struct str s, size_t n)
{
	return str_from(s.at + n, s.len - n);
}

/* Without controls and blanks around it, and without tabs and line ends within. */
static void strip(struct str url, struct buf *out)
{
	while (url.len > 0 && (unsigned char)url.at[0] <= ' ')
		url = after(url, 1);
	while (url.len > 0 && (unsigned char)url.at[url.len - 1] <= ' ')
		url.len--;
	for (size_t i = 0; i < url.len; i++)
		if (url.at[i] != '\t' && url.at[i] != '\n' && url.at[i] != '\r')
			buf_add_byte(out, url.at[i]);
}

/* "." is 1, ".." is 2, in every way that they can be escaped; anything else is 0. */
static int dots(struct str segment)
{
	int count = 0;

	while (segment.len > 0) {
		if (segment.at[0] == '.')
			segment = after(segment, 1);
		else if (str_starts_nocase(segment, STR("%2e")))
			segment = after(segment, 3);
		else
			return 0;
		if (++count > 2)
			return 0;
	}
	return count;
}

static void add_path(struct str path, struct buf *out)
{
	size_t root = out->len;

	if (path.len > 0)
		path = after(path, 1);
	for (;;) {
		struct str segment = take_until(&path, "/\\");
		int step = dots(segment);
		bool last = path.len == 0;

		if (step == 2)
			while (out->len > root && out->data[--out->len] != '/')
				;
		if (step == 0) {
			buf_add_byte(out, '/');
			add_escaped(segment, path_escapes, out);
		}
		if (last) {
			if (step != 0)
				buf_add_byte(out, '/');
			return;
		}
		path = after(path, 1);
	}
}

static bool tracks(struct str parameter, const struct url_tracking *tracking)
{
	struct str name = take_until(&parameter, "=");

	for (size_t i = 0; tracking && i < tracking->count; i++) {
		struct str pattern = tracking->names[i];

		if (str_ends(pattern, STR("*"))) {
			pattern.len--;
			if (str_starts(name, pattern))
				return true;
		} else if (str_eq(name, pattern)) {
			return true;
		}
	}
	return false;
}

static void add_query(struct str query, const struct url_tracking *tracking, struct buf *out)
{
	size_t start = out->len;
	char mark = '?';

	while (query.len > 0) {
		struct str parameter = take_until(&query, "&");

		if (!tracks(parameter, tracking) && (parameter.len > 0 || mark == '&')) {
			buf_add_byte(out, mark);
			add_escaped(parameter, query_escapes, out);
			mark = '&';
		}
		if (query.len > 0)
			query = after(query, 1);
	}
	while (out->len > start && out->data[out->len - 1] == '&')
		out->len--;
}

static bool add_port(struct str port, unsigned usual, struct buf *out)
{
	uint64_t number = 0;

	if (port.len == 0)
		return true;
	if (!num_u64(port, &number) || number > 65535)
		return false;
	if (number != usual)
		buf_addf(out, ":%u", (unsigned)number);
	return true;
}

static bool add_authority(struct str authority, unsigned usual_port, struct buf *out)
{
	const char *at = memrchr(authority.at, '@', authority.len);

	if (at) {
		struct str user = str_from(authority.at, (size_t)(at - authority.at));
		struct str name = take_until(&user, ":");

		authority = after(authority, (size_t)(at - authority.at) + 1);
		add_escaped(name, user_escapes, out);
		if (user.len > 1) {
			buf_add_byte(out, ':');
			add_escaped(after(user, 1), user_escapes, out);
		}
		if (name.len > 0 || user.len > 1)
			buf_add_byte(out, '@');
	}
	/* The colons of an IPv6 address are within its brackets. */
	const char *bracket = memchr(authority.at, ']', authority.len);
	size_t from = bracket ? (size_t)(bracket - authority.at) : 0;
	const char *colon = memchr(authority.at + from, ':', authority.len - from);
	size_t host = colon ? (size_t)(colon - authority.at) : authority.len;

	return url_host(str_from(authority.at, host), out) &&
	       add_port(colon ? after(authority, host + 1) : str_from(authority.at, 0), usual_port, out);
}

/* `url` is stripped. */
static bool canonical(struct str url, const struct url_tracking *tracking, struct buf *out)
{
	struct str scheme = take_until(&url, ":/\\?#");
	size_t known = 0, count = sizeof schemes / sizeof *schemes;

	while (known < count && !str_eq_nocase(scheme, schemes[known].scheme))
		known++;
	if (known == count || url.len == 0 || url.at[0] != ':')
		return false;
	buf_add_str(out, schemes[known].scheme);
	buf_add_text(out, "://");
	for (url = after(url, 1); url.len > 0 && (url.at[0] == '/' || url.at[0] == '\\');)
		url = after(url, 1);
	if (!add_authority(take_until(&url, "/\\?#"), schemes[known].port, out))
		return false;
	add_path(take_until(&url, "?#"), out);
	if (url.len > 0 && url.at[0] == '?') {
		url = after(url, 1);
		add_query(take_until(&url, "#"), tracking, out);
	}
	return true;
}

struct str url_host_of(struct str url)
{
	ptrdiff_t scheme = str_find(url, STR("://"));

	if (scheme < 0)
		return STR("");
	struct str host = str_from(url.at + scheme + 3, url.len - (size_t)scheme - 3);
	for (size_t i = 0; i < host.len; i++)
		if (strchr("/?#", host.at[i]))
			host.len = i;
	for (size_t i = 0; i < host.len; i++)
		if (host.at[i] == '@')
			host = str_from(host.at + i + 1, host.len - i - 1);
	const char *port = host.len > 0 && host.at[0] != '[' ? memchr(host.at, ':', host.len) : NULL;
	if (port)
		host.len = (size_t)(port - host.at);
	return host;
}

struct str url_host_above(struct str host)
{
	const char *dot = memchr(host.at, '.', host.len);
	size_t skip = dot ? (size_t)(dot - host.at) + 1 : host.len;

	return str_from(host.at + skip, host.len - skip);
}

bool url_canonical(struct str url, const struct url_tracking *tracking, struct buf *out)
{
	struct buf stripped = BUF_INIT;
	size_t before = out->len;
	bool done = false;

	if (url.len > 0 && url.len <= URL_MAX) {
		strip(url, &stripped);
		done = canonical(buf_str(&stripped), tracking, out);
	}
	if (!done)
		out->len = before;
	buf_release(&stripped);
	return done;
}

/* "mailto:", "http:": a letter, and then letters, digits, "+", "-", "." before a colon. */
static bool has_scheme(struct str url)
{
	for (size_t i = 0; i < url.len; i++) {
		char c = url.at[i];
		bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';

		if (c == ':')
			return i > 0;
		if (!letter && (i == 0 || !strchr("0123456789+-.", c) || c == '\0'))
			return false;
	}
	return false;
}

/* How much of the absolute URL `base` a relative reference keeps. */
static size_t kept_of(struct str base, struct str reference)
{
	struct str rest = base;
	size_t host = take_until(&rest, ":").len + 3; /* "://" */
	size_t path, query, slash;

	rest = after(base, host);
	path = host + take_until(&rest, "/\\?#").len;
	take_until(&rest, "?#");
	query = base.len - rest.len;
	if (str_starts(reference, STR("//")))
		return host - 2;
	if (reference.at[0] == '/')
		return path;
	if (reference.at[0] == '?')
		return query;
	for (slash = query; slash > path && base.at[slash - 1] != '/'; slash--)
		;
	return slash;
}

bool url_resolve(struct str base, struct str reference, struct buf *out)
{
	struct buf whole = BUF_INIT;
	bool done = false;

	reference = str_trim(reference);
	if (has_scheme(reference)) {
		buf_add_str(out, reference);
		return true;
	}
	if (url_canonical(base, NULL, &whole)) {
		struct buf joined = BUF_INIT;

		if (reference.len > 0 && reference.at[0] != '#') {
			struct str kept = buf_str(&whole);

			kept.len = kept_of(kept, reference);
			buf_add_str(&joined, kept);
			buf_add_str(&joined, reference);
		} else {
			buf_swap(&joined, &whole);
		}
		done = url_canonical(buf_str(&joined), NULL, out);
		buf_release(&joined);
	}
	buf_release(&whole);
	return done;
}
