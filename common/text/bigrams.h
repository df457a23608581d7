/*
 * bigrams: text for a full-text index whose tokenizer divides words at spaces, so that it
 * also finds what is written without them. A run of letters of Han, Kana, Hangul, Thai,
 * Lao, Khmer or Myanmar becomes its overlapping pairs, divided by spaces, and its last
 * letter alone ("ABC" is "AB BC C"); everything else stands as it is. A query is cut alike:
 * "BC" is found as a word, "ABC" as the phrase "AB BC", one letter as a prefix. (As in
 * Lucene's CJKBigramFilter, for the scripts of UAX 29 that need a dictionary, and Hangul.)
 */
#ifndef LEAT_TEXT_BIGRAMS_H
#define LEAT_TEXT_BIGRAMS_H

#include "base/buf.h"

#include <stdbool.h>

/* Whether the text has a letter of these scripts: otherwise cutting changes nothing. */
bool bigrams_needed(struct str text);
/* Appends the text, cut. */
void bigrams_cut(struct str text, struct buf *out);
/* Appends what a person typed as an expression for FTS5's MATCH: words are all to be found,
 * "words in quotes" as a phrase, word* as a prefix, -word not. Everything is quoted, so no
 * input is a syntax error. Nothing is appended where the query holds no word to be found. */
void bigrams_query(struct str query, struct buf *out);

#endif
