/*
 * name: what a source is called. stream = XXH3-64(name); no content of a file goes into
 * its name, so that a changed file keeps it.
 */
#ifndef LEAT_INGEST_NAME_H
#define LEAT_INGEST_NAME_H

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

#include <stdint.h>

enum { NAME_HEAD = 64 << 10 }; /* bytes of standard input that go into its name */

uint64_t name_stream(struct str name);
/* XXH3-64 of the first NAME_HEAD bytes, for the SOURCE layer. */
uint64_t name_head_hash(struct str head);
/* Name of standard input: `called`, NUL, XXH3-128 of `head` (its first NAME_HEAD bytes) as
 * 32 hexadecimal digits. */
void name_of_stdin(struct str called, struct str head, struct buf *name);
/* Adds NUL and the hash of the whole content, so that each version has a name. */
void name_add_revision(struct buf *name, const unsigned char hash[16]);
/* The path with links resolved; `real_root`, unless NULL, is taken off its front, and what
 * does not lie below it is an error. */
int name_of_path(const char *path, const char *real_root, struct buf *name, struct err *err);

#endif
