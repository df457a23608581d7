#include "run/yaml_file.h"

#include "base/file.h"
#include "run/expand.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#ifdef HAVE_YAML_0_1
#include <yaml.h>

struct yaml_file {
	char *path;
	yaml_document_t document;
	bool *expanded; /* by node */
};

static const yaml_node_t *node(const struct yaml_value *value)
{
	return (const yaml_node_t *)(const void *)value;
}

/* libyaml's getters take a document that they do not change. */
static const struct yaml_value *value_at(const struct yaml_file *file, int index)
{
	return (const struct yaml_value *)(const void *)yaml_document_get_node(
		(yaml_document_t *)(uintptr_t)&file->document, index);
}

static int parse(struct yaml_file *file, struct str text, struct err *err)
{
	yaml_parser_t parser;
	int result = 0;

	if (!yaml_parser_initialize(&parser))
		return err_set(err, EXIT_RETRY, "%s: out of memory", file->path);
	yaml_parser_set_input_string(&parser, (const unsigned char *)text.at, text.len);
	if (!yaml_parser_load(&parser, &file->document))
		result = err_set(err, EXIT_MISMATCH, "%s:%zu:%zu: no YAML: %s", file->path,
				 parser.problem_mark.line + 1, parser.problem_mark.column + 1,
				 parser.problem ? parser.problem : "unreadable");
	yaml_parser_delete(&parser);
	return result;
}

struct yaml_file *yaml_file_parse(const char *name, struct str text, struct err *err)
{
	struct yaml_file *file = mem_zero(1, sizeof *file);

	file->path = mem_strdup(name);
	if (parse(file, text, err) < 0) {
		free(file->path);
		free(file);
		return NULL;
	}
	file->expanded = mem_zero((size_t)(file->document.nodes.top - file->document.nodes.start) + 1, sizeof *file->expanded);
	return file;
}

/* Values of the environment in a text of the file; libyaml frees what it holds with free(). */
static int expand_node(const struct yaml_file *file, yaml_node_t *scalar, struct err *err)
{
	struct str text = str_from(scalar->data.scalar.value, scalar->data.scalar.length);
	struct buf out = BUF_INIT;
	struct err why;

	if (str_find(text, STR("${")) < 0)
		return 0;
	if (expand_text(text, getenv, &out, &why) < 0) {
		buf_release(&out);
		return yaml_fault(file, (const struct yaml_value *)(const void *)scalar, err, "%s", why.text);
	}
	buf_cstr(&out);
	free(scalar->data.scalar.value);
	scalar->data.scalar.length = out.len;
	scalar->data.scalar.value = (yaml_char_t *)buf_detach(&out, NULL);
	return 0;
}

int yaml_file_expand(struct yaml_file *file, const struct yaml_value *value, struct err *err)
{
	yaml_node_t *n = (yaml_node_t *)(uintptr_t)value;
	bool *done = &file->expanded[n - file->document.nodes.start];
	size_t count = yaml_count(value);

	/* A value may stand in several places, or in itself. */
	if (*done)
		return 0;
	*done = true;
	if (n->type == YAML_SCALAR_NODE)
		return expand_node(file, n, err);
	for (size_t i = 0; i < count; i++)
		if (yaml_file_expand(file, yaml_is_map(value) ? yaml_at(file, value, i) : yaml_item(file, value, i), err) < 0)
			return -1;
	return 0;
}

struct yaml_file *yaml_file_open(const char *path, struct err *err)
{
	struct yaml_file *file = NULL;
	struct buf text = BUF_INIT;

	if (file_read(path, YAML_FILE_MAX, &text, err) < 0)
		err->code = EXIT_MISMATCH;
	else
		file = yaml_file_parse(path, buf_str(&text), err);
	buf_release(&text);
	return file;
}

void yaml_file_close(struct yaml_file *file)
{
	if (!file)
		return;
	yaml_document_delete(&file->document);
	free(file->expanded);
	free(file->path);
	free(file);
}

const struct yaml_value *yaml_file_root(const struct yaml_file *file)
{
	return value_at(file, 1);
}

const char *yaml_text(const struct yaml_value *value)
{
	const yaml_node_t *n = node(value);

	if (n->type != YAML_SCALAR_NODE || strlen((const char *)n->data.scalar.value) != n->data.scalar.length)
		return NULL;
	return (const char *)n->data.scalar.value;
}

bool yaml_is_null(const struct yaml_value *value)
{
	const char *text = yaml_text(value);

	return text && node(value)->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
	       (!*text || strcmp(text, "~") == 0 || strcmp(text, "null") == 0);
}

bool yaml_is_map(const struct yaml_value *value)
{
	return node(value)->type == YAML_MAPPING_NODE;
}

bool yaml_is_list(const struct yaml_value *value)
{
	return node(value)->type == YAML_SEQUENCE_NODE;
}

size_t yaml_count(const struct yaml_value *value)
{
	const yaml_node_t *n = node(value);

	if (yaml_is_map(value))
		return (size_t)(n->data.mapping.pairs.top - n->data.mapping.pairs.start);
	return yaml_is_list(value) ? (size_t)(n->data.sequence.items.top - n->data.sequence.items.start) : 0;
}

const struct yaml_value *yaml_item(const struct yaml_file *file, const struct yaml_value *list, size_t index)
{
	return value_at(file, node(list)->data.sequence.items.start[index]);
}

const struct yaml_value *yaml_key(const struct yaml_file *file, const struct yaml_value *map, size_t index)
{
	return value_at(file, node(map)->data.mapping.pairs.start[index].key);
}

const struct yaml_value *yaml_at(const struct yaml_file *file, const struct yaml_value *map, size_t index)
{
	return value_at(file, node(map)->data.mapping.pairs.start[index].value);
}

int yaml_fault(const struct yaml_file *file, const struct yaml_value *value, struct err *err, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	return err_set(err, EXIT_MISMATCH, "%s:%zu:%zu: %s", file->path, node(value)->start_mark.line + 1,
		       node(value)->start_mark.column + 1, text);
}

#else

struct yaml_file *yaml_file_open(const char *path, struct err *err)
{
	err_set(err, EXIT_MISMATCH, "%s: cannot be read: this program was built without libyaml", path);
	return NULL;
}

struct yaml_file *yaml_file_parse(const char *name, struct str text, struct err *err)
{
	(void)text;
	return yaml_file_open(name, err);
}

void yaml_file_close(struct yaml_file *file)
{
	(void)file;
}

int yaml_file_expand(struct yaml_file *file, const struct yaml_value *value, struct err *err)
{
	(void)file;
	(void)value;
	(void)err;
	return 0;
}

/* Nothing below is reached: there is no file to ask. */
const struct yaml_value *yaml_file_root(const struct yaml_file *file)
{
	(void)file;
	return NULL;
}

const char *yaml_text(const struct yaml_value *value)
{
	(void)value;
	return NULL;
}

bool yaml_is_null(const struct yaml_value *value)
{
	return !value;
}

bool yaml_is_map(const struct yaml_value *value)
{
	(void)value;
	return false;
}

bool yaml_is_list(const struct yaml_value *value)
{
	(void)value;
	return false;
}

size_t yaml_count(const struct yaml_value *value)
{
	(void)value;
	return 0;
}

const struct yaml_value *yaml_item(const struct yaml_file *file, const struct yaml_value *list, size_t index)
{
	(void)file;
	(void)list;
	(void)index;
	return NULL;
}

const struct yaml_value *yaml_key(const struct yaml_file *file, const struct yaml_value *map, size_t index)
{
	return yaml_item(file, map, index);
}

const struct yaml_value *yaml_at(const struct yaml_file *file, const struct yaml_value *map, size_t index)
{
	return yaml_item(file, map, index);
}

int yaml_fault(const struct yaml_file *file, const struct yaml_value *value, struct err *err, const char *format, ...)
{
	(void)file;
	(void)value;
	return err_set(err, EXIT_MISMATCH, "%s", format);
}

#endif
