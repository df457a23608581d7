/*
 * translated_chars: code points in Latin letters, for names that are spelled alike in other
 * scripts. Pure. The table is made by train/translated_chars.c.
 */
#ifndef LEAT_DEDUP_TRANSLATED_CHARS_H
#define LEAT_DEDUP_TRANSLATED_CHARS_H

#include <stdint.h>

/* Room for what translated_letters gives, with its NUL. */
enum { TRANSLATED_LETTERS = 8 };

/* Leaves the lower-case ASCII letters that stand for `c`, or for a decimal digit of any script
 * its ASCII digit, in `out`; none for ideographs, kana but katakana, marks and signs. Returns
 * how many. */
unsigned translated_letters(uint32_t c, char out[TRANSLATED_LETTERS]);

#endif
