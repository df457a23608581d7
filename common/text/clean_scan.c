#include "text/clean_scan.h"
#include "text/utf8.h"

/* Does the sequence at p (lead byte over 0x7F) need a look? Only these leads can: C2 (C1
 * controls, no-break space), E1 9A/A0, E2 80/81, E3 80 80, EF B7/BB/BF, F0 to F4 (their
 * noncharacters end in BF BE and BF BF; tags begin with F3 A0). */
static bool lead_needs_look(const unsigned char *p, const unsigned char *end)
{
	unsigned second = end - p > 1 ? p[1] : 0, third = end - p > 2 ? p[2] : 0;

	switch (p[0]) {
	case 0xc2:
		return second <= 0xa0;
	case 0xe1:
		return second == 0x9a || second == 0xa0;
	case 0xe2:
		return (second == 0x80 && (third <= 0x8d || third >= 0xa8)) || (second == 0x81 && third >= 0x9f);
	case 0xe3:
		return second == 0x80 && third == 0x80;
	case 0xef:
		return second == 0xb7 || second == 0xbb || second == 0xbf;
	default:
		return p[0] >= 0xf0 && (p[0] == 0xf3 || (second & 0x0f) == 0x0f);
	}
}

static bool needs_look(const unsigned char *p, const unsigned char *end, bool plain)
{
	unsigned c = *p;

	if (c > ' ' && c < 0x7f)
		return false;
	if (c >= 0x80)
		return lead_needs_look(p, end);
	if (!plain)
		return c == 0x7f || c < '\t' || c == 0x0b || (c > '\r' && c < ' ');
	if (c == ' ' || c == '\n')
		return end - p == 1 || p[1] <= ' ';
	return true;
}

const char *clean_next_portable(const char *at, const char *stop, bool plain)
{
	const unsigned char *p = (const unsigned char *)at, *end = (const unsigned char *)stop;

	while (p < end && !needs_look(p, end, plain))
		p++;
	return (const char *)p;
}

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

/* Which of these leads may need a look, by the nibbles of the byte and, for the two leads that
 * are frequent in Latin and East Asian text, by the byte behind. */
__attribute__((target("avx2"))) static inline unsigned candidates(const char *p, bool plain)
{
#define BYTES(c) _mm256_set1_epi8((char)(c))
	const __m256i v = _mm256_loadu_si256((const __m256i *)(const void *)p);
	const __m256i next = _mm256_loadu_si256((const __m256i *)(const void *)(p + 1));
	__m256i low = _mm256_cmpeq_epi8(_mm256_min_epu8(v, BYTES(' ')), v); /* <= 0x20 */
	__m256i hit = _mm256_cmpeq_epi8(v, BYTES(0x7f));

	if (plain) {
		__m256i low_next = _mm256_cmpeq_epi8(_mm256_min_epu8(next, BYTES(' ')), next);
		__m256i usual = _mm256_or_si256(_mm256_cmpeq_epi8(v, BYTES(' ')), _mm256_cmpeq_epi8(v, BYTES('\n')));

		hit = _mm256_or_si256(hit, _mm256_andnot_si256(_mm256_andnot_si256(low_next, usual), low));
	} else {
		__m256i space = _mm256_or_si256(_mm256_or_si256(_mm256_cmpeq_epi8(v, BYTES(' ')), _mm256_cmpeq_epi8(v, BYTES('\n'))),
			_mm256_or_si256(_mm256_cmpeq_epi8(v, BYTES('\t')), _mm256_cmpeq_epi8(v, BYTES('\r'))));

		hit = _mm256_or_si256(hit, _mm256_andnot_si256(space, low));
	}
	__m256i c2 = _mm256_and_si256(_mm256_cmpeq_epi8(v, BYTES(0xc2)), _mm256_cmpeq_epi8(_mm256_min_epu8(next, BYTES(0xa0)), next));
	__m256i e2 = _mm256_and_si256(_mm256_cmpeq_epi8(v, BYTES(0xe2)), _mm256_cmpeq_epi8(_mm256_min_epu8(next, BYTES(0x81)), next));
	__m256i e3 = _mm256_and_si256(_mm256_cmpeq_epi8(v, BYTES(0xe3)), _mm256_cmpeq_epi8(next, BYTES(0x80)));
	__m256i e1 = _mm256_cmpeq_epi8(v, BYTES(0xe1));
	__m256i top = _mm256_cmpeq_epi8(_mm256_max_epu8(v, BYTES(0xef)), v);

	hit = _mm256_or_si256(_mm256_or_si256(hit, c2), _mm256_or_si256(_mm256_or_si256(e2, e3), _mm256_or_si256(e1, top)));
#undef BYTES
	return (unsigned)_mm256_movemask_epi8(hit);
}

/* For markup: steps over 64 bytes at a time as long as no byte has the nibbles of one that may
 * need a look: 00 to 1F but for tab, line feed, form feed and return; 7F; the leads C2, E1 to E3, EF and up. */
__attribute__((target("avx2"))) static const char *skip_usual(const char *p, const char *end)
{
	enum { ROW_0 = 1, ROW_1 = 2, ROW_7 = 4, ROW_C = 8, ROW_E = 16, ROW_F = 32, ALL = ROW_1 | ROW_F, CONTROL = ROW_0 | ALL };
	const __m256i rows = _mm256_broadcastsi128_si256(
		_mm_setr_epi8(ROW_0, ROW_1, 0, 0, 0, 0, 0, ROW_7, 0, 0, 0, 0, ROW_C, 0, ROW_E, ROW_F));
	const __m256i columns = _mm256_broadcastsi128_si256(
		_mm_setr_epi8(CONTROL, CONTROL | ROW_E, CONTROL | ROW_C | ROW_E, CONTROL | ROW_E, CONTROL, CONTROL, CONTROL,
			      CONTROL, CONTROL, ALL, ALL, CONTROL, ALL, ALL, CONTROL, CONTROL | ROW_7 | ROW_E));
	const __m256i nibble = _mm256_set1_epi8(0x0f);

	for (; end - p >= 64; p += 64) {
		__m256i v = _mm256_loadu_si256((const __m256i *)(const void *)p);
		__m256i w = _mm256_loadu_si256((const __m256i *)(const void *)(p + 32));
		__m256i hit_v = _mm256_and_si256(
			_mm256_shuffle_epi8(rows, _mm256_and_si256(_mm256_srli_epi16(v, 4), nibble)),
			_mm256_shuffle_epi8(columns, _mm256_and_si256(v, nibble)));
		__m256i hit_w = _mm256_and_si256(
			_mm256_shuffle_epi8(rows, _mm256_and_si256(_mm256_srli_epi16(w, 4), nibble)),
			_mm256_shuffle_epi8(columns, _mm256_and_si256(w, nibble)));
		__m256i hit = _mm256_or_si256(hit_v, hit_w);

		if (!_mm256_testz_si256(hit, hit))
			break;
	}
	return p;
}

__attribute__((target("avx2"))) static const char *next_avx2(const char *p, const char *end, bool plain)
{
	for (; end - p >= 33; p += 32) {
		if (!plain && (p = skip_usual(p, end), end - p < 33))
			break;
		for (unsigned hits = candidates(p, plain); hits; hits &= hits - 1) {
			const char *at = p + __builtin_ctz(hits);

			if (needs_look((const unsigned char *)at, (const unsigned char *)end, plain))
				return at;
		}
	}
	return clean_next_portable(p, end, plain);
}
#else
static const char *next_avx2(const char *p, const char *end, bool plain)
{
	return clean_next_portable(p, end, plain);
}
#endif

const char *clean_next_special(const char *p, const char *end)
{
	return utf8_has_avx2() ? next_avx2(p, end, true) : clean_next_portable(p, end, true);
}

const char *clean_next_invisible(const char *p, const char *end)
{
	return utf8_has_avx2() ? next_avx2(p, end, false) : clean_next_portable(p, end, false);
}
