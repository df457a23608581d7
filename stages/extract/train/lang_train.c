/*
 * lang_train: learns the tables of lang_model from the texts that lang_collect.py gathers.
 *
 *     lang_train TEXTS lang_words.txt latin 14 nb nn da ... other > ../generated/lang_latin.inc
 *     lang_train TEXTS lang_words.txt north 15 nb nn da sv / en fr pl > ...
 *
 * Multinomial logistic regression on pieces of 3 to 40 words, by stochastic gradient descent
 * with a step size per row (AdaGrad); every language is drawn equally often, a fifth of the
 * features is left out each time. Languages behind "/" are noise: in every other piece some
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
#define NOISE 2 /* one draw in so many has some words of another language behind it */
#define WORD_LISTS 4 /* one draw in so many, where a language has one */

struct language {
	const char *name;
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

static size_t read_features(struct str text, unsigned bits, uint32_t *out, size_t count)
{
	struct lang_features f;

	lang_features_start(&f, text);
	while (lang_features_next(&f))
		for (unsigned i = 0; i < f.nready && count < MAX_FEATURES; i++)
			if (draw(5) > 0)
				out[count++] = f.ready[i] * 0x85ebca6bu >> (32 - bits);
	return count;
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

static void write_table(const float *rows, const char *name, unsigned bits, const struct language *langs,
                        unsigned count)
{
	unsigned width = count <= 4 ? 4 : count <= 8 ? 8 : (count + 15) / 16 * 16;
	size_t n = (size_t)1 << bits;
	float largest = 0, scale;

	for (size_t i = 0; i < n * LANG_MODEL_MAX; i++)
		largest = fmaxf(largest, fabsf(rows[i]));
	scale = fminf(largest, 4) / 127;
	printf("/* Made by train/lang_train.c: do not edit. Sources and licences: train/lang_sources.txt. */\n"
	       "static const char %s_names[][8] = {", name);
	for (unsigned k = 0; k < count; k++)
		printf("%s\"%s\"", k ? ", " : " ", langs[k].name);
	printf(" };\nstatic const int8_t %s_rows[] = {\n", name);
	for (size_t i = 0; i < n; i++)
		for (unsigned k = 0; k < width; k++) {
			float v = roundf(rows[i * LANG_MODEL_MAX + k] / scale);

			printf("%d,%s", k < count ? (int)fmaxf(-127, fminf(127, v)) : 0, k + 1 == width ? "\n" : "");
		}
	printf("};\nconst struct lang_model lang_model_%s = {\n\t%u, %u, %u, %.8gf, %s_names[0], %s_rows,\n};\n", name,
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

int main(int argc, char **argv)
{
	struct language langs[LANG_MODEL_MAX] = { 0 };
	unsigned all = 0, count = 0, bits = argc > 5 ? (unsigned)atoi(argv[4]) : 0, other;
	float *rows, *squares;
	uint32_t features[MAX_FEATURES];

	if (bits < 8 || bits > 20 || argc - 5 > LANG_MODEL_MAX) {
		fprintf(stderr, "usage: lang_train TEXTS WORDS NAME BITS LANGUAGE... [/ NOISE...]\n");
		return 2;
	}
	for (int i = 5; i < argc; i++) {
		if (strcmp(argv[i], "/") == 0) {
			count = all;
			continue;
		}
		langs[all].name = argv[i];
		load(&langs[all], argv[1]);
		load_words(&langs[all++], argv[2]);
	}
	count = count ? count : all;
	/* "other" stands for many languages. */
	other = strncmp(langs[count - 1].name, "other", 5) == 0 ? 4 : 0;
	rows = mem_zero((size_t)LANG_MODEL_MAX << bits, sizeof *rows);
	squares = mem_zero((size_t)1 << bits, sizeof *squares);
	for (size_t i = 0; i < STEPS; i++) {
		unsigned want = draw(count + other);
		size_t n;

		want = want < count ? want : count - 1;
		n = draw_example(langs, all, want, bits, features);
		if (n > 0)
			step(rows, squares, features, n, count, want, RATE * (1 - 0.9f * (float)i / STEPS));
	}
	write_table(rows, argv[3], bits, langs, count);
	return 0;
}
