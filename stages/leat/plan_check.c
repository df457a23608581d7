#include "leat/plan.h"

#include "base/buf.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool is_one_of(const char *word, const char *const *list)
{
	for (; *list; list++)
		if (strcmp(word, *list) == 0)
			return true;
	return false;
}

static const char *const sources[] = { "ingest", "replay", NULL };
static const char *const sinks[] = { "store", NULL };
static const char *const between[] = { "normalize", "extract", "dedup", "filter", "exec", NULL };

bool plan_is_single(const char *stage)
{
	return is_one_of(stage, sources) || is_one_of(stage, sinks) || strcmp(stage, "dedup") == 0;
}

/* Stages that are not of this project may be anything. */
static int check_places(const struct pipeline *pipeline, struct err *err)
{
	for (size_t i = 0; i < pipeline->count; i++) {
		const char *name = pipeline->steps[i].stage;
		bool first = i == 0, last = i + 1 == pipeline->count;

		if (first && (is_one_of(name, between) || is_one_of(name, sinks)))
			return err_set(err, EXIT_MISMATCH, "pipeline: begins with %s, which needs frames: put ingest (or replay) in front of it", name);
		if (!first && is_one_of(name, sources))
			return err_set(err, EXIT_MISMATCH, "pipeline: %s as step %zu: it makes frames and takes none, so it stands first", name, i + 1);
		if (last && (is_one_of(name, between) || is_one_of(name, sources)))
			return err_set(err, EXIT_MISMATCH, "pipeline: ends with %s, which stores nothing: end with store", name);
		if (!last && is_one_of(name, sinks))
			return err_set(err, EXIT_MISMATCH, "pipeline: %s as step %zu of %zu: nothing comes out of it, so it stands last", name,
				       i + 1, pipeline->count);
		if (pipeline->steps[i].workers > 1 && plan_is_single(name))
			return err_set(err, EXIT_MISMATCH, "pipeline: %s: workers: it decides in one place; give it --jobs instead", name);
	}
	return 0;
}

/* Whether `path`, or the folder that it will lie in, is `input` or lies in it. */
static bool lies_in(const char *path, const char *input)
{
	char *real = realpath(path, NULL), *in = realpath(input, NULL);
	const char *slash = strrchr(path, '/');

	if (!real) {
		char *folder = slash ? mem_strdup(path) : mem_strdup(".");

		if (slash)
			folder[slash == path ? 1 : slash - path] = 0;
		real = realpath(folder, NULL);
		free(folder);
	}
	size_t len = in ? strlen(in) : 0;
	bool inside = real && in && strncmp(real, in, len) == 0 && (real[len] == 0 || real[len] == '/' || len == 1);
	struct stat st;

	/* The folder of a new file is not the file that is read. */
	if (inside && stat(input, &st) == 0 && !S_ISDIR(st.st_mode))
		inside = real[len] == 0;
	free(real);
	free(in);
	return inside;
}

/* What is written must not be read again: the one cycle that a list of stages can make. */
static int check_cycle(const struct pipeline *pipeline, struct err *err)
{
	const char *sink = pipeline->output.items[0];

	if (strcmp(pipeline->steps[0].stage, "ingest") != 0 || strcmp(sink, "-") == 0)
		return 0;
	for (size_t i = 0; i < pipeline->input.count; i++)
		if (strcmp(pipeline->input.items[i], "-") != 0 && lies_in(sink, pipeline->input.items[i]))
			return err_set(err, EXIT_MISMATCH, "%s: lies in the input %s, so the output would be read as input: put it elsewhere",
				       sink, pipeline->input.items[i]);
	return 0;
}

static void warn_order(const struct pipeline *pipeline, const struct log *log)
{
	const char *near = NULL;
	bool text = strcmp(pipeline->steps[0].stage, "replay") == 0, normal = text;

	for (size_t i = 0; i < pipeline->count; i++) {
		const struct step *step = &pipeline->steps[i];
		bool dedup = strcmp(step->stage, "dedup") == 0;
		const char *kind = !dedup ? NULL : step_has(step, "by", "near") ? "near" :
				   step_has(step, "by", "translated") ? "translated" : NULL;

		if (kind && !text)
			log_warn(log, "pipeline: dedup by %s before extract: pages have no text yet and go by unchecked; put extract before it",
				 kind);
		if (strcmp(step->stage, "filter") == 0 && near)
			log_warn(log, "pipeline: filter after dedup by %s: where the kept copy is filtered out, its text is lost; "
				      "put filter before it", near);
		if (strcmp(step->stage, "extract") == 0 && !normal)
			log_warn(log, "pipeline: extract without normalize before it: pages that are not UTF-8 are rejected");
		near = kind ? kind : near;
		text = text || strcmp(step->stage, "extract") == 0;
		normal = normal || strcmp(step->stage, "normalize") == 0;
	}
}

int plan_check(const struct pipeline *pipeline, const struct log *log, struct err *err)
{
	if (check_places(pipeline, err) < 0 || check_cycle(pipeline, err) < 0)
		return -1;
	warn_order(pipeline, log);
	return 0;
}
