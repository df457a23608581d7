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

/* A word's hash: begins with SIGNALS_HASH_START, takes up its folded characters one by one, but
 * a run of ASCII eight at a time, and is mixed at the end. */
static inline uint64_t signals_add(uint64_t hash, uint64_t chars)
{
	hash = (hash ^ chars) * 0x9fb21c651e98df25u;
	return hash ^ hash >> 32;
}

#define SIGNALS_RUN 16 /* bytes that are looked at at once */

/* The letters, digits and '_' of ASCII that some bytes begin with. */
struct signals_run {
	size_t length, upper, digits, alpha;
	uint64_t hash;
};

typedef uint8_t signals_bytes __attribute__((vector_size(SIGNALS_RUN)));

static inline size_t signals_count_marks(const uint64_t *marks, const uint64_t *keep)
{
	const uint64_t ones = 0x0101010101010101u;

	return (size_t)((((marks[0] & keep[0] & ones) + (marks[1] & keep[1] & ones)) * ones) >> 56);
}

/* Reads up to SIGNALS_RUN bytes, all of which can be read, and adds them to `hash`. */
static inline struct signals_run signals_read_run(const char *at, uint64_t hash)
{
	struct signals_run run = { 0 };
	signals_bytes bytes, low, letter, digit, upper, word;
	uint64_t out[2], keep[2], folded[2], marks[2];

	memcpy(&bytes, at, sizeof bytes);
	low = bytes | 0x20;
	letter = (signals_bytes)((signals_bytes)(low - 'a') < 26);
	digit = (signals_bytes)((signals_bytes)(bytes - '0') < 10);
	word = letter | digit | (signals_bytes)(bytes == '_');
	memcpy(out, &word, sizeof out);
	keep[0] = ~out[0] & (out[0] + 1); /* the lowest bit of the first byte that is none of them */
	keep[0] = keep[0] - 1; /* all bits, where there is no such byte */
	keep[1] = ~keep[0] ? 0 : (~out[1] & (out[1] + 1)) - 1;
	run.length = ~keep[0] ? (size_t)__builtin_ctzll(~keep[0]) / 8 : 8 + (~keep[1] ? (size_t)__builtin_ctzll(~keep[1]) / 8 : 8);
	memcpy(folded, &low, sizeof folded);
	run.hash = signals_add(hash, folded[0] & keep[0]);
	if (run.length > 8)
		run.hash = signals_add(run.hash, folded[1] & keep[1]);
	run.alpha = run.length;
	upper = letter & (signals_bytes)(bytes != low);
	word = upper | ~letter;
	memcpy(marks, &word, sizeof marks);
	if ((marks[0] & keep[0]) | (marks[1] & keep[1])) {
		memcpy(marks, &upper, sizeof marks);
		run.upper = signals_count_marks(marks, keep);
		memcpy(marks, &digit, sizeof marks);
		run.digits = signals_count_marks(marks, keep);
		memcpy(marks, &letter, sizeof marks);
		run.alpha = signals_count_marks(marks, keep);
	}
	return run;
}

/* The same where only `size` bytes can be read. */
static inline struct signals_run signals_read_short(const char *at, size_t size, uint64_t hash)
{
	char bytes[SIGNALS_RUN] = { 0 };

	memcpy(bytes, at, size < sizeof bytes ? size : sizeof bytes);
	return signals_read_run(bytes, hash);
}

static inline bool signals_is_ascii_word(char c)
{
	return ((unsigned char)(c | 0x20) >= 'a' && (unsigned char)(c | 0x20) <= 'z') || (c >= '0' && c <= '9') || c == '_';
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
