/*
 * plain: what a plain text says besides its main text. Finds the title, the date and byline
 * that the text states, captions with their credits and headings, and takes boilerplate
 * out, each piece under the name of its rule. Nothing is guessed and nothing is repaired:
 * what no rule is sure of stays in the text.
 *
 * Rules (`cut[].rule`): menu, line, notice, link, comment-form, punctuation, breadcrumb,
 * repeated, pull-quote, date, byline, source, page-title, title-repeat; page: a line of a stripped
 * web page that is no main text (page.h).
 */
#ifndef LEAT_EXTRACT_PLAIN_H
#define LEAT_EXTRACT_PLAIN_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#include <stddef.h>

/* Paragraphs that are looked at; what lies behind them is kept as it is, as one paragraph. */
#define PLAIN_MAX_PARAGRAPHS 65536

struct plain_cut {
	const char *rule;
	size_t at; /* code points of the result's text before it */
	struct str text;
};

struct plain_caption {
	struct str text; /* empty if the page only names the credit */
	struct str credit;
};

struct plain_heading {
	struct str text;
	size_t at; /* code points of the result's text before it; the heading stays in there */
};

/* Absent strings have at == NULL. All memory is the arena's or the input's. */
struct plain_result {
	struct str text; /* paragraphs joined by one empty line */
	struct str title;
	struct str published; /* YYYY-MM-DD */
	const char *published_from; /* "label": behind a word that says so; "line": a line of its own */
	struct str modified; /* YYYY-MM-DD, always behind a label */
	struct str author;
	struct str deck; /* stays in the text */
	struct plain_caption *captions;
	size_t ncaptions;
	struct plain_heading *headings;
	size_t nheadings;
	struct plain_cut *cuts;
	size_t ncuts;
};

/* Where the text comes from: PLAIN_PAGE is a web page stripped to text, menus and all (WET);
 * PLAIN_UNKNOWN looks whether it is like one. */
enum plain_source { PLAIN_UNKNOWN, PLAIN_PAGE };

/* `text` is clean UTF-8 in NFC. `title_hint` is the title from elsewhere (a feed, a page's
 * head), or absent; it goes before what the text shows. */
void plain_extract(struct arena *arena, struct str text, struct str title_hint,
                   struct plain_result *result);
/* The same for text of a known source. */
void plain_extract_from(enum plain_source source, struct arena *arena, struct str text, struct str title_hint,
                        struct plain_result *result);

#endif
