/*
 * spool_file: standard input on a link. It cannot be read twice, so it is written down in
 * the state folder, whole and fsynced, before its first frame is sent: DIR/stdin-1, -2, ...
 * A source that is started again finds what is not known to be durable there.
 */
#ifndef LEAT_INGEST_SPOOL_FILE_H
#define LEAT_INGEST_SPOOL_FILE_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

/* The number of the last file there is; 0: none. */
uint64_t spool_last(const char *dir);
/* Opens file `number` to read. -1 with *err. */
int spool_open(const char *dir, uint64_t number, struct err *err);
/* Writes what `fd` still gives as file `number`. 1: it is there; 0: a byte on `stop_fd` or the
 * input's having none came first, and it is not; -1. */
int spool_write(const char *dir, uint64_t number, int fd, int stop_fd, struct err *err);
/* All is durable elsewhere: removes them. */
void spool_remove(const char *dir);

#endif
