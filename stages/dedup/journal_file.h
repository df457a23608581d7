/*
 * journal_file: the journal of an index in its folder (--state DIR), the only part of
 * dedup that does I/O. DIR/journal is written behind its end only, and fsynced before the
 * frames go on (a journal of which a window has left half behind is written anew, and takes
 * its place by a rename); it is read through a mapping that nobody writes to. The caller holds the
 * folder's lock. The tables are kept beside it, that the next start be quick (snapshot_file.h).
 */
#ifndef LEAT_DEDUP_JOURNAL_FILE_H
#define LEAT_DEDUP_JOURNAL_FILE_H

#include "index.h"

struct journal_file;

/* Opens or makes the journal in `dir` and loads it into the empty *index, which reads from
 * it from then on. What a crash left behind the last commit is cut off. `parameters` says
 * how the verdicts are made: another text than the stored one is EXIT_MISMATCH. NULL on
 * error. */
struct journal_file *journal_open(const char *dir, struct str parameters, struct index *index, struct err *err);
/* Makes durable what the index has decided. After an error nothing may go on: the journal
 * ends where it was durable. */
int journal_commit(struct journal_file *file, struct err *err);
/* Writes the snapshot when it pays: many rows came since the last one. To be called after a
 * commit, at the end; a long run does it in between as well. */
int journal_snapshot(struct journal_file *file, struct err *err);
/* Ends it without a commit. NULL is fine. The index must not be used afterwards. */
void journal_close(struct journal_file *file);

#endif
