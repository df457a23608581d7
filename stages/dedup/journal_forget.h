/*
 * journal_forget: takes records out of the journal in a state folder for good: leat forget has
 * this done. What was decided on others stays.
 */
#ifndef LEAT_DEDUP_JOURNAL_FORGET_H
#define LEAT_DEDUP_JOURNAL_FORGET_H

#include "base/err.h"
#include "text/deny.h"

/* Of each row whose id is in the sorted list no byte is left: no later text is compared with it,
 * and what is a duplicate of it finds no document any more, so that the next copy is kept. *rows
 * counts them. The new journal takes the place of the old one by a rename; the snapshot, which
 * has their hashes, goes. EXIT_RETRY where a program uses the state. */
int journal_forget(const char *dir, const struct deny *deny, uint64_t *rows, struct err *err);

#endif
