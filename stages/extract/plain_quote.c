#include "extract/chars.h"
#include "extract/plain_parts.h"

/* A pull quote has this many words, and stands again in a paragraph at least this many times
 * as long. */
#define LEAST_WORDS 7
#define MOST_WORDS 60
#define TIMES_LONGER 2
/* Candidates that are looked up in one text; each costs one pass over its words. */
#define MOST_CANDIDATES 16
/* Places of a paragraph that are compared word by word. */
#define MOST_ALIGNED 256

struct words {
	uint32_t *hash;
	size_t *first; /* of each paragraph, and one more */
};

static uint32_t hash_add(uint32_t hash, uint32_t c)
{
	return (hash ^ c) * 0x01000193u;
}

/* Writes the hashes of the words of `s` to `out`, which has room for s.len / 2 + 1. */
static size_t hash_words(struct str s, uint32_t *out)
{
	const char *at = s.at, *end = s.at + s.len;
	uint32_t hash = 0;
	size_t count = 0;

	while (at < end) {
		uint32_t c = (unsigned char)*at;

		if (c < 0x80)
			at++;
		else
			c = utf8_next(&at, end);
		if (chars_is_word(c)) {
			hash = hash_add(hash ? hash : 0x811c9dc5u, chars_lower(c));
		} else if (hash) {
			out[count++] = hash;
			hash = 0;
		}
	}
	if (hash)
		out[count] = hash;
	return count + (hash != 0);
}

static bool is_candidate(const struct plain_paragraph *p)
{
	return p->role == PLAIN_BODY && p->width >= 30 && p->width <= 400;
}

/* The quote's words that stand in `text` in its order, each a little way on from the last. */
static size_t count_in_order(const uint32_t *quote, size_t n, const uint32_t *text, size_t count)
{
	size_t found = 0, at = 0;

	for (size_t q = 0; q < n; q++)
		for (size_t k = at; k < count && k < at + 4; k++)
			if (text[k] == quote[q]) {
				found++;
				at = k + 1;
				break;
			}
	return found;
}

/* The share of the quote's words found, in order, in the best stretch of `text` of about its
 * length: 1 is a copy. Only stretches that hold most of its words in any order are aligned. */
static double best_match(const uint32_t *quote, size_t n, const uint32_t *text, size_t count)
{
	uint8_t singles[256] = { 0 };
	size_t span = n + n / 8, best = 0, inside = 0, aligned = 0;

	for (size_t i = 0; i < n; i++)
		singles[quote[i] & 255] = 1;
	for (size_t i = 0; i < count && best < n && aligned < MOST_ALIGNED; i++) {
		inside += singles[text[i] & 255];
		if (i >= span)
			inside -= singles[text[i - span] & 255];
		if (inside * 100 < n * 85)
			continue;
		size_t from = i + 1 >= span ? i + 1 - span : 0;
		size_t found = count_in_order(quote, n, text + from, i + 1 - from);

		aligned++;
		if (found > best)
			best = found;
	}
	return (double)best / (double)n;
}

static bool stands_elsewhere(const struct plain_text *text, const struct words *words, size_t quote)
{
	const uint32_t *q = words->hash + words->first[quote];
	size_t n = words->first[quote + 1] - words->first[quote];

	for (size_t i = 0; i < text->count; i++) {
		size_t count = words->first[i + 1] - words->first[i];

		if (i == quote || text->at[i].role != PLAIN_BODY || count < n * TIMES_LONGER)
			continue;
		if (best_match(q, n, words->hash + words->first[i], count) >= 0.85)
			return true;
	}
	return false;
}

/* How often each word stands in the text, by a hash, up to 255. */
struct counts {
	uint8_t *at;
	size_t mask;
};

static struct counts count_words(struct arena *arena, const struct words *words, size_t total)
{
	struct counts counts = { .mask = 1023 };

	while (counts.mask < 4 * total)
		counts.mask = 2 * counts.mask + 1;
	counts.at = arena_alloc(arena, counts.mask + 1);
	memset(counts.at, 0, counts.mask + 1);
	for (size_t i = 0; i < total; i++) {
		uint8_t *at = &counts.at[(words->hash[i] * 0x9e3779b1u >> 7) & counts.mask];

		*at = (uint8_t)(*at + (*at < 255));
	}
	return counts;
}

/* A quote's words stand in the text a second time; most sentences have some that do not. */
static bool has_own_words(const struct counts *counts, const uint32_t *quote, size_t n)
{
	size_t once = 0;

	for (size_t i = 0; i < n; i++)
		once += counts->at[(quote[i] * 0x9e3779b1u >> 7) & counts->mask] == 1;
	return once * 100 > n * 15;
}

void plain_cut_quotes(struct arena *arena, struct plain_text *text)
{
	struct words words;
	size_t total = 0, tried = 0, candidates = 0;

	for (size_t i = 0; i < text->count; i++)
		candidates += is_candidate(&text->at[i]);
	if (candidates == 0 || text->count < 3)
		return;
	for (size_t i = 0; i < text->count; i++)
		total += text->at[i].text.len / 2 + 1;
	words.first = arena_alloc(arena, (text->count + 1) * sizeof *words.first);
	words.hash = arena_alloc(arena, total * sizeof *words.hash);
	words.first[0] = 0;
	for (size_t i = 0; i < text->count; i++)
		words.first[i + 1] = words.first[i] + hash_words(text->at[i].text, words.hash + words.first[i]);
	struct counts counts = count_words(arena, &words, words.first[text->count]);
	for (size_t i = text->head + 1; i < text->count && tried < MOST_CANDIDATES; i++) {
		size_t n = words.first[i + 1] - words.first[i];

		if (!is_candidate(&text->at[i]) || n < LEAST_WORDS || n > MOST_WORDS ||
		    has_own_words(&counts, words.hash + words.first[i], n))
			continue;
		tried++;
		if (stands_elsewhere(text, &words, i))
			plain_mark_cut(&text->at[i], "pull-quote");
	}
}
