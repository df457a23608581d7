#include "run/options_value.h"

#include "base/file.h"

#ifdef HAVE_YAML_0_1
#include <stdarg.h>
#include <stdio.h>
#include <yaml.h>

enum { CONFIG_MAX = 1 << 20 };

struct place {
	const char *path;
	yaml_document_t *document;
};

static int fault(const struct place *place, const yaml_node_t *node, struct err *err, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

static int fault(const struct place *place, const yaml_node_t *node, struct err *err, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	return err_set(err, EXIT_MISMATCH, "%s:%zu:%zu: %s", place->path, node->start_mark.line + 1,
		       node->start_mark.column + 1, text);
}

/* The text of a scalar without NUL in it; NULL for lists and maps. */
static const char *scalar(const yaml_node_t *node)
{
	if (node->type != YAML_SCALAR_NODE || strlen((char *)node->data.scalar.value) != node->data.scalar.length)
		return NULL;
	return (const char *)node->data.scalar.value;
}

static bool is_null(const yaml_node_t *node)
{
	const char *text = scalar(node);

	return text && node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
	       (!*text || strcmp(text, "~") == 0 || strcmp(text, "null") == 0);
}

static int assign(struct options_set *set, const struct place *place, const struct option *option, void *base,
		  const yaml_node_t *node, struct err *err)
{
	const char *text = scalar(node);
	struct err why;

	if (!text || is_null(node))
		return fault(place, node, err, "%s: needs %s", option->name,
			     option->type == OPTION_LIST ? "a value or a list of values" : "a value");
	if (option_assign(set, option, base, text, &why) < 0)
		return fault(place, node, err, "%s: %s", option->name, why.text);
	return 0;
}

static int assign_node(struct options_set *set, const struct place *place, const struct option *option, void *base,
		       const yaml_node_t *node, struct err *err)
{
	if (option->type != OPTION_LIST || node->type != YAML_SEQUENCE_NODE)
		return assign(set, place, option, base, node, err);
	for (yaml_node_item_t *item = node->data.sequence.items.start; item < node->data.sequence.items.top; item++)
		if (assign(set, place, option, base, yaml_document_get_node(place->document, *item), err) < 0)
			return -1;
	return 0;
}

static int read_pair(struct options_set *set, const struct place *place, struct buf *seen, const yaml_node_t *key,
		     const yaml_node_t *value, struct err *err)
{
	const char *name = scalar(key);
	const struct option *option;
	struct options_set past = { .given = *seen };
	void *base;

	if (!name)
		return fault(place, key, err, "the name of an option must be a word");
	option = options_find(set, name, strlen(name), &base);
	if (!option) {
		struct buf hint = BUF_INIT;

		options_hint(set, name, "", &hint);
		fault(place, key, err, "unknown option '%s' of %s%s", name, set->section, buf_cstr(&hint));
		buf_release(&hint);
		return -1;
	}
	if (options_given(&past, name))
		return fault(place, key, err, "%s: given twice", name);
	buf_addf(seen, "%s\n", name);
	if (options_given(set, name))
		return 0;
	option_clear(option, base);
	return assign_node(set, place, option, base, value, err);
}

/* The section's map; NULL where the file has none. */
static int find_section(const struct options_set *set, const struct place *place, yaml_node_t **section,
			struct err *err)
{
	yaml_node_t *root = yaml_document_get_root_node(place->document);

	*section = NULL;
	if (!root || is_null(root))
		return 0;
	if (root->type != YAML_MAPPING_NODE)
		return fault(place, root, err, "must be a map of sections, one a stage");
	for (yaml_node_pair_t *p = root->data.mapping.pairs.start; p < root->data.mapping.pairs.top; p++) {
		yaml_node_t *key = yaml_document_get_node(place->document, p->key);
		const char *name = scalar(key);

		if (!name || strcmp(name, set->section) != 0)
			continue;
		if (*section)
			return fault(place, key, err, "section %s: given twice", set->section);
		*section = yaml_document_get_node(place->document, p->value);
	}
	if (*section && is_null(*section))
		*section = NULL;
	if (*section && (*section)->type != YAML_MAPPING_NODE)
		return fault(place, *section, err, "section %s: must be a map of options", set->section);
	return 0;
}

static int read_section(struct options_set *set, const struct place *place, struct err *err)
{
	struct buf seen = BUF_INIT;
	yaml_node_t *section;
	int failed = find_section(set, place, &section, err);

	if (!failed && section) {
		yaml_node_pair_t *p = section->data.mapping.pairs.start;

		for (; p < section->data.mapping.pairs.top && !failed; p++)
			failed = read_pair(set, place, &seen, yaml_document_get_node(place->document, p->key),
					   yaml_document_get_node(place->document, p->value), err);
	}
	buf_release(&seen);
	return failed;
}

int options_read_file(struct options_set *set, const char *path, struct err *err)
{
	struct buf text = BUF_INIT;
	yaml_parser_t parser;
	yaml_document_t document;
	int failed = -1;

	if (file_read(path, CONFIG_MAX, &text, err) < 0) {
		err->code = EXIT_MISMATCH;
		buf_release(&text);
		return -1;
	}
	if (!yaml_parser_initialize(&parser)) {
		buf_release(&text);
		return err_set(err, EXIT_RETRY, "%s: out of memory", path);
	}
	yaml_parser_set_input_string(&parser, (const unsigned char *)buf_str(&text).at, text.len);
	if (!yaml_parser_load(&parser, &document)) {
		err_set(err, EXIT_MISMATCH, "%s:%zu:%zu: no YAML: %s", path, parser.problem_mark.line + 1,
			parser.problem_mark.column + 1, parser.problem ? parser.problem : "unreadable");
	} else {
		failed = read_section(set, &(struct place){ path, &document }, err);
		yaml_document_delete(&document);
	}
	yaml_parser_delete(&parser);
	buf_release(&text);
	return failed;
}

#else

int options_read_file(struct options_set *set, const char *path, struct err *err)
{
	(void)set;
	return err_set(err, EXIT_USAGE, "%s: cannot be read: this program was built without libyaml", path);
}

#endif
