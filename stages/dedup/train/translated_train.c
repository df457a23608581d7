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
 *   eval DOCS          how the tables that are compiled in do on a stream, to standard error; prints the links, language
 *                      and article of both
 *
 * DOCS: for each text a line "language TAB cluster TAB bytes", then the text and a line end.
 */
#include "dedup/train/translated_fit.h"
#include "dedup/translated.h"
#include "dedup/translated_language.h"
#include "dedup/translated_lexicon.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { LANGUAGES = 256, WORDS_EACH = 40 };

struct doc {
	char lang[32], cluster[128];
	struct buf part;
	uint32_t first; /* version of its text, as was found */
	char *text;
	size_t len;
};

struct set {
	struct doc *docs;
	uint32_t count;
	struct sample *samples;
	size_t sample_count;
	uint32_t first; /* number of its first document among all sets */
	uint32_t asking;
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

static const char *part_of(void *ctx, uint32_t number, uint32_t *first)
{
	struct set *set = ctx;

	*first = set->docs[number].first;
	return set->docs[number].part.data;
}

static bool same_cluster(const struct set *set, uint32_t a, uint32_t b)
{
	return strcmp(set->docs[a].cluster, set->docs[b].cluster) == 0;
}

static void visit(void *ctx, uint32_t row, unsigned pair, const float features[TRANSLATED_FEATURES])
{
	struct set *set = ctx;
	struct sample *sample;

	set->samples = mem_grow(set->samples, (set->sample_count + 1) * sizeof *set->samples);
	sample = &set->samples[set->sample_count++];
	*sample = (struct sample){ .doc = set->first + set->asking, .row = row, .pair = (uint8_t)pair, .same = same_cluster(set, set->asking, row) };
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
		translated_weigh(translated, doc->part.data, &weighed);
		linked[i] = translated_match(translated, &weighed, part_of, set, &match, collect ? visit : NULL);
		doc->first = linked[i] ? set->docs[match.row].first : i;
		if (linked[i] && !collect)
			printf("%s\t%s\t%s\t%s\n", doc->lang, doc->cluster, set->docs[match.row].lang, set->docs[match.row].cluster);
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

static void write_samples(const struct set *set)
{
	fwrite(set->samples, sizeof *set->samples, set->sample_count, stdout);
}

int main(int argc, char **argv)
{
	const char *mode = argc > 1 ? argv[1] : "";
	uint32_t docs = 0;

	if (strcmp(mode, "fit") == 0 && argc > 3)
		return print_weights(atof(argv[2]), argv + 3, argc - 3);
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
