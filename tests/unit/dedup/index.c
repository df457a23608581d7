#include "dedup/index.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <xxhash.h>

struct doc {
	const char *id, *text, *url;
};

struct fixture {
	struct settings settings;
	struct index *index;
	struct buf draft;
	struct err err;
	const char *entry;
	uint64_t born;
};

static void begin(struct fixture *fixture, bool exact, bool url, bool replace)
{
	*fixture = (struct fixture){ .settings = { .exact = exact, .url = url, .replace = replace } };
	fixture->index = index_new(&fixture->settings);
}

static void end(struct fixture *fixture)
{
	index_free(fixture->index);
	buf_release(&fixture->draft);
}

/* Decides a frame of documents that end with a NULL text; a document "-" came dropped. */
static int decide(struct fixture *fixture, uint64_t stream, uint64_t seq, uint64_t src_hash, uint64_t recipe, const struct doc *docs)
{
	struct frame_head head = { .stream = stream, .seq = seq, .src_hash = src_hash, .recipe = recipe, .born = fixture->born };

	while (docs[head.nrec].text)
		head.nrec++;
	buf_reset(&fixture->draft);
	entry_frame(&fixture->draft, &head);
	for (uint32_t i = 0; i < head.nrec; i++) {
		XXH128_hash_t hash = XXH3_128bits(docs[i].text, strlen(docs[i].text));

		if (strcmp(docs[i].text, "-") == 0)
			continue;
		entry_row(&fixture->draft, i, (const char *)&hash);
		if (docs[i].url)
			entry_url(&fixture->draft, XXH3_64bits(docs[i].url, strlen(docs[i].url)));
		entry_row_end(&fixture->draft, str_of(docs[i].id));
	}
	entry_frame_end(&fixture->draft);
	return index_decide(fixture->index, &fixture->draft, STR("recipe"), &fixture->entry, &fixture->err);
}

/* The verdicts of the frame decided last, a word a record: "kept exact:0". */
static const char *verdicts(struct fixture *fixture, struct buf *out)
{
	static const char *const names[ROW_KINDS] = { "kept", "revision", "same", "exact", "url", "near" };
	uint32_t nrec = num_load32(fixture->entry + 56);
	struct row row;

	buf_reset(out);
	for (uint32_t i = 0; i < nrec; i++) {
		if (i)
			buf_add_byte(out, ' ');
		if (!entry_find_row(fixture->entry, i, &row))
			buf_add_text(out, "none");
		else if (row.kind == ROW_KEPT)
			buf_add_text(out, "kept");
		else
			buf_addf(out, "%s:%u", names[row.kind], row.of);
	}
	return buf_cstr(out);
}

static const struct doc first[] = { { "a", "alpha", "u1" }, { "b", "beta", "u2" }, { "c", "alpha", "u3" }, { "d", "-", NULL }, { "e", "eps", "u1" }, { 0 } };
static const struct doc second[] = { { "a", "alpha", NULL }, { "b", "beta 2", NULL }, { "x", "alpha", NULL }, { "c", "gamma", NULL }, { 0 } };

Test(index, verdicts)
{
	struct fixture fixture;
	struct buf out = BUF_INIT;

	begin(&fixture, true, true, false);
	cr_assert_eq(decide(&fixture, 1, 0, 10, 20, first), 0);
	cr_expect_str_eq(verdicts(&fixture, &out), "kept kept exact:0 none url:0", "%s", buf_cstr(&out));
	cr_assert_eq(decide(&fixture, 2, 0, 11, 20, second), 0);
	cr_expect_str_eq(verdicts(&fixture, &out), "same:0 revision:1 exact:0 kept", "%s", buf_cstr(&out));
	/* The revision again is the same; a third text is a revision again; "eps" is what e was. */
	static const struct doc third[] = { { "b", "beta 2", NULL }, { "b", "beta 3", NULL }, { "y", "eps", NULL }, { "b", "beta", NULL }, { 0 } };
	cr_assert_eq(decide(&fixture, 3, 0, 12, 20, third), 0);
	cr_expect_str_eq(verdicts(&fixture, &out), "same:6 revision:1 url:0 same:1", "%s", buf_cstr(&out));
	buf_release(&out);
	end(&fixture);
}

Test(index, a_frame_that_comes_again)
{
	struct fixture fixture;
	struct buf out = BUF_INIT;

	begin(&fixture, true, false, false);
	cr_assert_eq(decide(&fixture, 1, 0, 10, 20, first), 0);
	cr_assert_eq(decide(&fixture, 1, 0, 10, 20, first), 0);
	cr_expect_str_eq(verdicts(&fixture, &out), "kept kept exact:0 none kept", "%s", buf_cstr(&out));
	cr_expect_eq(fixture.index->rows, 5);
	cr_expect_eq(decide(&fixture, 1, 0, 99, 20, first), -1);
	cr_expect_eq(fixture.err.code, EXIT_MISMATCH);
	cr_expect(strstr(fixture.err.text, "source has changed"));
	cr_expect_eq(decide(&fixture, 1, 0, 10, 99, first), -1);
	cr_expect(strstr(fixture.err.text, "made by 'recipe'"));
	buf_release(&out);
	end(&fixture);
}

Test(index, replacing)
{
	static const struct doc tail[] = { { "t", "tail", NULL }, { 0 } };
	static const struct doc moved[] = { { "t", "tail", NULL }, { "b", "beta", NULL }, { 0 } };
	static const struct doc other[] = { { "z", "beta", NULL }, { 0 } };
	struct fixture fixture;
	struct buf out = BUF_INIT;

	begin(&fixture, true, false, true);
	cr_assert_eq(decide(&fixture, 1, 0, 10, 20, first), 0);
	cr_assert_eq(decide(&fixture, 1, 1, 11, 20, tail), 0);
	cr_assert_eq(decide(&fixture, 2, 0, 12, 20, other), 0);
	cr_expect_str_eq(verdicts(&fixture, &out), "exact:1", "%s", buf_cstr(&out));
	/* The document of the next frame moved up: it is not "the same" as what is replaced. */
	cr_assert_eq(decide(&fixture, 1, 0, 99, 20, moved), 0);
	cr_expect_str_eq(verdicts(&fixture, &out), "kept kept", "%s", buf_cstr(&out));
	cr_assert_eq(decide(&fixture, 1, 1, 98, 20, other), 0);
	cr_expect_str_eq(verdicts(&fixture, &out), "exact:8", "%s", buf_cstr(&out));
	buf_release(&out);
	end(&fixture);
}

Test(index, loaded_from_its_journal)
{
	struct fixture fixture, again;
	struct buf a = BUF_INIT, b = BUF_INIT, journal = BUF_INIT;

	begin(&fixture, true, true, true);
	begin(&again, true, true, true);
	cr_assert_eq(decide(&fixture, 1, 0, 10, 20, first), 0);
	cr_assert_eq(decide(&fixture, 1, 0, 11, 20, second), 0);
	buf_add_str(&journal, buf_str(&fixture.index->pending));
	again.index->written = journal.data;
	again.index->written_len = journal.len;
	cr_assert_eq(index_load(again.index, 0, 0), again.index->written_len);
	cr_expect_eq(again.index->rows, fixture.index->rows);
	cr_assert_eq(decide(&fixture, 3, 0, 10, 20, first), 0);
	cr_assert_eq(decide(&again, 3, 0, 10, 20, first), 0);
	cr_expect_str_eq(verdicts(&fixture, &a), verdicts(&again, &b), "%s: %s", buf_cstr(&a), buf_cstr(&b));
	cr_expect_str_eq(buf_cstr(&a), "same:5 revision:6 revision:8 none kept", "%s", buf_cstr(&a));
	buf_release(&a);
	buf_release(&b);
	buf_release(&journal);
	end(&fixture);
	end(&again);
}

/* Cut or changed anywhere, a journal loads as far as its entries are whole. */
Test(index, damaged_journals)
{
	struct fixture fixture, again;

	begin(&fixture, true, true, true);
	cr_assert_eq(decide(&fixture, 1, 0, 10, 20, first), 0);
	cr_assert_eq(decide(&fixture, 1, 1, 11, 20, second), 0);
	for (size_t length = 0; length < fixture.index->pending.len; length++) {
		begin(&again, true, true, true);
		again.index->written = fixture.index->pending.data;
		again.index->written_len = length;
		cr_expect_leq(index_load(again.index, 0, 0), length);
		end(&again);
	}
	for (size_t at = 0; at < fixture.index->pending.len; at++) {
		begin(&again, true, true, true);
		fixture.index->pending.data[at] ^= 0x41;
		again.index->written = fixture.index->pending.data;
		again.index->written_len = fixture.index->pending.len;
		cr_expect_leq(index_load(again.index, 0, 0), at);
		fixture.index->pending.data[at] ^= 0x41;
		end(&again);
	}
	end(&fixture);
}

/* Documents older than the window are as if never seen, and leave memory and journal. */
Test(index, window)
{
	static const struct doc docs[] = { { "a", "alpha", NULL }, { 0 } };
	struct fixture fixture, again;
	struct buf out = BUF_INIT, journal = BUF_INIT;
	struct doc filler[] = { { "f", "", NULL }, { 0 } };

	begin(&fixture, true, false, false);
	fixture.settings.window_ms = 1000;
	fixture.born = 5000;
	cr_assert_eq(decide(&fixture, 1, 0, 10, 20, docs), 0);
	fixture.born = 6000;
	cr_assert_eq(decide(&fixture, 2, 0, 10, 20, docs), 0);
	cr_expect_str_eq(verdicts(&fixture, &out), "same:0", "%s", buf_cstr(&out));
	for (uint64_t i = 0; i < 400; i++) {
		char text[32];

		fixture.born = 7000 + i * 20;
		snprintf(text, sizeof text, "filler %u", (unsigned)i);
		filler[0] = (struct doc){ text, text, NULL };
		cr_assert_eq(decide(&fixture, 3, i, 10, 20, filler), 0);
	}
	cr_expect_lt(fixture.index->frame_count, 120);
	cr_expect_lt(fixture.index->tables[TABLE_EXACT].used, 120);
	cr_expect_lt(fixture.index->pending.len, 20000);
	cr_assert_eq(decide(&fixture, 4, 0, 10, 20, docs), 0);
	cr_expect_str_eq(verdicts(&fixture, &out), "kept", "%s", buf_cstr(&out));
	/* What is left of the journal loads to the same index. */
	entry_text(&journal, ENTRY_PARAMETERS, 0, STR("x"));
	buf_add_str(&journal, buf_str(&fixture.index->pending));
	begin(&again, true, false, false);
	again.settings.window_ms = 1000;
	again.index->written = journal.data;
	again.index->written_len = journal.len;
	cr_assert_eq(index_load(again.index, 0, 0), journal.len);
	cr_expect_eq(again.index->rows, fixture.index->rows);
	again.born = fixture.born;
	cr_assert_eq(decide(&again, 5, 0, 10, 20, docs), 0);
	cr_expect_str_eq(verdicts(&again, &out), "same:402", "%s", buf_cstr(&out));
	buf_release(&out);
	buf_release(&journal);
	end(&fixture);
	end(&again);
}
