#include "base/buf.h"
#include "extract/signals_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A table for `items` hashes, cleared, at most half full. */
static uint32_t open_table(struct signals_words *w, size_t items)
{
	size_t size = 64;

	while (size < items * 2)
		size *= 2;
	if (size > w->nslots) {
		free(w->slots);
		w->slots = mem_alloc(size * sizeof *w->slots);
		w->nslots = size;
	}
	memset(w->slots, 0, size * sizeof *w->slots);
	return (uint32_t)(size - 1);
}

/* Counts a hash and returns its slot. Two hashes are taken as equal when 32 bits besides the
 * slot's are. */
static inline uint32_t count_hash(struct signals_slot *slots, uint32_t mask, uint64_t hash)
{
	uint32_t at = (uint32_t)hash & mask, tag = (uint32_t)(hash >> 32) | 1;

	while (slots[at].tag != tag && slots[at].tag != 0)
		at = (at + 1) & mask;
	slots[at].tag = tag;
	slots[at].count++;
	return at;
}

/* Signals of single words; leaves those that occur twice as candidates. */
static size_t count_words(struct signals_words *w, double *out)
{
	uint32_t mask = open_table(w, w->count);
	size_t unique = 0, kept = 0;
	double sum = 0, total = (double)w->count;

	for (size_t i = 0; i < w->count; i++)
		w->slot[i] = count_hash(w->slots, mask, w->hash[i]);
	for (size_t i = 0; i < w->count; i++) {
		bool repeated = w->slots[w->slot[i]].count > 1;

		w->gram[kept] = w->hash[i];
		w->candidate[kept] = (uint32_t)i;
		kept += repeated;
		unique += !repeated;
	}
	for (uint32_t i = 0; i <= mask; i++) {
		if (w->slots[i].count < 2)
			continue;
		sum += w->slots[i].count * log(w->slots[i].count);
		unique++;
	}
	out[SIGNAL_UNIQUE_WORDS] = (double)unique / total;
	out[SIGNAL_UNIGRAM_ENTROPY] = log(total) - sum / total;
	return kept;
}

/* Share of the items, and of the characters, that repeat an earlier one. */
static size_t count_copies(struct signals_words *w, const uint64_t *hash, const uint32_t *length, size_t count,
                           size_t *copies)
{
	uint32_t mask = open_table(w, count);
	size_t chars = 0;

	*copies = 0;
	for (size_t i = 0; i < count; i++) {
		if (w->slots[count_hash(w->slots, mask, hash[i])].count == 1)
			continue;
		chars += length[i];
		++*copies;
	}
	return chars;
}

static size_t gram_length(const struct signals_words *w, size_t first, size_t n)
{
	size_t sum = 0;

	for (size_t i = first; i < first + n; i++)
		sum += w->length[i];
	return sum;
}

/* Extends the candidates' hashes to n words and keeps those that occur twice, in order. A
 * candidate can only be one if the next word begins one, too. Gives the characters of the
 * most frequent one, all its occurrences taken together (the earliest of equals). */
static size_t keep_repeated(struct signals_words *w, size_t candidates, size_t n, size_t *top)
{
	uint32_t mask, most = 1;
	size_t kept = 0, inside = 0;

	for (size_t i = 0; i + 1 < candidates; i++) {
		uint32_t at = w->candidate[i];

		/* Turned, so that "a b" is not "b a": mixing alone does not tell the first two apart. */
		w->gram[inside] = signals_mix(w->gram[i] << 1 | w->gram[i] >> 63, w->hash[at + n - 1]);
		w->candidate[inside] = at;
		inside += w->candidate[i + 1] == at + 1;
	}
	mask = open_table(w, inside);
	for (size_t i = 0; i < inside; i++)
		w->slot[i] = count_hash(w->slots, mask, w->gram[i]);
	*top = 0;
	for (size_t i = 0; i < inside; i++) {
		uint32_t count = w->slots[w->slot[i]].count;

		if (count > most) {
			most = count;
			*top = gram_length(w, w->candidate[i], n) * count;
		}
		w->gram[kept] = w->gram[i];
		w->candidate[kept] = w->candidate[i];
		kept += count > 1;
	}
	return kept;
}

/* Characters of words that lie in a candidate of n words. */
static size_t covered(const struct signals_words *w, size_t candidates, size_t n)
{
	size_t sum = 0, next = 0;

	for (size_t i = 0; i < candidates; i++) {
		size_t from = w->candidate[i] > next ? w->candidate[i] : next;

		next = w->candidate[i] + n;
		sum += gram_length(w, from, next - from);
	}
	return sum;
}

/* An n-gram can only be repeated where its first n - 1 words are: each step looks only at what
 * the one before has kept. */
static void count_grams(struct signals_words *w, size_t candidates, double *out)
{
	size_t total = gram_length(w, 0, w->count), top;

	for (size_t n = 2; n <= 10; n++) {
		candidates = keep_repeated(w, candidates, n, &top);
		if (candidates == 0)
			return;
		if (n <= 4)
			out[SIGNAL_TOP_2GRAM + (int)n - 2] = (double)top / (double)total;
		else
			out[SIGNAL_DUPE_5GRAMS + (int)n - 5] = (double)covered(w, candidates, n) / (double)total;
	}
}

static double ratio(size_t a, size_t b)
{
	return b ? (double)a / (double)b : 0;
}

void signals_count_repeats(struct signals_words *w, size_t length, size_t newlines, double out[SIGNAL_COUNT])
{
	size_t copies, chars;

	if (w->count > 0)
		count_grams(w, count_words(w, out), out);
	chars = count_copies(w, w->line_hash, w->line_length, w->lines, &copies);
	out[SIGNAL_DUP_LINE_FRAC] = ratio(copies, w->lines);
	out[SIGNAL_DUP_LINE_CHAR_FRAC] = ratio(chars, length);
	out[SIGNAL_FINEWEB_CHAR_DUP] = ratio(chars, length - newlines);
	chars = count_copies(w, w->paragraph_hash, w->paragraph_length, w->paragraphs, &copies);
	out[SIGNAL_DUP_PARA_FRAC] = ratio(copies, w->paragraphs);
	out[SIGNAL_DUP_PARA_CHAR_FRAC] = ratio(chars, length);
}
