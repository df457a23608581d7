/*
 * simplify: a text as datatrove compares it (simplify_text of its utils/text.py with its
 * defaults), for --preset datatrove. Punctuation goes without leaving a space, a run of
 * digits becomes 0, marks are taken off. Case and white space are the tokenizer's. Unlike
 * there, letters that are one code point with their mark keep it, and only ASCII digits are
 * digits.
 */
#ifndef LEAT_DEDUP_SIMPLIFY_H
#define LEAT_DEDUP_SIMPLIFY_H

#include "base/buf.h"
#include "base/str.h"

/* Replaces *out by the simplified text. */
void simplify(struct str text, struct buf *out);

#endif
