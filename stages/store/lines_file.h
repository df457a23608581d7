/*
 * lines_file: a file that lines are appended to. What is pending is written as one piece (a
 * gzip member, a zstd frame), so any reader of that format reads the pieces as one.
 */
#ifndef LEAT_STORE_LINES_FILE_H
#define LEAT_STORE_LINES_FILE_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum lines_codec { LINES_PLAIN, LINES_GZIP, LINES_ZSTD };

/* So much is written at once: what is compressed gets smaller by more of it. */
enum { LINES_PLAIN_BYTES = 1 << 20, LINES_PACKED_BYTES = 4 << 20 };

/* Working memory of the compressors; zeroed memory is valid. */
struct lines_pack {
	void *gzip, *zstd;
	struct buf work;
};

struct lines_file {
	char *path;
	int fd; /* -1: not open */
	uint64_t inode;
	uint64_t offset; /* as written */
	uint64_t durable;
	uint64_t lines; /* the caller's: how many it has, with those pending */
	struct buf pending;
	enum lines_codec codec;
};

/* Takes `path` over. */
struct lines_file lines_file_of(char *path, enum lines_codec codec);
/* Makes the file; one that is there must be empty, else EXIT_MISMATCH (its journal is lost). */
int lines_file_create(struct lines_file *file, const char *journal, struct err *err);
/* Opens what the journal knows of, cut to the length that it says. EXIT_MISMATCH where it is
 * another file, or shorter. */
int lines_file_reopen(struct lines_file *file, const char *journal, uint64_t inode, uint64_t length, struct err *err);
/* Whether there is enough pending to be written. */
bool lines_file_due(const struct lines_file *file);
/* Writes what is pending (not yet durable, but the disk begins to write it). */
int lines_file_write(struct lines_file *file, struct lines_pack *pack, struct err *err);
/* Makes durable what was written. file->durable is the caller's to raise, behind its COMMIT. */
int lines_file_sync(const struct lines_file *file, struct err *err);
/* Back to the durable length, after a failure. */
void lines_file_cut_back(const struct lines_file *file);
/* Closes and frees it. */
void lines_file_release(struct lines_file *file);
void lines_pack_release(struct lines_pack *pack);

/* `path` and `suffix` as one string, to free. */
char *lines_joined(const char *path, const char *suffix);

#endif
