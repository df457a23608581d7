/*
 * signals_words: what the two passes of signals share. The first pass (signals.c) reads the
 * text and leaves the hash and length of each word; the second (signals_repeat.c) counts
 * what is repeated. signals_marks.c knows words with a meaning of their own.
 */
#ifndef LEAT_EXTRACT_SIGNALS_WORDS_H
#define LEAT_EXTRACT_SIGNALS_WORDS_H

#include "extract/signals.h"

#include <stdbool.h>
#include <stddef.h>

/* Words with a meaning of their own, looked up by hash. */
enum signals_mark {
	SIGNALS_STOP = 1,
	SIGNALS_GOPHER = 2,
	SIGNALS_LOREM = 4,
	SIGNALS_IPSUM = 8,
	SIGNALS_JAVASCRIPT = 16,
	SIGNALS_POLICY = 32, /* with the words before: a phrase of C4's policy rule */
};

#define SIGNALS_MARK_SLOTS 1024 /* a power of two, several times the words of a list */

struct signals_slot {
	uint32_t tag; /* 0: free */
	uint32_t count;
};

struct signals_words {
	uint64_t *hash;
	uint32_t *length; /* in code points */
	size_t count, cap;
	uint64_t *line_hash, *paragraph_hash;
	uint32_t *line_length, *paragraph_length;
	size_t lines, line_cap, paragraphs, paragraph_cap;
	struct signals_slot *slots;
	size_t nslots;
	uint64_t *gram; /* of each candidate: hash of its first n words */
	uint32_t *candidate; /* index of its first word */
	uint32_t *slot; /* of each word or candidate: where it is counted */
	uint64_t mark_hash[SIGNALS_MARK_SLOTS];
	uint8_t mark[SIGNALS_MARK_SLOTS], gopher_index[SIGNALS_MARK_SLOTS];
};

static inline uint64_t signals_mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
	return hash ^ hash >> 29;
}

#define SIGNALS_HASH_START 0x9ae16a3b2f90404fu

/* A word's hash: its folded characters added to SIGNALS_HASH_START, then mixed. */
static inline uint64_t signals_add_char(uint64_t hash, uint32_t c)
{
	return (hash ^ c) * 0x9fb21c651e98df25u;
}

/* Where a word is marked; free where mark_hash is 0. */
static inline size_t signals_mark_slot(const struct signals_words *w, uint64_t hash)
{
	size_t at = hash >> 32 & (SIGNALS_MARK_SLOTS - 1);

	while (w->mark_hash[at] != 0 && w->mark_hash[at] != hash)
		at = (at + 1) & (SIGNALS_MARK_SLOTS - 1);
	return at;
}

/* Loads the words to look out for. Returns whether the language has stop words. */
bool signals_load_marks(struct signals_scratch *scratch, const char *lang);
bool signals_is_word(uint64_t hash, const char *word);
/* C4's policy phrases: "terms of use", "privacy policy", "cookie policy", "uses cookies", "use of
 * cookies", "use cookies". last[0] is the word before. */
bool signals_is_policy(uint64_t hash, const uint64_t *last);

/* Signals of repeated words, n-grams, lines and paragraphs. */
void signals_count_repeats(struct signals_words *words, size_t length, size_t newlines, double out[SIGNAL_COUNT]);

#endif
