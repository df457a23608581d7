/*
 * html_phrase: words and phrases by which boilerplate gives itself away in many languages
 * ("read more", "alle Rechte vorbehalten"), found in blocks of text.
 */
#ifndef LEAT_EXTRACT_HTML_PHRASE_H
#define LEAT_EXTRACT_HTML_PHRASE_H

#include "base/str.h"

#include <stdint.h>

enum html_phrase {
	HTML_PHRASE_RELATED, HTML_PHRASE_SHARE, HTML_PHRASE_SUBSCRIBE, HTML_PHRASE_COMMENT,
	HTML_PHRASE_RIGHTS, HTML_PHRASE_COOKIE, HTML_PHRASE_NAV, HTML_PHRASE_AUTHOR,
	HTML_PHRASE_DATE, HTML_PHRASE_CREDIT, HTML_PHRASE_AD, HTML_PHRASE_TAGS,
	HTML_PHRASE_CONTACT, HTML_PHRASE_DONATE, HTML_PHRASE_NOTE, HTML_PHRASE_TOC, HTML_PHRASE_COUNT
};

/* Open addressing by the hash of a phrase. */
enum { HTML_PHRASE_SLOTS = 4096, HTML_PHRASE_WORDS = 40, HTML_PHRASE_PARTS = 4 };

struct html_phrases {
	uint64_t present[1024]; /* a bit for each hash >> 16 that is there: most words are no phrase */
	struct {
		uint32_t hash;
		uint16_t kinds;
	} slots[HTML_PHRASE_SLOTS];
};

struct html_phrase_hits {
	uint16_t any; /* bits 1 << enum html_phrase among the first HTML_PHRASE_WORDS words */
	uint16_t start; /* the same for a phrase that begins the text */
	uint16_t whole; /* the same for a phrase that is all of the text */
	uint16_t count; /* phrases found */
};

/* Fills the table from html_phrase.inc. */
void html_phrases_init(struct html_phrases *phrases);
/* Looks at the first HTML_PHRASE_WORDS of `count` words (html_next_word) of a text. */
void html_phrases_find(const struct html_phrases *phrases, const uint32_t *words, unsigned count,
		       struct html_phrase_hits *hits);

/* Walks over words: runs of letters and digits in any script. Returns the hash of the next
 * one in small letters, 0 at the end; *at moves behind it. */
uint32_t html_next_word(const char **at, const char *end);

#endif
