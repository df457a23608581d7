#include "text/url.h"
#include "text/utf8.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <stdlib.h>

#ifdef HAVE_LIBUTF8PROC
#include <utf8proc.h>
#endif

enum {
	HOST_MAX = 1024, /* of a name before and after punycode; DNS has 253 */
};

/* Parameters of RFC 3492, section 5. */
enum {
	BASE = 36,
	T_MIN = 1,
	T_MAX = 26,
	SKEW = 38,
	DAMP = 700,
	INITIAL_BIAS = 72,
	INITIAL_N = 128,
};

static unsigned adapt(unsigned delta, unsigned points, bool first)
{
	unsigned k = 0;

	delta = first ? delta / DAMP : delta / 2;
	delta += delta / points;
	for (; delta > ((BASE - T_MIN) * T_MAX) / 2; k += BASE)
		delta /= BASE - T_MIN;
	return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

static char digit(unsigned d)
{
	return (char)(d < 26 ? 'a' + d : '0' + d - 26);
}

static void add_delta(unsigned delta, unsigned bias, struct buf *out)
{
	for (unsigned k = BASE;; k += BASE) {
		unsigned t = k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;

		if (delta < t)
			break;
		buf_add_byte(out, digit(t + (delta - t) % (BASE - t)));
		delta = (delta - t) / (BASE - t);
	}
	buf_add_byte(out, digit(delta));
}

bool url_punycode(struct str label, struct buf *out)
{
	uint32_t points[HOST_MAX];
	unsigned count = 0, done, basic = 0, delta = 0, bias = INITIAL_BIAS;
	uint32_t n = INITIAL_N;

	if (label.len > HOST_MAX)
		return false;
	for (const char *p = label.at, *end = p + label.len; p < end;) {
		points[count] = utf8_next(&p, end);
		if (points[count] < 0x80) {
			buf_add_byte(out, (char)points[count]);
			basic++;
		}
		count++;
	}
	if (basic > 0)
		buf_add_byte(out, '-');
	for (done = basic; done < count; n++, delta++) {
		uint32_t next = UINT32_MAX;

		for (unsigned i = 0; i < count; i++)
			if (points[i] >= n && points[i] < next)
				next = points[i];
		/* At most 1,024 x 0x110000: no overflow. */
		delta += (next - n) * (done + 1);
		n = next;
		for (unsigned i = 0; i < count; i++) {
			delta += points[i] < n;
			if (points[i] != n)
				continue;
			add_delta(delta, bias, out);
			bias = adapt(delta, done + 1, done == basic);
			delta = 0;
			done++;
		}
	}
	return true;
}

static int hex_value(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static void percent_decode(struct str s, struct buf *out)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '%' && s.len - i > 2 && hex_value(s.at[i + 1]) >= 0 && hex_value(s.at[i + 2]) >= 0) {
			buf_add_byte(out, (char)(hex_value(s.at[i + 1]) * 16 + hex_value(s.at[i + 2])));
			i += 2;
		} else {
			buf_add_byte(out, s.at[i]);
		}
	}
}

/* The mapping of UTS 46, nearly: NFKC and lower case (which keeps the sharp s), the full stops of
 * East Asia as ".". Without libutf8proc only ASCII is mapped. */
static void map_host(struct str s, struct buf *out)
{
#ifdef HAVE_LIBUTF8PROC
	utf8proc_uint8_t *nfkc = NULL;
	utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)s.at, (utf8proc_ssize_t)s.len, &nfkc,
		UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_IGNORE);
	const char *p = len >= 0 ? (const char *)nfkc : s.at, *end = p + (len >= 0 ? (size_t)len : s.len);
#else
	const char *p = s.at, *end = p + s.len;
#endif

	while (p < end) {
		uint32_t c = utf8_next(&p, end);
		char bytes[4];

#ifdef HAVE_LIBUTF8PROC
		c = (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
#else
		c = c >= 'A' && c <= 'Z' ? c + 32 : c;
#endif
		if (c == 0x3002 || c == 0xff0e || c == 0xff61)
			c = '.';
		buf_add(out, bytes, utf8_put(c, bytes));
	}
#ifdef HAVE_LIBUTF8PROC
	free(nfkc);
#endif
}

/* One part of an IPv4 address: decimal, octal with 0, hexadecimal with 0x. */
static bool ipv4_part(struct str s, uint64_t *value)
{
	int base = 10;

	if (s.len == 0)
		return false;
	if (str_starts(s, STR("0x"))) {
		base = 16;
		s = str_from(s.at + 2, s.len - 2);
	} else if (s.len > 1 && s.at[0] == '0') {
		base = 8;
		s = str_from(s.at + 1, s.len - 1);
	}
	*value = 0;
	for (size_t i = 0; i < s.len; i++) {
		int d = hex_value(s.at[i]);

		if (d < 0 || d >= base || *value > UINT32_MAX)
			return false;
		*value = *value * (unsigned)base + (unsigned)d;
	}
	return true;
}

static struct str last_label(struct str host)
{
	if (str_ends(host, STR(".")))
		host.len--;
	const char *dot = memrchr(host.at, '.', host.len);

	return dot ? str_from(dot + 1, host.len - (size_t)(dot - host.at) - 1) : host;
}

static bool all_digits(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
	return s.len > 0;
}

/* "The IPv4 parser". A host whose last label is a number must be an address. */
static bool add_ipv4(struct str host, struct buf *out)
{
	uint64_t parts[4], address;
	unsigned count = 0;

	if (str_ends(host, STR(".")))
		host.len--;
	for (;;) {
		const char *dot = memchr(host.at, '.', host.len);
		size_t len = dot ? (size_t)(dot - host.at) : host.len;

		if (count == 4 || !ipv4_part(str_from(host.at, len), &parts[count++]))
			return false;
		if (!dot)
			break;
		host = str_from(dot + 1, host.len - len - 1);
	}
	address = parts[count - 1];
	if (address >> (8 * (5 - count)))
		return false;
	for (unsigned i = 0; i + 1 < count; i++) {
		if (parts[i] > 255)
			return false;
		address += parts[i] << (8 * (3 - i));
	}
	buf_addf(out, "%u.%u.%u.%u", (unsigned)(address >> 24), (unsigned)(address >> 16 & 255),
		(unsigned)(address >> 8 & 255), (unsigned)(address & 255));
	return true;
}

static bool add_ipv6(struct str host, struct buf *out)
{
	char text[INET6_ADDRSTRLEN + 1];
	struct in6_addr address;

	if (host.len < 4 || host.len > sizeof text || host.at[host.len - 1] != ']')
		return false;
	memcpy(text, host.at + 1, host.len - 2);
	text[host.len - 2] = '\0';
	if (inet_pton(AF_INET6, text, &address) != 1 || !inet_ntop(AF_INET6, &address, text, sizeof text))
		return false;
	buf_addf(out, "[%s]", text);
	return true;
}

/* "Forbidden domain code points": controls, delete and these. */
static bool allowed(struct str host)
{
	for (size_t i = 0; i < host.len; i++) {
		unsigned char c = (unsigned char)host.at[i];

		if (c <= ' ' || c == 0x7f || strchr("#%/:<>?@[\\]^|", c))
			return false;
	}
	return true;
}

static bool add_name(struct str host, struct buf *out)
{
	size_t start = out->len;

	if (host.len == 0 || !allowed(host))
		return false;
	for (;;) {
		const char *dot = memchr(host.at, '.', host.len);
		struct str label = str_from(host.at, dot ? (size_t)(dot - host.at) : host.len);
		bool ascii = true;

		for (size_t i = 0; i < label.len; i++)
			ascii &= !(label.at[i] & 0x80);
		if (ascii) {
			buf_add_str(out, label);
		} else {
			buf_add_text(out, "xn--");
			if (!url_punycode(label, out))
				return false;
		}
		if (!dot)
			break;
		buf_add_byte(out, '.');
		host = str_from(dot + 1, host.len - label.len - 1);
	}
	struct str name = str_from(out->data + start, out->len - start), last = last_label(name);
	uint64_t ignored;

	if (!all_digits(last) && !(str_starts(last, STR("0x")) && ipv4_part(last, &ignored)))
		return true;
	struct buf address = BUF_INIT;
	bool is_address = add_ipv4(name, &address);

	out->len = start;
	buf_add_str(out, buf_str(&address));
	buf_release(&address);
	return is_address;
}

bool url_host(struct str host, struct buf *out)
{
	struct buf decoded = BUF_INIT, mapped = BUF_INIT;
	size_t start = out->len;
	bool done = false;

	if (host.len == 0 || host.len > HOST_MAX)
		return false;
	if (host.at[0] == '[')
		return add_ipv6(host, out);
	percent_decode(host, &decoded);
	if (utf8_valid(buf_str(&decoded))) {
		map_host(buf_str(&decoded), &mapped);
		/* NFKC can make a name three times as long and more. */
		done = mapped.len <= (size_t)HOST_MAX * 4 && add_name(buf_str(&mapped), out);
		/* What comes out is a host, too. */
		done = done && out->len - start <= HOST_MAX;
	}
	buf_release(&decoded);
	buf_release(&mapped);
	return done;
}
