/*
 * tokens: the words of a text, the same everywhere in the project: for hashing
 * (duplicates), for counting (quality signals), for matching.
 *
 * A token is a longest run of letters, digits, marks and '_', compared by simple case
 * folding; everything else separates. In scripts that write no spaces between words (Han,
 * Kana, Thai, Lao, Khmer, Myanmar) each letter, with the marks behind it, is a token.
 * Invisible code points (soft hyphen, joiners) neither separate nor count. Bytes that are
 * no UTF-8 separate. All functions are linear in the text and need no set-up.
 */
#ifndef LEAT_TEXT_TOKENS_H
#define LEAT_TEXT_TOKENS_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of a token's folded form only this many bytes are hashed. */
enum { TOKENS_LONGEST = 4096 };

/* Hashes of the case-folded tokens of `text` in order, at most `max` of them, into `out`.
 * Returns how many. A text of n bytes has at most n tokens. The hashes are the same on
 * every machine and may be stored. */
size_t tokens_hash(struct str text, uint64_t *out, size_t max);

/* The same by the named code; all give equal results. False where this machine lacks it. */
enum tokens_code { TOKENS_PORTABLE, TOKENS_AVX2, TOKENS_AVX512 };
bool tokens_hash_by(enum tokens_code code, struct str text, uint64_t *out, size_t max, size_t *count);

/* Hash of one word, as tokens_hash gives for a text that holds only this one; 0 when the
 * text has not exactly one token. */
uint64_t tokens_hash_word(struct str word);

/* The next token at or behind *at as it stands in the text (not folded), and moves *at
 * behind it. False when there are no more. Start with *at = 0. */
bool tokens_next(struct str text, size_t *at, struct str *word);

/* How many tokens the text has. */
size_t tokens_count(struct str text);

/* The next sentence at or behind *at, without white space around it. A sentence ends
 * behind a Sentence_Terminal and the quotes and brackets that close it, when white space,
 * the end, or a script without spaces follows (a '.' only before something that is no
 * small letter); and at an empty line. */
bool tokens_next_sentence(struct str text, size_t *at, struct str *sentence);

#endif
