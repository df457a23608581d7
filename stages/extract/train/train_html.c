/*
 * train_html dump PAGES            the blocks of the listed pages, a JSON array of texts a line
 * train_html fit LABELS WEIGHTS    learns the two models and writes them
 *   [PREDICTIONS]                  and the text of every page by models that never saw its site
 *
 * PAGES holds a path a line. LABELS holds for each page "fold blocks path" and then a line
 * "share weight" for each block: how much of it is main text, and how sure that is (0: not
 * known). See label_html.py.
 */
#include "extract/html_feature.h"
#include "extract/html_model.h"
#include "extract/html_output.h"
#include "boost.h"

#include "base/file.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct sample {
	char path[1024];
	int fold;
	uint32_t first, count; /* its blocks */
};

struct set {
	struct sample *samples;
	uint32_t sample_count;
	uint32_t rows, cap;
	float *y, *w;
	int *fold;
	uint8_t *x[HTML_ROWS];
	int32_t *score;
};

static struct html_page page;
static struct html_features features;
static struct html_phrases phrases;
static struct buf file;

static void die(const char *what, const char *why)
{
	fprintf(stderr, "train_html: %s: %s\n", what, why);
	exit(1);
}

static void read_page(const char *path)
{
	struct err err;

	buf_reset(&file);
	if (file_read(path, 64 << 20, &file, &err) != 0)
		die(path, err.text);
	html_page_read(&page, buf_str(&file));
}

static void print_json(struct str s, FILE *out)
{
	putc('"', out);
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if (c == '"' || c == '\\')
			fprintf(out, "\\%c", c);
		else if (c < 0x20)
			fprintf(out, "\\u%04x", c);
		else
			putc(c, out);
	}
	putc('"', out);
}

static void dump(const char *list)
{
	char path[1024];
	FILE *in = fopen(list, "r");

	if (!in)
		die(list, "cannot open");
	while (fscanf(in, " %1023[^\n]", path) == 1) {
		read_page(path);
		printf("[");
		for (uint32_t i = 0; i < page.block_count; i++) {
			printf(i ? "," : "");
			print_json(html_block_text(&page, &page.blocks[i]), stdout);
		}
		printf("]\n");
	}
	fclose(in);
}

static void grow(struct set *set, uint32_t more)
{
	if (set->rows + more <= set->cap)
		return;
	set->cap = (set->rows + more) * 2;
	set->y = mem_grow(set->y, set->cap * sizeof *set->y);
	set->w = mem_grow(set->w, set->cap * sizeof *set->w);
	set->fold = mem_grow(set->fold, set->cap * sizeof *set->fold);
	set->score = mem_grow(set->score, set->cap * sizeof *set->score);
	for (unsigned k = 0; k < HTML_ROWS; k++)
		set->x[k] = mem_grow(set->x[k], set->cap);
}

static void read_labels(const char *path, struct set *set)
{
	FILE *in = fopen(path, "r");
	struct sample s;

	if (!in)
		die(path, "cannot open");
	while (fscanf(in, "%d %u %1023[^\n]", &s.fold, &s.count, s.path) == 3) {
		read_page(s.path);
		if (page.block_count != s.count)
			die(s.path, "labels are of another version");
		html_features_fill(&features, &page, &phrases);
		s.first = set->rows;
		grow(set, s.count);
		for (uint32_t i = 0; i < s.count; i++) {
			if (fscanf(in, "%f %f", &set->y[s.first + i], &set->w[s.first + i]) != 2)
				die(path, "ends early");
			set->fold[s.first + i] = s.fold;
		}
		for (unsigned k = 0; k < HTML_F_COUNT; k++)
			memcpy(set->x[k] + s.first, html_feature_row(&features, k), s.count);
		set->rows += s.count;
		set->samples = mem_grow(set->samples, (set->sample_count + 1) * sizeof s);
		set->samples[set->sample_count++] = s;
	}
	fclose(in);
}

/* Scores of every row by a model of the other folds, then the model of all rows. */
static struct boost cross_fit(struct set *set, unsigned features_used, const struct boost_options *options)
{
	for (int fold = 0; fold < BOOST_FOLDS; fold++) {
		struct boost model = boost_train(set->x, features_used, set->y, set->w, set->fold, fold, set->rows, options);

		for (uint32_t i = 0; i < set->rows; i++)
			if (set->fold[i] == fold)
				set->score[i] = boost_score(&model, set->x, i);
		boost_release(&model);
	}
	return boost_train(set->x, features_used, set->y, set->w, set->fold, -1, set->rows, options);
}

static void fill_second(struct set *set)
{
	for (uint32_t s = 0; s < set->sample_count; s++) {
		const struct sample *sample = &set->samples[s];

		read_page(sample->path);
		html_features_fill(&features, &page, &phrases);
		html_features_second(&features, &page, set->score + sample->first);
		for (unsigned k = HTML_F_COUNT; k < HTML_ROWS; k++)
			memcpy(set->x[k] + sample->first, html_feature_row(&features, k), sample->count);
	}
}

static void report(const struct set *set, const char *name)
{
	double loss = 0, sum = 0, right = 0;

	for (uint32_t i = 0; i < set->rows; i++) {
		double p = 1 / (1 + exp(-(double)set->score[i] / HTML_LOGIT)), y = set->y[i];

		loss -= set->w[i] * (y * log(p + 1e-9) + (1 - y) * log(1 - p + 1e-9));
		right += set->w[i] * ((p > 0.5) == (y > 0.5));
		sum += set->w[i];
	}
	fprintf(stderr, "%s: log loss %.4f, accuracy %.4f\n", name, loss / sum, right / sum);
}

static void write_predictions(const struct set *set, const char *path)
{
	FILE *out = fopen(path, "w");
	struct buf text = BUF_INIT;

	if (!out)
		die(path, "cannot open");
	for (uint32_t s = 0; s < set->sample_count; s++) {
		const struct sample *sample = &set->samples[s];
		uint8_t *keep = mem_alloc(sample->count + 1);
		double cut = getenv("CUT") ? atof(getenv("CUT")) : 0;

		read_page(sample->path);
		for (uint32_t i = 0; i < sample->count; i++)
			keep[i] = set->score[sample->first + i] > cut * HTML_LOGIT;
		buf_reset(&text);
		html_write_text(&page, keep, &text);
		fprintf(out, "{\"file\":");
		const char *base = strrchr(sample->path, '/');
		print_json(str_of(base ? base + 1 : sample->path), out);
		fprintf(out, ",\"text\":");
		print_json(buf_str(&text), out);
		fprintf(out, ",\"scores\":[");
		for (uint32_t i = 0; i < sample->count; i++)
			fprintf(out, "%s%d", i ? "," : "", set->score[sample->first + i]);
		fprintf(out, "]}\n");
		free(keep);
	}
	fclose(out);
	buf_release(&text);
}

static void write_model(const struct boost *model, const char *name, FILE *out)
{
	fprintf(out, "\n#define %s_START %d\n\nstatic const struct html_decision %s_trees[] = {\n", name, model->start, name);
	for (uint32_t t = 0; t < model->tree_count; t++) {
		const struct html_decision *tree = &model->trees[t];

		fprintf(out, "\t{ {");
		for (unsigned k = 0; k < HTML_TREE_DEPTH; k++)
			fprintf(out, " %d,", tree->feature[k]);
		fprintf(out, " }, {");
		for (unsigned k = 0; k < HTML_TREE_DEPTH; k++)
			fprintf(out, " %d,", tree->above[k]);
		fprintf(out, " },\n\t  {");
		for (unsigned k = 0; k < 1 << HTML_TREE_DEPTH; k++)
			fprintf(out, "%d,%s", tree->leaf[k], k % 16 == 15 && k < 63 ? "\n\t   " : " ");
		fprintf(out, "} },\n");
	}
	fprintf(out, "};\n");
}

int main(int argc, char **argv)
{
	struct boost_options options = { .trees = 160, .rate = 0.08, .lambda = 4, .features = 0.35, .rows = 0.7 };
	struct set set = { 0 };

	html_phrases_init(&phrases);
	if (argc == 3 && strcmp(argv[1], "dump") == 0) {
		dump(argv[2]);
		return 0;
	}
	if (argc < 4 || strcmp(argv[1], "fit") != 0)
		die("usage", "dump PAGES | fit LABELS WEIGHTS [PREDICTIONS]");
	struct boost_options o2 = options;
#define E(n, f, o) if (getenv(n)) o.f = atof(getenv(n))
	E("LAMBDA", lambda, options); E("RATE", rate, options); E("FEAT", features, options); E("ROWS", rows, options); if (getenv("TREES")) options.trees = (uint32_t)atoi(getenv("TREES"));
	E("LAMBDA2", lambda, o2); E("RATE2", rate, o2); E("FEAT2", features, o2); E("ROWS2", rows, o2); if (getenv("TREES2")) o2.trees = (uint32_t)atoi(getenv("TREES2"));
	read_labels(argv[2], &set);
	struct boost first = cross_fit(&set, HTML_F_COUNT, &options);
	report(&set, "first");
	if (argc > 4) { char p1[500]; snprintf(p1, 500, "%s1", argv[4]); write_predictions(&set, p1); }
	if (o2.trees == 1) return 0;
	fill_second(&set);
	struct boost second = cross_fit(&set, HTML_ROWS, &o2);
	report(&set, "second");
	FILE *out = fopen(argv[3], "w");
	if (!out)
		die(argv[3], "cannot open");
	fprintf(out, "/* Made by train/train_html.py. */\n");
	write_model(&first, "first", out);
	write_model(&second, "second", out);
	fclose(out);
	if (argc > 4)
		write_predictions(&set, argv[4]);
	boost_report(&second, HTML_ROWS);
	return 0;
}
