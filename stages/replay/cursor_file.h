/*
 * cursor_file: how far a replay got, in the file `cursor` of its state folder: the offset
 * behind the last frame sent, for each archive file. It is written now and then and at the
 * end, so after a crash some frames are sent again; sinks pass these by.
 */
#ifndef LEAT_REPLAY_CURSOR_FILE_H
#define LEAT_REPLAY_CURSOR_FILE_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct cursor_file;

struct cursor_file *cursor_file_open(const char *folder, struct err *err);
bool cursor_file_was_sent(const struct cursor_file *cursor, const char *path, uint64_t offset);
int cursor_file_sent(struct cursor_file *cursor, const char *path, uint64_t offset, struct err *err);
/* Writes and frees it (NULL is fine). */
int cursor_file_close(struct cursor_file *cursor, struct err *err);

#endif
