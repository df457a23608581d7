/*
 * yaml_file: a YAML file as a tree of maps, lists and texts, each of which knows where it
 * stood, so that a complaint can name file, line and column. Read by libyaml; without it
 * every file is refused.
 */
#ifndef LEAT_RUN_YAML_FILE_H
#define LEAT_RUN_YAML_FILE_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct yaml_file;
struct yaml_value; /* a value in it; lives as long as the file */

enum { YAML_FILE_MAX = 8 << 20 };

/* NULL: cannot be read, longer than YAML_FILE_MAX, or no YAML (EXIT_MISMATCH). */
struct yaml_file *yaml_file_open(const char *path, struct err *err);
/* The same of a text in memory; `name` stands for the path in messages. */
struct yaml_file *yaml_file_parse(const char *name, struct str text, struct err *err);
void yaml_file_close(struct yaml_file *file);

/* Puts values of the environment (expand.h) into the texts of a value and of all that is in
 * it, but for keys. EXIT_MISMATCH: one is not set and has no default. */
int yaml_file_expand(struct yaml_file *file, const struct yaml_value *value, struct err *err);

/* The whole content; NULL where the file is empty. */
const struct yaml_value *yaml_file_root(const struct yaml_file *file);

/* The text of a plain value (NULL for maps, lists, and texts with NUL in them). Nothing,
 * `null` and `~` are null: text "" and yaml_is_null. */
const char *yaml_text(const struct yaml_value *value);
bool yaml_is_null(const struct yaml_value *value);
bool yaml_is_map(const struct yaml_value *value);
bool yaml_is_list(const struct yaml_value *value);
/* How many pairs or items. */
size_t yaml_count(const struct yaml_value *value);
/* Item `index` of a list. */
const struct yaml_value *yaml_item(const struct yaml_file *file, const struct yaml_value *list, size_t index);
/* Pair `index` of a map. */
const struct yaml_value *yaml_key(const struct yaml_file *file, const struct yaml_value *map, size_t index);
const struct yaml_value *yaml_at(const struct yaml_file *file, const struct yaml_value *map, size_t index);

/* Fills *err (EXIT_MISMATCH) with "FILE:LINE:COLUMN: " and the message. Returns -1. */
int yaml_fault(const struct yaml_file *file, const struct yaml_value *value, struct err *err, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

#endif
