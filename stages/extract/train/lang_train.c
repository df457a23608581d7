/*
 * lang_train: learns the tables of lang_model from the texts that lang_collect.py gathers.
 *
 *     lang_train TEXTS lang_words.txt latin 14 north:nb north:nn de ... other > ../generated/lang_latin.inc
 *     lang_train TEXTS lang_words.txt north 15 nb nn da sv / en fr pl > ...
 *
 * Multinomial logistic regression on pieces of 3 to 40 words, by stochastic gradient descent
 * with a step size per row (AdaGrad); every language is drawn equally often, a fifth of the
 * features is left out each time. FAMILY:LANGUAGE makes one class of the languages of a family,
 * which stand together. Languages behind "/" are noise: in every other piece some
 * words of another language follow, as foreign names do in real text. Seeded: the same texts give the same table.
 */
#include "base/buf.h"
#include "extract/lang_model.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define STEPS 1500000
#define RATE 0.35f
#define MAX_FEATURES 4096
#define MAX_LANGUAGES 64
#define NOISE 2 /* one draw in so many has some words of another language behind it */
#define WORD_LISTS 4 /* one draw in so many, where a language has one */

struct language {
	const char *name;
	const char *class; /* the name of its family or its own */
	unsigned index; /* of the class */
	char *text;
	size_t len;
	char **words; /* of lang_words.txt */
	size_t nwords;
};

static uint64_t state = 88172645463325252u;

static uint32_t draw(uint32_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)((state >> 32) * below >> 32);
}

static void load(struct language *lang, const char *folder)
{
	char path[4096];
	FILE *file;
	struct buf text = BUF_INIT;

	snprintf(path, sizeof path, "%s/%s.txt", folder, lang->name);
	file = fopen(path, "rb");
	if (!file) {
		perror(path);
		exit(1);
	}
	for (size_t got = 1; got > 0; text.len += got)
		got = fread(buf_reserve(&text, 1 << 20), 1, 1 << 20, file);
	fclose(file);
	lang->len = text.len;
	lang->text = buf_detach(&text, &lang->len);
}

/* The language's line of lang_words.txt. */
static void load_words(struct language *lang, const char *path)
{
	static char line[1 << 16];
	size_t n = strlen(lang->name);
	FILE *file = fopen(path, "r");

	if (!file) {
		perror(path);
		exit(1);
	}
	while (fgets(line, sizeof line, file)) {
		if (strncmp(line, lang->name, n) != 0 || line[n] != ':')
			continue;
		lang->words = mem_zero(sizeof line / 2, sizeof *lang->words);
		for (char *word = strtok(line + n + 1, " \n"); word; word = strtok(NULL, " \n"))
			lang->words[lang->nwords++] = mem_strdup(word);
	}
	fclose(file);
}

/* Some of the language's words, at random. */
static struct str word_list(const struct language *lang, char *out, size_t size)
{
	size_t len = 0;

	for (unsigned i = 4 + draw(12); i > 0; i--)
		len += (size_t)snprintf(out + len, size - len, "%s ", lang->words[draw((uint32_t)lang->nwords)]);
	return str_from(out, len);
}

/* A random piece: from the start of a word, `words` long, over line ends. */
static struct str piece(const struct language *lang, size_t words)
{
	size_t at = draw((uint32_t)lang->len), stop;

	while (at > 0 && lang->text[at - 1] != ' ' && lang->text[at - 1] != '\n')
		at--;
	for (stop = at; stop < lang->len && words > 0; stop++)
		words -= lang->text[stop] == ' ' || lang->text[stop] == '\n';
	return str_from(lang->text + at, stop - at);
}

struct features {
	unsigned bits;
	uint32_t *out;
	size_t count;
};

static inline void take_feature(void *context, uint32_t feature)
{
	struct features *features = context;

	if (features->count < MAX_FEATURES && draw(5) > 0)
		features->out[features->count++] = lang_row(feature, features->bits);
}

static size_t read_features(struct str text, unsigned bits, uint32_t *out, size_t count)
{
	struct features features = { bits, out, count };

	lang_features(text, take_feature, &features);
	return features.count;
}

static void step(float *rows, float *squares, const uint32_t *features, size_t n, unsigned count, unsigned want,
                 float rate)
{
	float logit[LANG_MODEL_MAX] = { 0 }, gradient[LANG_MODEL_MAX], total = 0, top = -1e30f, norm = 0;
	float share = 1 / sqrtf((float)n);

	for (size_t i = 0; i < n; i++)
		for (unsigned k = 0; k < LANG_MODEL_MAX; k++)
			logit[k] += rows[(size_t)features[i] * LANG_MODEL_MAX + k];
	for (unsigned k = 0; k < count; k++)
		top = fmaxf(top, logit[k] * share);
	for (unsigned k = 0; k < LANG_MODEL_MAX; k++) {
		gradient[k] = k < count ? expf(logit[k] * share - top) : 0;
		total += gradient[k];
	}
	for (unsigned k = 0; k < count; k++) {
		gradient[k] = (gradient[k] / total - (k == want)) * share;
		norm += gradient[k] * gradient[k];
	}
	for (size_t i = 0; i < n; i++) {
		float *row = rows + (size_t)features[i] * LANG_MODEL_MAX, speed;

		squares[features[i]] += norm;
		speed = rate / sqrtf(squares[features[i]] + 1e-6f);
		for (unsigned k = 0; k < LANG_MODEL_MAX; k++)
			row[k] -= speed * gradient[k];
	}
}

/* The largest weight that is written: one in a thousand may lie beyond it. */
static float largest_weight(const float *rows, size_t n)
{
	unsigned counts[4096] = { 0 };
	size_t beyond = 0, all = 0;
	unsigned at = 4095;

	for (size_t i = 0; i < n; i++) {
		counts[(unsigned)fminf(fabsf(rows[i]) * 512, 4095)]++;
		all += rows[i] != 0;
	}
	while (at > 1 && (beyond += counts[at]) * 1000 < all)
		at--;
	return (float)at / 512;
}

static void write_weight(float weight, float scale)
{
	float v = fmaxf(-LANG_MODEL_LARGEST, fminf(LANG_MODEL_LARGEST, roundf(weight / scale)));
	int c = LANG_MODEL_ZERO + (int)v;

	if (c == '\\' || c == '?')
		putchar('\\');
	putchar(c);
}

static void write_table(const float *rows, const char *name, unsigned bits, const struct language *langs,
                        unsigned all, unsigned count)
{
	unsigned width = count <= 4 ? 4 : count <= 8 ? 8 : LANG_MODEL_MAX, line = 96 / width;
	size_t n = (size_t)1 << bits;
	float scale = largest_weight(rows, n * LANG_MODEL_MAX) / LANG_MODEL_LARGEST;

	printf("/* Made by train/lang_train.c: do not edit. Sources and licences: train/lang_sources.txt. */\n"
	       "static const char %s_names[][8] = {", name);
	for (unsigned i = 0; i < all; i++)
		if (langs[i].index < count && (i == 0 || langs[i].index != langs[i - 1].index))
			printf("%s\"%s\"", i ? ", " : " ", langs[i].class);
	printf(" };\nstatic const char %s_rows[] =", name);
	for (size_t i = 0; i < n; i++) {
		printf("%s", i % line ? "" : "\n\"");
		for (unsigned k = 0; k < width; k++)
			write_weight(k < count ? rows[i * LANG_MODEL_MAX + k] : 0, scale);
		printf("%s", (i + 1) % line && i + 1 < n ? "" : "\"");
	}
	printf(";\nconst struct lang_model lang_model_%s = {\n\t%u, %u, %u, %.8gf, %s_names[0], %s_rows,\n};\n", name,
	       bits, width, count, (double)scale, name, name);
}

/* One example: a piece or a word list, and now and then some foreign words. */
static size_t draw_example(const struct language *langs, unsigned all, unsigned want, unsigned bits, uint32_t *features)
{
	char list[4096];
	size_t words = 3 + draw(38), n;
	struct str text;

	if (langs[want].nwords > 0 && draw(WORD_LISTS) == 0)
		text = word_list(&langs[want], list, sizeof list);
	else
		text = piece(&langs[want], words);
	n = read_features(text, bits, features, 0);
	if (draw(NOISE) == 0)
		n = read_features(piece(&langs[draw(all)], 1 + draw(1 + (uint32_t)words / 3)), bits, features, n);
	return n;
}

/* Reads the languages of the command line, *all of them; the first *drawn are learned, the others
 * noise. Returns how many classes they form. */
static unsigned load_all(char **args, const char *folder, const char *words, struct language *langs, unsigned *all,
                         unsigned *drawn)
{
	unsigned classes = 0;

	for (; *args; args++) {
		struct language *lang = &langs[*all];
		char *colon = strchr(*args, ':');

		if (strcmp(*args, "/") == 0) {
			*drawn = *all;
			continue;
		}
		lang->name = colon ? colon + 1 : *args;
		lang->class = *args;
		if (colon)
			*colon = 0;
		if (*all == 0 || strcmp(lang->class, lang[-1].class) != 0)
			classes++;
		lang->index = classes - 1;
		load(lang, folder);
		load_words(lang, words);
		++*all;
	}
	if (*drawn == 0) {
		*drawn = *all;
		return classes;
	}
	return langs[*drawn - 1].index + 1;
}

int main(int argc, char **argv)
{
	static struct language langs[MAX_LANGUAGES];
	unsigned all = 0, drawn = 0, bits = argc > 5 ? (unsigned)atoi(argv[4]) : 0, other, count;
	float *rows, *squares;
	uint32_t features[MAX_FEATURES];

	if (bits < 8 || bits > 20 || argc - 5 > MAX_LANGUAGES) {
		fprintf(stderr, "usage: lang_train TEXTS WORDS NAME BITS LANGUAGE... [/ NOISE...]\n");
		return 2;
	}
	count = load_all(argv + 5, argv[1], argv[2], langs, &all, &drawn);
	if (count > LANG_MODEL_MAX) {
		fprintf(stderr, "lang_train: %u classes: at most %d\n", count, LANG_MODEL_MAX);
		return 2;
	}
	/* "other" stands for many languages. */
	other = strncmp(langs[drawn - 1].name, "other", 5) == 0 ? 4 : 0;
	rows = mem_zero((size_t)LANG_MODEL_MAX << bits, sizeof *rows);
	squares = mem_zero((size_t)1 << bits, sizeof *squares);
	for (size_t i = 0; i < STEPS; i++) {
		unsigned want = draw(drawn + other);
		size_t n;

		want = want < drawn ? want : drawn - 1;
		n = draw_example(langs, all, want, bits, features);
		if (n > 0)
			step(rows, squares, features, n, count, langs[want].index, RATE * (1 - 0.9f * (float)i / STEPS));
	}
	write_table(rows, argv[3], bits, langs, drawn, count);
	return 0;
}
