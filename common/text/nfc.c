#include "text/nfc.h"
#include "text/nfc_table.h"
#include "text/utf8.h"

#ifdef HAVE_LIBUTF8PROC
#include <utf8proc.h>
#endif

enum {
	UNSTABLE = 255,
	/* Reordering marks is quadratic in the library. */
	SPAN_MAX = 256,
};

static unsigned property(uint32_t c)
{
	return nfc_block[nfc_index[c >> 7] * 128u + (c & 127)];
}

/* Lead bytes whose characters all pass: up to U+02FF, U+0400 to U+047F (most of Cyrillic) and
 * U+4000 to U+9FFF (most of Han). Continuation bytes pass with their lead. */
static bool passes(unsigned char c)
{
	return c < 0xcc || c == 0xd0 || c == 0xd1 || (c >= 0xe4 && c <= 0xe9);
}

static const char *skip_passing_portable(const char *p, const char *end)
{
	while (p < end && passes((unsigned char)*p))
		p++;
	return p;
}

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

/* The same set by nibbles: one bit for each of the rows C0, D0, E0 and F0. */
__attribute__((target("avx2"))) static const char *skip_passing_avx2(const char *p, const char *end)
{
	enum { C = 1, D = 2, E = 4, F = 8 };
	const __m256i rows = _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, C, D, E, F));
	const __m256i columns = _mm256_broadcastsi128_si256(_mm_setr_epi8(E | F, E | F, D | E | F, D | E | F, D | F, D | F,
		D | F, D | F, D | F, D | F, D | E | F, D | E | F, C | D | E | F, C | D | E | F, C | D | E | F, C | D | E | F));
	const __m256i nibble = _mm256_set1_epi8(0x0f);

	for (; end - p >= 32; p += 32) {
		__m256i v = _mm256_loadu_si256((const __m256i *)(const void *)p);

		if (_mm256_movemask_epi8(v) == 0) {
			p = utf8_skip_ascii(p + 32, end) - 32;
			continue;
		}
		__m256i row = _mm256_shuffle_epi8(rows, _mm256_and_si256(_mm256_srli_epi16(v, 4), nibble));
		__m256i column = _mm256_shuffle_epi8(columns, _mm256_and_si256(v, nibble));
		__m256i pass = _mm256_cmpeq_epi8(_mm256_and_si256(row, column), _mm256_setzero_si256());
		unsigned hits = ~(unsigned)_mm256_movemask_epi8(pass);

		if (hits)
			return p + __builtin_ctz(hits);
	}
	return skip_passing_portable(p, end);
}
#else
static const char *skip_passing_avx2(const char *p, const char *end)
{
	return skip_passing_portable(p, end);
}
#endif

/* Moves to the next lead byte that has to be looked up. */
typedef const char *skip_fn(const char *p, const char *end);

/* The start of the code point before `p`. */
static const char *step_back(const char *p, const char *start)
{
	do
		p--;
	while (p > start && (*p & 0xc0) == 0x80);
	return p;
}

static size_t quick_check(struct str s, skip_fn *skip_passing)
{
	const char *p = s.at, *end = p + s.len, *stable = NULL;
	unsigned last = 0;

	while (p < end) {
		const char *at = p;

		if (passes((unsigned char)*p)) {
			p = skip_passing(p, end);
			stable = NULL; /* the code point just before p */
			last = 0;
			continue;
		}
		unsigned class = property(utf8_next(&p, end));

		if (class == 0) {
			stable = at;
			last = 0;
			continue;
		}
		if (!stable)
			stable = at > s.at ? step_back(at, s.at) : at;
		if (class == UNSTABLE || class < last)
			return (size_t)(stable - s.at);
		last = class;
	}
	return s.len;
}

size_t nfc_quick_check(struct str s)
{
	return quick_check(s, utf8_has_avx2() ? skip_passing_avx2 : skip_passing_portable);
}

size_t nfc_quick_check_portable(struct str s)
{
	return quick_check(s, skip_passing_portable);
}

#ifdef HAVE_LIBUTF8PROC
/* The end of the span that begins at p: the next stable starter, or SPAN_MAX code points. */
static const char *span_end(const char *p, const char *end)
{
	utf8_next(&p, end);
	for (unsigned n = 1; p < end && n < SPAN_MAX; n++) {
		const char *next = p;

		if (property(utf8_next(&next, end)) == 0)
			break;
		p = next;
	}
	return p;
}

static void compose_span(const char *p, const char *end, utf8proc_option_t options, struct buf *out)
{
	/* No code point has more than 18 in its full decomposition. */
	utf8proc_int32_t points[SPAN_MAX * 18];
	utf8proc_ssize_t n = utf8proc_decompose((const utf8proc_uint8_t *)p, end - p, points,
		sizeof points / sizeof *points, options);

	if (n > 0 && (size_t)n <= sizeof points / sizeof *points)
		n = utf8proc_normalize_utf32(points, n, options);
	if (n <= 0 || (size_t)n > sizeof points / sizeof *points) {
		buf_add(out, p, (size_t)(end - p));
		return;
	}
	char *at = buf_reserve(out, (size_t)n * 4);

	for (utf8proc_ssize_t i = 0; i < n; i++)
		at += utf8_put((uint32_t)points[i], at);
	out->len = (size_t)(at - out->data);
}

static bool combines_as_markup(char c)
{
	return c == '<' || c == '=' || c == '>';
}

static void append_compatible(struct str s, struct buf *out)
{
	const char *p = s.at, *end = p + s.len;
	const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT;

	while (p < end) {
		const char *from = p;

		while (p < end && !(*p & 0x80))
			p++;
		/* The last ASCII character may take a mark. */
		if (p < end && p > from)
			p--;
		buf_add(out, from, (size_t)(p - from));
		if (p == end)
			break;
		from = p;
		do
			p = span_end(p, end);
		while (p < end && (*p & 0x80) && p - from < SPAN_MAX);
		compose_span(from, p, options, out);
	}
}

void nfc_append(struct str s, enum nfc_form form, struct buf *out)
{
	const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE;

	if (form == NFC_COMPATIBILITY) {
		append_compatible(s, out);
		return;
	}
	while (s.len > 0) {
		size_t good = nfc_quick_check(s);

		buf_add(out, s.at, good);
		s = str_from(s.at + good, s.len - good);
		if (s.len == 0)
			break;
		const char *end = span_end(s.at, s.at + s.len);

		if (form == NFC_MARKUP && combines_as_markup(s.at[0])) {
			buf_add_byte(out, s.at[0]);
			s = str_from(s.at + 1, s.len - 1);
			if (s.at == end)
				continue;
		}
		compose_span(s.at, end, options, out);
		s = str_from(end, s.len - (size_t)(end - s.at));
	}
}

bool nfc_composes(void)
{
	return true;
}
#else
void nfc_append(struct str s, enum nfc_form form, struct buf *out)
{
	(void)form;
	buf_add_str(out, s);
}

bool nfc_composes(void)
{
	return false;
}
#endif

void nfc_mend(size_t from, struct buf *text)
{
	if (text->len == from)
		return;
	struct str s = str_from(text->data + from, text->len - from);
	if (nfc_quick_check(s) == s.len)
		return;
	struct buf composed = BUF_INIT;
	nfc_append(s, NFC_TEXT, &composed);
	text->len = from;
	buf_add_str(text, buf_str(&composed));
	buf_release(&composed);
}
