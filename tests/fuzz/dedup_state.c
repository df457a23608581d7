/* A journal of any bytes, with its checksums made right: it loads as far as it is sound, and
 * what was loaded serves to decide another frame. */
#include "dedup/draft.h"
#include "dedup/index.h"

#include <stdlib.h>

static void seal_all(struct buf *journal)
{
	for (size_t at = 0; at + ENTRY_HEAD <= journal->len;) {
		uint32_t length = num_load32(journal->data + at);

		if (length < ENTRY_HEAD || length > journal->len - at)
			return;
		entry_seal(journal->data + at);
		at += length;
	}
}

static void decide(struct index *index, uint64_t seq, struct buf *draft, struct draft_scratch *scratch)
{
	struct frame_head head = { .stream = 1, .seq = seq, .src_hash = 2, .recipe = 3, .nrec = 2 };
	struct draft_record record = { .id = STR("a"), .url = STR("http://x/1"),
		.text = STR("the first line of this text\n\nand the second line, with more words in it") };
	const char *entry;
	struct err err;

	buf_reset(draft);
	entry_frame(draft, &head);
	draft_row(index->settings, scratch, draft, 0, &record);
	record.id = STR("b");
	draft_row(index->settings, scratch, draft, 1, &record);
	entry_frame_end(draft);
	index_decide(index, draft, STR("recipe"), &entry, &err);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	struct settings settings = { .exact = true, .url = true, .paragraph = true, .translated = true, .replace = true, .near = near_preset("default") };
	struct index *index = index_new(&settings);
	struct draft_scratch scratch = { .near = { NULL, 0, BUF_INIT } };
	struct buf journal = BUF_INIT, draft = BUF_INIT;

	buf_add(&journal, bytes, count);
	seal_all(&journal);
	index->written = journal.data;
	index->written_len = count;
	index->written_len = index_load(index, 0, 0);
	decide(index, 0, &draft, &scratch);
	decide(index, 1, &draft, &scratch);
	index_free(index);
	draft_scratch_release(&scratch);
	buf_release(&journal);
	buf_release(&draft);
	return 0;
}
