#include "run/options.h"

#include "run/options_value.h"

#include <stdio.h>
#include <stdlib.h>

enum { TABLES = sizeof((struct options_set){ .section = NULL }).tables / sizeof(const struct option *) };

static void set_default(struct options_set *set, const struct option *option, void *base)
{
	struct err err;
	void *at = (char *)base + option->offset;

	switch (option->type) {
	case OPTION_FLAG:
		*(bool *)at = false;
		break;
	case OPTION_INT:
		*(int64_t *)at = 0;
		break;
	case OPTION_SIZE:
	case OPTION_DURATION:
		*(uint64_t *)at = 0;
		break;
	case OPTION_NUMBER:
		*(double *)at = 0;
		break;
	case OPTION_TEXT:
	case OPTION_CHOICE:
		*(const char **)at = NULL;
		break;
	case OPTION_LIST:
		*(struct option_list *)at = (struct option_list){ NULL, 0 };
		break;
	}
	if (option->fallback && option_assign(set, option, base, option->fallback, &err) < 0) {
		fprintf(stderr, "default of --%s: %s\n", option->name, err.text);
		abort();
	}
}

void options_defaults(struct options_set *set)
{
	for (size_t t = 0; t < TABLES && set->tables[t]; t++)
		for (const struct option *o = set->tables[t]; o->name; o++)
			set_default(set, o, set->bases[t]);
}

static int unknown(const struct options_set *set, const char *word, struct err *err)
{
	struct buf hint = BUF_INIT;

	options_hint(set, word + strspn(word, "-"), "--", &hint);
	err_set(err, EXIT_USAGE, "unknown option '%s'%s", word, buf_cstr(&hint));
	buf_release(&hint);
	return -1;
}

/* Takes one option off the command line; `value` is NULL where it has none attached. */
static int take(struct options_set *set, const struct option *option, void *base, const char *value,
		bool no, struct err *err)
{
	if (!options_given(set, option->name)) {
		option_clear(option, base);
		buf_addf(&set->given, "%s\n", option->name);
	}
	if (option->type == OPTION_FLAG) {
		if (value)
			return err_set(err, EXIT_USAGE, "--%s%s: takes no value", no ? "no-" : "", option->name);
		*(bool *)((char *)base + option->offset) = !no;
		return 0;
	}
	if (!value)
		return err_set(err, EXIT_USAGE, "--%s: needs a value: %s", option->name,
			       option->choices ? option->choices : option->value_name ? option->value_name : "VALUE");
	if (option_assign(set, option, base, value, err) < 0)
		return err_wrap(err, "--%s", option->name);
	return 0;
}

/* "--name", "--name=value", "--no-name". Says how many words it took, or -1. */
static int take_long(struct options_set *set, const char *word, const char *next, struct err *err)
{
	const char *name = word + 2, *equals = strchr(name, '=');
	size_t len = equals ? (size_t)(equals - name) : strlen(name);
	const char *value = equals ? equals + 1 : NULL;
	bool no = false;
	void *base;
	const struct option *option = options_find(set, name, len, &base);

	if (!option && len > 3 && memcmp(name, "no-", 3) == 0) {
		option = options_find(set, name + 3, len - 3, &base);
		no = option && option->type == OPTION_FLAG;
		option = no ? option : NULL;
	}
	if (!option) {
		char *bare = mem_strdup(word);

		bare[len + 2] = '\0';
		unknown(set, bare, err);
		free(bare);
		return -1;
	}
	bool apart = !value && option->type != OPTION_FLAG;

	if (take(set, option, base, apart ? next : value, no, err) < 0)
		return -1;
	return apart ? 2 : 1;
}

/* "-n VALUE", "-nVALUE". */
static int take_letter(struct options_set *set, const char *word, const char *next, struct err *err)
{
	for (size_t t = 0; t < TABLES && set->tables[t]; t++) {
		for (const struct option *o = set->tables[t]; o->name; o++) {
			if (o->letter == '\0' || o->letter != word[1])
				continue;
			if (o->type == OPTION_FLAG && word[2])
				return unknown(set, word, err);
			bool apart = !word[2] && o->type != OPTION_FLAG;

			if (take(set, o, set->bases[t], apart ? next : word[2] ? word + 2 : NULL, false, err) < 0)
				return -1;
			return apart ? 2 : 1;
		}
	}
	return unknown(set, word, err);
}

int options_parse(struct options_set *set, int argc, char **argv, struct err *err)
{
	bool ended = false;

	for (int i = 1; i < argc;) {
		const char *word = argv[i], *next = i + 1 < argc ? argv[i + 1] : NULL;
		int took = 1;

		if (ended || word[0] != '-' || word[1] == '\0') {
			struct option_list *list = &set->operands;

			list->items = mem_grow(list->items, (list->count + 1) * sizeof *list->items);
			list->items[list->count++] = word;
		} else if (strcmp(word, "--") == 0) {
			ended = true;
		} else {
			took = word[1] == '-' ? take_long(set, word, next, err) : take_letter(set, word, next, err);
		}
		if (took < 0)
			return -1;
		i += took;
	}
	return 0;
}

static int by_name(const void *a, const void *b)
{
	const struct option *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

/* The value as recipe text, and the same of its default. */
static void recipe_texts(const struct option *option, const void *base, struct buf *value, struct buf *fallback)
{
	union {
		bool flag;
		int64_t integer;
		uint64_t size;
		double number;
		const char *text;
		struct option_list list;
	} plain;
	struct options_set scratch = { .section = NULL };
	struct option moved = *option;

	moved.offset = 0;
	set_default(&scratch, &moved, &plain);
	option_format(&moved, &plain, fallback);
	option_format(option, base, value);
	if (option->type == OPTION_LIST)
		free(plain.list.items);
	options_release(&scratch);
}

void options_recipe(const struct options_set *set, struct buf *out)
{
	struct buf order = BUF_INIT, value = BUF_INIT, fallback = BUF_INIT;

	for (size_t t = 0; t < TABLES && set->tables[t]; t++)
		for (const struct option *o = set->tables[t]; o->name; o++)
			if (o->result)
				buf_add(&order, &o, sizeof o);
	const struct option **sorted = (const struct option **)(void *)order.data;
	size_t count = order.len / sizeof *sorted;

	if (count > 0)
		qsort(sorted, count, sizeof *sorted, by_name);
	for (size_t i = 0; i < count; i++) {
		void *base = NULL;

		options_find(set, sorted[i]->name, strlen(sorted[i]->name), &base);
		buf_reset(&value);
		buf_reset(&fallback);
		recipe_texts(sorted[i], base, &value, &fallback);
		if (!str_eq(buf_str(&value), buf_str(&fallback))) {
			buf_addf(out, " %s=", sorted[i]->name);
			buf_add_str(out, buf_str(&value));
		}
	}
	buf_release(&order);
	buf_release(&value);
	buf_release(&fallback);
}

void options_release(struct options_set *set)
{
	char **texts = (char **)(void *)set->owned.data;

	for (size_t t = 0; t < TABLES && set->tables[t]; t++) {
		for (const struct option *o = set->tables[t]; o->name; o++) {
			if (o->type == OPTION_LIST) {
				struct option_list *list = (void *)((char *)set->bases[t] + o->offset);

				free(list->items);
				*list = (struct option_list){ NULL, 0 };
			}
		}
	}
	for (size_t i = 0; i < set->owned.len / sizeof *texts; i++)
		free(texts[i]);
	buf_release(&set->owned);
	buf_release(&set->given);
	free(set->operands.items);
	set->operands = (struct option_list){ NULL, 0 };
}
