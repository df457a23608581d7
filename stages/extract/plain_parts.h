/*
 * plain_parts: what the files of plain share. A text is an array of paragraphs that the
 * rules mark in turn; plain.c holds the order of the rules and puts the result together.
 */
#ifndef LEAT_EXTRACT_PLAIN_PARTS_H
#define LEAT_EXTRACT_PLAIN_PARTS_H

#include "extract/plain.h"

#include <stdbool.h>
#include <stdint.h>

enum plain_role { PLAIN_BODY, PLAIN_HEADING, PLAIN_TITLE, PLAIN_CAPTION, PLAIN_CUT };

struct plain_paragraph {
	struct str text;
	struct str prefix; /* cut from the front of `text` */
	struct str credit; /* of a caption */
	const char *rule; /* of what is cut: the paragraph, or its prefix */
	uint32_t gap; /* empty lines before it */
	uint32_t width; /* code points, wide ones counted twice */
	bool terminal; /* ends as a sentence does */
	bool prose; /* a sentence or more of running text */
	enum plain_role role;
};

struct plain_text {
	struct plain_paragraph *at;
	size_t count;
	bool page; /* a stripped web page: every line is a paragraph */
	bool wrapped; /* line breaks inside a paragraph are only where the line was full */
	size_t head; /* paragraphs before this one stand above the running text ... */
	size_t tail; /* ... and from this one on below it */
};

/* The words of a short paragraph, in lower case. */
#define PLAIN_KEY_BYTES 1600
#define PLAIN_KEY_WORDS 256
struct plain_key {
	char low[PLAIN_KEY_BYTES]; /* the paragraph, white space made one space */
	size_t low_len;
	char words[PLAIN_KEY_BYTES]; /* words only, one space between two */
	uint16_t start[PLAIN_KEY_WORDS], end[PLAIN_KEY_WORDS]; /* of each, in `words` */
	size_t nwords;
};

/* Cuts `text` into paragraphs; finds out whether one newline ends one, or an empty line, and
 * unless `page` says so whether it is a stripped web page. */
void plain_split(struct arena *arena, struct str text, bool page, struct plain_text *out);

/* False if the paragraph is too long for a key. */
bool plain_key_make(struct str text, struct plain_key *key);
static inline struct str plain_key_low(const struct plain_key *key)
{
	return str_from(key->low, key->low_len);
}
/* `count` words from word `first` on. */
static inline struct str plain_key_words(const struct plain_key *key, size_t first, size_t count)
{
	return str_from(key->words + key->start[first],
	                (size_t)(key->end[first + count - 1] - key->start[first]));
}
static inline struct str plain_key_all(const struct plain_key *key)
{
	return key->nwords ? plain_key_words(key, 0, key->nwords) : STR("");
}

/* Rules. Each marks paragraphs of role PLAIN_BODY that it is sure of. */
void plain_cut_boilerplate(struct plain_text *text);
/* What the line model takes for no main text; the whole text, for its language. */
void plain_cut_page(struct arena *arena, struct str whole, struct plain_text *text);
void plain_cut_quotes(struct arena *arena, struct plain_text *text);
/* A date that a string (lower case) begins with. */
struct plain_date {
	int year, month, day;
	size_t len; /* bytes taken, with a time of day behind it */
	bool unsure; /* 4/5/2024: month and day may be the other way round */
	bool iso; /* year first: no word order or country to get wrong */
};
bool plain_date_parse(struct str low, struct plain_date *date);
/* Date lines and bylines around the running text, and a labelled date glued to its front. */
void plain_find_imprint(struct arena *arena, struct plain_text *text, struct plain_result *result);
/* Splits "caption [credit]", "caption (Photo: credit)" and the like. */
void plain_find_captions(struct plain_text *text);
void plain_find_title(struct plain_text *text, struct str hint, struct plain_result *result);
void plain_find_headings(struct plain_text *text);

static inline void plain_mark_cut(struct plain_paragraph *p, const char *rule)
{
	p->role = PLAIN_CUT;
	p->rule = rule;
}

#endif
