/*
 * chars: what plain text rules ask about one code point. Coarse on purpose: whatever is
 * not known as punctuation, symbol or space counts as part of a word.
 */
#ifndef LEAT_EXTRACT_CHARS_H
#define LEAT_EXTRACT_CHARS_H

#include "text/utf8.h"

#include <stdbool.h>

/* What holds for ASCII is answered here, at once: most text is. */
bool chars_is_space_wide(uint32_t c);
bool chars_is_word_wide(uint32_t c);
uint32_t chars_lower_wide(uint32_t c);

static inline bool chars_is_space(uint32_t c)
{
	return c < 0x80 ? c == ' ' || (c >= '\t' && c <= '\r') : chars_is_space_wide(c);
}
static inline bool chars_is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}
/* Letters, marks and digits of any script. */
static inline bool chars_is_word(uint32_t c)
{
	return c < 0x80 ? chars_is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') : chars_is_word_wide(c);
}
/* An upper or title case letter of Latin, Greek, Cyrillic or Armenian. */
bool chars_is_upper(uint32_t c);
/* Simple lower case of the same scripts; others are returned as they are. */
static inline uint32_t chars_lower(uint32_t c)
{
	return c < 0x80 ? (c >= 'A' && c <= 'Z' ? c + 32 : c) : chars_lower_wide(c);
}
/* Ends a sentence: . ! ? and their kin in other scripts. */
bool chars_is_terminal(uint32_t c);
/* A closing quotation mark or bracket, which may stand behind the end of a sentence. */
bool chars_is_closing(uint32_t c);
/* Of a script that writes words without spaces and fits more into one character: Han,
 * kana, Hangul. */
bool chars_is_wide(uint32_t c);
/* Of those: Han and kana, where no space says where a word ends. */
static inline bool chars_is_solo(uint32_t c)
{
	return c >= 0x2e80 && c < 0xac00 && chars_is_wide(c) && chars_is_word(c);
}

#endif
