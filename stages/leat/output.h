/*
 * output: standard output of a command, in large writes. A reader that has gone (`| head`)
 * is no error: `gone` is set, and the command ends quietly.
 */
#ifndef LEAT_LEAT_OUTPUT_H
#define LEAT_LEAT_OUTPUT_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>

struct output {
	struct buf text;
	bool gone;
};

#define OUTPUT_INIT ((struct output){ BUF_INIT, false })

/* Writes what is there if it is much; output_flush always. */
int output_tick(struct output *output, struct err *err);
int output_flush(struct output *output, struct err *err);
void output_release(struct output *output);

#endif
