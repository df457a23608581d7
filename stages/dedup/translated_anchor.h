/*
 * translated_anchor: what stays the same when a text is translated: numbers, names, acronyms, and
 * words of which it is known what they are in other languages.
 *
 *   NUMBER    two or more digits of any script, group separators out, decimal comma as point
 *   NAME      capitalised Latin word or acronym: its first 6 letters without marks; web address, handle, or host of
 *             an e-mail address: the whole, without "www." and query
 *   SKELETON  the consonants of a name in any script, in eight classes (P F T K S L R-as-L N M):
 *             four or five of them
 *   CONCEPT   a word that is in the lexicon (translated_lexicon.h): days and months, currencies,
 *             cognates, common words of news
 *
 * Dates and currencies are no anchors of their own: days, years and amounts are numbers, months and currencies
 * are in the lexicon, as most cognates are. Of the 1,007 lines of the training texts none has a web address, two have a
 * handle or an e-mail address: what those are worth could not be measured there, but they change no link of it.
 *
 * The position of an anchor is the number of characters before it, each counted as what it
 * takes of a Latin text (a Han character 3.2), so that two versions of a text run alike.
 *
 * Of each kind the heaviest are kept, concepts as there is room, by the prior: how common they are in news (generated/
 * translated_prior.inc). That needs nothing but the text, and is done in parallel.
 *
 *   part    language u32 (hash; 0: unknown)  script class u8  anchors u8  length u16
 *           self weights u8[TRANSLATED_KINDS]  evidence u8[TRANSLATED_EVIDENCE] (index of an
 *           anchor + 1; 0: none): set with the verdict (translated.h)
 *           anchors in rising order of hash: hash u24 (low two bits: kind)[]
 *           position u16[]
 */
#ifndef LEAT_DEDUP_TRANSLATED_ANCHOR_H
#define LEAT_DEDUP_TRANSLATED_ANCHOR_H

#include "base/buf.h"
#include "base/num.h"
#include "text/unicode.h"

#include <stdbool.h>

enum translated_kind { TRANSLATED_NUMBER, TRANSLATED_NAME, TRANSLATED_SKELETON, TRANSLATED_CONCEPT, TRANSLATED_KINDS };

/* Scripts whose names are written in the same way, for the logistic of each pair. */
enum translated_class { CLASS_LATIN, CLASS_CASED, CLASS_SPACED, CLASS_SOLID, TRANSLATED_CLASSES };

enum {
	TRANSLATED_VERSION = 4, /* of the part, for a journal's parameters */
	TRANSLATED_ANCHORS_MIN = 40, /* of a text, where there are so many; */
	TRANSLATED_ANCHORS_MAX = 60, /* of a long one */
	TRANSLATED_FOUND_MAX = 2048, /* looked at, from the start of the text */
	TRANSLATED_SLOTS_LOG2 = 12,
	TRANSLATED_EVIDENCE = 6,
	TRANSLATED_HEAD = 18,
	TRANSLATED_ANCHOR = 5, /* bytes */
};

/* One in a text; of each hash the first two. */
struct anchor {
	uint32_t hash;
	uint32_t from, to; /* bytes of the text */
	uint16_t position;
	uint16_t first; /* index of the first one of the hash; the fields below are of that alone */
	uint8_t times;
	uint8_t prior_weight, weight; /* in sixteenths, by the prior alone: of the hash, and of the heaviest place */
};

/* A thread's memory. */
struct translated_scratch {
	struct anchor found[TRANSLATED_FOUND_MAX];
	uint16_t slots[1 << TRANSLATED_SLOTS_LOG2]; /* by hash: index of the first + 1 */
};

/* Finds the anchors of `text` in their order, and the length and script of the whole. Labels, short lines that are no
 * sentence, as of menus, do not count; nor do headlines behind the running text, which are of other articles: lines
 * of less than 160 letters that do not end with a sentence. */
struct anchors {
	size_t count;
	uint16_t length; /* in the unit of positions, at least 1 */
	enum translated_class script;
	enum unicode_script main;
};
struct anchors translated_find(struct translated_scratch *scratch, struct str text);
/* The same as far as that position, headlines or not: leaves those of scratch->found, returns how many. */
size_t translated_find_until(struct translated_scratch *scratch, struct str text, uint16_t position);

/* Appends the part; `lang` is a BCP 47 tag, or empty: then it is guessed (translated_language.h). False (and nothing appended) when the
 * text has too few anchors. */
bool translated_build(struct translated_scratch *scratch, struct str text, struct str lang, struct buf *out);

/* Whether `part`, from a journal, is whole. */
bool translated_valid(struct str part);

/* 24 bits. */
static inline uint32_t anchor_hash(uint64_t of_text, enum translated_kind kind)
{
	return ((uint32_t)of_text << 2 | (uint32_t)kind) & 0xffffff;
}
static inline enum translated_kind anchor_kind(uint32_t hash)
{
	return (enum translated_kind)(hash & 3);
}

/* The prior: in how many of 64 texts of a language the anchor is expected, 0 where unknown. */
unsigned translated_prior(uint32_t hash);

/* Accessors of a part. */
static inline uint32_t part_language(const char *part) { return num_load32(part); }
static inline enum translated_class part_class(const char *part) { return (enum translated_class)(unsigned char)part[4]; }
static inline unsigned part_count(const char *part) { return (unsigned char)part[5]; }
static inline uint16_t part_length(const char *part) { return num_load16(part + 6); }
/* Positions follow, so that four bytes may be read. */
static inline uint32_t part_hash(const char *part, unsigned i) { return num_load32(part + TRANSLATED_HEAD + 3 * i) & 0xffffff; }
static inline uint16_t part_position(const char *part, unsigned i)
{
	return num_load16(part + TRANSLATED_HEAD + 3 * part_count(part) + 2 * i);
}

#endif
