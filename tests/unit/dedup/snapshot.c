#include "dedup/snapshot_file.h"

#include "base/file.h"
#include "dedup/draft.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { DOCUMENTS = 100, FRAMES = 30 };

static const struct settings settings = { .exact = true, .url = true, .paragraph = true, .replace = true };

/* A frame of texts of which many recur; as text the verdicts on them. */
static void decide(struct index *index, struct draft_scratch *scratch, uint64_t seq, uint64_t src_hash, struct buf *verdicts)
{
	struct frame_head head = { .stream = 1, .seq = seq, .src_hash = src_hash, .recipe = 3, .nrec = DOCUMENTS };
	struct buf draft = BUF_INIT;
	const char *entry;
	struct err err;
	struct row row;

	entry_frame(&draft, &head);
	for (uint32_t i = 0; i < DOCUMENTS; i++) {
		unsigned word = (unsigned)((seq * DOCUMENTS + i) * 2654435761u >> 16) % 5000;
		char id[32], text[256];

		snprintf(id, sizeof id, "d%u", word % 3000);
		snprintf(text, sizeof text, "a line with a number, which is %u\nthe words of text %u are a b c d e f g h i j k l m n %u", word % 700,
			 word % 2000, word % 2000);
		draft_row(index->settings, scratch, &draft, i, &(struct draft_record){ .id = str_of(id), .url = str_of(text), .text = str_of(text) });
	}
	entry_frame_end(&draft);
	cr_assert_eq(index_decide(index, &draft, STR("recipe"), &entry, &err), 0);
	for (uint32_t i = 0; i < DOCUMENTS; i++)
		if (entry_find_row(entry, i, &row))
			buf_addf(verdicts, "%d:%u:%g ", (int)row.kind, row.of, (double)row.score);
	buf_release(&draft);
}

static void attach_journal(struct index *index, const struct buf *journal)
{
	index->written = journal->data;
	index->written_len = journal->len;
}

static struct settings all_settings(void)
{
	struct settings all = settings;

	all.near = near_preset("default");
	return all;
}

/* An index from the snapshot decides as the one that wrote it, and as one from the journal. */
Test(snapshot, decides_alike)
{
	char path[] = "/tmp/leat-snapshot-XXXXXX";
	struct draft_scratch *scratch = mem_zero(1, sizeof *scratch);
	struct settings all = all_settings();
	struct index *index = index_new(&all), *from_snapshot = index_new(&all), *from_journal = index_new(&all);
	struct buf journal = BUF_INIT, verdicts[3] = { BUF_INIT, BUF_INIT, BUF_INIT };
	uint64_t covered;
	struct err err;

	cr_assert_geq(mkstemp(path), 0);
	for (uint64_t seq = 0; seq < FRAMES; seq++)
		decide(index, scratch, seq, 1, &verdicts[0]);
	decide(index, scratch, FRAMES / 2, 2, &verdicts[0]); /* voids half of them */
	buf_add_str(&journal, buf_str(&index->pending));
	buf_reset(&index->pending);
	attach_journal(index, &journal);
	cr_assert_eq(snapshot_write(path, index, &err), 0);

	attach_journal(from_snapshot, &journal);
	attach_journal(from_journal, &journal);
	cr_assert_eq(snapshot_read(path, from_snapshot, &covered), index->rows);
	cr_expect_eq(covered, journal.len);
	cr_assert_eq(index_load(from_snapshot, 0, index->rows), journal.len);
	cr_assert_eq(index_load(from_journal, 0, 0), journal.len);
	for (int i = 0; i < 3; i++) {
		struct index *each[] = { index, from_snapshot, from_journal };

		buf_reset(&verdicts[i]);
		for (uint64_t seq = FRAMES; seq < FRAMES + 10; seq++)
			decide(each[i], scratch, seq, 1, &verdicts[i]);
		cr_expect_str_eq(buf_cstr(&verdicts[i]), buf_cstr(&verdicts[0]), "%d decides otherwise", i);
	}
	for (int i = 0; i < 3; i++)
		buf_release(&verdicts[i]);
	buf_release(&journal);
	index_free(index);
	index_free(from_snapshot);
	index_free(from_journal);
	draft_scratch_release(scratch);
	free(scratch);
	unlink(path);
}

/* Cut, changed, or of another journal: as none at all. */
Test(snapshot, what_does_not_fit_is_none)
{
	char path[] = "/tmp/leat-snapshot-XXXXXX";
	struct draft_scratch *scratch = mem_zero(1, sizeof *scratch);
	struct index *index = index_new(&settings), *again = index_new(&settings);
	struct buf journal = BUF_INIT, verdicts = BUF_INIT, bytes = BUF_INIT;
	uint64_t covered;
	struct err err;

	cr_assert_geq(mkstemp(path), 0);
	decide(index, scratch, 0, 1, &verdicts);
	buf_add_str(&journal, buf_str(&index->pending));
	buf_reset(&index->pending);
	attach_journal(index, &journal);
	attach_journal(again, &journal);
	cr_assert_eq(snapshot_write(path, index, &err), 0);
	cr_assert_eq(file_read(path, 1 << 24, &bytes, &err), 0);
	for (size_t at = 0; at < bytes.len; at += at < 256 ? 1 : 997) {
		bytes.data[at] ^= 1;
		cr_assert_eq(file_replace(path, buf_str(&bytes), &err), 0);
		cr_expect_eq(snapshot_read(path, again, &covered), 0, "byte %zu changed", at);
		bytes.data[at] ^= 1;
		if (at % 5)
			continue;
		cr_assert_eq(file_replace(path, str_from(bytes.data, at), &err), 0);
		cr_expect_eq(snapshot_read(path, again, &covered), 0, "cut at %zu", at);
	}
	cr_assert_eq(file_replace(path, buf_str(&bytes), &err), 0);
	journal.data[20] ^= 1;
	entry_seal(journal.data);
	cr_expect_eq(snapshot_read(path, again, &covered), 0, "another journal");
	cr_expect_eq(again->tables[TABLE_EXACT].used, 0);
	buf_release(&journal);
	buf_release(&verdicts);
	buf_release(&bytes);
	index_free(index);
	index_free(again);
	draft_scratch_release(scratch);
	free(scratch);
	unlink(path);
}
