/*
 * signals_words: what the parts of signals share. signals_scan.c reads the text once and leaves
 * counts, words, lines and paragraphs; signals_repeat.c counts what is repeated, signals_marks.c
 * words with a meaning of their own.
 */
#ifndef LEAT_EXTRACT_SIGNALS_WORDS_H
#define LEAT_EXTRACT_SIGNALS_WORDS_H

#include "extract/signals.h"
#include "text/tokens.h"

#include <stdbool.h>
#include <stddef.h>

/* What C4's rules ask about a line. */
enum signals_line_flag {
	SIGNALS_TERMINAL = 1, /* ends as a sentence does, or with a quotation mark; citations aside */
	SIGNALS_ELLIPSIS = 2, /* ends with one, citations aside */
	SIGNALS_LONG_WORD = 4, /* over 1,000 characters without white space */
	SIGNALS_JAVASCRIPT = 8,
	SIGNALS_POLICY = 16, /* one of C4's phrases */
	SIGNALS_LOREM = 32, /* "lorem ipsum" */
};

struct signals_line {
	size_t first_word, length, raw_words, sentences, braces, digits, uppercase;
	unsigned flags;
};

/* A line or paragraph to be compared with others. */
struct signals_piece {
	uint64_t hash; /* of its bytes */
	size_t length;
};

struct signals_slot {
	uint32_t tag; /* 0: free */
	uint32_t count;
};

/* The stop words of a language by their hashes. */
struct signals_stops {
	const char *list; /* of the lexicon: which one */
	size_t count;
	uint64_t *hash;
};

#define SIGNALS_LOGS 64 /* counts up to this are common */

struct signals_words {
	uint64_t *hash; /* of each word, as tokens_hash gives it */
	uint32_t *chars; /* code points of the words before it; one more than words */
	size_t count, cap;
	struct signals_piece *piece, *paragraph; /* piece: of each line */
	struct signals_line *line;
	size_t lines, line_cap, paragraphs, paragraph_cap;
	struct signals_slot *slots;
	size_t nslots;
	uint32_t mask; /* of the table in use */
	uint64_t *gram; /* of each candidate: hash of its first n words */
	uint32_t *candidate; /* index of its first word */
	uint32_t *slot; /* of each word or candidate: where it is counted */
	struct signals_stops *stops;
	size_t stops_count;
	double log_of[SIGNALS_LOGS];
};

/* Counts of the text; lines are those with something in them, raw words are parted by white
 * space. */
struct signals_counts {
	size_t length, newlines, lines, words, word_chars, raw_words, no_letter, all_caps, sentences;
	size_t hashes, ellipses, braces, javascript, lorem;
	size_t terminal_lines, ellipsis_lines, bullet_lines, short_lines, long_lines;
	double line_digits, line_uppercase; /* sums over the lines of their shares */
};

/* Reads the text. */
void signals_scan(struct signals_words *words, struct str text, struct signals_counts *counts);
/* The same by the named code; all give equal results. False where this machine lacks it. */
bool signals_scan_by(enum tokens_code code, struct signals_words *words, struct str text, struct signals_counts *counts);

/* Signals of single words; leaves those that occur twice as candidates (how many is returned) and
 * the words counted, for signals_count_of. */
size_t signals_count_words(struct signals_words *words, double out[SIGNAL_COUNT]);
/* How often a word occurs. */
size_t signals_count_of(const struct signals_words *words, uint64_t hash);
/* Signals of repeated n-grams of words; counts anew. */
void signals_count_grams(struct signals_words *words, size_t candidates, double out[SIGNAL_COUNT]);
/* Signals of repeated lines and paragraphs; counts anew. */
void signals_count_copies(struct signals_words *words, const struct signals_counts *counts, double out[SIGNAL_COUNT]);

/* What C4's rules find in a line: flags, and how often two of the phrases stand there. */
struct signals_phrases {
	unsigned flags;
	size_t javascript, lorem;
};
struct signals_phrases signals_find_phrases(struct str line);

/* Signals of stop words and of C4's rules, after signals_count_words. */
void signals_count_marks(struct signals_words *words, const char *lang, const struct signals_counts *counts,
			 double out[SIGNAL_COUNT]);

/* Without room for any word. */
struct signals_words *signals_words_new(void);

#endif
