#include "text/charset.h"
#include "text/charset_table.h"
#include "text/utf8.h"

/* What one byte is in windows-1252, by where it may stand in a text. */
enum place {
	NOWHERE, /* undefined, or too rare to be believed */
	LETTER, /* beside a letter */
	OPENING, /* a word begins behind it */
	CLOSING, /* a word or sentence ends before it */
	APOSTROPHE, /* behind a letter */
	DASH, /* the same on both sides: blanks or words */
	ELLIPSIS, /* beside a word */
	BEFORE_DIGIT,
	AFTER_DIGIT,
	BETWEEN, /* no-break space: between words or marks */
	LONE, /* bullet: alone */
};

static enum place place_of(unsigned char byte)
{
	switch (byte) {
	case 0x82: case 0x84: case 0x8b: case 0x91: case 0x93: case 0xa1: case 0xab: case 0xbf:
		return OPENING;
	case 0x94: case 0x99: case 0x9b: case 0xae: case 0xbb:
		return CLOSING;
	case 0x92: case 0xb4:
		return APOSTROPHE;
	case 0x96: case 0x97:
		return DASH;
	case 0x85:
		return ELLIPSIS;
	case 0x80: case 0xa3: case 0xa7: case 0xb1:
		return BEFORE_DIGIT;
	case 0xb0: case 0xb2: case 0xb3: case 0xbc: case 0xbd: case 0xbe:
		return AFTER_DIGIT;
	case 0xa0:
		return BETWEEN;
	case 0x95: case 0xa9: case 0xb7:
		return LONE;
	case 0x8a: case 0x8c: case 0x8e: case 0x9a: case 0x9c: case 0x9e: case 0x9f: case 0xaa: case 0xba:
		return LETTER;
	default:
		return byte >= 0xc0 && byte != 0xd7 && byte != 0xf7 && byte != 0xff ? LETTER : NOWHERE;
	}
}

static bool is_letter(unsigned char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

static bool is_blank(unsigned char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* May `byte` stand between these two in windows-1252? A neighbour over 0x7F belongs to a
 * well-formed sequence or to an accepted letter: it counts as a letter. */
static bool fits(unsigned char byte, unsigned char left, unsigned char right)
{
	bool letter_left = is_letter(left) || left >= 0x80, letter_right = is_letter(right) || right >= 0x80;
	bool word_left = letter_left || is_digit(left), word_right = letter_right || is_digit(right);

	switch (place_of(byte)) {
	case LETTER:
		return letter_left || letter_right;
	case OPENING:
		return word_right && !word_left;
	case CLOSING:
		return !word_right && left && !is_blank(left);
	case APOSTROPHE:
		return letter_left;
	case DASH:
		return (is_blank(left) && is_blank(right)) || (word_left && word_right);
	case ELLIPSIS:
		return word_left || word_right;
	case BEFORE_DIGIT:
		return is_digit(right);
	case AFTER_DIGIT:
		return is_digit(left);
	case BETWEEN:
		return left && right && !is_blank(left) && !is_blank(right);
	case LONE:
		return is_blank(right) && !word_left;
	case NOWHERE:
		break;
	}
	return false;
}

/* One-letter words of the languages that windows-1252 was made for, and their capitals:
 * believed between blanks once other parts of the text have shown themselves as Latin. */
static bool lone_word(unsigned char byte, unsigned char left, unsigned char right)
{
	static const char words[] = "\xc0\xc5\xc6\xc9\xd3\xd6\xd8\xda\xe0\xe1\xe5\xe6\xe9\xed\xf3\xf6\xf8\xfa";

	return strchr(words, byte) && (is_blank(left) || left == '(' || !left) &&
	       (is_blank(right) || strchr(",.;:!?)", right));
}

/* A run of ill-formed parts without a well-formed sequence between them. */
struct bad_run {
	struct str bytes;
	size_t parts;
	unsigned char left, right; /* neighbours, 0 at an end of the text */
};

enum looks {
	LOOKS_BROKEN,
	LOOKS_LATIN,
	LOOKS_OTHER,
};

/* Takes the run at *at, which is ill-formed, off the text. */
static struct bad_run next_bad_run(const char **at, const char *start, const char *end)
{
	const char *from = *at;
	struct bad_run run = { .left = from > start ? (unsigned char)from[-1] : 0 };

	do {
		utf8_next(at, end);
		run.parts++;
	} while (*at < end && (**at & 0x80) && utf8_valid_prefix(str_from(*at, (size_t)(end - *at) < 4 ? (size_t)(end - *at) : 4)) == 0);
	run.bytes = str_from(from, (size_t)(*at - from));
	run.right = *at < end ? (unsigned char)**at : 0;
	return run;
}

static enum looks judge(const struct bad_run *run)
{
	const unsigned char *p = (const unsigned char *)run->bytes.at;
	size_t n = run->bytes.len, latin = 0;

	/* A lead byte at the very end: the text was cut there. */
	if (n == 1 && run->right == 0 && p[0] >= 0xc2)
		return LOOKS_BROKEN;
	if (n == 1)
		return fits(p[0], run->left, run->right) ? LOOKS_LATIN : LOOKS_BROKEN;
	for (size_t i = 0; i + 1 < n; i++)
		/* A lead byte with a continuation: a sequence that was cut, overlong, a surrogate. */
		if (p[i] >= 0xc0 && p[i] < 0xf8 && (p[i + 1] & 0xc0) == 0x80 && n < 5)
			return LOOKS_BROKEN;
	for (size_t i = 0; i < n; i++)
		latin += fits(p[i], i ? p[i - 1] : run->left, i + 1 < n ? p[i + 1] : run->right);
	if (latin == n && n <= 3 && (is_letter(run->left) || is_letter(run->right)))
		return LOOKS_LATIN;
	return n >= 3 ? LOOKS_OTHER : LOOKS_BROKEN;
}

struct utf8_evidence charset_utf8_evidence(struct str body, size_t limit)
{
	struct utf8_evidence seen = { 0 };
	const char *p = body.at, *end = p + body.len;

	while ((p = utf8_skip_ascii(p, end)) < end && seen.good + seen.broken + seen.latin + seen.other < limit) {
		const char *next = p;

		if (utf8_valid_prefix(str_from(p, (size_t)(end - p) < 4 ? (size_t)(end - p) : 4)) > 0) {
			utf8_next(&next, end);
			p = next;
			seen.good++;
			continue;
		}
		struct bad_run run = next_bad_run(&p, body.at, end);

		switch (judge(&run)) {
		case LOOKS_BROKEN:
			seen.broken += run.parts;
			break;
		case LOOKS_LATIN:
			seen.latin += run.parts;
			break;
		case LOOKS_OTHER:
			seen.other += run.parts;
			break;
		}
	}
	return seen;
}

void charset_decode_utf8(struct str body, struct buf *out, struct decode_faults *faults)
{
	const char *p = body.at, *end = p + body.len;
	size_t good = utf8_valid_prefix(body);
	bool mixed = good < body.len && charset_utf8_evidence(body, SIZE_MAX).latin > 0;
	const uint16_t *row = charset_single_byte[charset_encodings[CHARSET_WINDOWS_1252].table];

	for (;;) {
		buf_add(out, p, good);
		p += good;
		if (p == end)
			break;
		struct bad_run run = next_bad_run(&p, body.at, end);
		const unsigned char *b = (const unsigned char *)run.bytes.at;
		bool latin = judge(&run) == LOOKS_LATIN ||
			     (mixed && run.bytes.len == 1 && lone_word(b[0], run.left, run.right));

		if (latin) {
			char *to = buf_reserve(out, run.bytes.len * 3);

			for (size_t i = 0; i < run.bytes.len; i++)
				to += utf8_put(row[b[i] - 0x80], to);
			out->len = (size_t)(to - out->data);
			faults->cp1252 += run.bytes.len;
		} else {
			for (size_t i = 0; i < run.parts; i++)
				buf_add(out, "\xef\xbf\xbd", 3);
			faults->ill_formed += run.parts;
		}
		good = utf8_valid_prefix(str_from(p, (size_t)(end - p)));
	}
}
