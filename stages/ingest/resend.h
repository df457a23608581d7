/*
 * resend: the frames of a source that is opened again after it broke off: those that were
 * sent are not sent twice, and must be the same.
 */
#ifndef LEAT_INGEST_RESEND_H
#define LEAT_INGEST_RESEND_H

#include "record/frame.h"

struct resend {
	uint64_t *hashes; /* src_hash of the frames sent, by seq; free() */
	size_t sent, room;
};

enum resend_result { RESEND_NEW, RESEND_SENT, RESEND_OTHER };

/* Before a source is opened for the first time. */
void resend_reset(struct resend *resend);
/* Whether the frame has to be sent; notes it then. */
enum resend_result resend_check(struct resend *resend, const struct frame_head *head);

#endif
