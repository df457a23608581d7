/*
 * pipeline: which stages `leat run` starts, and with which words. From a YAML file:
 *
 *   input: news/                        operands of the first stage: one, or a list
 *   output: news.db                     operand of the last
 *   pipeline:                           without it: the plain five
 *     - ingest                          options: section `ingest` of the file
 *     - {stage: dedup, by: near}        its own options go before the section's
 *     - {stage: extract, workers: 4}    as many programs, on links
 *     - {stage: exec, operands: [python3, quality.py]}
 *   links: ipc                          pipes, ipc or tcp; with workers: ipc
 *   dedup: {...}                        sections, which the stages read themselves
 */
#ifndef LEAT_LEAT_PIPELINE_H
#define LEAT_LEAT_PIPELINE_H

#include "base/err.h"
#include "leat/words.h"

#include <stdbool.h>

enum { PIPELINE_STEPS_MAX = 64, PIPELINE_WORKERS_MAX = 64 };

struct step {
	char *stage; /* "dedup" */
	struct words options; /* --by=near */
	struct words section; /* the same of its section, which the stage reads itself */
	struct words operands;
	size_t workers; /* at least 1 */
};

struct pipeline {
	struct step *steps;
	size_t count;
	struct words input, output;
	char *links; /* NULL: not said */
};

/* What the file says of an option, its own before its section's: the value, "" for a flag,
 * NULL for nothing; the first of several. */
const char *step_option(const struct step *step, const char *name);
/* Whether `value` is among the values of an option. */
bool step_has(const struct step *step, const char *name, const char *value);

/* ingest, normalize, dedup, extract, store. */
void pipeline_plain(struct pipeline *pipeline);
/* Reads a file; ${NAME} in its texts is a value of the environment (run/expand.h). Unknown keys are errors: a key is one of the above, or a stage of this
 * pipeline or of `known`. */
int pipeline_read(struct pipeline *pipeline, const char *path, const struct words *known, struct err *err);
void pipeline_release(struct pipeline *pipeline);

#endif
