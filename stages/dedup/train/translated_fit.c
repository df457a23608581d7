#include "dedup/train/translated_fit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NEWTON = 40 };

/* Solves a x = b for a symmetric positive definite a (Cholesky); b becomes x. */
static void solve(double a[DIM][DIM], double b[DIM])
{
	for (int i = 0; i < DIM; i++)
		for (int k = 0; k <= i; k++) {
			double sum = a[i][k];

			for (int j = 0; j < k; j++)
				sum -= a[i][j] * a[k][j];
			a[i][k] = i == k ? sqrt(sum) : sum / a[k][k];
		}
	for (int i = 0; i < DIM; i++) {
		for (int k = 0; k < i; k++)
			b[i] -= a[i][k] * b[k];
		b[i] /= a[i][i];
	}
	for (int i = DIM - 1; i >= 0; i--) {
		for (int k = i + 1; k < DIM; k++)
			b[i] -= a[k][i] * b[k];
		b[i] /= a[i][i];
	}
}

static double odds_of(const double w[DIM], const struct sample *sample)
{
	double sum = 0;

	for (int i = 0; i < DIM; i++)
		sum += w[i] * sample->x[i];
	return sum;
}

/* Logistic regression by Newton's method, held to `mean` with `strength` in units of each
 * feature's spread. Of all samples where pair < 0. */
static void fit(const struct sample *samples, size_t n, int pair, const double spread[DIM], const double mean[DIM], double strength, double w[DIM])
{
	memcpy(w, mean, DIM * sizeof *w);
	for (int round = 0; round < NEWTON; round++) {
		double hessian[DIM][DIM] = { { 0 } }, gradient[DIM] = { 0 };

		for (size_t s = 0; s < n; s++) {
			double p, v;

			if (pair >= 0 && samples[s].pair != pair)
				continue;
			p = 1 / (1 + exp(-odds_of(w, &samples[s])));
			v = fmax(p * (1 - p), 1e-6);
			for (int i = 0; i < DIM; i++) {
				gradient[i] += (samples[s].same - p) * samples[s].x[i];
				for (int k = 0; k <= i; k++)
					hessian[i][k] += v * samples[s].x[i] * samples[s].x[k];
			}
		}
		for (int i = 0; i < DIM; i++) {
			double hold = strength * spread[i] * spread[i] + 1e-9;

			gradient[i] -= hold * (w[i] - mean[i]);
			hessian[i][i] += hold;
		}
		solve(hessian, gradient);
		for (int i = 0; i < DIM; i++)
			w[i] += fmin(fmax(gradient[i], -8 / (spread[i] + 1e-9)), 8 / (spread[i] + 1e-9));
	}
}

struct best {
	double odds;
	bool right;
};

static int by_odds(const void *a, const void *b)
{
	double x = ((const struct best *)a)->odds, y = ((const struct best *)b)->odds;

	return (x < y) - (x > y);
}

static double find_threshold(const struct sample *samples, size_t n, double w[TRANSLATED_PAIRS][DIM], double precision)
{
	struct best *best = mem_alloc((n + 1) * sizeof *best);
	size_t count_best = 0, right = 0;
	double threshold = 0;

	for (size_t s = 0; s < n; s++) {
		double odds = translated_suffices(samples[s].x) ? odds_of(w[samples[s].pair], &samples[s]) : -INFINITY;

		if (s == 0 || samples[s].doc != samples[s - 1].doc)
			best[count_best++] = (struct best){ odds, samples[s].same };
		else if (odds > best[count_best - 1].odds)
			best[count_best - 1] = (struct best){ odds, samples[s].same };
	}
	qsort(best, count_best, sizeof *best, by_odds);
	for (size_t i = 0; i < count_best; i++) {
		right += best[i].right;
		if ((double)right >= precision * (double)(i + 1))
			threshold = best[i].odds;
	}
	free(best);
	return threshold;
}

static void print(const struct sample *samples, size_t n, size_t streams, double precision)
{
	double spread[DIM] = { 0 }, mean[DIM] = { 0 }, all[DIM], w[TRANSLATED_PAIRS][DIM];

	for (int i = 0; i < DIM; i++) {
		for (size_t s = 0; s < n; s++)
			spread[i] += (double)samples[s].x[i] * samples[s].x[i];
		spread[i] = sqrt(spread[i] / (double)n);
	}
	fit(samples, n, -1, spread, mean, 3, all);
	for (int pair = 0; pair < TRANSLATED_PAIRS; pair++)
		fit(samples, n, pair, spread, all, 40, w[pair]);
	printf("/* Made by train/translated_train.py, see train/translated_sources.txt. */\nstatic const float threshold = %.4fF;\n"
	       "static const float coefficients[TRANSLATED_PAIRS][TRANSLATED_FEATURES + 1] = {\n", find_threshold(samples, streams, w, precision));
	for (int pair = 0; pair < TRANSLATED_PAIRS; pair++) {
		printf("\t{");
		for (int i = 0; i < DIM; i++)
			printf(" %.5fF,", w[pair][i]);
		printf(" },\n");
	}
	printf("};\n");
}

struct samples {
	struct sample *at;
	size_t count;
	uint32_t docs;
};

/* Adds those of a file, each text with a number of its own. */
static void read_samples(const char *path, struct samples *samples)
{
	FILE *file = fopen(path, "rb");
	struct sample sample = { 0 };

	if (!file)
		exit(1);
	while (fread(&sample, sizeof sample, 1, file) == 1) {
		sample.doc += samples->docs;
		samples->at = mem_grow(samples->at, (samples->count + 1) * sizeof sample);
		samples->at[samples->count++] = sample;
	}
	samples->docs = sample.doc + 1;
	fclose(file);
}

int print_weights(double precision, char *const paths[], int count)
{
	struct samples samples = { NULL, 0, 0 };
	size_t streams = 0;

	for (int i = 0; i < count; i++) {
		if (strcmp(paths[i], "--") == 0)
			streams = samples.count;
		else
			read_samples(paths[i], &samples);
	}
	print(samples.at, samples.count, streams, precision);
	free(samples.at);
	return 0;
}
