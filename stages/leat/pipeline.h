/*
 * pipeline: which stages `leat run` starts, and with which words. From a YAML file:
 *
 *   input: news/                        operands of the first stage: one, or a list
 *   output: news.db                     operand of the last
 *   pipeline:                           without it: the plain five
 *     - ingest                          options: section `ingest` of the file
 *     - {stage: dedup, by: near}        its own options go before the section's
 *     - {stage: exec, operands: [python3, quality.py]}
 *   dedup: {...}                        sections, which the stages read themselves
 */
#ifndef LEAT_LEAT_PIPELINE_H
#define LEAT_LEAT_PIPELINE_H

#include "base/err.h"
#include "leat/words.h"

#include <stdbool.h>

enum { PIPELINE_STEPS_MAX = 64 };

struct step {
	char *stage; /* "dedup" */
	struct words options; /* --by=near */
	struct words operands;
	bool has_state; /* the file says where its state lies */
};

struct pipeline {
	struct step *steps;
	size_t count;
	struct words input, output;
};

/* ingest, normalize, dedup, extract, store. */
void pipeline_plain(struct pipeline *pipeline);
/* Reads a file. Unknown keys are errors: a key is one of the above, or a stage of this
 * pipeline or of `known`. */
int pipeline_read(struct pipeline *pipeline, const char *path, const struct words *known, struct err *err);
void pipeline_release(struct pipeline *pipeline);

#endif
