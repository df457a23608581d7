/*
 * translated_language: the language of a text that does not say it, so that two texts of one
 * language are not taken for translations of each other. Pure.
 *
 * Many scripts are those of one language; for the others its commonest words tell (generated/
 * translated_language.inc, made by train/translated_train.py), in the first 4 KiB. Close
 * relatives may be mixed up, which costs recall only. leat-extract knows better: what its
 * field lang says goes before this.
 */
#ifndef LEAT_DEDUP_TRANSLATED_LANGUAGE_H
#define LEAT_DEDUP_TRANSLATED_LANGUAGE_H

#include "base/str.h"
#include "text/unicode.h"

#include <stddef.h>
#include <stdint.h>

enum { LANGUAGE_WORDS_MAX = 1024 };

/* Hashes of the words of `text`, case folded, as they come; at most LANGUAGE_WORDS_MAX from the
 * first 4 KiB. Returns how many. */
size_t translated_words(struct str text, uint32_t words[LANGUAGE_WORDS_MAX]);

/* BCP 47 tag, static; empty where nothing fits. `script`: of most letters, hiragana for Japanese. */
struct str translated_language(struct str text, enum unicode_script script);

/* Room for a tag, with its NUL. */
enum { LANGUAGE_TAG = 9 };

/* Leaves the primary subtag of a BCP 47 tag in `out`, in small letters, of two letters where ISO 639 has one (generated/
 * translated_tags.inc, made by train/translated_tags.py), and of the language that it is a kind of: no for nor, nob and
 * nb-NO (nn is another one). Empty for none, "und", and what is no tag. */
void translated_tag(struct str lang, char out[LANGUAGE_TAG]);

#endif
