#include "translated_score.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dedup/generated/translated_weights.inc"

enum { POINTS_FOUND = 256 };

static const float gap_cost = 2, gap_slack = 12, gap_cost_max = 4;
static const float matched_min = 2.5F; /* weight in common below which nothing is compared */
/* What a chain needs, whatever it weighs: halves of one article have a name and a date in common, or a caption. */
static const float different_min = 3, reach_min = .2F;

static inline float least(float a, float b)
{
	return a < b ? a : b;
}

static inline float most(float a, float b)
{
	return a > b ? a : b;
}

void gap_logs_init(struct gap_logs *logs)
{
	for (unsigned i = 0; i < GAP_LOGS; i++)
		logs->log[i] = logf((float)i + gap_slack);
}

static float gap_log(const struct gap_logs *logs, unsigned gap)
{
	return logs->log[gap < GAP_LOGS ? gap : GAP_LOGS - 1];
}

struct matches {
	struct chain_point points[POINTS_FOUND];
	unsigned count;
	float all, of_kind[TRANSLATED_KINDS];
	unsigned hashes;
};

/* Texts of one alphabet have their names as words, and the skeletons add only chance. */
static bool compares(const char *a, const char *b, uint32_t hash)
{
	return anchor_kind(hash) != TRANSLATED_SKELETON || part_class(a) != CLASS_LATIN || part_class(b) != CLASS_LATIN;
}

static void match_anchors(const struct weighed *a, const char *b, anchor_weight weight, const void *ctx, struct matches *matches)
{
	unsigned count_a = part_count(a->part), count_b = part_count(b);
	unsigned i = 0, k = 0, end_a, end_b;

	matches->count = matches->hashes = 0;
	matches->all = 0;
	memset(matches->of_kind, 0, sizeof matches->of_kind);
	for (; i < count_a && k < count_b; i = end_a, k = end_b) {
		uint32_t hash = part_hash(a->part, i), other = part_hash(b, k);
		float w;

		end_a = i + (hash <= other);
		end_b = k + (other <= hash);
		if (hash != other)
			continue;
		while (end_a < count_a && part_hash(a->part, end_a) == hash)
			end_a++;
		while (end_b < count_b && part_hash(b, end_b) == hash)
			end_b++;
		if (!compares(a->part, b, hash))
			continue;
		w = least(a->weight[i], weight(ctx, b, hash));
		matches->all += w;
		matches->of_kind[anchor_kind(hash)] += w;
		matches->hashes++;
		for (unsigned p = i; p < end_a; p++)
			for (unsigned q = k; q < end_b && matches->count < POINTS_FOUND; q++)
				matches->points[matches->count++] =
					(struct chain_point){ part_position(a->part, p), part_position(b, q), (uint8_t)p, w };
	}
}

static bool before(const struct chain_point *a, const struct chain_point *b)
{
	if (a->here != b->here)
		return a->here < b->here;
	return a->there != b->there ? a->there < b->there : a->anchor < b->anchor;
}

static int by_weight(const void *one, const void *other)
{
	const struct chain_point *a = one, *b = other;

	return a->weight != b->weight ? (a->weight > b->weight ? -1 : 1) : before(a, b) ? -1 : 1;
}

/* Few, as a rule. Equal places keep their order. */
static void sort_by_place(struct chain_point *points, unsigned count)
{
	struct chain_point sorted[POINTS_FOUND];
	uint64_t order[POINTS_FOUND]; /* place, and index */

	for (unsigned i = 0, k; i < count; i++) {
		uint64_t key = (uint64_t)points[i].here << 32 | (uint64_t)points[i].there << 16 | i;

		for (k = i; k > 0 && order[k - 1] > key; k--)
			order[k] = order[k - 1];
		order[k] = key;
	}
	for (unsigned i = 0; i < count; i++)
		sorted[i] = points[order[i] & 0xffff];
	memcpy(points, sorted, count * sizeof *points);
}

static float find_chain(const struct gap_logs *logs, struct chain_point *points, unsigned count, struct chain *chain)
{
	float sums[TRANSLATED_POINTS], most_until[TRANSLATED_POINTS]; /* the best sum as far as that point */
	int back[TRANSLATED_POINTS], best = 0;

	if (count > TRANSLATED_POINTS) {
		qsort(points, count, sizeof *points, by_weight);
		count = TRANSLATED_POINTS;
	}
	sort_by_place(points, count);
	for (int i = 0; i < (int)count; i++) {
		float best_sum = 0;

		back[i] = -1;
		for (int k = i - 1; k >= 0 && most_until[k] > best_sum; k--) {
			float sum;

			if (sums[k] <= best_sum || points[k].here >= points[i].here || points[k].there >= points[i].there)
				continue;
			sum = sums[k] - least(gap_cost_max, gap_cost * fabsf(gap_log(logs, (unsigned)(points[i].here - points[k].here)) -
										gap_log(logs, (unsigned)(points[i].there - points[k].there))));
			if (sum > best_sum) {
				best_sum = sum;
				back[i] = k;
			}
		}
		sums[i] = points[i].weight + best_sum;
		if (sums[i] > sums[best])
			best = i;
		most_until[i] = sums[best];
	}
	chain->count = 0;
	for (int i = best; i >= 0; i = back[i])
		chain->points[chain->count++] = points[i];
	for (unsigned i = 0; i < chain->count / 2; i++) {
		struct chain_point point = chain->points[i];

		chain->points[i] = chain->points[chain->count - 1 - i];
		chain->points[chain->count - 1 - i] = point;
	}
	return sums[best];
}

/* Anchors of a text between two positions that the other one could have, too: all, and numbers. */
struct inside {
	unsigned all, numbers;
};

static struct inside count_inside(const char *part, const char *other, unsigned from, unsigned to)
{
	struct inside inside = { 0, 0 };
	bool skeletons = compares(part, other, TRANSLATED_SKELETON);

	for (unsigned i = 0; i < part_count(part); i++) {
		enum translated_kind kind = anchor_kind(part_hash(part, i));
		bool within = (unsigned)part_position(part, i) - from <= to - from && (skeletons || kind != TRANSLATED_SKELETON);

		inside.all += within;
		inside.numbers += within && kind == TRANSLATED_NUMBER;
	}
	return inside;
}

static float distance(unsigned a, unsigned b)
{
	return fabsf((float)a - (float)b);
}

/* What the anchors of a chain are. */
struct makeup {
	float of_kind[TRANSLATED_KINDS]; /* weight */
	unsigned numbers, different; /* how many */
};

static struct makeup makeup_of(const char *part, const struct chain *chain)
{
	struct makeup makeup = { .numbers = 0 };
	uint64_t used = 0;

	for (unsigned i = 0; i < chain->count; i++) {
		unsigned anchor = chain->points[i].anchor;
		enum translated_kind kind = anchor_kind(part_hash(part, anchor));

		while (anchor > 0 && part_hash(part, anchor - 1) == part_hash(part, anchor))
			anchor--;
		makeup.different += !(used >> anchor & 1);
		used |= UINT64_C(1) << anchor;
		makeup.of_kind[kind] += chain->points[i].weight;
		makeup.numbers += kind == TRANSLATED_NUMBER;
	}
	return makeup;
}

/* How much of what either text has along the chain is in it, and how alike its ends lie: halves of
 * one article have names in common, but others and other numbers between them. */
static unsigned features_of_place(const struct gap_logs *logs, const char *a, const char *b, const struct chain *chain, unsigned numbers,
				  float *features)
{
	const struct chain_point *first = &chain->points[0], *last = &chain->points[chain->count - 1];
	struct inside here = count_inside(a, b, first->here, last->here), there = count_inside(b, a, first->there, last->there);
	unsigned span_here = (unsigned)(last->here - first->here), span_there = (unsigned)(last->there - first->there), n = 0;
	float shares[2] = { (float)chain->count / (float)(here.all + 2), (float)chain->count / (float)(there.all + 2) };
	float spans[2] = { (float)span_here / (float)part_length(a), (float)span_there / (float)part_length(b) };
	float shortest = least(part_length(a), part_length(b)) + 12;

	features[n++] = least(spans[0], spans[1]);
	features[n++] = most(spans[0], spans[1]);
	features[n++] = least(shares[0], shares[1]);
	features[n++] = most(shares[0], shares[1]);
	features[n++] = (float)numbers / (most((float)here.numbers, (float)there.numbers) + 1);
	features[n++] = least((float)here.numbers, (float)there.numbers) - (float)numbers;
	features[n++] = least((float)here.all, (float)there.all) - (float)chain->count;
	features[n++] = distance(first->here, first->there) / shortest;
	features[n++] = distance(part_length(a) - last->here, part_length(b) - last->there) / shortest;
	features[n++] = fabsf(gap_log(logs, span_here) - gap_log(logs, span_there));
	return n;
}

bool translated_features(const struct gap_logs *logs, const struct weighed *a, const char *b, anchor_weight weight, const void *ctx,
			 struct chain *chain, float features[TRANSLATED_FEATURES])
{
	struct matches matches;
	struct makeup makeup;
	float sum, ratio;
	unsigned n = 0;

	match_anchors(a, b, weight, ctx, &matches);
	if (matches.all < matched_min || matches.count == 0)
		return false;
	sum = find_chain(logs, matches.points, matches.count, chain);
	makeup = makeup_of(a->part, chain);
	ratio = fabsf(logf((float)part_length(a->part) / (float)part_length(b)));
	features[n++] = sum;
	features[n++] = matches.all;
	features[n++] = (float)chain->count;
	features[n++] = log1pf(sum);
	features[n++] = sum / (matches.all + .5F);
	features[n++] = ratio;
	features[n++] = ratio * ratio;
	features[n++] = (float)makeup.numbers;
	features[n++] = (float)matches.hashes;
	features[n++] = (float)makeup.different;
	n += features_of_place(logs, a->part, b, chain, makeup.numbers, features + n);
	for (unsigned i = 0; i < TRANSLATED_KINDS; i++) {
		float self = least(a->self[i], (float)(unsigned char)b[8 + i]);

		features[n++] = makeup.of_kind[i];
		features[n++] = matches.of_kind[i];
		features[n++] = self;
		features[n++] = makeup.of_kind[i] / (self + 2);
	}
	return true;
}

unsigned translated_pair(const char *a, const char *b)
{
	unsigned one = part_class(a), other = part_class(b);

	return one < other ? one * TRANSLATED_CLASSES + other : other * TRANSLATED_CLASSES + one;
}

bool translated_suffices(const float features[TRANSLATED_FEATURES])
{
	return features[FEATURE_DIFFERENT] >= different_min && features[FEATURE_REACH] >= reach_min;
}

float translated_log_odds(unsigned pair, const float features[TRANSLATED_FEATURES])
{
	float sum = coefficients[pair][TRANSLATED_FEATURES];

	if (!translated_suffices(features))
		return -INFINITY;
	for (unsigned i = 0; i < TRANSLATED_FEATURES; i++)
		sum += coefficients[pair][i] * features[i];
	return sum;
}

float translated_threshold(void)
{
	return threshold;
}
