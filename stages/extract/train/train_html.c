/*
 * train_html blocks PAGES          the blocks of the listed pages: a JSON array of texts a line
 * train_html claims PAGES          the claims about title, author and date: a JSON object a line
 * train_html fit-blocks LABELS FOLDER [PREDICTIONS]
 * train_html fit-claims LABELS FOLDER [PREDICTIONS]
 *                                  learns from labels and writes the tables of generated/ into
 *                                  FOLDER; into PREDICTIONS what models that never saw a
 *                                  page's site make of it
 *
 * PAGES holds a path a line. LABELS is what label_html.py writes: for each page a line
 * "fold count path", then a line "share weight" a block; or a line "known labels" a field.
 */
#include "extract/html_feature.h"
#include "extract/html_meta.h"
#include "extract/html_output.h"
#include "extract/html_weights.h"
#include "boost.h"

#include "base/file.h"
#include "text/clean.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct sample {
	char path[1024];
	int fold;
	uint32_t first, count; /* its rows */
};

struct set {
	struct sample *samples;
	uint32_t sample_count;
	uint32_t rows, cap;
	unsigned features;
	float *y, *w;
	int *fold;
	uint8_t **x;
	int32_t *score;
};

static struct html_page page;
static struct html_features features;
static struct html_phrases phrases;
static struct html_months months;
static struct html_ld ld;
static struct html_meta meta;
static struct html_pick pick;
static struct buf file, markup;

static void die(const char *what, const char *why)
{
	fprintf(stderr, "train_html: %s: %s\n", what, why);
	exit(1);
}

static void read_page(const char *path)
{
	struct err err;

	struct clean_counts counts = { 0, 0 };

	buf_reset(&file);
	if (file_read(path, 64 << 20, &file, &err) != 0)
		die(path, err.text);
	html_page_read(&page, clean_markup(buf_str(&file), &markup, &counts));
	html_ld_collect(&ld, &page.tree);
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

static FILE *open_file(const char *path, const char *mode)
{
	FILE *f = fopen(path, mode);

	if (!f)
		die(path, "cannot open");
	return f;
}

static void dump_blocks(void)
{
	html_features_fill(&features, &page, &ld, &phrases);
	printf("{\"texts\":[");
	for (uint32_t i = 0; i < page.block_count; i++) {
		printf(i ? "," : "");
		print_json(html_block_text(&page, &page.blocks[i]), stdout);
	}
	printf("],\"makes\":[");
	for (uint32_t i = 0; i < page.block_count; i++)
		printf("%s%u", i ? "," : "", features.same[i]);
	printf("]}\n");
}

static struct html_pick_view read_claims(void)
{
	uint32_t count = page.block_count;
	int32_t *scores = mem_alloc((count + 1) * sizeof *scores);
	uint8_t *fates = mem_alloc(count + 1);
	struct html_pick_view view = { &page, &features, &meta, 0, count };

	html_features_fill(&features, &page, &ld, &phrases);
	html_model_score(&html_block_model, features.rows, features.stride, count, scores);
	html_fates(&page, &features, scores, &(struct html_options){ 0 }, fates);
	html_meta_read(&meta, &page, &features, &ld, &months, STR_NONE);
	while (view.first_kept < view.end_kept && fates[view.first_kept] != HTML_KEPT)
		view.first_kept++;
	while (view.end_kept > view.first_kept && fates[view.end_kept - 1] != HTML_KEPT)
		view.end_kept--;
	free(fates);
	free(scores);
	return view;
}

static void print_claim(const struct html_claim *claim, enum html_pick_field field, FILE *out)
{
	if (field == HTML_PICK_DATE)
		fprintf(out, "\"%04u-%02u-%02u\"", claim->day.year, claim->day.month, claim->day.day);
	else
		print_json(html_claim_text(&meta, claim), out);
}

static const char *const field_names[] = { "title", "author", "date" };

static void dump_claims(void)
{
	read_claims();
	printf("{");
	for (unsigned field = 0; field < HTML_PICK_COUNT; field++) {
		const struct html_claims *claims = html_pick_claims(&meta, field);

		printf("%s\"%s\":[", field ? "," : "", field_names[field]);
		for (uint32_t i = 0; i < claims->count; i++) {
			printf(i ? "," : "");
			print_claim(&claims->list[i], field, stdout);
		}
		printf("],\"%s_from\":[", field_names[field]);
		for (uint32_t i = 0; i < claims->count; i++)
			printf("%s%d", i ? "," : "", claims->list[i].source);
		printf("]");
	}
	printf("}\n");
}

static void each_page(const char *list, void (*fn)(void))
{
	char path[1024];
	FILE *in = open_file(list, "r");

	while (fscanf(in, " %1023[^\n]", path) == 1) {
		read_page(path);
		fn();
	}
	fclose(in);
}

static void grow(struct set *set, uint32_t more)
{
	if (!set->x)
		set->x = mem_zero(set->features, sizeof *set->x);
	if (set->rows + more <= set->cap)
		return;
	set->cap = (set->rows + more) * 2;
	set->y = mem_grow(set->y, set->cap * sizeof *set->y);
	set->w = mem_grow(set->w, set->cap * sizeof *set->w);
	set->fold = mem_grow(set->fold, set->cap * sizeof *set->fold);
	set->score = mem_grow(set->score, set->cap * sizeof *set->score);
	for (unsigned k = 0; k < set->features; k++)
		set->x[k] = mem_grow(set->x[k], set->cap);
}

static void set_release(struct set *set)
{
	for (unsigned k = 0; set->x && k < set->features; k++)
		free(set->x[k]);
	free(set->x);
	free(set->y);
	free(set->w);
	free(set->fold);
	free(set->score);
	free(set->samples);
}

static void add_sample(struct set *set, struct sample *s, const uint8_t *rows, uint32_t stride)
{
	s->first = set->rows;
	for (unsigned k = 0; k < set->features; k++)
		memcpy(set->x[k] + s->first, rows + (size_t)k * stride, s->count);
	for (uint32_t i = 0; i < s->count; i++)
		set->fold[s->first + i] = s->fold;
	set->rows += s->count;
	set->samples = mem_grow(set->samples, (set->sample_count + 1) * sizeof *s);
	set->samples[set->sample_count++] = *s;
}

static void read_block_labels(const char *path, struct set *set)
{
	FILE *in = open_file(path, "r");
	struct sample s;

	set->features = HTML_F_COUNT;
	while (fscanf(in, "%d %u %1023[^\n]", &s.fold, &s.count, s.path + 0) == 3) {
		read_page(s.path + (s.path[0] == ' '));
		if (page.block_count != s.count)
			die(s.path, "labels are of another version");
		html_features_fill(&features, &page, &ld, &phrases);
		grow(set, s.count);
		for (uint32_t i = 0; i < s.count; i++)
			if (fscanf(in, "%f %f", &set->y[set->rows + i], &set->w[set->rows + i]) != 2)
				die(path, "ends early");
		add_sample(set, &s, features.rows, features.stride);
	}
	fclose(in);
}

static void read_claim_labels(const char *path, struct set sets[HTML_PICK_COUNT])
{
	FILE *in = open_file(path, "r");
	struct sample s;

	while (fscanf(in, "%d %u %1023[^\n]", &s.fold, &s.count, s.path) == 3) {
		read_page(s.path + (s.path[0] == ' '));
		struct html_pick_view view = read_claims();

		for (unsigned field = 0; field < HTML_PICK_COUNT; field++) {
			struct set *set = &sets[field];
			int known, label;

			s.count = html_pick_claims(&meta, field)->count;
			set->features = HTML_PICK_FEATURES;
			html_pick_fill(&pick, &view, field);
			grow(set, s.count);
			if (fscanf(in, "%d", &known) != 1)
				die(path, "ends early");
			for (uint32_t i = 0; i < s.count; i++) {
				if (fscanf(in, "%d", &label) != 1)
					die(path, "ends early");
				set->y[set->rows + i] = (float)label;
				set->w[set->rows + i] = (float)known;
			}
			add_sample(set, &s, pick.rows[0], HTML_CLAIMS_MAX);
		}
	}
	fclose(in);
}

static struct boost fit(const struct set *set, const struct boost_options *options, int without)
{
	return boost_train(set->x, set->features, set->y, set->w, set->fold, without, set->rows, options);
}

/* Scores every row by a model of the other folds. */
static void cross_fit(struct set *set, const struct boost_options *options, const char *name)
{
	double loss = 0, sum = 0;

	for (int fold = 0; fold < BOOST_FOLDS; fold++) {
		struct boost model = fit(set, options, fold);

		for (uint32_t i = 0; i < set->rows; i++)
			if (set->fold[i] == fold)
				set->score[i] = boost_score(&model, set->x, i);
		boost_release(&model);
	}
	for (uint32_t i = 0; i < set->rows; i++) {
		double p = 1 / (1 + exp(-(double)set->score[i] / HTML_LOGIT)), y = set->y[i];

		loss -= set->w[i] * (y * log(p + 1e-9) + (1 - y) * log(1 - p + 1e-9));
		sum += set->w[i];
	}
	fprintf(stderr, "%s: %u rows, log loss %.4f\n", name, set->rows, loss / sum);
}

static void write_model(const struct boost *model, const char *name, const char *folder)
{
	char path[1024], upper[32] = { 0 };

	for (size_t i = 0; name[i] && i < sizeof upper - 1; i++)
		upper[i] = (char)(name[i] - 32);
	snprintf(path, sizeof path, "%s/html_%s.inc", folder, name);
	FILE *out = open_file(path, "w");
	fprintf(out, "/* Made by `make train`. */\n\n#define %s_START %d\n\n", upper, model->start);
	fprintf(out, "static const struct html_decision %s_trees[] = {\n", name);
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
	fclose(out);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static void predict_blocks(const struct set *set, const char *path)
{
	FILE *out = open_file(path, "w");
	struct buf text = BUF_INIT;

	for (uint32_t s = 0; s < set->sample_count; s++) {
		const struct sample *sample = &set->samples[s];
		uint8_t *fates = mem_alloc(sample->count + 1);

		read_page(sample->path + (sample->path[0] == ' '));
		html_features_fill(&features, &page, &ld, &phrases);
		html_fates(&page, &features, set->score + sample->first, &(struct html_options){ 0 }, fates);
		buf_reset(&text);
		html_output_text(&page, fates, &text);
		fprintf(out, "{\"file\":");
		print_json(str_of(base_name(sample->path)), out);
		fprintf(out, ",\"text\":");
		print_json(buf_str(&text), out);
		fprintf(out, ",\"scores\":[");
		for (uint32_t i = 0; i < sample->count; i++)
			fprintf(out, "%s%d", i ? "," : "", set->score[sample->first + i]);
		fprintf(out, "]}\n");
		free(fates);
	}
	fclose(out);
	buf_release(&text);
}

static void predict_claims(const struct set sets[HTML_PICK_COUNT], const char *path)
{
	FILE *out = open_file(path, "w");

	for (uint32_t s = 0; s < sets[0].sample_count; s++) {
		read_page(sets[0].samples[s].path + (sets[0].samples[s].path[0] == ' '));
		read_claims();
		fprintf(out, "{\"file\":");
		print_json(str_of(base_name(sets[0].samples[s].path)), out);
		for (unsigned field = 0; field < HTML_PICK_COUNT; field++) {
			const struct sample *sample = &sets[field].samples[s];
			const struct html_claims *claims = html_pick_claims(&meta, field);
			int32_t best = html_pick_least[field];
			const struct html_claim *found = NULL;

			for (uint32_t i = 0; i < sample->count; i++) {
				if (claims->list[i].modified || sets[field].score[sample->first + i] <= best)
					continue;
				best = sets[field].score[sample->first + i];
				found = &claims->list[i];
			}
			if (!found)
				continue;
			fprintf(out, ",\"%s\":", field_names[field]);
			print_claim(found, field, out);
			fprintf(out, ",\"%s_from\":%d,\"%s_score\":%d", field_names[field], found->source, field_names[field], best);
		}
		fprintf(out, "}\n");
	}
	fclose(out);
}

static void fit_blocks(const char *labels, const char *folder, const char *predictions)
{
	const struct boost_options options = { .trees = 240, .bags = 2, .rate = 0.06, .lambda = 8, .features = 0.25, .rows = 0.5 };
	struct set set = { 0 };

	read_block_labels(labels, &set);
	struct boost model = fit(&set, &options, -1);
	write_model(&model, "block", folder);
	boost_release(&model);
	if (predictions) {
		cross_fit(&set, &options, "block");
		predict_blocks(&set, predictions);
	}
	set_release(&set);
}

static void fit_claims(const char *labels, const char *folder, const char *predictions)
{
	const struct boost_options options = { .trees = 240, .bags = 3, .rate = 0.033, .lambda = 4, .features = 0.2, .rows = 0.5 };
	struct set sets[HTML_PICK_COUNT] = { 0 };

	read_claim_labels(labels, sets);
	for (unsigned field = 0; field < HTML_PICK_COUNT; field++) {
		struct boost model = fit(&sets[field], &options, -1);

		write_model(&model, field_names[field], folder);
		boost_release(&model);
		if (predictions)
			cross_fit(&sets[field], &options, field_names[field]);
	}
	if (predictions)
		predict_claims(sets, predictions);
	for (unsigned field = 0; field < HTML_PICK_COUNT; field++)
		set_release(&sets[field]);
}

int main(int argc, char **argv)
{
	html_phrases_init(&phrases);
	html_months_init(&months);
	if (argc == 3 && strcmp(argv[1], "blocks") == 0)
		each_page(argv[2], dump_blocks);
	else if (argc == 3 && strcmp(argv[1], "claims") == 0)
		each_page(argv[2], dump_claims);
	else if (argc >= 4 && strcmp(argv[1], "fit-blocks") == 0)
		fit_blocks(argv[2], argv[3], argv[4]);
	else if (argc >= 4 && strcmp(argv[1], "fit-claims") == 0)
		fit_claims(argv[2], argv[3], argv[4]);
	else
		die("usage", "blocks PAGES | claims PAGES | fit-blocks LABELS FOLDER | fit-claims LABELS FOLDER");
	return 0;
}
