/*
 * snapshot_file: the tables of an index as they lie in memory (DIR/snapshot), so that an
 * index need not be built from its journal again: I/O. It is never the truth. It says how far
 * into the journal it reaches, with a hash of all entries up to there; one that does not fit
 * the journal, or is cut or damaged, is as none at all. It appears whole, by a rename.
 *
 *   magic u64  version u32  sections u32  rows u32  zero u32  covered u64  chain u64
 *   hash u64 (XXH3 of the 40 bytes before, and of all descriptors)
 *   descriptor, one a section: homes u64  used u64  length u64  hash u64 (XXH3 of its bytes)
 *   sections: tables (index.h, then bands), in the machine's byte order
 *
 * What translated.h keeps is not in it, and is made from the journal.
 */
#ifndef LEAT_DEDUP_SNAPSHOT_FILE_H
#define LEAT_DEDUP_SNAPSHOT_FILE_H

#include "index.h"

/* Fills the tables of the empty *index, whose journal is mapped, from the snapshot at `path`.
 * Returns how many rows they hold: index_load adds those behind. 0 where there is no
 * snapshot of this journal; the tables are empty then. *covered says how far it reaches. */
uint32_t snapshot_read(const char *path, struct index *index, uint64_t *covered);

/* Writes the snapshot; all of the index must be in the file of the journal. */
int snapshot_write(const char *path, const struct index *index, struct err *err);

#endif
