#include "text/charset.h"
#include "text/charset_table.h"
#include "text/utf8.h"

#include <errno.h>
#include <iconv.h>

static const char replacement[] = "\xef\xbf\xbd";

static void add_replacement(struct buf *out, struct decode_faults *faults)
{
	buf_add(out, replacement, 3);
	faults->ill_formed++;
}

static void decode_single(unsigned table, struct str body, struct buf *out, struct decode_faults *faults)
{
	const uint16_t *row = charset_single_byte[table];
	const unsigned char *p = (const unsigned char *)body.at, *end = p + body.len;
	char *at = buf_reserve(out, body.len * 3 + 1);

	for (; p < end; p++) {
		uint32_t c = *p < 0x80 ? *p : row[*p - 0x80];

		faults->ill_formed += c == UTF8_BAD;
		at += utf8_put(c, at);
	}
	out->len = (size_t)(at - out->data);
}

static void decode_utf16(bool big, struct str body, struct buf *out, struct decode_faults *faults)
{
	const unsigned char *p = (const unsigned char *)body.at, *end = p + (body.len & ~(size_t)1);
	char *at = buf_reserve(out, body.len * 2 + 4);
	unsigned high = 0;

	for (; p < end; p += 2) {
		unsigned unit = big ? (unsigned)p[0] << 8 | p[1] : (unsigned)p[1] << 8 | p[0];

		if (high && (unit & 0xfc00) == 0xdc00) {
			at += utf8_put(0x10000 + ((high & 0x3ff) << 10 | (unit & 0x3ff)), at);
			high = 0;
			continue;
		}
		if (high) {
			at += utf8_put(UTF8_BAD, at);
			faults->ill_formed++;
		}
		high = (unit & 0xfc00) == 0xd800 ? unit : 0;
		if (high)
			continue;
		faults->ill_formed += (unit & 0xfc00) == 0xdc00;
		at += utf8_put(unit, at);
	}
	out->len = (size_t)(at - out->data);
	if (high || (body.len & 1))
		add_replacement(out, faults);
}

/* `euro`: a lone byte 80, as windows-936 has it (WHATWG's GBK). */
static void decode_iconv(const char *name, bool euro, struct str body, struct buf *out, struct decode_faults *faults)
{
	iconv_t cd = iconv_open("UTF-8", name);
	char *from = (char *)(uintptr_t)body.at;
	size_t left = body.len;

	/* A C library without this code page: nothing is known but the ASCII in it. */
	if (cd == (iconv_t)-1) {
		charset_decode_utf8(body, out, faults);
		return;
	}
	while (left > 0) {
		char *to = buf_reserve(out, left * 2 + 64);
		size_t room = out->cap - out->len;
		size_t status = iconv(cd, &from, &left, &to, &room);

		out->len = (size_t)(to - out->data);
		if (status != (size_t)-1 || errno == E2BIG)
			continue;
		if (euro && left > 0 && (unsigned char)*from == 0x80) {
			buf_add(out, "\xe2\x82\xac", 3);
			from++;
			left--;
			continue;
		}
		add_replacement(out, faults);
		/* Some converters fail with everything consumed. */
		if (errno == EINVAL || left == 0)
			break;
		/* An ASCII byte behind a bad lead byte is itself (WHATWG). */
		size_t skip = left > 1 && (from[0] & 0x80) && (from[1] & 0x80) ? 2 : 1;

		from += skip;
		left -= skip;
	}
	iconv_close(cd);
}

void charset_decode(enum charset charset, struct str body, struct buf *out, struct decode_faults *faults)
{
	const struct charset_encoding *encoding;

	if (charset >= CHARSET_COUNT)
		charset = CHARSET_UTF_8;
	encoding = &charset_encodings[charset];
	switch (encoding->codec) {
	case CODEC_SINGLE:
		decode_single(encoding->table, body, out, faults);
		break;
	case CODEC_UTF16LE:
	case CODEC_UTF16BE:
		decode_utf16(encoding->codec == CODEC_UTF16BE, body, out, faults);
		break;
	case CODEC_ICONV:
		decode_iconv(encoding->iconv_name, charset == CHARSET_GBK || charset == CHARSET_GB18030, body, out, faults);
		break;
	case CODEC_UTF8:
		charset_decode_utf8(body, out, faults);
		break;
	}
}
