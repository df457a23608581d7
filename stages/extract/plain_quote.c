#include "base/num.h"
#include "extract/plain_parts.h"
#include "text/tokens.h"

/* A pull quote has this many words (fewer in quotation marks), and stands again in a paragraph at least this many times
 * as long. */
#define LEAST_WORDS 7
#define LEAST_QUOTED 5
#define MOST_WORDS 60
#define TIMES_LONGER 2
/* Candidates that are looked up in one text; each costs one pass over its words. */
#define MOST_CANDIDATES 16
/* Places of a paragraph that are compared word by word. */
#define MOST_ALIGNED 256
/* A longer text is no article. */
#define MOST_BYTES (1 << 20)
/* Percent of a quote's windows that must stand in the text twice to look at its words. */
#define LEAST_REPEATED 40

struct words {
	uint64_t *hash;
	size_t *first; /* of each paragraph, and one more */
};

/* A line in quotation marks that stands above a paragraph looks like its heading. */
static bool is_quoted(struct str s)
{
	static const char *const marks[] = { "\"", "“", "„", "«", "»", "”", "‘", "「", "『", NULL };

	for (const char *const *mark = marks; *mark; mark++)
		if (str_starts(s, str_of(*mark)))
			return true;
	return false;
}

static bool is_candidate(const struct plain_paragraph *p)
{
	return (p->role == PLAIN_BODY || (p->role == PLAIN_HEADING && is_quoted(p->text))) && p->width >= 30 && p->width <= 400;
}

/* The quote's words that stand in `text` in its order, each a little way on from the last. */
static size_t count_in_order(const uint64_t *quote, size_t n, const uint64_t *text, size_t count)
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
static double best_match(const uint64_t *quote, size_t n, const uint64_t *text, size_t count)
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
	const uint64_t *q = words->hash + words->first[quote];
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

/* How often a hash stands in the text, up to 255. */
struct counts {
	uint8_t *at;
	size_t mask;
};

static struct counts open_counts(struct arena *arena, size_t items)
{
	struct counts counts = { .mask = 1023 };

	while (counts.mask < 4 * items)
		counts.mask = 2 * counts.mask + 1;
	counts.at = arena_alloc(arena, counts.mask + 1);
	memset(counts.at, 0, counts.mask + 1);
	return counts;
}

static inline void count_one(struct counts *counts, uint64_t hash)
{
	uint8_t *at = &counts->at[hash & counts->mask];

	*at = (uint8_t)(*at + (*at < 255));
}

/* A quote's words stand in the text a second time; most sentences have some that do not. */
static bool has_own_words(const struct counts *counts, const uint64_t *quote, size_t n)
{
	size_t once = 0;

	for (size_t i = 0; i < n; i++)
		once += counts->at[quote[i] & counts->mask] == 1;
	return once * 100 > n * 15;
}

/* A window is the eight bytes from a space on, or from a character of three bytes or more (of
 * a script that may have no spaces). They are found without reading the text as characters. */
typedef uint8_t bytes16 __attribute__((vector_size(16)));

/* Bit 7 of each byte of `found` that a window begins with. */
static inline void find_windows(const char *at, uint64_t found[2])
{
	bytes16 bytes;

	memcpy(&bytes, at, sizeof bytes);
	bytes = (bytes16)(bytes == ' ') | (bytes16)(bytes >= 0xe0);
	memcpy(found, &bytes, sizeof bytes);
	found[0] &= 0x8080808080808080u;
	found[1] &= 0x8080808080808080u;
}

/* Writes a hash of each window and the one before it to `out`, and counts it. ASCII letters of
 * either case are one. */
static size_t hash_windows(struct counts *counts, struct str s, uint32_t *out)
{
	uint64_t last = 0, found[2];
	size_t count = 0;

	for (size_t i = 0; i + 16 <= s.len; i += 16) {
		find_windows(s.at + i, found);
		for (size_t half = 0; half < 2 && i + 8 * half + 16 <= s.len; half++)
			for (uint64_t left = found[half]; left; left &= left - 1) {
				const char *at = s.at + i + 8 * half + __builtin_ctzll(left) / 8;
				uint64_t window = num_load64(at) | 0x2020202020202020u;

				out[count] = (uint32_t)((last ^ window) * 0x9e3779b97f4a7c15u >> 32);
				count_one(counts, out[count++]);
				last = window << 1;
			}
	}
	return count;
}

static bool is_repeated(const struct counts *counts, const uint32_t *windows, size_t count)
{
	size_t repeated = 0;

	for (size_t i = 0; i < count; i++)
		repeated += counts->at[windows[i] & counts->mask] > 1;
	return repeated * 100 >= count * LEAST_REPEATED && repeated > 0;
}

/* Marks as candidates the paragraphs whose windows stand in the text twice. False if none. */
static bool find_candidates(struct arena *arena, const struct plain_text *text, bool *candidate)
{
	size_t bytes = 0, candidates = 0, at = 0;

	for (size_t i = 0; i < text->count; i++) {
		candidates += candidate[i] = i > text->head && is_candidate(&text->at[i]);
		bytes += text->at[i].text.len;
	}
	if (candidates == 0 || text->count < 3 || bytes > MOST_BYTES)
		return false;
	struct counts counts = open_counts(arena, bytes / 4);
	uint32_t *windows = arena_alloc(arena, bytes * sizeof *windows);
	size_t *first = arena_alloc(arena, (text->count + 1) * sizeof *first);
	for (size_t i = 0; i < text->count; i++) {
		first[i] = at;
		at += hash_windows(&counts, text->at[i].text, windows + at);
	}
	first[text->count] = at;
	for (size_t i = 0; i < text->count; i++)
		if (candidate[i] && !is_repeated(&counts, windows + first[i], first[i + 1] - first[i])) {
			candidate[i] = false;
			candidates--;
		}
	return candidates > 0;
}

static struct words hash_words(struct arena *arena, const struct plain_text *text)
{
	struct words words;
	size_t total = 0;

	for (size_t i = 0; i < text->count; i++)
		total += text->at[i].text.len;
	words.first = arena_alloc(arena, (text->count + 1) * sizeof *words.first);
	words.hash = arena_alloc(arena, total * sizeof *words.hash);
	words.first[0] = 0;
	for (size_t i = 0; i < text->count; i++)
		words.first[i + 1] = words.first[i] + tokens_hash(text->at[i].text, words.hash + words.first[i], SIZE_MAX);
	return words;
}

void plain_cut_quotes(struct arena *arena, struct plain_text *text)
{
	bool *candidate = arena_alloc(arena, text->count + 1);
	struct words words;
	struct counts counts;
	size_t tried = 0;

	if (!find_candidates(arena, text, candidate))
		return;
	words = hash_words(arena, text);
	counts = open_counts(arena, words.first[text->count]);
	for (size_t i = 0; i < words.first[text->count]; i++)
		count_one(&counts, words.hash[i]);
	for (size_t i = 0; i < text->count && tried < MOST_CANDIDATES; i++) {
		size_t n = words.first[i + 1] - words.first[i];

		if (!candidate[i] || n < (is_quoted(text->at[i].text) ? LEAST_QUOTED : LEAST_WORDS) || n > MOST_WORDS ||
		    has_own_words(&counts, words.hash + words.first[i], n))
			continue;
		tried++;
		if (stands_elsewhere(text, &words, i))
			plain_mark_cut(&text->at[i], "pull-quote");
	}
}
