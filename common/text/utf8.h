/*
 * utf8: code points and bytes. Offsets in records count code points; everything in
 * memory is bytes. The functions here (and those of base/utf8.h) read well-formed UTF-8
 * (normalize makes it so) but, whatever they are given, never read past `end`.
 */
#ifndef LEAT_TEXT_UTF8_H
#define LEAT_TEXT_UTF8_H

#include "base/utf8.h"

#include <stddef.h>
#include <stdint.h>

/* The code point that ends `s`, 0 if `s` is empty. */
static inline uint32_t utf8_last(struct str s)
{
	if (s.len == 0)
		return 0;
	const char *end = s.at + s.len, *p = end;
	do
		p--;
	while (p > s.at && ((unsigned char)*p & 0xc0) == 0x80);
	return utf8_next(&p, end);
}

/* Writes `c` (a scalar value; anything else becomes U+FFFD) to `out`, which has room for
 * 4 bytes, and returns how many it took. */
static inline size_t utf8_put(uint32_t c, char *out)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		c = UTF8_BAD;
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

#endif
