#include "leat/forget.h"

#include "leat/corpus.h"

#ifdef HAVE_SQLITE3

#include "text/bigrams.h"

#include <stdlib.h>

enum statement { TEXTS, UNINDEX, LEAVE, CUT_DOCUMENTS, CUT_DROPPED, STATEMENTS };

/* doc is frame << 12 | number of the record, as leat-store makes it. */
static const char *const statements[STATEMENTS] = {
	[TEXTS] = "SELECT title, text FROM documents WHERE doc = ?1",
	[UNINDEX] = "INSERT INTO search(search, rowid, title, text) VALUES('delete', ?1, ?2, ?3)",
	[LEAVE] = "INSERT INTO dropped(doc, stage, reason, meta) VALUES(?1, 'forget', 'forgotten', '{}')",
	[CUT_DOCUMENTS] = "UPDATE documents SET dup_of = NULL, rest = json_remove(rest, '$.dup.of') WHERE dup_of = ?1",
	[CUT_DROPPED] = "UPDATE dropped SET dup_of = NULL, meta = json_remove(meta, '$.dup.of') WHERE dup_of = ?1",
};

/* What was kept or rejected counts as dropped from now on. */
static const struct table {
	const char *name, *find, *remove, *recount;
} tables[] = {
	{ "documents", "SELECT doc, id, url FROM documents", "DELETE FROM documents WHERE doc = ?1",
	  "UPDATE frames SET kept = kept - 1, dropped = dropped + 1 WHERE frame = ?1 >> 12" },
	{ "dropped", "SELECT doc, id, url FROM dropped", "DELETE FROM dropped WHERE doc = ?1", NULL },
	{ "rejects", "SELECT doc, id, url FROM rejects", "DELETE FROM rejects WHERE doc = ?1",
	  "UPDATE frames SET rejected = rejected - 1, dropped = dropped + 1 WHERE frame = ?1 >> 12" },
};

enum { TABLES = sizeof tables / sizeof *tables };

/* A row to be forgotten. */
struct row {
	sqlite3_int64 doc;
	char *id; /* NULL: it has none */
};

struct run {
	struct forget *forget;
	struct corpus corpus;
	sqlite3_stmt *statements[STATEMENTS];
	struct buf rows[TABLES]; /* struct row */
	struct buf title, text, work;
};

static const struct row *rows_of(const struct run *run, size_t table, size_t *count)
{
	*count = run->rows[table].len / sizeof(struct row);
	return (const void *)run->rows[table].data;
}

static int find_rows(struct run *run, size_t table, struct err *err)
{
	sqlite3_stmt *find;
	int step;

	if (corpus_prepare(&run->corpus, tables[table].find, &find, err) < 0)
		return -1;
	while ((step = corpus_step(&run->corpus, find, err)) > 0) {
		struct str id = corpus_column(find, 1);

		if (!deny_holds(&run->forget->deny, id, corpus_column(find, 2), &run->work))
			continue;
		if (id.at)
			deny_add(&run->forget->gone, DENY_ID, id);
		struct row row = { sqlite3_column_int64(find, 0), id.at ? mem_strdup(id.at) : NULL };
		buf_add(&run->rows[table], &row, sizeof row);
	}
	sqlite3_finalize(find);
	return step;
}

/* Steps a statement without rows. */
static int do_step(struct run *run, sqlite3_stmt *statement, struct err *err)
{
	int step = corpus_step(&run->corpus, statement, err);

	sqlite3_reset(statement);
	return step < 0 ? -1 : 0;
}

static int do_doc(struct run *run, sqlite3_stmt *statement, sqlite3_int64 doc, struct err *err)
{
	sqlite3_bind_int64(statement, 1, doc);
	return do_step(run, statement, err);
}

/* Binds the text as it was indexed. */
static void bind_indexed(sqlite3_stmt *statement, int at, struct str text, struct buf *work)
{
	if (text.at && bigrams_needed(text)) {
		buf_reset(work);
		bigrams_cut(text, work);
		text = buf_str(work);
	}
	sqlite3_bind_text64(statement, at, text.at, text.len, SQLITE_STATIC, SQLITE_UTF8);
}

/* A contentless index forgets a text when it is told the same text again. */
static int unindex(struct run *run, sqlite3_int64 doc, struct err *err)
{
	sqlite3_stmt *texts = run->statements[TEXTS], *remove = run->statements[UNINDEX];
	int result;

	sqlite3_bind_int64(texts, 1, doc);
	result = corpus_step(&run->corpus, texts, err);
	if (result > 0) {
		bind_indexed(remove, 2, corpus_column(texts, 0), &run->title);
		bind_indexed(remove, 3, corpus_column(texts, 1), &run->text);
		result = do_doc(run, remove, doc, err);
	}
	sqlite3_reset(texts);
	return result;
}

static int remove_rows(struct run *run, size_t table, struct err *err)
{
	sqlite3_stmt *remove = NULL, *recount = NULL;
	size_t count;
	const struct row *rows = rows_of(run, table, &count);
	int result = corpus_prepare(&run->corpus, tables[table].remove, &remove, err);

	if (result == 0 && tables[table].recount)
		result = corpus_prepare(&run->corpus, tables[table].recount, &recount, err);
	for (size_t i = 0; i < count && result == 0; i++) {
		if ((table == 0 && unindex(run, rows[i].doc, err) < 0) || do_doc(run, remove, rows[i].doc, err) < 0 ||
		    do_doc(run, run->statements[LEAVE], rows[i].doc, err) < 0 ||
		    (recount && do_doc(run, recount, rows[i].doc, err) < 0))
			result = -1;
	}
	sqlite3_finalize(remove);
	sqlite3_finalize(recount);
	run->forget->documents += count;
	return result;
}

static int cut_names(struct run *run, size_t table, struct err *err)
{
	size_t count;
	const struct row *rows = rows_of(run, table, &count);

	for (size_t i = 0; i < count; i++) {
		for (enum statement cut = CUT_DOCUMENTS; cut <= CUT_DROPPED && rows[i].id; cut++) {
			sqlite3_bind_text(run->statements[cut], 1, rows[i].id, -1, SQLITE_STATIC);
			if (do_step(run, run->statements[cut], err) < 0)
				return -1;
			run->forget->copies += (uint64_t)sqlite3_changes64(run->corpus.db);
		}
	}
	return 0;
}

static int forget_rows(struct run *run, struct err *err)
{
	/* What is deleted is overwritten, too, and what the index only marked as deleted goes. */
	if (corpus_run(&run->corpus, "PRAGMA secure_delete = ON; BEGIN IMMEDIATE", err) < 0)
		return -1;
	for (int i = 0; i < STATEMENTS; i++)
		if (corpus_prepare(&run->corpus, statements[i], &run->statements[i], err) < 0)
			return -1;
	for (size_t i = 0; i < TABLES; i++)
		if (find_rows(run, i, err) < 0)
			return -1;
	deny_sort(&run->forget->gone);
	if (forget_state(run->forget, err) < 0)
		return -1;
	for (size_t i = 0; i < TABLES; i++)
		if (remove_rows(run, i, err) < 0)
			return -1;
	for (size_t i = 0; i < TABLES; i++)
		if (cut_names(run, i, err) < 0)
			return -1;
	if (run->forget->documents > 0 && corpus_run(&run->corpus, "INSERT INTO search(search) VALUES('optimize')", err) < 0)
		return -1;
	return corpus_run(&run->corpus, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)", err);
}

static void release(struct run *run)
{
	for (int i = 0; i < STATEMENTS; i++)
		sqlite3_finalize(run->statements[i]);
	corpus_close(&run->corpus);
	for (size_t table = 0; table < TABLES; table++) {
		size_t count;
		const struct row *rows = rows_of(run, table, &count);

		for (size_t i = 0; i < count; i++)
			free(rows[i].id);
		buf_release(&run->rows[table]);
	}
	buf_release(&run->title);
	buf_release(&run->text);
	buf_release(&run->work);
}

int forget_corpus(struct forget *forget, const char *path, struct err *err)
{
	struct run run = { .forget = forget };
	int result = corpus_open(&run.corpus, path, true, err);

	if (result == 0)
		result = forget_rows(&run, err);
	/* Closing takes back what was not committed. */
	release(&run);
	return result;
}

#else

int forget_corpus(struct forget *forget, const char *path, struct err *err)
{
	(void)forget;
	return corpus_missing(path, err);
}

#endif
