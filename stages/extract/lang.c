#include "extract/lang.h"

#include "extract/cld2_shim.h"
#include "extract/lang_model.h"
#include "text/utf8.h"

#include <math.h>
#include <stdio.h>

/* Bytes that CLD2 and the models look at: more adds nothing. */
#define CLD2_BYTES 2048
#define MODEL_BYTES 1024
/* A model as sure as this is not asked to prove it by CLD2. */
#define SURE 0.9
#define SURE_FAMILY 0.85
/* Log odds that CLD2's word adds to a language, half of it where CLD2 itself is unsure. Where
 * CLD2 names a language that the model does not know, it speaks for "other". */
#define TRUST 2.0
#define TRUST_OTHER 4.0
/* CLD2 takes many a sentence with English names for English: against the model so much of its word
 * counts. */
#define TRUST_ENGLISH 0.5
/* Log odds inside a family. */
#define TRUST_FAMILY 1.5
/* The model knows little Malay: between it and Indonesian CLD2 decides. */
#define TRUST_MALAY 6.0

/* A runner-up that is less likely is not named. */
#define LEAST_SECOND 0.005

/* CLD2's codes that are not BCP 47 as we write it. CLD2 takes Nynorsk for "no", too. */
static const struct {
	char cld2[8], ours[8];
} codes[] = {
	{ "bh", "bho" }, { "in", "id" }, { "iw", "he" },  { "ji", "yi" },  { "jw", "jv" },         { "mo", "ro" },
	{ "no", "nb" },  { "sh", "sr" }, { "tl", "fil" }, { "un", "und" }, { "zh-TW", "zh-Hant" },
};

/* Families of close languages: a class of the Latin model, and a model that tells them apart. */
static const struct family {
	char name[8];
	const struct lang_model *model;
} families[] = { { "north", &lang_model_north }, { "south", &lang_model_south } };

static void set_code(char *out, size_t size, const char *cld2)
{
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (strcmp(codes[i].cld2, cld2) == 0)
			cld2 = codes[i].ours;
	snprintf(out, size, "%s", cld2);
}

/* `text` up to the limit, without a cut character at its end. */
static struct str shorten(struct str text, size_t limit)
{
	if (text.len <= limit)
		return text;
	text.len = limit;
	while (text.len > limit - 4 && ((unsigned char)text.at[text.len] & 0xc0) == 0x80)
		text.len--;
	return text;
}

/* CLD2's answer alone. False if there is none. */
static bool ask_cld2(struct str text, struct lang_result *out)
{
	struct cld2_result guess;

	text = shorten(text, CLD2_BYTES);
	if (text.len == 0 || !cld2_guess(text.at, text.len, &guess))
		return false;
	set_code(out->lang, sizeof out->lang, guess.code[0]);
	if (strcmp(out->lang, "und") != 0)
		out->score = guess.percent[0] / 100.0 * (guess.reliable ? 1 : 0.5);
	if (guess.percent[1] > 0 && strcmp(guess.code[1], "un") != 0) {
		set_code(out->second, sizeof out->second, guess.code[1]);
		out->second_score = guess.percent[1] / 100.0;
	}
	return true;
}

/* The model's name of a language: "sr-Cyrl" is "sr". */
static bool is_named(const struct lang_model *model, unsigned k, const char *lang)
{
	const char *name = lang_model_name(model, k);
	size_t len = strcspn(name, "-");

	return strlen(lang) == len && memcmp(name, lang, len) == 0;
}

static bool is_other(const struct lang_model *model, unsigned k)
{
	return strncmp(lang_model_name(model, k), "other", 5) == 0;
}

static unsigned index_of(const struct lang_model *model, const char *lang)
{
	unsigned k = 0;

	while (k < model->count && !is_named(model, k, lang))
		k++;
	return k;
}

/* The family of that name or with that language in it; NULL if there is none. */
static const struct family *family_of(const char *lang)
{
	for (size_t i = 0; i < sizeof families / sizeof *families; i++)
		if (strcmp(families[i].name, lang) == 0 || index_of(families[i].model, lang) < families[i].model->count)
			return &families[i];
	return NULL;
}

/* The class of a language in a model: its own or its family's; model->count if it has none. */
static unsigned class_of(const struct lang_model *model, const char *lang)
{
	const struct family *family = family_of(lang);
	unsigned k = index_of(model, lang);

	return k == model->count && family ? index_of(model, family->name) : k;
}

/* Probabilities from log odds; best and second are the two largest. */
static void rank(const struct lang_model *model, struct lang_model_result *r)
{
	double total = 0;

	r->best = 0;
	for (unsigned k = 1; k < model->count; k++)
		if (r->logit[k] > r->logit[r->best])
			r->best = k;
	r->second = r->best == 0;
	for (unsigned k = 0; k < model->count; k++) {
		total += exp(r->logit[k] - r->logit[r->best]);
		if (k != r->best && r->logit[k] > r->logit[r->second])
			r->second = k;
	}
	r->score = 1 / total;
	r->second_score = exp(r->logit[r->second] - r->logit[r->best]) / total;
}

static void set_name(char *out, size_t size, const char *name)
{
	snprintf(out, size, "%.*s", (int)strcspn(name, "-"), name);
}

/* The runner-up; for a family its likeliest language. */
static void set_second(const struct lang_model *model, const struct lang_model_result *r, double share,
                       struct str text, struct lang_result *out)
{
	const char *name = lang_model_name(model, r->second);
	const struct family *family = family_of(name);
	struct lang_model_result inside;

	if (is_other(model, r->second) || r->second_score * share < LEAST_SECOND)
		return;
	if (family && family->model != model) {
		if (!lang_model_score(family->model, text, &inside))
			return;
		name = lang_model_name(family->model, inside.best);
	}
	set_name(out->second, sizeof out->second, name);
	out->second_score = r->second_score * share;
}

static void set_result(const struct lang_model *model, const struct lang_model_result *r, double share,
                       struct str text, struct lang_result *out)
{
	set_name(out->lang, sizeof out->lang, lang_model_name(model, r->best));
	out->score = r->score * share;
	*out->second = 0;
	out->second_score = 0;
	set_second(model, r, share, text, out);
}

/* Inside a family its own model decides; CLD2's word counts where it has one. */
static void ask_family(const struct lang_model *model, struct str text, const struct lang_result *cld2,
                      double share, struct lang_result *out)
{
	struct lang_model_result r;
	unsigned said = index_of(model, cld2->lang);

	if (!lang_model_score(model, text, &r))
		return;
	if (model == &lang_model_north)
		lang_words_add(text, &r);
	else
		lang_hints_add(text, &r);
	if (strcmp(cld2->lang, "nb") == 0) {
		r.logit[index_of(model, "nb")] += TRUST_FAMILY / 4;
		r.logit[index_of(model, "nn")] += TRUST_FAMILY / 2;
	} else if (said < model->count) {
		r.logit[said] += TRUST_FAMILY;
	}
	rank(model, &r);
	set_result(model, &r, share, text, out);
}

static double trust_of(const char *lang)
{
	return strcmp(lang, "id") == 0 || strcmp(lang, "ms") == 0 ? TRUST_MALAY : TRUST;
}

static const struct family *best_family(const struct lang_model *model, const struct lang_model_result *r)
{
	return family_of(lang_model_name(model, r->best));
}

/* Whether the model's word is enough, without CLD2. */
static bool is_sure(const struct lang_model *model, const struct lang_model_result *r)
{
	return r->score >= SURE && !is_other(model, r->best) && trust_of(lang_model_name(model, r->best)) <= TRUST;
}

/* Lets CLD2's answer count in the model's. */
static void weigh(const struct lang_model *model, const struct lang_result *cld2, struct lang_model_result *r)
{
	double reliable = cld2->score > 0.5 ? 1 : 0.5;
	unsigned said = class_of(model, cld2->lang);

	if (said != r->best && strcmp(cld2->lang, "en") == 0)
		reliable *= TRUST_ENGLISH;
	if (said < model->count)
		r->logit[said] += trust_of(cld2->lang) * reliable;
	else
		r->logit[model->count - 1] += TRUST_OTHER * reliable;
	rank(model, r);
}

/* A text in Latin or Cyrillic script: model and CLD2 together. */
static void detect_close(const struct lang_model *model, struct str text, struct lang_result *out)
{
	struct lang_model_result r;
	struct lang_result cld2 = { .lang = "und" };
	const struct family *family;
	struct str head = shorten(text, MODEL_BYTES);

	if (!lang_model_score(model, head, &r)) {
		ask_cld2(text, out);
		return;
	}
	family = best_family(model, &r);
	if (is_sure(model, &r) && family) {
		ask_family(family->model, head, &cld2, r.score, out);
		if (out->score >= SURE_FAMILY)
			return;
	}
	if ((family || !is_sure(model, &r)) && ask_cld2(text, &cld2) && strcmp(cld2.lang, "und") != 0) {
		weigh(model, &cld2, &r);
		family = best_family(model, &r);
	}
	if (is_other(model, r.best)) {
		memcpy(out->lang, cld2.lang, sizeof out->lang);
		memcpy(out->second, cld2.second, sizeof out->second);
		out->score = cld2.score;
		out->second_score = cld2.second_score;
		return;
	}
	if (family)
		ask_family(family->model, head, &cld2, r.score, out);
	else
		set_result(model, &r, 1, head, out);
}

void lang_detect(struct str text, struct lang_result *out)
{
	char room[2 * CLD2_BYTES];

	text = shorten(text, LANG_MAX_BYTES);
	*out = (struct lang_result){ .lang = "und" };
	snprintf(out->script, sizeof out->script, "%s", lang_script(text));
	if (strcmp(out->script, "Latn") == 0)
		detect_close(&lang_model_latin, text, out);
	else if (strcmp(out->script, "Cyrl") == 0)
		detect_close(&lang_model_cyrillic, lang_unmix(shorten(text, CLD2_BYTES), room), out);
	else
		ask_cld2(text, out);
}
