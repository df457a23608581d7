#include "base/buf.h"
#include "extract/signals_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A table for `items` hashes, cleared, at most half full. */
static void open_table(struct signals_words *w, size_t items)
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
	w->mask = (uint32_t)(size - 1);
}

/* The slot of a hash: its own, or the free one that it would take. Two hashes are taken as equal
 * when 32 bits besides the slot's are. */
static inline uint32_t find_slot(const struct signals_slot *slots, uint32_t mask, uint64_t hash)
{
	uint32_t at = (uint32_t)hash & mask, tag = (uint32_t)(hash >> 32) | 1;

	while (slots[at].tag != tag && slots[at].tag != 0)
		at = (at + 1) & mask;
	return at;
}

/* Counts a hash and returns its slot. */
static inline uint32_t count_hash(struct signals_slot *slots, uint32_t mask, uint64_t hash)
{
	uint32_t at = find_slot(slots, mask, hash);

	slots[at].tag = (uint32_t)(hash >> 32) | 1;
	slots[at].count++;
	return at;
}

size_t signals_count_of(const struct signals_words *w, uint64_t hash)
{
	return w->slots[find_slot(w->slots, w->mask, hash)].count;
}

/* Of n words that occur c times each: n * c * log(c), over all c. `words` says how many words have
 * each count; those of larger ones are only in the table. */
static double sum_of_logs(const struct signals_words *w, const size_t words[SIGNALS_LOGS])
{
	double sum = 0;
	size_t rest = w->count;

	for (size_t c = 1; c < SIGNALS_LOGS; c++) {
		sum += (double)words[c] * w->log_of[c];
		rest -= words[c];
	}
	for (uint32_t i = 0; rest > 0 && i <= w->mask; i++)
		if (w->slots[i].count >= SIGNALS_LOGS)
			sum += w->slots[i].count * log(w->slots[i].count);
	return sum;
}

size_t signals_count_words(struct signals_words *w, double out[SIGNAL_COUNT])
{
	size_t unique = 0, kept = 0, words[SIGNALS_LOGS] = { 0 };
	struct signals_slot *slots;

	open_table(w, w->count);
	slots = w->slots;
	for (size_t i = 0; i < w->count; i++) {
		w->slot[i] = count_hash(slots, w->mask, w->hash[i]);
		unique += slots[w->slot[i]].count == 1;
	}
	for (size_t i = 0; i < w->count; i++) {
		uint32_t count = slots[w->slot[i]].count;

		words[count < SIGNALS_LOGS ? count : 0]++;
		w->gram[kept] = w->hash[i];
		w->candidate[kept] = (uint32_t)i;
		kept += count > 1;
	}
	if (w->count > 0) {
		out[SIGNAL_UNIQUE_WORDS] = (double)unique / (double)w->count;
		out[SIGNAL_UNIGRAM_ENTROPY] = log((double)w->count) - sum_of_logs(w, words) / (double)w->count;
	}
	return kept;
}

/* How many pieces, and how many of their characters, repeat an earlier one. */
static size_t count_copies(struct signals_words *w, const struct signals_piece *pieces, size_t count, size_t *copies)
{
	size_t chars = 0;

	*copies = 0;
	if (count < 2)
		return 0;
	open_table(w, count);
	for (size_t i = 0; i < count; i++) {
		if (w->slots[count_hash(w->slots, w->mask, pieces[i].hash)].count == 1)
			continue;
		chars += pieces[i].length;
		++*copies;
	}
	return chars;
}

/* Extends the candidates' hashes to n words and keeps those that occur twice, in order. A
 * candidate can only be one if the next word begins one, too. Gives the characters of the
 * most frequent one, all its occurrences taken together (the earliest of equals). */
static size_t keep_repeated(struct signals_words *w, size_t candidates, size_t n, size_t *top)
{
	uint32_t most = 1;
	size_t kept = 0, inside = 0;

	for (size_t i = 0; i + 1 < candidates; i++) {
		uint32_t at = w->candidate[i];

		/* Turned, so that "a b" is not "b a". */
		w->gram[inside] = ((w->gram[i] << 23 | w->gram[i] >> 41) ^ w->hash[at + n - 1]) * 0x9e3779b97f4a7c15u;
		w->candidate[inside] = at;
		inside += w->candidate[i + 1] == at + 1;
	}
	open_table(w, inside);
	for (size_t i = 0; i < inside; i++)
		w->slot[i] = count_hash(w->slots, w->mask, w->gram[i] ^ w->gram[i] >> 29);
	*top = 0;
	for (size_t i = 0; i < inside; i++) {
		uint32_t count = w->slots[w->slot[i]].count, at = w->candidate[i];

		if (count > most) {
			most = count;
			*top = (size_t)(w->chars[at + n] - w->chars[at]) * count;
		}
		w->gram[kept] = w->gram[i];
		w->candidate[kept] = at;
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
		sum += w->chars[next] - w->chars[from];
	}
	return sum;
}

/* An n-gram can only be repeated where its first n - 1 words are: each step looks only at what
 * the one before has kept. */
void signals_count_grams(struct signals_words *w, size_t candidates, double out[SIGNAL_COUNT])
{
	double total = w->chars[w->count];

	for (size_t n = 2; n <= 10 && candidates > 1; n++) {
		size_t top;

		candidates = keep_repeated(w, candidates, n, &top);
		if (n <= 4)
			out[SIGNAL_TOP_2GRAM + (int)n - 2] = (double)top / total;
		else
			out[SIGNAL_DUPE_5GRAMS + (int)n - 5] = (double)covered(w, candidates, n) / total;
	}
}

static double ratio(size_t a, size_t b)
{
	return b ? (double)a / (double)b : 0;
}

void signals_count_copies(struct signals_words *w, const struct signals_counts *n, double out[SIGNAL_COUNT])
{
	size_t copies, chars = count_copies(w, w->piece, w->lines, &copies);

	out[SIGNAL_DUP_LINE_FRAC] = ratio(copies, w->lines);
	out[SIGNAL_DUP_LINE_CHAR_FRAC] = ratio(chars, n->length);
	out[SIGNAL_FINEWEB_CHAR_DUP] = ratio(chars, n->length - n->newlines);
	chars = count_copies(w, w->paragraph, w->paragraphs, &copies);
	out[SIGNAL_DUP_PARA_FRAC] = ratio(copies, w->paragraphs);
	out[SIGNAL_DUP_PARA_CHAR_FRAC] = ratio(chars, n->length);
}
