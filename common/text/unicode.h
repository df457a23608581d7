/*
 * unicode: what a code point is. Tables are made by generated/unicode_tables.pl from the
 * Unicode character database that perl carries.
 *
 * Any uint32_t may be asked about; one above U+10FFFF is of no class, no script, and
 * folds to itself.
 */
#ifndef LEAT_TEXT_UNICODE_H
#define LEAT_TEXT_UNICODE_H

#include <stdbool.h>
#include <stdint.h>

/* Classes; a code point may have several. */
enum unicode_flag {
	UNICODE_LETTER = 1, /* L*, and numbers that are no decimal digit (Nl, No) */
	UNICODE_DIGIT = 2, /* Nd */
	UNICODE_MARK = 4, /* Mn, Mc, Me */
	UNICODE_SPACE = 8, /* White_Space */
	UNICODE_PUNCT = 16, /* P* */
	UNICODE_SOLO = 32, /* letter of a script that writes no spaces between words: Han, Kana, Thai, Lao, Khmer, Myanmar */
	UNICODE_IGNORE = 64, /* invisible: soft hyphen, joiners, direction and variation marks; no other flag then */
	UNICODE_TERMINAL = 128, /* ends a sentence (Sentence_Terminal) */
};

/* The scripts that language and quality signals ask about; all others are OTHER. COMMON
 * holds digits, punctuation and symbols, INHERITED most marks. */
enum unicode_script {
	SCRIPT_OTHER,
	SCRIPT_COMMON,
	SCRIPT_INHERITED,
	SCRIPT_LATIN,
	SCRIPT_GREEK,
	SCRIPT_CYRILLIC,
	SCRIPT_ARMENIAN,
	SCRIPT_HEBREW,
	SCRIPT_ARABIC,
	SCRIPT_SYRIAC,
	SCRIPT_THAANA,
	SCRIPT_NKO,
	SCRIPT_DEVANAGARI,
	SCRIPT_BENGALI,
	SCRIPT_GURMUKHI,
	SCRIPT_GUJARATI,
	SCRIPT_ORIYA,
	SCRIPT_TAMIL,
	SCRIPT_TELUGU,
	SCRIPT_KANNADA,
	SCRIPT_MALAYALAM,
	SCRIPT_SINHALA,
	SCRIPT_THAI,
	SCRIPT_LAO,
	SCRIPT_TIBETAN,
	SCRIPT_MYANMAR,
	SCRIPT_GEORGIAN,
	SCRIPT_HANGUL,
	SCRIPT_ETHIOPIC,
	SCRIPT_CHEROKEE,
	SCRIPT_CANADIAN,
	SCRIPT_KHMER,
	SCRIPT_MONGOLIAN,
	SCRIPT_HIRAGANA,
	SCRIPT_KATAKANA,
	SCRIPT_BOPOMOFO,
	SCRIPT_HAN,
	SCRIPT_YI,
	SCRIPT_TIFINAGH,
	SCRIPT_OL_CHIKI,
	SCRIPT_JAVANESE,
	SCRIPT_COUNT,
};

struct unicode_row {
	uint8_t flags; /* enum unicode_flag */
	uint8_t script; /* enum unicode_script */
	int32_t fold; /* to be added for the case-folded form */
};

extern const struct unicode_row unicode_rows[];
extern const uint16_t unicode_blocks[]; /* by code point / 64 */
extern const uint16_t unicode_row_of[]; /* by block * 64 + code point % 64 */

/* U+0080..U+07FF (two bytes in UTF-8): 0x8000 | the folded form, where the code point is a
 * plain letter or digit (no other flag) and its folded form has two bytes, too; else 0.
 * UNICODE_NARROW_DIGIT is set in it for a digit. */
extern const uint16_t unicode_narrow[1920];
#define UNICODE_NARROW_DIGIT 0x4000u
#define UNICODE_NARROW_FOLDED 0x7ffu

static inline const struct unicode_row *unicode_row(uint32_t c)
{
	if (c > 0x10ffff)
		c = 0x10ffff;
	return &unicode_rows[unicode_row_of[(uint32_t)unicode_blocks[c >> 6] * 64 + (c & 63)]];
}

/* A set of enum unicode_flag. */
static inline unsigned unicode_flags(uint32_t c)
{
	return unicode_row(c)->flags;
}

static inline enum unicode_script unicode_script(uint32_t c)
{
	return (enum unicode_script)unicode_row(c)->script;
}

/* Simple case folding (CaseFolding.txt, status C and S): one code point to one. */
static inline uint32_t unicode_fold(uint32_t c)
{
	return c + (uint32_t)unicode_row(c)->fold;
}

/* ISO 15924 code ("Latn"); "Zzzz" for OTHER. */
const char *unicode_script_code(enum unicode_script script);

#endif
