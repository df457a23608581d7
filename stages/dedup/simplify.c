#include "simplify.h"

#include "base/num.h"
#include "text/unicode.h"
#include "text/utf8.h"

#include <stdbool.h>
#include <stdint.h>

enum class { KEEP, GONE, DIGIT, WIDE };

/* Of a byte. White space is kept; other control characters go, as ASCII punctuation does. */
static enum class class_of(unsigned char c)
{
	if (c >= 0x80)
		return WIDE;
	if (c >= '0' && c <= '9')
		return DIGIT;
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ' || (c >= '\t' && c <= '\r'))
		return KEEP;
	return GONE;
}

/* The punctuation beyond ASCII that datatrove names, in order. */
static const uint16_t punctuation[] = {
	0xab, 0xb4, 0xbb, 0x2013, 0x2014, 0x2019, 0x201c, 0x201d, 0x201e, 0x2026, 0x2236, 0x2501, 0x25ba, 0x3001, 0x3002, 0x3008, 0x300a,
	0x300b, 0x300c, 0x300d, 0x3010, 0x3011, 0xff01, 0xff05, 0xff08, 0xff09, 0xff0c, 0xff0e, 0xff11, 0xff1a, 0xff1b, 0xff1f, 0xff5e,
};

static bool is_gone(uint32_t c)
{
	size_t low = 0, high = sizeof punctuation / sizeof *punctuation;

	if (c < 0xa0)
		return true;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (punctuation[middle] == c)
			return true;
		if (punctuation[middle] < c)
			low = middle + 1;
		else
			high = middle;
	}
	return unicode_row(c)->flags & UNICODE_MARK;
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* How many of eight bytes, from the first on, are ASCII letters or spaces. Each byte's highest
 * bit is made to say so: below 0x80 an addition does not reach the next byte. */
static unsigned count_kept(const char *at)
{
	uint64_t bytes = num_load64(at), low = (bytes | EACH(0x20)) & EACH(0x7f);
	uint64_t letter = (low + EACH(0x80 - 'a')) & ~(low + EACH(0x7f - 'z'));
	uint64_t other = (bytes & EACH(0x7f)) ^ EACH(' '), space = ~(other + EACH(0x7f));
	uint64_t gone = (~(letter | space) | bytes) & EACH(0x80);

	return gone ? (unsigned)__builtin_ctzll(gone) / 8 : 8;
}

void simplify(struct str text, struct buf *out)
{
	const char *at = text.at, *end = text.at + text.len;
	bool digit = false;
	char *to;

	buf_reset(out);
	to = buf_reserve(out, text.len + 8);
	while (at < end) {
		const char *begin = at;
		unsigned kept = end - at >= 8 ? count_kept(at) : 0;
		enum class class;

		if (kept > 0) {
			memcpy(to, at, 8);
			to += kept;
			at += kept;
			digit = false;
			continue;
		}
		class = class_of((unsigned char)*at);
		if (class != WIDE) {
			*to = class == DIGIT ? '0' : *at;
			to += class == KEEP || (class == DIGIT && !digit);
			digit = class == DIGIT || (class == GONE && digit);
			at++;
			continue;
		}
		if (is_gone(utf8_next(&at, end)))
			continue;
		memcpy(to, begin, (size_t)(at - begin));
		to += at - begin;
		digit = false;
	}
	out->len = (size_t)(to - out->data);
}
