/*
 * translated_skeleton: names as their consonants, for they are spelled by sound in another script. Pure.
 */
#ifndef LEAT_DEDUP_TRANSLATED_SKELETON_H
#define LEAT_DEDUP_TRANSLATED_SKELETON_H

#include <stddef.h>

enum { SKELETON_SHORT = 4, SKELETON_LONG = 5 };

/* Leaves the consonant classes (P F T K S L N M) of lower-case ASCII letters in `out`, vowels out, runs as one; at most
 * `max`. Returns how many. */
size_t skeleton(const char *letters, size_t count, char *out, size_t max);

/* Letters of articles and prepositions that are written as one with an Arabic word of that many; `letters` end with a NUL. */
size_t arabic_prefix(const char *letters, size_t count);

#endif
