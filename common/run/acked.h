/*
 * acked: what a source on a link knows to be durable, so that it need not send it again when
 * it is started again. A help and no truth: the store's own set is the truth, and lost
 * entries only cost a second sending. The source cuts its files anew; a frame is passed by
 * when its name and its content are those of an entry.
 *
 * File DIR/acked: 16 bytes "LEATACK1" and the source's id, then 32 bytes an entry: stream,
 * seq, content (u64 each, little-endian), CRC-32C of these (u32), zero (u32). Only appended
 * to; a torn or damaged tail is cut off.
 */
#ifndef LEAT_RUN_ACKED_H
#define LEAT_RUN_ACKED_H

#include "record/frame.h"

struct acked;

/* `dir` may be NULL: nothing is kept. */
struct acked *acked_open(const char *dir, struct err *err);
/* For life, with a state folder; else of this process. */
uint64_t acked_source(const struct acked *acked);
/* Gives the frame its place in the source (its route). True: it is durable already. */
bool acked_place(struct acked *acked, struct frame *frame);
/* Frames that were placed are durable now. */
int acked_add(struct acked *acked, uint64_t stream, uint64_t first, uint64_t last, struct err *err);
/* How many placed frames are not durable. */
size_t acked_open_count(const struct acked *acked);
/* Makes the file durable. */
int acked_sync(struct acked *acked, struct err *err);
void acked_close(struct acked *acked);

#endif
