#include "leat/pipeline.h"

#include "base/buf.h"
#include "base/num.h"
#include "run/yaml_file.h"

#include <stdlib.h>
#include <string.h>

static struct step *add_step(struct pipeline *pipeline, const char *stage)
{
	pipeline->steps = mem_grow(pipeline->steps, (pipeline->count + 1) * sizeof *pipeline->steps);
	struct step *step = &pipeline->steps[pipeline->count++];

	*step = (struct step){ .stage = mem_strdup(stage), .workers = 1 };
	return step;
}

static const char *word_value(const struct words *words, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < words->count; i++) {
		const char *word = words->items[i] + 2;

		if (strncmp(word, name, len) == 0 && (word[len] == 0 || word[len] == '='))
			return word + len + (word[len] == '=');
	}
	return NULL;
}

const char *step_option(const struct step *step, const char *name)
{
	const char *own = word_value(&step->options, name);

	return own ? own : word_value(&step->section, name);
}

void pipeline_plain(struct pipeline *pipeline)
{
	static const char *const plain[] = { "ingest", "normalize", "dedup", "extract", "store" };

	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		add_step(pipeline, plain[i]);
}

static bool words_hold(const struct words *words, const char *name, const char *value)
{
	size_t len = strlen(name), value_len = strlen(value);

	for (size_t i = 0; i < words->count; i++) {
		const char *word = words->items[i] + 2;

		if (strncmp(word, name, len) != 0 || word[len] != '=')
			continue;
		for (const char *at = word + len; at; at = strchr(at, ',')) {
			at++;
			if (strncmp(at, value, value_len) == 0 && (at[value_len] == 0 || at[value_len] == ','))
				return true;
		}
	}
	return false;
}

bool step_has(const struct step *step, const char *name, const char *value)
{
	return words_hold(word_value(&step->options, name) ? &step->options : &step->section, name, value);
}

/* A text, or a list of texts. */
static int read_words(const struct yaml_file *file, const struct yaml_value *value, const char *name,
		      struct words *words, struct err *err)
{
	bool list = yaml_is_list(value);
	size_t count = list ? yaml_count(value) : 1;

	for (size_t i = 0; i < count; i++) {
		const struct yaml_value *item = list ? yaml_item(file, value, i) : value;
		const char *text = yaml_text(item);

		if (!text || yaml_is_null(item))
			return yaml_fault(file, item, err, "%s: needs a text or a list of texts", name);
		words_add(words, "%s", text);
	}
	return 0;
}

/* An option of a step becomes a word of its command line. */
static int read_option(const struct yaml_file *file, const char *name, const struct yaml_value *value,
		       struct words *options, struct err *err)
{
	struct words values = { NULL, 0 };

	if (read_words(file, value, name, &values, err) < 0) {
		words_release(&values);
		return -1;
	}
	for (size_t i = 0; i < values.count; i++) {
		if (strcmp(values.items[i], "true") == 0)
			words_add(options, "--%s", name);
		else if (strcmp(values.items[i], "false") == 0)
			words_add(options, "--no-%s", name);
		else
			words_add(options, "--%s=%s", name, values.items[i]);
	}
	words_release(&values);
	return 0;
}

static const struct yaml_value *map_value(const struct yaml_file *file, const struct yaml_value *map, const char *name)
{
	for (size_t i = 0; i < yaml_count(map); i++) {
		const char *key = yaml_text(yaml_key(file, map, i));

		if (key && strcmp(key, name) == 0)
			return yaml_at(file, map, i);
	}
	return NULL;
}

static int read_workers(const struct yaml_file *file, const struct yaml_value *value, size_t *workers, struct err *err)
{
	const char *text = yaml_text(value);
	uint64_t number;

	if (!text || !num_u64(str_of(text), &number) || number < 1 || number > PIPELINE_WORKERS_MAX)
		return yaml_fault(file, value, err, "workers: must be a number from 1 to %d", PIPELINE_WORKERS_MAX);
	*workers = (size_t)number;
	return 0;
}

static int read_step(struct pipeline *pipeline, const struct yaml_file *file, const struct yaml_value *value,
		     struct err *err)
{
	const struct yaml_value *stage = yaml_is_map(value) ? map_value(file, value, "stage") : value;
	const char *name = stage ? yaml_text(stage) : NULL;

	if (!name || !*name || strchr(name, '/'))
		return yaml_fault(file, value, err, "a step of the pipeline must be the name of a stage, or a map with `stage`");
	if (pipeline->count == PIPELINE_STEPS_MAX)
		return yaml_fault(file, value, err, "more than %d steps", PIPELINE_STEPS_MAX);
	struct step *step = add_step(pipeline, name);
	for (size_t i = 0; yaml_is_map(value) && i < yaml_count(value); i++) {
		const char *key = yaml_text(yaml_key(file, value, i));
		const struct yaml_value *at = yaml_at(file, value, i);
		int result = 0;

		if (!key)
			return yaml_fault(file, yaml_key(file, value, i), err, "the name of an option must be a word");
		if (strcmp(key, "operands") == 0)
			result = read_words(file, at, key, &step->operands, err);
		else if (strcmp(key, "workers") == 0)
			result = read_workers(file, at, &step->workers, err);
		else if (strcmp(key, "stage") != 0)
			result = read_option(file, key, at, &step->options, err);
		if (result < 0)
			return -1;
	}
	return 0;
}

static int read_steps(struct pipeline *pipeline, const struct yaml_file *file, const struct yaml_value *list,
		      struct err *err)
{
	if (!list) {
		pipeline_plain(pipeline);
		return 0;
	}
	if (!yaml_is_list(list) || yaml_count(list) == 0)
		return yaml_fault(file, list, err, "pipeline: must be a list of stages");
	for (size_t i = 0; i < yaml_count(list); i++)
		if (read_step(pipeline, file, yaml_item(file, list, i), err) < 0)
			return -1;
	return 0;
}

/* A section belongs to a stage, which will read it whole, and complain. */
static bool take_section(struct pipeline *pipeline, const struct yaml_file *file, const char *name,
			 const struct yaml_value *section)
{
	struct err ignored;
	bool found = false;

	for (size_t i = 0; i < pipeline->count; i++) {
		struct step *step = &pipeline->steps[i];

		if (strcmp(step->stage, name) != 0)
			continue;
		found = true;
		for (size_t k = 0; yaml_is_map(section) && k < yaml_count(section); k++) {
			const char *key = yaml_text(yaml_key(file, section, k));

			if (key)
				read_option(file, key, yaml_at(file, section, k), &step->section, &ignored);
		}
	}
	return found;
}

static int read_links(struct pipeline *pipeline, const struct yaml_file *file, const struct yaml_value *value,
		      struct err *err)
{
	const char *text = yaml_text(value);

	if (!text || (strcmp(text, "pipes") != 0 && strcmp(text, "ipc") != 0 && strcmp(text, "tcp") != 0))
		return yaml_fault(file, value, err, "links: must be pipes, ipc or tcp");
	pipeline->links = mem_strdup(text);
	return 0;
}

static bool holds(const struct words *words, const char *name)
{
	for (size_t i = 0; i < words->count; i++)
		if (strcmp(words->items[i], name) == 0)
			return true;
	return false;
}

static bool has_stage(const struct pipeline *pipeline, const char *stage)
{
	for (size_t i = 0; i < pipeline->count; i++)
		if (strcmp(pipeline->steps[i].stage, stage) == 0)
			return true;
	return false;
}

/* Values of the environment, but in sections of stages that do not run here. */
static int expand_root(const struct pipeline *pipeline, struct yaml_file *file, const struct words *known, struct err *err)
{
	const struct yaml_value *root = yaml_file_root(file);

	for (size_t i = 0; i < yaml_count(root); i++) {
		const char *name = yaml_text(yaml_key(file, root, i));

		if ((!name || !holds(known, name) || has_stage(pipeline, name)) &&
		    yaml_file_expand(file, yaml_at(file, root, i), err) < 0)
			return -1;
	}
	return 0;
}

static int read_root(struct pipeline *pipeline, struct yaml_file *file, const struct words *known, struct err *err)
{
	const struct yaml_value *root = yaml_file_root(file);

	if (!root || yaml_is_null(root)) {
		pipeline_plain(pipeline);
		return 0;
	}
	if (!yaml_is_map(root))
		return yaml_fault(file, root, err, "must be a map: pipeline, input, output, links, and a section a stage");
	const struct yaml_value *steps = map_value(file, root, "pipeline");
	if ((steps && yaml_file_expand(file, steps, err) < 0) || read_steps(pipeline, file, steps, err) < 0 ||
	    expand_root(pipeline, file, known, err) < 0)
		return -1;
	for (size_t i = 0; i < yaml_count(root); i++) {
		const struct yaml_value *key = yaml_key(file, root, i), *value = yaml_at(file, root, i);
		const char *name = yaml_text(key);
		int result = 0;

		if (name && strcmp(name, "input") == 0)
			result = read_words(file, value, name, &pipeline->input, err);
		else if (name && strcmp(name, "output") == 0)
			result = read_words(file, value, name, &pipeline->output, err);
		else if (name && strcmp(name, "links") == 0)
			result = read_links(pipeline, file, value, err);
		else if (!name || (strcmp(name, "pipeline") != 0 && !take_section(pipeline, file, name, value) &&
				   !holds(known, name)))
			result = yaml_fault(file, key, err, "unknown key '%s': neither pipeline, input, output, links nor a stage",
					    name ? name : "?");
		if (result < 0)
			return -1;
	}
	return 0;
}

int pipeline_read(struct pipeline *pipeline, const char *path, const struct words *known, struct err *err)
{
	struct yaml_file *file = yaml_file_open(path, err);

	if (!file)
		return -1;
	int result = read_root(pipeline, file, known, err);
	yaml_file_close(file);
	return result;
}

void pipeline_release(struct pipeline *pipeline)
{
	for (size_t i = 0; i < pipeline->count; i++) {
		free(pipeline->steps[i].stage);
		words_release(&pipeline->steps[i].options);
		words_release(&pipeline->steps[i].section);
		words_release(&pipeline->steps[i].operands);
	}
	free(pipeline->steps);
	free(pipeline->links);
	words_release(&pipeline->input);
	words_release(&pipeline->output);
	*pipeline = (struct pipeline){ .steps = NULL };
}
