/*
 * file: whole files, and writing that survives a crash at any point.
 */
#ifndef LEAT_BASE_FILE_H
#define LEAT_BASE_FILE_H

#include "base/buf.h"
#include "base/err.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Appends the file's content to *out. A file of more than `max` bytes is an error. */
int file_read(const char *path, size_t max, struct buf *out, struct err *err);
/* Replaces `path` by `bytes`: temporary file beside it, fsync, rename, fsync of the
 * folder. After a crash the old or the new content is there, whole. */
int file_replace(const char *path, struct str bytes, struct err *err);
/* Writes all bytes, through short writes and EINTR. `name` is for the message. */
int file_write(int fd, const void *bytes, size_t count, const char *name, struct err *err);
/* Has the disk begin to write these bytes of a file, so that fdatasync has little left to do.
 * Says nothing of errors: fdatasync does. */
void file_start_writing(int fd, uint64_t at, uint64_t count);
/* fsync of the folder that holds `path`, so that a rename or a new file is durable. */
int file_sync_dir(const char *path, struct err *err);
/* Makes the folder (mode 0777 less umask) and those above it; an existing one is fine. */
int file_make_dirs(const char *path, struct err *err);
/* Removes a folder with all that lies in it; links are not followed. What cannot be removed stays. */
void file_remove_tree(const char *path);

#endif
