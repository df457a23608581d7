/*
 * signals_words: what the two passes of signals share. The first pass (signals.c) reads the
 * text and leaves the hash and length of each word; the second (signals_repeat.c) counts
 * what is repeated.
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
	SIGNALS_POLICY = 32, /* with the word before: a phrase of C4's policy rule, see signals.c */
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

/* Signals of repeated words, n-grams, lines and paragraphs. */
void signals_count_repeats(struct signals_words *words, size_t length, size_t newlines, double out[SIGNAL_COUNT]);

#endif
