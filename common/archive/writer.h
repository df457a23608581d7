/*
 * writer: appends flows to one archive file. What archive_writer_commit returned for is
 * durable: after a crash at any time the file is good up to its last COMMIT, and opening it
 * again goes on from there.
 *
 * A write or sync that fails (disk full) cuts the file back to the last COMMIT and gives
 * EXIT_RETRY; the writer then takes nothing more, and only close is left.
 */
#ifndef LEAT_ARCHIVE_WRITER_H
#define LEAT_ARCHIVE_WRITER_H

#include "archive/content.h"
#include "record/frame.h"

struct archive_writer;

/* Opens or creates the file and locks it. Errors: it is no archive (EXIT_BAD_INPUT), was not
 * finished and not made by a writer (EXIT_MISMATCH), is damaged in front of its last COMMIT
 * (EXIT_CUT), or another writer has it (EXIT_RETRY). Nothing is written yet. */
struct archive_writer *archive_writer_open(const char *path, struct err *err);
/* What the file holds, with what was appended since. */
const struct archive_content *archive_writer_content(const struct archive_writer *writer);
/* Bytes of the file as written. */
uint64_t archive_writer_size(const struct archive_writer *writer);
/* The frames that follow are of this recipe: ends the flow at hand and starts one, where
 * that is needed. `dedup_state`: what START announced, or STR_NONE. */
int archive_writer_flow(struct archive_writer *writer, struct str recipe, struct str dedup_state, struct err *err);
/* Appends a sealed DATA frame (not yet durable). */
int archive_writer_append(struct archive_writer *writer, const struct frame *frame, struct err *err);
/* A packed value that each COMMIT from now on carries, for whoever opens the file next. Where it
 * is another than before, a commit writes a COMMIT also of an empty group, once a flow was begun. */
void archive_writer_note(struct archive_writer *writer, struct str note);
/* Makes durable what was appended: COMMIT, fdatasync. */
int archive_writer_commit(struct archive_writer *writer, struct err *err);
/* For a copy of an archive: a COMMIT that says `stored` (0: not known) as it was. Durable with
 * the next commit or close. */
int archive_writer_mark(struct archive_writer *writer, uint64_t stored, struct err *err);
/* Likewise: ends the flow at hand with STOP, so that another may follow. */
int archive_writer_stop(struct archive_writer *writer, bool complete, struct err *err);
/* Commits, ends the flow with STOP (complete, or interrupted) and writes the index footer;
 * a file to which nothing was added is left as it is. Frees the writer in any case. */
int archive_writer_close(struct archive_writer *writer, bool complete, struct err *err);
/* Frees the writer; what was appended since the last commit is cut off. */
void archive_writer_abandon(struct archive_writer *writer);

#endif
