/*
 * translated_lexicon: words that mean the same in many languages. Pure.
 *
 * A word's key is a hash of its first LEXICON_LETTERS letters, case folded; where words are not
 * set apart by spaces, that of each two characters that follow each other. The table
 * (generated/translated_lexicon.inc, made by train/translated_train.py) tells of a key which
 * concept it stands for, in all languages alike.
 */
#ifndef LEAT_DEDUP_TRANSLATED_LEXICON_H
#define LEAT_DEDUP_TRANSLATED_LEXICON_H

#include <stdint.h>

enum {
	LEXICON_LETTERS = 6,
	LEXICON_SHORTEST = 4, /* letters of a word that is looked up */
};

/* The key of a word with one more letter; the first is added to 0. */
static inline uint32_t lexicon_key(uint32_t key, uint32_t folded)
{
	key = (key ^ folded) * 0x9e3779b1u;
	return key ^ key >> 15;
}

/* Number of the concept; 0: none. */
unsigned translated_concept(uint32_t key);

#endif
