/*
 * chars: what plain text rules ask about one code point. Coarse on purpose: whatever is
 * not known as punctuation, symbol or space counts as part of a word.
 */
#ifndef LEAT_EXTRACT_CHARS_H
#define LEAT_EXTRACT_CHARS_H

#include "text/utf8.h"

#include <stdbool.h>

bool chars_is_space(uint32_t c);
static inline bool chars_is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}
/* Letters, marks and digits of any script. */
bool chars_is_word(uint32_t c);
/* An upper or title case letter of Latin, Greek, Cyrillic or Armenian. */
bool chars_is_upper(uint32_t c);
/* Simple lower case of the same scripts; others are returned as they are. */
uint32_t chars_lower(uint32_t c);
/* Ends a sentence: . ! ? and their kin in other scripts. */
bool chars_is_terminal(uint32_t c);
/* A closing quotation mark or bracket, which may stand behind the end of a sentence. */
bool chars_is_closing(uint32_t c);
/* Of a script that writes words without spaces and fits more into one character: Han,
 * kana, Hangul. */
bool chars_is_wide(uint32_t c);

#endif
