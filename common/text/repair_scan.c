#include "text/repair_scan.h"
#include "text/repair_tables.h"
#include "text/utf8.h"

#include <stdbool.h>
#include <string.h>

enum { FIRST_FOREIGN = 0xe3 }; /* lead byte of U+3000: no code page has what comes from here */

/* Code pages in which `c` may stand behind a lead: what a lost byte left may in all. Blanks and
 * "?" are only looked at in company. */
static unsigned follows(uint32_t c)
{
	return c == UTF8_BAD ? ~0u : repair_chars[repair_id(c)].follow;
}

/* Is the character at p (a lead byte over 0x7F) a suspect? */
static bool suspect(const char *p, const char *end)
{
	const char *next = p;
	uint32_t c = utf8_next(&next, end), after;

	if (c >= 0x80 && c < 0xa0)
		return true;
	const struct repair_char *lead = &repair_chars[repair_id(c)];

	if (lead->lead == 0 || next == end)
		return false;
	after = utf8_next(&next, end);
	/* But for "Ã ", which is "à" behind a small letter. */
	if (after == ' ')
		return c == 0xc3;
	unsigned both = lead->lead & follows(after);

	if (both & ~(unsigned)lead->long_lead)
		return true;
	return both && next < end && (both & follows(utf8_next(&next, end)));
}

const char *repair_next_suspect_portable(const char *p, const char *end)
{
	for (; (p = utf8_skip_ascii(p, end)) < end; p++)
		if ((unsigned char)*p >= 0xc2 && (unsigned char)*p < FIRST_FOREIGN && suspect(p, end))
			return p;
	return end;
}

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

/* A suspect ends where a continuation byte meets a lead byte, at "\x83 " (of "Ã "), or is C2
 * with a byte below A0. All are rare in Latin text. */
__attribute__((target("avx2"))) static const char *next_avx2(const char *p, const char *end)
{
#define BYTES(c) _mm256_set1_epi8((char)(c))
	const char *start = p;

	for (; end - p >= 33; p += 32) {
		__m256i v = _mm256_loadu_si256((const __m256i *)(const void *)p);
		__m256i n = _mm256_loadu_si256((const __m256i *)(const void *)(p + 1));

		if (_mm256_movemask_epi8(v) == 0) {
			p = utf8_skip_ascii(p + 32, end) - 32;
			continue;
		}
		__m256i meet = _mm256_and_si256(_mm256_cmpgt_epi8(BYTES(0xc0), v),
			_mm256_cmpeq_epi8(_mm256_max_epu8(n, BYTES(0xc2)), n));
		__m256i blank = _mm256_and_si256(_mm256_cmpeq_epi8(v, BYTES(0x83)), _mm256_cmpeq_epi8(n, BYTES(' ')));
		__m256i control = _mm256_and_si256(_mm256_cmpeq_epi8(v, BYTES(0xc2)), _mm256_cmpgt_epi8(BYTES(0xa0), n));
		unsigned hits = (unsigned)_mm256_movemask_epi8(_mm256_or_si256(_mm256_or_si256(meet, blank), control));

		for (; hits; hits &= hits - 1) {
			const char *at = p + __builtin_ctz(hits);

			while (at > start && (*at & 0xc0) == 0x80)
				at--;
			if ((*at & 0x80) && (unsigned char)*at < FIRST_FOREIGN && suspect(at, end))
				return at;
		}
	}
#undef BYTES
	/* A suspect may have begun in the last vector. */
	while (p > start && p < end && (*p & 0xc0) == 0x80)
		p--;
	return repair_next_suspect_portable(p, end);
}
#else
static const char *next_avx2(const char *p, const char *end)
{
	return repair_next_suspect_portable(p, end);
}
#endif

const char *repair_next_suspect(const char *p, const char *end)
{
	return utf8_has_avx2() ? next_avx2(p, end) : repair_next_suspect_portable(p, end);
}
