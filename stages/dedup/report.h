/*
 * report: what leat-dedup can say without frames: `size`, what an index will take and how it
 * errs, `stat DIR`, what is in one, and `forget DIR` (journal_forget.h). Does its own I/O; `leat
 * size` and `leat stat DIR` are these, and leat forget runs the last.
 */
#ifndef LEAT_DEDUP_REPORT_H
#define LEAT_DEDUP_REPORT_H

#include <stdbool.h>

/* Whether the words are such a command; then it was run, and *status is the exit status. */
bool report_main(int argc, char **argv, int *status);

#endif
