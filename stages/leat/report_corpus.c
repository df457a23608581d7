#include "leat/report_gather.h"

#include "base/buf.h"
#include "leat/corpus.h"
#include "record/json.h"

#ifdef HAVE_SQLITE3

/* What the three tables have in common comes in one order: STAGE to SIGNALS. */
enum {
	STAGE, REASON, ID, URL, SOURCE, TITLE, SITE, LANG, PUBLISHED, FETCHED, DUP_KIND, DUP_OF, DUP_SCORE, LENGTH, SIGNALS,
};

static const char documents[] =
	"SELECT NULL, NULL, id, url, source, title, site, lang, published, fetched, dup_kind, dup_of, dup_score,"
	" length(text), json_extract(rest, '$.signals') FROM documents ORDER BY doc";
static const char dropped[] =
	"SELECT stage, reason, id, url, source, title, site, lang, published, fetched, dup_kind, dup_of, dup_score,"
	" NULL, NULL FROM dropped ORDER BY doc";
static const char rejects[] =
	"SELECT stage, reason, id, url, source, json_extract(meta, '$.title'), NULL, NULL, NULL, NULL,"
	" json_extract(meta, '$.dup.kind'), json_extract(meta, '$.dup.of'), NULL, NULL, NULL FROM rejects ORDER BY doc";
static const char frames[] = "SELECT count(*), sum(final), min(born), max(born) FROM frames";
static const char recipes[] = "SELECT recipe FROM recipes";

static void add_row(struct report *report, sqlite3_stmt *row, enum verdict verdict, struct buf *signals)
{
	struct str json = corpus_column(row, SIGNALS);
	struct err ignored;
	struct report_document document = {
		.verdict = verdict,
		.stage = corpus_column(row, STAGE), .reason = corpus_column(row, REASON),
		.id = corpus_column(row, ID), .url = corpus_column(row, URL), .source = corpus_column(row, SOURCE),
		.title = corpus_column(row, TITLE), .site = corpus_column(row, SITE), .lang = corpus_column(row, LANG),
		.published = corpus_column(row, PUBLISHED), .fetched = corpus_column(row, FETCHED),
		.dup_kind = corpus_column(row, DUP_KIND), .dup_of = corpus_column(row, DUP_OF),
		.dup_score = sqlite3_column_type(row, DUP_SCORE) == SQLITE_NULL ? -1 : sqlite3_column_double(row, DUP_SCORE),
		.length = sqlite3_column_type(row, LENGTH) == SQLITE_NULL ? -1 : sqlite3_column_int64(row, LENGTH),
	};

	buf_reset(signals);
	if (json.at && json_read(json, signals, &ignored) == 0)
		document.signals = buf_str(signals);
	report_add(report, &document);
}

static int add_table(struct report *report, const struct corpus *corpus, const char *sql, enum verdict verdict,
		     struct err *err)
{
	struct buf signals = BUF_INIT;
	sqlite3_stmt *row;
	int step;

	if (corpus_prepare(corpus, sql, &row, err) < 0)
		return -1;
	while ((step = corpus_step(corpus, row, err)) > 0)
		add_row(report, row, verdict, &signals);
	sqlite3_finalize(row);
	buf_release(&signals);
	return step;
}

static int add_frames(struct report *report, const struct corpus *corpus, struct err *err)
{
	sqlite3_stmt *row;
	int step;

	if (corpus_prepare(corpus, frames, &row, err) < 0)
		return -1;
	if ((step = corpus_step(corpus, row, err)) > 0) {
		report->frames += (uint64_t)sqlite3_column_int64(row, 0);
		report->streams += (uint64_t)sqlite3_column_int64(row, 1);
		report_add_time(report, (uint64_t)sqlite3_column_int64(row, 2));
		report_add_time(report, (uint64_t)sqlite3_column_int64(row, 3));
	}
	sqlite3_finalize(row);
	if (step < 0 || corpus_prepare(corpus, recipes, &row, err) < 0)
		return -1;
	while ((step = corpus_step(corpus, row, err)) > 0)
		report_add_recipe(report, corpus_column(row, 0));
	sqlite3_finalize(row);
	return step;
}

int report_gather_corpus(struct report *report, const char *path, struct err *err)
{
	struct corpus corpus = { NULL, NULL };
	int result = corpus_open(&corpus, path, false, err);

	/* One view of the corpus, which may grow meanwhile. */
	if (result == 0)
		result = corpus_run(&corpus, "BEGIN", err);
	if (result == 0)
		result = add_frames(report, &corpus, err);
	if (result == 0)
		result = add_table(report, &corpus, documents, VERDICT_KEPT, err);
	if (result == 0)
		result = add_table(report, &corpus, dropped, VERDICT_DROPPED, err);
	if (result == 0)
		result = add_table(report, &corpus, rejects, VERDICT_REJECTED, err);
	corpus_close(&corpus);
	return result;
}

#else

int report_gather_corpus(struct report *report, const char *path, struct err *err)
{
	(void)report;
	return corpus_missing(path, err);
}

#endif
