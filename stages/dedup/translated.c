#include "translated.h"

#include <math.h>
#include <stdlib.h>

enum {
	CELLS_LOG2 = 22,
	CANDIDATES = 4096, /* places for rows, twice as many as can be found */
	LANGUAGE_BITS = 10,
	CLASS_BITS = 2,
	BINS = 256, /* of candidates by their weight in common */
	EVIDENCE_AT = 8 + TRANSLATED_KINDS,
};
_Static_assert(TRANSLATED_LANGUAGES <= 1 << LANGUAGE_BITS && TRANSLATED_CLASSES <= 1 << CLASS_BITS, "a row's class fits");
_Static_assert(CANDIDATES >= 2 * TRANSLATED_ASKED * TRANSLATED_POSTINGS, "places stay free");

static const float prior_documents = 64, weight_max = 9;
static const float kind_share[TRANSLATED_KINDS] = { 1, 1, .65F, .8F };
static const float beyond_doubt = 7; /* log odds with which no other candidate is looked at */
static const float support_share = .5F, support_least = -1, support_most = 3; /* of the log odds of other versions, what counts for a text */
static const float candidate_weight = 1.5F; /* that an anchor must have to be looked for */

struct translated *translated_new(void)
{
	struct translated *translated = mem_zero(1, sizeof *translated);

	translated->cells = mem_zero(1u << CELLS_LOG2, sizeof *translated->cells);
	translated->candidates = mem_zero(CANDIDATES, sizeof *translated->candidates);
	translated->used = mem_alloc(CANDIDATES * sizeof *translated->used);
	table_init(&translated->postings, 0);
	gap_logs_init(&translated->logs);
	return translated;
}

void translated_free(struct translated *translated)
{
	if (!translated)
		return;
	table_release(&translated->postings);
	free(translated->cells);
	free(translated->rows);
	free(translated->candidates);
	free(translated->used);
	free(translated);
}

size_t translated_bytes(const struct translated *translated)
{
	return sizeof *translated + (sizeof *translated->cells << CELLS_LOG2) + table_bytes(&translated->postings) +
		translated->row_room * sizeof *translated->rows + CANDIDATES * (sizeof *translated->candidates + sizeof *translated->used);
}

static uint16_t *cell(const struct translated *translated, uint32_t language, uint32_t hash)
{
	return &translated->cells[((language * UINT64_C(0x9fb21c651e98df25)) ^ (hash * UINT64_C(0xd6e8feb86659fd93))) >> (64 - CELLS_LOG2)];
}

/* Of an anchor in the postings, whose places go by the high bits. */
static uint32_t posting(const char *part, unsigned i)
{
	return part_hash(part, i) << 8;
}

/* Where a language is counted, or would be; 0, the place of the unknown ones, when the table is
 * full. Languages are never taken out, so a free place ends the search. */
static unsigned place_of(const struct translated *translated, uint32_t language)
{
	for (unsigned i = 0, at = language % TRANSLATED_LANGUAGES; language && i < 16; i++, at = (at + 1) % TRANSLATED_LANGUAGES)
		if (translated->languages[at].language == language || (translated->languages[at].language == 0 && at))
			return at;
	return 0;
}

/* Documents of a language, to be changed. */
static uint32_t *documents(struct translated *translated, uint32_t language)
{
	unsigned at = place_of(translated, language);

	if (at)
		translated->languages[at].language = language;
	return &translated->languages[at].documents;
}

/* Of a language that was not met yet: those of unknown language. */
static uint32_t documents_of(const struct translated *translated, uint32_t language)
{
	unsigned at = place_of(translated, language);

	return translated->languages[translated->languages[at].language == language ? at : 0].documents;
}

static float weigh(const struct translated *translated, float all, uint32_t language, uint32_t hash)
{
	float seen = *cell(translated, language, hash), expected = (float)translated_prior(hash) * prior_documents / 64;
	float weight = logf((all + prior_documents) / (seen + expected + .5F));

	return fminf(weight_max, fmaxf(weight, 0)) * kind_share[anchor_kind(hash)];
}

static float weight_of(const void *ctx, const char *part, uint32_t hash)
{
	return weigh(ctx, (float)documents_of(ctx, part_language(part)), part_language(part), hash);
}

static void order_heaviest(struct weighed *weighed)
{
	unsigned count = 0;
	uint8_t *order = weighed->heaviest;

	for (unsigned i = 0; i < part_count(weighed->part); i++) {
		float weight = weighed->weight[i];
		unsigned k;

		if (i && part_hash(weighed->part, i) == part_hash(weighed->part, i - 1))
			continue;
		if (count == TRANSLATED_ASKED && weighed->weight[order[count - 1]] >= weight)
			continue;
		for (k = count < TRANSLATED_ASKED ? count++ : count - 1; k > 0 && weighed->weight[order[k - 1]] < weight; k--)
			order[k] = order[k - 1];
		order[k] = (uint8_t)i;
	}
	weighed->heaviest_count = count;
}

void translated_weigh(const struct translated *translated, const char *part, struct weighed *weighed)
{
	uint32_t language = part_language(part);
	float all = (float)documents_of(translated, language);

	*weighed = (struct weighed){ .part = part };
	for (unsigned i = 0; i < part_count(part); i++)
		__builtin_prefetch(cell(translated, language, part_hash(part, i)));
	for (unsigned i = 0; i < part_count(part); i++) {
		uint32_t hash = part_hash(part, i);

		if (i && hash == part_hash(part, i - 1)) {
			weighed->weight[i] = weighed->weight[i - 1];
			continue;
		}
		weighed->weight[i] = weigh(translated, all, language, hash);
		weighed->self[anchor_kind(hash)] += weighed->weight[i];
	}
	order_heaviest(weighed);
	for (unsigned i = 0; i < weighed->heaviest_count; i++)
		table_prefetch(&translated->postings, posting(part, weighed->heaviest[i]));
}

static void collect(struct translated *translated, uint32_t row, float weight)
{
	uint32_t at = (row * 0x9e3779b1u) % CANDIDATES;

	while (translated->candidates[at].row && translated->candidates[at].row != row + 1)
		at = (at + 1) % CANDIDATES;
	if (!translated->candidates[at].row) {
		translated->used[translated->used_count++] = (uint16_t)at;
		__builtin_prefetch(&translated->rows[row - translated->first_row]);
	}
	translated->candidates[at].row = row + 1;
	translated->candidates[at].sum += weight;
}

struct ranked {
	uint32_t row;
	float sum;
};

/* Keeps the first of a list in falling order of sum, equal ones by row. */
static unsigned insert(struct ranked list[TRANSLATED_VERIFIED], unsigned count, struct ranked one)
{
	unsigned k = count < TRANSLATED_VERIFIED ? count : TRANSLATED_VERIFIED - 1;

	if (count == TRANSLATED_VERIFIED && (list[k].sum > one.sum || (list[k].sum == one.sum && list[k].row < one.row)))
		return count;
	for (; k > 0 && (list[k - 1].sum < one.sum || (list[k - 1].sum == one.sum && list[k - 1].row > one.row)); k--)
		list[k] = list[k - 1];
	list[k] = one;
	return count < TRANSLATED_VERIFIED ? count + 1 : TRANSLATED_VERIFIED;
}

/* Whether one may be a translation of the other, by what is in translated->rows. */
static bool comparable(uint32_t a, uint32_t b)
{
	uint32_t languages = (1u << LANGUAGE_BITS) - 1, classes = ((1u << CLASS_BITS) - 1) << LANGUAGE_BITS;

	return (a & languages) != (b & languages) || ((a & languages) == 0 && (a & classes) != (b & classes));
}

static uint32_t row_class(const struct translated *translated, const struct weighed *weighed)
{
	uint32_t self = 0;

	for (unsigned i = 0; i < TRANSLATED_KINDS; i++)
		self += (uint32_t)fminf(255, weighed->self[i]);
	return (self << CLASS_BITS | part_class(weighed->part)) << LANGUAGE_BITS | place_of(translated, part_language(weighed->part));
}

static unsigned bin_of(float sum)
{
	return sum < BINS / 12 ? (unsigned)(sum * 12) : BINS - 1;
}

/* Leaves the rows that have an anchor in common, and what they have for how much there is. */
static unsigned collect_all(struct translated *translated, const struct weighed *weighed, struct ranked found[CANDIDATES / 2], uint16_t bins[BINS])
{
	const uint8_t *order = weighed->heaviest;
	uint32_t rows[TRANSLATED_POSTINGS], class = row_class(translated, weighed);
	unsigned count = 0;

	for (unsigned i = 0; i < weighed->heaviest_count && weighed->weight[order[i]] >= candidate_weight; i++) {
		size_t known = table_find(&translated->postings, posting(weighed->part, order[i]), rows, TRANSLATED_POSTINGS);

		for (size_t k = 0; k < known; k++)
			collect(translated, rows[k], weighed->weight[order[i]]);
	}
	for (; translated->used_count > 0; translated->used_count--) {
		uint16_t at = translated->used[translated->used_count - 1];
		uint32_t row = translated->candidates[at].row - 1, other = translated->rows[row - translated->first_row];

		if (comparable(class, other)) {
			float sum = translated->candidates[at].sum / sqrtf(8.F + (float)(other >> (LANGUAGE_BITS + CLASS_BITS)));

			found[count++] = (struct ranked){ row, sum };
			bins[bin_of(sum)]++;
		}
		translated->candidates[at].row = 0;
		translated->candidates[at].sum = 0;
	}
	return count;
}

/* The rows with the most weight in common. */
static unsigned find_candidates(struct translated *translated, const struct weighed *weighed, struct ranked best[TRANSLATED_VERIFIED])
{
	struct ranked found[CANDIDATES / 2];
	uint16_t bins[BINS] = { 0 };
	unsigned count = collect_all(translated, weighed, found, bins), kept = 0, least = BINS;

	for (unsigned above = 0; least > 0 && above < TRANSLATED_VERIFIED;)
		above += bins[--least];
	for (unsigned i = 0; i < count; i++)
		if (bin_of(found[i].sum) >= least)
			kept = insert(best, kept, found[i]);
	return kept;
}

struct verified {
	uint32_t row, first;
	float odds;
	struct chain chain;
};

/* Log odds of the text that `all[i]` is a version of, where that one is its likeliest; else as low as can be. */
static float odds_of_text(const struct verified *all, unsigned count, unsigned i)
{
	float support = 0;

	for (unsigned k = 0; k < count; k++) {
		if (k == i || all[k].first != all[i].first)
			continue;
		if (all[k].odds > all[i].odds)
			return -INFINITY;
		support += support_share * fmaxf(0, all[k].odds - support_least);
	}
	return all[i].odds + fminf(support, support_most);
}

bool translated_match(struct translated *translated, const struct weighed *weighed, translated_row row, void *ctx,
		      struct translated_match *match, translated_visit visit)
{
	struct ranked candidates[TRANSLATED_VERIFIED];
	struct verified verified[TRANSLATED_VERIFIED];
	unsigned found = find_candidates(translated, weighed, candidates), count = 0;
	const struct verified *best = NULL;
	float best_odds = -INFINITY;

	for (unsigned i = 0; i < found && (visit || count == 0 || verified[count - 1].odds < beyond_doubt); i++) {
		struct verified *one = &verified[count];
		float features[TRANSLATED_FEATURES];
		const char *part = row(ctx, candidates[i].row, &one->first);
		unsigned pair;

		if (!part || !translated_features(&translated->logs, weighed, part, weight_of, translated, &one->chain, features))
			continue;
		pair = translated_pair(weighed->part, part);
		if (visit)
			visit(ctx, candidates[i].row, pair, features);
		one->row = candidates[i].row;
		one->odds = translated_log_odds(pair, features);
		count++;
	}
	for (unsigned i = 0; i < count; i++) {
		float odds = odds_of_text(verified, count, i);

		if (odds > best_odds) {
			best_odds = odds;
			best = &verified[i];
		}
	}
	if (best_odds < translated_threshold())
		return false;
	*match = (struct translated_match){ best->row, 1 / (1 + expf(-best_odds)), best->chain };
	return true;
}

void translated_mark(char *part, const struct weighed *weighed, const struct translated_match *match)
{
	unsigned count = 0;

	for (unsigned i = 0; i < TRANSLATED_KINDS; i++)
		part[8 + i] = (char)(unsigned char)fminf(255, weighed->self[i]);
	for (uint64_t used = 0; match && count < TRANSLATED_EVIDENCE; count++) {
		const struct chain_point *best = NULL;

		for (unsigned i = 0; i < match->chain.count; i++) {
			const struct chain_point *point = &match->chain.points[i];

			if (!(used >> point->anchor & 1) && (!best || point->weight > best->weight))
				best = point;
		}
		if (!best)
			break;
		used |= UINT64_C(1) << best->anchor;
		part[EVIDENCE_AT + count] = (char)(best->anchor + 1);
	}
}

/* Rows between that have no part are never asked about. */
static void add_row(struct translated *translated, uint32_t class, uint32_t row)
{
	uint32_t at;

	if (translated->row_count == 0)
		translated->first_row = row;
	at = row - translated->first_row;
	if (at >= translated->row_room) {
		translated->row_room = at + at / 4 + 1024;
		translated->rows = mem_grow(translated->rows, translated->row_room * sizeof *translated->rows);
	}
	translated->rows[at] = class;
	translated->row_count = at + 1;
}

void translated_add(struct translated *translated, const struct weighed *weighed, uint32_t row)
{
	uint32_t language = part_language(weighed->part);

	for (unsigned i = 0; i < TRANSLATED_POSTED && i < weighed->heaviest_count; i++)
		table_renew(&translated->postings, posting(weighed->part, weighed->heaviest[i]), row, TRANSLATED_POSTINGS);
	for (unsigned i = 0; i < part_count(weighed->part); i++) {
		uint32_t hash = part_hash(weighed->part, i);
		uint16_t *seen = cell(translated, language, hash);

		if ((i == 0 || hash != part_hash(weighed->part, i - 1)) && *seen < UINT16_MAX)
			++*seen;
	}
	++*documents(translated, language);
	add_row(translated, row_class(translated, weighed), row);
}

void translated_uncount(struct translated *translated, const char *part)
{
	uint32_t *all = documents(translated, part_language(part));

	for (unsigned i = 0; i < part_count(part); i++) {
		uint16_t *seen = cell(translated, part_language(part), part_hash(part, i));

		if ((i == 0 || part_hash(part, i) != part_hash(part, i - 1)) && *seen > 0)
			--*seen;
	}
	*all -= *all > 0;
}

void translated_forget(struct translated *translated, uint32_t row)
{
	uint32_t gone = row - translated->first_row;

	table_forget(&translated->postings, row);
	if (translated->row_count == 0 || row <= translated->first_row)
		return;
	gone = gone < translated->row_count ? gone : translated->row_count;
	translated->row_count -= gone;
	translated->first_row += gone;
	memmove(translated->rows, translated->rows + gone, translated->row_count * sizeof *translated->rows);
}

unsigned translated_evidence(struct translated_scratch *scratch, const char *part, struct str text, struct str evidence[TRANSLATED_EVIDENCE])
{
	size_t found_count;
	unsigned count = 0;
	uint16_t last = 0;

	for (unsigned i = 0; i < TRANSLATED_EVIDENCE && part[EVIDENCE_AT + i]; i++) {
		uint16_t position = part_position(part, (unsigned char)part[EVIDENCE_AT + i] - 1u);

		last = position > last ? position : last;
	}
	found_count = translated_find_until(scratch, text, last);
	for (unsigned i = 0; i < TRANSLATED_EVIDENCE && part[EVIDENCE_AT + i]; i++) {
		unsigned anchor = (unsigned char)part[EVIDENCE_AT + i] - 1u;

		for (size_t k = 0; k < found_count; k++) {
			const struct anchor *found = &scratch->found[k];
			struct str words = str_from(text.at + found->from, found->to - found->from);

			if (found->hash != part_hash(part, anchor) || found->position != part_position(part, anchor))
				continue;
			evidence[count] = words;
			for (unsigned before = 0; before <= count; before++)
				if (str_eq(evidence[before], words)) {
					count += before == count;
					break;
				}
			break;
		}
	}
	return count;
}
