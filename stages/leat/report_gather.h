/*
 * report_gather: reads a corpus into a report: a SQLite database of leat-store, or frames.
 */
#ifndef LEAT_LEAT_REPORT_GATHER_H
#define LEAT_LEAT_REPORT_GATHER_H

#include "base/err.h"
#include "leat/report_data.h"

/* Adds what the database holds. */
int report_gather_corpus(struct report *report, const char *path, struct err *err);
/* Adds the frames of a file, a folder of segments or standard input ("-"; `path` NULL, too).
 * Where the flow is cut (EXIT_CUT) what came before is in, and `cut` is set. */
int report_gather_flow(struct report *report, const char *path, struct err *err);

#endif
