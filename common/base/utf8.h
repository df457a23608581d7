/*
 * utf8: is it UTF-8, the next code point, and how many there are.
 */
#ifndef LEAT_BASE_UTF8_H
#define LEAT_BASE_UTF8_H

#include "base/num.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_BAD 0xfffdu

/* Decodes one code point at *at (which must be before `end`) and moves *at behind it. An
 * ill-formed sequence gives UTF8_BAD and moves over its maximal subpart (Unicode 3.9,
 * the WHATWG decoder). */
static inline uint32_t utf8_next(const char **at, const char *end)
{
	const unsigned char *p = (const unsigned char *)*at, *e = (const unsigned char *)end;
	uint32_t c = *p++;
	unsigned more, low = 0x80, high = 0xbf;

	if (c < 0x80) {
		*at = (const char *)p;
		return c;
	}
	if (c >= 0xc2 && c <= 0xdf) {
		more = 1;
		c &= 0x1f;
	} else if ((c & 0xf0) == 0xe0) {
		low = c == 0xe0 ? 0xa0 : 0x80;
		high = c == 0xed ? 0x9f : 0xbf;
		more = 2;
		c &= 0x0f;
	} else if (c >= 0xf0 && c <= 0xf4) {
		low = c == 0xf0 ? 0x90 : 0x80;
		high = c == 0xf4 ? 0x8f : 0xbf;
		more = 3;
		c &= 0x07;
	} else {
		*at = (const char *)p;
		return UTF8_BAD;
	}
	for (; more > 0; more--) {
		if (p >= e || *p < low || *p > high) {
			*at = (const char *)p;
			return UTF8_BAD;
		}
		c = c << 6 | (*p++ & 0x3f);
		low = 0x80;
		high = 0xbf;
	}
	*at = (const char *)p;
	return c;
}

/* The first byte at or behind `p` that is not ASCII, or `end`. */
static inline const char *utf8_skip_ascii(const char *p, const char *end)
{
	const uint64_t high = 0x8080808080808080u;

	for (; end - p >= 64; p += 64) {
		uint64_t any = 0;

		for (int i = 0; i < 64; i += 8)
			any |= num_load64(p + i);
		if (any & high)
			break;
	}
	for (; end - p >= 8 && !(num_load64(p) & high); p += 8)
		;
	while (p < end && !(*p & 0x80))
		p++;
	return p;
}

/* Is `s` well-formed UTF-8? With AVX2 where the processor has it. */
bool utf8_valid(struct str s);
/* The two ways of it. The AVX2 one may only be called where utf8_has_avx2() says so. */
bool utf8_valid_portable(struct str s);
bool utf8_valid_avx2(struct str s);
bool utf8_has_avx2(void);
/* Bytes before the first ill-formed sequence; s.len if there is none. */
size_t utf8_valid_prefix(struct str s);
/* Code points in `s`: the bytes that continue none. */
size_t utf8_count(struct str s);
/* Byte offset of code point number `index`; s.len if there are no more. */
size_t utf8_offset(struct str s, size_t index);

#endif
