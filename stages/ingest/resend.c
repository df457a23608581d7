#include "ingest/resend.h"

void resend_reset(struct resend *resend)
{
	resend->sent = 0;
}

enum resend_result resend_check(struct resend *resend, const struct frame_head *head)
{
	if (head->seq < resend->sent)
		return resend->hashes[head->seq] == head->src_hash ? RESEND_SENT : RESEND_OTHER;
	if (resend->sent == resend->room) {
		resend->room = resend->room ? resend->room * 2 : 64;
		resend->hashes = mem_grow(resend->hashes, resend->room * sizeof *resend->hashes);
	}
	resend->hashes[resend->sent++] = head->src_hash;
	return RESEND_NEW;
}
