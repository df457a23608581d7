/*
 * lexicon: the words and lines of configs/boilerplate.txt and the stop words of
 * configs/stopwords.txt, compiled in by lexicon.sh.
 */
#ifndef LEAT_EXTRACT_LEXICON_H
#define LEAT_EXTRACT_LEXICON_H

#include "base/str.h"

/* What each kind means is said at the head of configs/boilerplate.txt. Sorted by name, as
 * the compiled table is. */
enum lexicon_kind {
	LEXICON_AUTHOR,
	LEXICON_BY,
	LEXICON_COMMENTS,
	LEXICON_CREDIT,
	LEXICON_DATE,
	LEXICON_LINE,
	LEXICON_MENU,
	LEXICON_MONTH,
	LEXICON_SECTION,
	LEXICON_SOURCE,
	LEXICON_START,
	LEXICON_UPDATED,
	LEXICON_WEEKDAY,
	LEXICON_WITHIN,
};

/* Bytes of the longest entry, and more. */
#define LEXICON_LONGEST 192

struct lexicon_entry {
	enum lexicon_kind kind;
	int value; /* month 1..12; else 0 */
	struct str text; /* lower case, NFC */
};

/* The entry of `kind` that is exactly `text` (lower case); NULL if there is none. */
const struct lexicon_entry *lexicon_find(enum lexicon_kind kind, struct str text);
/* Whether an entry of `kind` begins with `text`. */
bool lexicon_begins(enum lexicon_kind kind, struct str text);
/* The longest entry of `kind` that `text` (lower case) begins with, ending where a word ends, or
 * may end in a script without spaces; NULL if there is none. */
const struct lexicon_entry *lexicon_prefix(enum lexicon_kind kind, struct str text);
/* Whether an entry of `kind` stands somewhere in `text` (lower case), from one word's start to
 * another's end. */
bool lexicon_within(enum lexicon_kind kind, struct str text);

/* The stop words of a language (BCP 47), parted by spaces; the first LEXICON_GOPHER_WORDS are
 * those of the Gopher rule. Without any if there is no list for it. */
#define LEXICON_GOPHER_WORDS 8
struct str lexicon_stop_words(const char *lang);

#endif
