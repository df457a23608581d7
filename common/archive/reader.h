/*
 * reader: the frames of an archive, which is one file, or a folder of segments (its *.leat
 * files, by name). Opening reads the indexes only. Files that are still written to can be
 * read: what is durable counts.
 */
#ifndef LEAT_ARCHIVE_READER_H
#define LEAT_ARCHIVE_READER_H

#include "archive/content.h"
#include "record/frame.h"

struct archive_reader;

struct archive_file {
	char *path;
	struct archive_content content;
};

/* `scan`: do not trust footers. Errors: as archive_content_read; there is no such file, or
 * the folder holds no segment (EXIT_FAILED). */
struct archive_reader *archive_reader_open(const char *path, bool scan, struct err *err);
/* Looks for what was added since: frames of the files, and files of a folder behind those
 * that are known. 1 where there is something new, else 0. Rows may move in memory. */
int archive_reader_update(struct archive_reader *reader, struct err *err);
void archive_reader_free(struct archive_reader *reader);

size_t archive_reader_count(const struct archive_reader *reader);
/* The files in order; valid until the reader is freed. */
const struct archive_file *archive_reader_file(const struct archive_reader *reader, size_t index);
/* Reads the frame of a row of that file and verifies its checksums. EXIT_BAD_INPUT where it
 * is damaged: other frames can still be read. Best called in file order. */
int archive_reader_frame(struct archive_reader *reader, size_t index, const struct archive_row *row,
			 struct frame *frame, struct err *err);

#endif
