#include "run/options_value.h"

#include "run/yaml_file.h"

static int assign(struct options_set *set, const struct yaml_file *file, const struct option *option, void *base,
		  const struct yaml_value *value, struct err *err)
{
	const char *text = yaml_text(value);
	struct err why;

	if (!text || yaml_is_null(value))
		return yaml_fault(file, value, err, "%s: needs %s", option->name,
				  option->type == OPTION_LIST ? "a value or a list of values" : "a value");
	if (option_assign(set, option, base, text, &why) < 0)
		return yaml_fault(file, value, err, "%s: %s", option->name, why.text);
	return 0;
}

static int assign_value(struct options_set *set, const struct yaml_file *file, const struct option *option, void *base,
			const struct yaml_value *value, struct err *err)
{
	if (option->type != OPTION_LIST || !yaml_is_list(value))
		return assign(set, file, option, base, value, err);
	for (size_t i = 0; i < yaml_count(value); i++)
		if (assign(set, file, option, base, yaml_item(file, value, i), err) < 0)
			return -1;
	return 0;
}

static int read_pair(struct options_set *set, const struct yaml_file *file, struct options_set *seen,
		     const struct yaml_value *key, const struct yaml_value *value, struct err *err)
{
	const char *name = yaml_text(key);
	const struct option *option;
	void *base;

	if (!name)
		return yaml_fault(file, key, err, "the name of an option must be a word");
	option = options_find(set, name, strlen(name), &base);
	if (!option) {
		struct buf hint = BUF_INIT;

		options_hint(set, name, "", &hint);
		yaml_fault(file, key, err, "unknown option '%s' of %s%s", name, set->section, buf_cstr(&hint));
		buf_release(&hint);
		return -1;
	}
	if (options_given(seen, name))
		return yaml_fault(file, key, err, "%s: given twice", name);
	buf_addf(&seen->given, "%s\n", name);
	if (options_given(set, name))
		return 0;
	option_clear(option, base);
	return assign_value(set, file, option, base, value, err);
}

/* The section's map; NULL where the file has none. */
static int find_section(const struct options_set *set, const struct yaml_file *file, const struct yaml_value **section,
			struct err *err)
{
	const struct yaml_value *root = yaml_file_root(file);

	*section = NULL;
	if (!root || yaml_is_null(root))
		return 0;
	if (!yaml_is_map(root))
		return yaml_fault(file, root, err, "must be a map of sections, one a stage");
	for (size_t i = 0; i < yaml_count(root); i++) {
		const struct yaml_value *key = yaml_key(file, root, i);
		const char *name = yaml_text(key);

		if (!name || strcmp(name, set->section) != 0)
			continue;
		if (*section)
			return yaml_fault(file, key, err, "section %s: given twice", set->section);
		*section = yaml_at(file, root, i);
	}
	if (*section && yaml_is_null(*section))
		*section = NULL;
	if (*section && !yaml_is_map(*section))
		return yaml_fault(file, *section, err, "section %s: must be a map of options", set->section);
	return 0;
}

int options_read_file(struct options_set *set, const char *path, struct err *err)
{
	struct yaml_file *file = yaml_file_open(path, err);
	const struct yaml_value *section;
	struct options_set seen = { .section = NULL };

	if (!file)
		return -1;
	int result = find_section(set, file, &section, err);
	if (result == 0 && section)
		result = yaml_file_expand(file, section, err);
	for (size_t i = 0; result == 0 && section && i < yaml_count(section); i++)
		result = read_pair(set, file, &seen, yaml_key(file, section, i), yaml_at(file, section, i), err);
	buf_release(&seen.given);
	yaml_file_close(file);
	return result;
}
