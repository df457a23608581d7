/*
 * Makes the generated tables of --by translated; run by translated_train.py.
 *
 *   prior DOCS         prints generated/translated_prior.inc
 *   keys DOCS          prints of each text its language, its cluster, and the keys of its words, in hexadecimal
 *   language DOCS      prints generated/translated_language.inc; a document is all that there is of a language
 *   samples DOCS...    writes what the candidates of each text are like, for fit
 *   fit P SAMPLES... -- SAMPLES...
 *                      prints generated/translated_weights.inc, with the threshold of which the links of the streams
 *                      before the -- have precision P
 *   eval DOCS          prints how the tables that are compiled in do on a stream; with ODDS set, for each text its best
 *                      candidate: log odds, right, owed, script class, language and article of both
 *
 * DOCS: for each text a line "language TAB cluster TAB bytes", then the text and a line end.
 */
#include "dedup/translated.h"
#include "dedup/translated_language.h"
#include "dedup/translated_lexicon.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { DIM = TRANSLATED_FEATURES + 1, NEWTON = 40, LANGUAGES = 256, WORDS_EACH = 40 };

struct doc {
	char lang[32], cluster[128];
	struct buf part;
	char *text;
	size_t len;
};

struct sample {
	uint32_t doc;
	uint8_t pair, same;
	float x[DIM];
};

struct best {
	double odds;
	uint32_t row;
	bool right;
};

struct set {
	struct doc *docs;
	uint32_t count;
	struct sample *samples;
	size_t sample_count;
	uint32_t first; /* number of its first document among all sets */
	uint32_t asking;
	struct best best;
};

static struct translated_scratch scratch;

static void read_docs(const char *path, struct set *set)
{
	FILE *file = fopen(path, "rb");
	char line[512];

	if (!file)
		exit(1);
	while (fgets(line, sizeof line, file)) {
		struct doc doc = { .len = 0 };

		if (sscanf(line, "%31[^\t]\t%127[^\t]\t%zu", doc.lang, doc.cluster, &doc.len) != 3)
			exit(1);
		doc.text = mem_alloc(doc.len + 1);
		if (fread(doc.text, 1, doc.len, file) != doc.len || fgetc(file) != '\n')
			exit(1);
		set->docs = mem_grow(set->docs, (set->count + 1) * sizeof *set->docs);
		set->docs[set->count++] = doc;
	}
	fclose(file);
}

static struct {
	uint32_t keys[TRANSLATED_FOUND_MAX];
	size_t count;
} asked;

unsigned translated_asked(uint32_t key);
unsigned translated_asked(uint32_t key)
{
	if (asked.count < TRANSLATED_FOUND_MAX)
		asked.keys[asked.count++] = key;
	return translated_concept(key);
}

static void print_keys(const struct set *set)
{
	for (uint32_t i = 0; i < set->count; i++) {
		asked.count = 0;
		translated_find(&scratch, str_from(set->docs[i].text, set->docs[i].len));
		printf("%s\t%s\t", set->docs[i].lang, set->docs[i].cluster);
		for (size_t k = 0; k < asked.count; k++)
			printf("%x%c", asked.keys[k], k + 1 < asked.count ? ' ' : '\n');
		if (asked.count == 0)
			printf("\n");
	}
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static int by_language(const void *a, const void *b)
{
	return strcmp(((const struct doc *)a)->lang, ((const struct doc *)b)->lang);
}

struct seen {
	uint32_t hash, most; /* share in 64ths */
};

static int by_seen(const void *a, const void *b)
{
	return by_number(a, b);
}

/* Anchors that three texts of a language and one in sixteen of them have. */
static void print_prior(struct set *set)
{
	struct seen *all = NULL;
	size_t count = 0, kept = 0;

	qsort(set->docs, set->count, sizeof *set->docs, by_language);
	for (uint32_t i = 0, end; i < set->count; i = end) {
		uint32_t *hashes = NULL;
		size_t n = 0;

		for (end = i; end < set->count && strcmp(set->docs[end].lang, set->docs[i].lang) == 0; end++) {
			struct anchors anchors = translated_find(&scratch, str_from(set->docs[end].text, set->docs[end].len));
			uint32_t own[TRANSLATED_FOUND_MAX];

			for (size_t k = 0; k < anchors.count; k++)
				own[k] = scratch.found[k].hash;
			qsort(own, anchors.count, sizeof *own, by_number);
			hashes = mem_grow(hashes, (n + anchors.count + 1) * sizeof *hashes);
			for (size_t k = 0; k < anchors.count; k++)
				if (k == 0 || own[k] != own[k - 1])
					hashes[n++] = own[k];
		}
		qsort(hashes, n, sizeof *hashes, by_number);
		for (size_t k = 0, run; k < n; k = run) {
			uint32_t share;

			for (run = k; run < n && hashes[run] == hashes[k]; run++)
				;
			share = (uint32_t)(64 * (run - k - 1) / (end - i));
			if (run - k < 3 || share < 1)
				continue;
			all = mem_grow(all, (count + 1) * sizeof *all);
			all[count++] = (struct seen){ hashes[k] << 8, share > 63 ? 63 : share };
		}
		free(hashes);
	}
	qsort(all, count, sizeof *all, by_seen);
	for (size_t i = 0; i < count; i++) {
		if (kept && all[kept - 1].hash == all[i].hash)
			all[kept - 1].most = all[i].most > all[kept - 1].most ? all[i].most : all[kept - 1].most;
		else
			all[kept++] = all[i];
	}
	printf("/* Made by train/translated_train.py, see train/translated_sources.txt: hash << 8 | share of a language's texts in 64ths. */\n"
	       "static const uint32_t prior[] = {");
	for (size_t i = 0; i < kept; i++)
		printf("%s0x%x,", i % 12 ? " " : "\n\t", all[i].hash | all[i].most);
	printf("\n};\n\n/* Where those of the same highest twelve bits begin. */\nstatic const uint16_t prior_starts[] = {");
	for (size_t bucket = 0, i = 0; bucket <= 4096; bucket++) {
		while (i < kept && all[i].hash >> 20 < bucket)
			i++;
		printf("%s%zu,", bucket % 24 ? " " : "\n\t", i);
	}
	printf("\n};\n\n/* Weight in sixteenths of each share. */\nstatic const uint8_t prior_weights[] = {");
	for (int i = 0; i < 64; i++)
		printf("%s%d,", i % 24 ? " " : "\n\t", (int)(16 * log(64.5 / (i + 0.5))));
	printf("\n};\n");
	free(all);
}

struct word {
	uint32_t word, count;
	uint8_t language;
};

static int by_count(const void *a, const void *b)
{
	const struct word *x = a, *y = b;

	return x->count != y->count ? (x->count < y->count) - (x->count > y->count) : by_number(&x->word, &y->word);
}

static int by_word(const void *a, const void *b)
{
	const struct word *x = a, *y = b;

	return x->word != y->word ? by_number(&x->word, &y->word) : x->language - y->language;
}

/* All words of a text, in rising order. */
static uint32_t *all_words(struct str text, size_t *count)
{
	uint32_t *words = NULL, some[LANGUAGE_WORDS_MAX];

	*count = 0;
	while (text.len > 0) { /* line by line */
		const char *end = memchr(text.at, '\n', text.len);
		size_t length = end ? (size_t)(end - text.at) + 1 : text.len, n = translated_words(str_from(text.at, length), some);

		words = mem_grow(words, (*count + n + 1) * sizeof *words);
		memcpy(words + *count, some, n * sizeof *some);
		*count += n;
		text = str_from(text.at + length, text.len - length);
	}
	qsort(words, *count, sizeof *words, by_number);
	return words;
}

/* The commonest words of each language, with the logarithm of how common they are. */
static void print_language(struct set *set)
{
	struct word *kept = NULL;
	size_t kept_count = 0;
	double total[LANGUAGES];

	qsort(set->docs, set->count, sizeof *set->docs, by_language);
	printf("/* Made by train/translated_train.py, see train/translated_sources.txt. */\nstatic const char languages[][4] = {");
	for (uint32_t i = 0; i < set->count; i++) {
		struct word *own = NULL;
		size_t count, own_count = 0;
		uint32_t *words = all_words(str_from(set->docs[i].text, set->docs[i].len), &count);

		total[i] = (double)count;
		for (size_t k = 0, run; k < count; k = run) {
			for (run = k; run < count && words[run] == words[k]; run++)
				;
			own = mem_grow(own, (own_count + 1) * sizeof *own);
			own[own_count++] = (struct word){ words[k], (uint32_t)(run - k), (uint8_t)i };
		}
		qsort(own, own_count, sizeof *own, by_count);
		own_count = own_count < WORDS_EACH ? own_count : WORDS_EACH;
		kept = mem_grow(kept, (kept_count + own_count + 1) * sizeof *kept);
		memcpy(kept + kept_count, own, own_count * sizeof *own);
		kept_count += own_count;
		free(own);
		free(words);
		printf("%s\"%s\",", i % 16 ? " " : "\n\t", set->docs[i].lang);
	}
	qsort(kept, kept_count, sizeof *kept, by_word);
	printf("\n};\nstatic const struct language_word language_words[] = {");
	for (size_t i = 0; i < kept_count; i++)
		printf("%s{0x%x,%u,%d},", i % 10 ? " " : "\n\t", kept[i].word, kept[i].language,
		       (int)fmax(1, 4 * log(kept[i].count / total[kept[i].language] / 1e-3)));
	printf("\n};\n");
	free(kept);
}

static const char *part_of(void *ctx, uint32_t number)
{
	struct set *set = ctx;

	return set->docs[number].part.data;
}

static bool same_cluster(const struct set *set, uint32_t a, uint32_t b)
{
	return strcmp(set->docs[a].cluster, set->docs[b].cluster) == 0;
}

/* For the eval of a stream: the best candidate of the text that asks, though it be below the threshold. */
static void visit_best(void *ctx, uint32_t row, unsigned pair, const float features[TRANSLATED_FEATURES])
{
	struct set *set = ctx;
	float odds = translated_log_odds(pair, features);

	if (set->best.odds < (double)odds)
		set->best = (struct best){ (double)odds, row, same_cluster(set, set->asking, row) };
}

static void visit(void *ctx, uint32_t row, unsigned pair, const float features[TRANSLATED_FEATURES])
{
	struct set *set = ctx;
	struct sample *sample;

	set->samples = mem_grow(set->samples, (set->sample_count + 1) * sizeof *set->samples);
	sample = &set->samples[set->sample_count++];
	*sample = (struct sample){ .doc = set->first + set->asking, .pair = (uint8_t)pair, .same = same_cluster(set, set->asking, row) };
	memcpy(sample->x, features, TRANSLATED_FEATURES * sizeof(float));
	sample->x[TRANSLATED_FEATURES] = 1;
}

/* Whether it owes a link: an earlier text of its cluster is in another language. */
static bool is_owed(const struct set *set, uint32_t i)
{
	for (uint32_t k = 0; k < i; k++)
		if (same_cluster(set, i, k) && strcmp(set->docs[k].lang, set->docs[i].lang) != 0)
			return true;
	return false;
}

struct result {
	uint32_t links, right, owed, found;
};

static void count(struct result *result, bool owed, bool linked, bool right)
{
	result->owed += owed;
	result->links += linked;
	result->right += right;
	result->found += owed && right;
}

static void print_result(const char *name, const struct result *result)
{
	fprintf(stderr, "%-8s links %5u P %.4f  owed %5u R %.4f\n", name, result->links, result->links ? result->right / (double)result->links : 1,
		result->owed, result->owed ? result->found / (double)result->owed : 1);
}

static void run(struct set *set, bool collect)
{
	static const char *const names[TRANSLATED_CLASSES] = { "latin", "cased", "spaced", "solid" };
	struct translated *translated = translated_new();
	struct result all = { 0 }, of_class[TRANSLATED_CLASSES] = { { 0 } };
	double seconds;
	size_t sketches = 0;
	clock_t begin = clock();
	bool *linked = mem_zero(set->count + 1, sizeof *linked), *right = mem_zero(set->count + 1, sizeof *right);

	for (uint32_t i = 0; i < set->count; i++) {
		struct doc *doc = &set->docs[i];
		struct weighed weighed;
		struct translated_match match;

		if (!translated_build(&scratch, str_from(doc->text, doc->len), str_from(doc->lang, strlen(doc->lang)), &doc->part))
			continue;
		set->asking = i;
		set->best.odds = -INFINITY;
		translated_weigh(translated, doc->part.data, &weighed);
		linked[i] = translated_match(translated, &weighed, part_of, set, &match, collect ? visit : visit_best);
		if (!collect && getenv("ODDS") && set->best.odds > -INFINITY)
			printf("%.4f %d %d %d %s %s %s %s\n", set->best.odds, set->best.right, is_owed(set, i), part_class(doc->part.data), doc->lang,
			       doc->cluster, set->docs[set->best.row].lang, set->docs[set->best.row].cluster);
		right[i] = linked[i] && same_cluster(set, i, match.row);
		translated_mark(doc->part.data, &weighed, linked[i] ? &match : NULL);
		translated_add(translated, &weighed, i);
		sketches += doc->part.len;
	}
	seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
	for (uint32_t i = 0; i < set->count && !collect; i++) {
		bool owed = is_owed(set, i);

		count(&all, owed, linked[i], right[i]);
		if (set->docs[i].part.data)
			count(&of_class[part_class(set->docs[i].part.data)], owed, linked[i], right[i]);
	}
	if (!collect) {
		fprintf(stderr, "%u texts, %.0f a second; bytes a text: %.0f of sketch, %.0f of postings\n", set->count, set->count / seconds,
			(double)sketches / set->count, 8.0 * (double)translated->postings.used / set->count);
		print_result("all", &all);
		for (unsigned i = 0; i < TRANSLATED_CLASSES; i++)
			print_result(names[i], &of_class[i]);
	}
	free(linked);
	free(right);
	translated_free(translated);
}

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
		double odds = odds_of(w[samples[s].pair], &samples[s]);

		if (s == 0 || samples[s].doc != samples[s - 1].doc)
			best[count_best++] = (struct best){ odds, 0, samples[s].same };
		else if (odds > best[count_best - 1].odds)
			best[count_best - 1] = (struct best){ odds, 0, samples[s].same };
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

/* The threshold is that of the first `streams` samples. */
static void print_weights(const struct sample *samples, size_t n, size_t streams, double precision)
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

static void write_samples(const struct set *set)
{
	fwrite(set->samples, sizeof *set->samples, set->sample_count, stdout);
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

int main(int argc, char **argv)
{
	const char *mode = argc > 1 ? argv[1] : "";
	uint32_t docs = 0;

	if (strcmp(mode, "fit") == 0 && argc > 3) {
		struct samples samples = { NULL, 0, 0 };
		size_t streams = 0;

		for (int i = 3; i < argc; i++) {
			if (strcmp(argv[i], "--") == 0)
				streams = samples.count;
			else
				read_samples(argv[i], &samples);
		}
		print_weights(samples.at, samples.count, streams, atof(argv[2]));
		return 0;
	}
	for (int i = 2; i < argc; i++) {
		struct set set = { .first = docs };

		read_docs(argv[i], &set);
		docs += set.count;
		if (strcmp(mode, "prior") == 0)
			print_prior(&set);
		else if (strcmp(mode, "keys") == 0)
			print_keys(&set);
		else if (strcmp(mode, "language") == 0)
			print_language(&set);
		else
			run(&set, strcmp(mode, "samples") == 0);
		if (strcmp(mode, "samples") == 0)
			write_samples(&set);
	}
	return 0;
}
