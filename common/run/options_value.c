#include "run/options_value.h"

#include "base/num.h"

#include <stdio.h>
#include <stdlib.h>

char *options_own(struct options_set *set, const char *text)
{
	char *copy = mem_strdup(text);

	buf_add(&set->owned, &copy, sizeof copy);
	return copy;
}

const struct option *options_find(const struct options_set *set, const char *name, size_t len, void **base)
{
	for (size_t t = 0; t < sizeof set->tables / sizeof *set->tables && set->tables[t]; t++) {
		for (const struct option *o = set->tables[t]; o->name; o++) {
			if (strlen(o->name) == len && memcmp(o->name, name, len) == 0) {
				*base = set->bases[t];
				return o;
			}
		}
	}
	return NULL;
}

bool options_given(const struct options_set *set, const char *name)
{
	const char *at = set->given.data, *end = at + set->given.len;
	size_t len = strlen(name);

	while (at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));

		if ((size_t)(stop - at) == len && memcmp(at, name, len) == 0)
			return true;
		at = stop + 1;
	}
	return false;
}

void option_clear(const struct option *option, void *base)
{
	if (option->type == OPTION_LIST)
		((struct option_list *)((char *)base + option->offset))->count = 0;
}

/* Whether `word` is one of the words in `choices`. */
static bool is_choice(const char *choices, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = choices; *at;) {
		size_t span = strcspn(at, "|");

		if (span == len && memcmp(at, word, len) == 0)
			return true;
		at += span + (at[span] == '|');
	}
	return false;
}

static int check_choice(const struct option *option, const char *word, struct err *err)
{
	if (!option->choices || is_choice(option->choices, word))
		return 0;
	return err_set(err, EXIT_USAGE, "'%s' is none of %s", word, option->choices);
}

static int assign_i64(const struct option *option, const char *text, int64_t *out, struct err *err)
{
	int64_t value, bound;

	if (!num_i64(str_of(text), &value))
		return err_set(err, EXIT_USAGE, "'%s' is no integer", text);
	if (option->min && num_i64(str_of(option->min), &bound) && value < bound)
		return err_set(err, EXIT_USAGE, "%s is below %s", text, option->min);
	if (option->max && num_i64(str_of(option->max), &bound) && value > bound)
		return err_set(err, EXIT_USAGE, "%s is above %s", text, option->max);
	*out = value;
	return 0;
}

static int assign_u64(const struct option *option, const char *text, uint64_t *out, struct err *err)
{
	bool size = option->type == OPTION_SIZE;
	bool (*read)(struct str, uint64_t *) = size ? num_size : num_duration;
	uint64_t value, bound;

	if (!read(str_of(text), &value))
		return err_set(err, EXIT_USAGE, size ? "'%s' is no size in bytes (64K, 2MiB)" :
						       "'%s' is no duration (250ms, 5s, 10m, 12h, 30d)", text);
	if (option->min && read(str_of(option->min), &bound) && value < bound)
		return err_set(err, EXIT_USAGE, "%s is below %s", text, option->min);
	if (option->max && read(str_of(option->max), &bound) && value > bound)
		return err_set(err, EXIT_USAGE, "%s is above %s", text, option->max);
	*out = value;
	return 0;
}

static int assign_number(const struct option *option, const char *text, double *out, struct err *err)
{
	double value, bound;

	if (!num_double(str_of(text), &value))
		return err_set(err, EXIT_USAGE, "'%s' is no number", text);
	if (option->min && num_double(str_of(option->min), &bound) && value < bound)
		return err_set(err, EXIT_USAGE, "%s is below %s", text, option->min);
	if (option->max && num_double(str_of(option->max), &bound) && value > bound)
		return err_set(err, EXIT_USAGE, "%s is above %s", text, option->max);
	*out = value;
	return 0;
}

static int assign_flag(const char *text, bool *out, struct err *err)
{
	static const char *const words[] = { "false", "true", "no", "yes", "off", "on" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (str_eq_nocase(str_of(text), str_of(words[i]))) {
			*out = i % 2;
			return 0;
		}
	}
	return err_set(err, EXIT_USAGE, "'%s' is neither true nor false", text);
}

static void list_append(struct option_list *list, const char *item)
{
	list->items = mem_grow(list->items, (list->count + 1) * sizeof *list->items);
	list->items[list->count++] = item;
}

static int assign_list(struct options_set *set, const struct option *option, const char *text,
		       struct option_list *list, struct err *err)
{
	char *at = options_own(set, text);

	if (option->whole) {
		list_append(list, at);
		return check_choice(option, at, err);
	}
	while (*at) {
		size_t span = strcspn(at, ",");
		bool more = at[span] == ',';
		struct str item = str_trim(str_from(at, span));
		char *word = at + (item.at - at);

		if (item.len == 0 || (more && at[span + 1] == '\0'))
			return err_set(err, EXIT_USAGE, "'%s' has an empty item", text);
		at += span + more;
		word[item.len] = '\0';
		if (check_choice(option, word, err) < 0)
			return -1;
		list_append(list, word);
	}
	return 0;
}

int option_assign(struct options_set *set, const struct option *option, void *base, const char *text,
		  struct err *err)
{
	void *at = (char *)base + option->offset;

	switch (option->type) {
	case OPTION_FLAG:
		return assign_flag(text, at, err);
	case OPTION_INT:
		return assign_i64(option, text, at, err);
	case OPTION_SIZE:
	case OPTION_DURATION:
		return assign_u64(option, text, at, err);
	case OPTION_NUMBER:
		return assign_number(option, text, at, err);
	case OPTION_TEXT:
	case OPTION_CHOICE:
		if (check_choice(option, text, err) < 0)
			return -1;
		*(const char **)at = options_own(set, text);
		return 0;
	case OPTION_LIST:
		return assign_list(set, option, text, at, err);
	}
	return err_set(err, EXIT_USAGE, "unknown type of option");
}

/* The recipe divides by spaces, its stages by '|', lists by commas. */
static void format_text(const char *text, const char *dividers, struct buf *out)
{
	for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
		if (*p <= ' ' || *p == 0x7f || strchr(dividers, *p))
			buf_addf(out, "%%%02X", *p);
		else
			buf_add_byte(out, (char)*p);
	}
}

void option_format(const struct option *option, const void *base, struct buf *out)
{
	const void *at = (const char *)base + option->offset;
	const struct option_list *list = at;

	switch (option->type) {
	case OPTION_FLAG:
		buf_add_text(out, *(const bool *)at ? "yes" : "no");
		break;
	case OPTION_INT:
		buf_addf(out, "%lld", (long long)*(const int64_t *)at);
		break;
	case OPTION_SIZE:
	case OPTION_DURATION:
		buf_addf(out, "%llu", (unsigned long long)*(const uint64_t *)at);
		break;
	case OPTION_NUMBER:
		buf_addf(out, "%.12g", *(const double *)at);
		break;
	case OPTION_TEXT:
	case OPTION_CHOICE:
		if (*(const char *const *)at)
			format_text(*(const char *const *)at, "%|", out);
		break;
	case OPTION_LIST:
		for (size_t i = 0; i < list->count; i++) {
			if (i > 0)
				buf_add_byte(out, ',');
			format_text(list->items[i], "%|,", out);
		}
		break;
	}
}

enum { WORD_MAX = 40 };

/* Edits between two words: letters put in, taken out, replaced, neighbours swapped
 * (Damerau-Levenshtein, optimal string alignment). Long words count as far apart. */
static size_t edit_distance(const char *a, const char *b)
{
	size_t m = strlen(a), n = strlen(b), row[3][WORD_MAX + 1];

	if (m > WORD_MAX || n > WORD_MAX)
		return SIZE_MAX;
	for (size_t j = 0; j <= n; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= m; i++) {
		size_t *now = row[i % 3], *last = row[(i + 2) % 3], *before = row[(i + 1) % 3];

		now[0] = i;
		for (size_t j = 1; j <= n; j++) {
			size_t best = last[j - 1] + (a[i - 1] != b[j - 1]);

			if (last[j] + 1 < best)
				best = last[j] + 1;
			if (now[j - 1] + 1 < best)
				best = now[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < best)
				best = before[j - 2] + 1;
			now[j] = best;
		}
	}
	return row[m % 3][n];
}

void options_hint(const struct options_set *set, const char *word, const char *prefix, struct buf *out)
{
	static const struct option builtin[] = { { .name = "help" }, { .name = "version" }, OPTIONS_END };
	const struct option *tables[] = { set->tables[0], set->tables[1], set->tables[2], builtin };
	size_t len = strlen(word), closest = len / 3 + 2;
	const char *best = NULL;

	for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
		for (const struct option *o = tables[t]; o && o->name; o++) {
			size_t distance = edit_distance(word, o->name);

			if (len >= 2 && strncmp(o->name, word, len) == 0)
				distance = 1;
			if (distance < closest && distance < strlen(o->name)) {
				closest = distance;
				best = o->name;
			}
		}
	}
	if (best)
		buf_addf(out, "; did you mean '%s%s'?", prefix, best);
}
