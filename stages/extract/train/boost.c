#include "boost.h"

#include "base/buf.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BINS = 32, LEAVES = 1 << HTML_TREE_DEPTH };

struct cell {
	float g, h;
};

struct learner {
	const struct boost_options *options;
	unsigned features;
	uint32_t count; /* rows in use */
	uint8_t *bin; /* bin[feature * count + row] */
	uint8_t (*edges)[BINS]; /* greatest value of each bin */
	unsigned *bins; /* by feature */
	float *y, *w;
	int32_t *score;
	float *g, *h;
	uint8_t *leaf;
	uint32_t *sample, sampled; /* rows that the next tree sees */
	uint64_t random;
};

static double next_random(struct learner *l)
{
	l->random = l->random * 6364136223846793005u + 1442695040888963407u;
	return (double)(l->random >> 11) / (double)((uint64_t)1 << 53);
}

/* Bins of about equal weight; a value is never divided. */
static void make_bins(struct learner *l, unsigned feature, const uint8_t *x, const uint32_t *rows)
{
	uint32_t hist[256] = { 0 }, seen = 0;
	uint8_t map[256];
	unsigned bins = 0;

	for (uint32_t i = 0; i < l->count; i++)
		hist[x[rows[i]]]++;
	for (unsigned v = 0; v < 256; v++) {
		map[v] = (uint8_t)bins;
		seen += hist[v];
		if (bins < BINS - 1 && seen > 0 && (uint64_t)seen * BINS >= (uint64_t)(bins + 1) * l->count / 2 && hist[v] > 0) {
			uint32_t rest = l->count - seen;

			if (rest == 0)
				continue;
			if ((uint64_t)seen * BINS >= (uint64_t)(bins + 1) * l->count || hist[v] * BINS * 2 > l->count)
				l->edges[feature][bins++] = (uint8_t)v;
		}
	}
	l->edges[feature][bins] = 255;
	l->bins[feature] = bins + 1;
	for (uint32_t i = 0; i < l->count; i++)
		l->bin[(size_t)feature * l->count + i] = map[x[rows[i]]];
}

static void gradients(struct learner *l)
{
	l->sampled = 0;
	for (uint32_t i = 0; i < l->count; i++) {
		double p = 1 / (1 + exp(-(double)l->score[i] / HTML_LOGIT));

		l->g[i] = (float)(l->w[i] * (l->y[i] - p));
		l->h[i] = (float)(l->w[i] * p * (1 - p));
		if (next_random(l) < l->options->rows)
			l->sample[l->sampled++] = i;
		l->leaf[i] = 0;
	}
}

static double gain_of(double g, double h, double lambda)
{
	return g * g / (h + lambda);
}

/* The best question of one feature for all leaves of a level. */
static double best_split(struct learner *l, unsigned feature, unsigned leaves, struct cell (*hist)[BINS], unsigned *at)
{
	const uint8_t *bin = l->bin + (size_t)feature * l->count;
	double total[LEAVES][2] = { { 0 } }, left[LEAVES][2] = { { 0 } }, best = 0, lambda = l->options->lambda;

	memset(hist, 0, leaves * sizeof *hist);
	for (uint32_t k = 0; k < l->sampled; k++) {
		uint32_t i = l->sample[k];
		struct cell *cell = &hist[l->leaf[i]][bin[i]];

		cell->g += l->g[i];
		cell->h += l->h[i];
	}
	double base = 0;
	for (unsigned k = 0; k < leaves; k++) {
		for (unsigned b = 0; b < l->bins[feature]; b++) {
			total[k][0] += hist[k][b].g;
			total[k][1] += hist[k][b].h;
		}
		base += gain_of(total[k][0], total[k][1], lambda);
	}
	for (unsigned b = 0; b + 1 < l->bins[feature]; b++) {
		double gain = -base;

		for (unsigned k = 0; k < leaves; k++) {
			left[k][0] += hist[k][b].g;
			left[k][1] += hist[k][b].h;
			gain += gain_of(left[k][0], left[k][1], lambda) +
				gain_of(total[k][0] - left[k][0], total[k][1] - left[k][1], lambda);
		}
		if (gain > best) {
			best = gain;
			*at = b;
		}
	}
	return best;
}

static void grow_tree(struct learner *l, struct html_decision *tree)
{
	struct cell (*hist)[BINS] = mem_alloc(LEAVES * sizeof *hist);
	uint8_t *chosen = mem_zero(l->features, 1);

	memset(tree, 0, sizeof *tree);
	for (unsigned f = 0; f < l->features; f++)
		chosen[f] = l->bins[f] > 1 && next_random(l) < l->options->features;
	for (unsigned level = 0; level < HTML_TREE_DEPTH; level++) {
		double best = 1e-6;
		unsigned feature = 0, bin = BINS - 1, at = 0;

		for (unsigned f = 0; f < l->features; f++) {
			double gain = chosen[f] ? best_split(l, f, 1u << level, hist, &at) : 0;

			if (gain > best) {
				best = gain;
				feature = f;
				bin = at;
			}
		}
		tree->feature[level] = (uint8_t)feature;
		tree->above[level] = bin == BINS - 1 ? 255 : l->edges[feature][bin];
		for (uint32_t i = 0; i < l->count; i++)
			l->leaf[i] |= (uint8_t)((l->bin[(size_t)feature * l->count + i] > bin) << level);
	}
	double sum[LEAVES][2] = { { 0 } };
	for (uint32_t k = 0; k < l->sampled; k++) {
		uint32_t i = l->sample[k];

		sum[l->leaf[i]][0] += l->g[i];
		sum[l->leaf[i]][1] += l->h[i];
	}
	for (unsigned k = 0; k < LEAVES; k++)
		tree->leaf[k] = (int16_t)lrint(l->options->rate * HTML_LOGIT * sum[k][0] / (sum[k][1] + l->options->lambda));
	for (uint32_t i = 0; i < l->count; i++)
		l->score[i] += tree->leaf[l->leaf[i]];
	free(chosen);
	free(hist);
}

struct boost boost_train(uint8_t *const *x, unsigned features, const float *y, const float *w, const int *fold,
			 int without, uint32_t rows, const struct boost_options *options)
{
	struct learner l = { .options = options, .features = features, .random = 88172645463325252u };
	uint32_t *index = mem_alloc(rows * sizeof *index);
	uint32_t tree_count = options->trees * options->bags;
	struct boost model = { mem_alloc(tree_count * sizeof *model.trees), tree_count, 0 };
	double sum = 0, positive = 0;

	for (uint32_t i = 0; i < rows; i++)
		if (fold[i] != without && w[i] > 0)
			index[l.count++] = i;
	l.bin = mem_alloc((size_t)features * l.count);
	l.edges = mem_zero(features, sizeof *l.edges);
	l.bins = mem_zero(features, sizeof *l.bins);
	l.y = mem_alloc(l.count * sizeof *l.y);
	l.w = mem_alloc(l.count * sizeof *l.w);
	l.g = mem_alloc(l.count * sizeof *l.g);
	l.h = mem_alloc(l.count * sizeof *l.h);
	l.score = mem_alloc(l.count * sizeof *l.score);
	l.leaf = mem_alloc(l.count);
	l.sample = mem_alloc(l.count * sizeof *l.sample);
	for (uint32_t i = 0; i < l.count; i++) {
		l.y[i] = y[index[i]];
		l.w[i] = w[index[i]];
		sum += l.w[i];
		positive += l.w[i] * l.y[i];
	}
	for (unsigned f = 0; f < features; f++)
		make_bins(&l, f, x[f], index);
	model.start = (int32_t)lrint(HTML_LOGIT * log(positive / (sum - positive)));
	for (uint32_t t = 0; t < tree_count; t++) {
		for (uint32_t i = 0; t % options->trees == 0 && i < l.count; i++)
			l.score[i] = model.start;
		gradients(&l);
		grow_tree(&l, &model.trees[t]);
	}
	for (uint32_t t = 0; t < tree_count; t++)
		for (unsigned k = 0; k < LEAVES; k++)
			model.trees[t].leaf[k] = (int16_t)(model.trees[t].leaf[k] / (int)options->bags);
	free(index), free(l.bin), free(l.edges), free(l.bins), free(l.y), free(l.w);
	free(l.g), free(l.h), free(l.score), free(l.leaf), free(l.sample);
	return model;
}

int32_t boost_score(const struct boost *model, uint8_t *const *x, uint32_t row)
{
	int32_t score = model->start;

	for (uint32_t t = 0; t < model->tree_count; t++) {
		const struct html_decision *tree = &model->trees[t];
		unsigned leaf = 0;

		for (unsigned k = 0; k < HTML_TREE_DEPTH; k++)
			leaf |= (unsigned)(x[tree->feature[k]][row] > tree->above[k]) << k;
		score += tree->leaf[leaf];
	}
	return score;
}

void boost_release(struct boost *model)
{
	free(model->trees);
	model->trees = NULL;
}
