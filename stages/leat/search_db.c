#include "leat/search_db.h"

#include "leat/corpus.h"
#include "text/bigrams.h"
#include "text/utf8.h"

#include <ctype.h>

enum { AROUND = 60 }; /* code points before and behind what was found */

/* The next typed word: without quotes, leading '-' words left out, '*' cut. */
static bool next_word(struct str *rest, struct str *word)
{
	while (rest->len > 0) {
		size_t skip = 0, len = 0;

		while (skip < rest->len && (isspace((unsigned char)rest->at[skip]) || rest->at[skip] == '"'))
			skip++;
		while (skip + len < rest->len && !isspace((unsigned char)rest->at[skip + len]) && rest->at[skip + len] != '"')
			len++;
		*word = str_from(rest->at + skip, len);
		*rest = str_from(rest->at + skip + len, rest->len - skip - len);
		if (len > 0 && word->at[len - 1] == '*')
			word->len--;
		if (word->len > 0 && word->at[0] != '-')
			return true;
	}
	return false;
}

static size_t back(struct str text, size_t at, size_t points)
{
	while (at > 0 && points > 0) {
		at--;
		points -= ((unsigned char)text.at[at] & 0xc0) != 0x80;
	}
	return at;
}

static size_t forth(struct str text, size_t at, size_t points)
{
	return at + utf8_offset(str_from(text.at + at, text.len - at), points);
}

void search_literal(struct str text, struct str words, struct buf *out)
{
	struct str word = STR("");
	ptrdiff_t found = -1;

	while (found < 0 && next_word(&words, &word))
		found = str_find(text, word);
	size_t at = found < 0 ? 0 : (size_t)found, len = found < 0 ? 0 : word.len;
	size_t from = back(text, at, AROUND), to = forth(text, at + len, AROUND);

	buf_add_text(out, from > 0 ? "…" : "");
	buf_add(out, text.at + from, at - from);
	if (len > 0) {
		buf_add_byte(out, SEARCH_MARK_ON);
		buf_add(out, text.at + at, len);
		buf_add_byte(out, SEARCH_MARK_OFF);
	}
	buf_add(out, text.at + at + len, to - at - len);
	buf_add_text(out, to < text.len ? "…" : "");
}

#ifdef HAVE_SQLITE3

struct db {
	struct corpus corpus;
	sqlite3_stmt *clear, *insert, *snippet; /* of the one-document index that makes snippets */
};

static int open_db(struct db *db, const char *path, struct err *err)
{
	static const char index[] = "PRAGMA temp_store = MEMORY;"
				    "CREATE VIRTUAL TABLE temp.hit USING fts5(title, text,"
				    " tokenize=\"unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'\")";

	if (corpus_open(&db->corpus, path, false, err) < 0)
		return -1;
	return corpus_run(&db->corpus, index, err);
}

static void close_db(struct db *db)
{
	sqlite3_finalize(db->clear);
	sqlite3_finalize(db->insert);
	sqlite3_finalize(db->snippet);
	corpus_close(&db->corpus);
}

/* Numbers of the parameters. */
enum { MATCH = 1, SITE, SINCE, LIMIT, LANGUAGES };

/* The conditions behind MATCH. */
static void add_conditions(const struct search *search, struct buf *sql)
{
	if (search->lang->count > 0) {
		buf_add_text(sql, " AND (0");
		for (size_t i = 0; i < search->lang->count; i++)
			buf_addf(sql, " OR d.lang = ?%zu COLLATE NOCASE", LANGUAGES + i);
		buf_add_text(sql, ")");
	}
	if (search->site)
		buf_add_text(sql, " AND (d.site = ?2 COLLATE NOCASE OR instr(lower(d.url) || '/', '://' || lower(?2) || '/')"
				  " OR instr(lower(d.url) || '/', '.' || lower(?2) || '/'))");
	if (search->since)
		buf_add_text(sql, " AND coalesce(d.published, d.fetched) >= ?3");
}

static void bind_search(const struct search *search, sqlite3_stmt *statement)
{
	/* Binding what a statement does not ask for does nothing. */
	sqlite3_bind_text(statement, MATCH, search->match, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, SITE, search->site, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, SINCE, search->since, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, LIMIT, search->limit);
	for (size_t i = 0; i < search->lang->count; i++)
		sqlite3_bind_text(statement, (int)(LANGUAGES + i), search->lang->items[i], -1, SQLITE_STATIC);
}

/* FTS5 makes snippets of texts that it holds: the document goes into an index of its own.
 * Where words were cut into pairs, its snippet would show the pairs. */
static int make_snippet(struct db *db, const struct search *search, struct str title, struct str text,
			struct buf *out, struct err *err)
{
	if (!db->clear && (corpus_prepare(&db->corpus, "DELETE FROM temp.hit", &db->clear, err) < 0 ||
			   corpus_prepare(&db->corpus, "INSERT INTO temp.hit(rowid, title, text) VALUES(1, ?, ?)", &db->insert, err) < 0 ||
			   corpus_prepare(&db->corpus, "SELECT snippet(hit, 1, char(1), char(2), '…', 24) FROM temp.hit WHERE hit MATCH ?",
				   &db->snippet, err) < 0))
		return -1;
	buf_reset(out);
	if (bigrams_needed(text)) {
		search_literal(text, search->words, out);
		return 0;
	}
	sqlite3_reset(db->clear);
	sqlite3_reset(db->insert);
	sqlite3_reset(db->snippet);
	sqlite3_bind_text(db->insert, 1, title.at, (int)title.len, SQLITE_STATIC);
	sqlite3_bind_text(db->insert, 2, text.at, (int)text.len, SQLITE_STATIC);
	sqlite3_bind_text(db->snippet, 1, search->match, -1, SQLITE_STATIC);
	if (sqlite3_step(db->clear) != SQLITE_DONE || sqlite3_step(db->insert) != SQLITE_DONE)
		return corpus_fail(&db->corpus, err);
	if (sqlite3_step(db->snippet) == SQLITE_ROW)
		buf_add_str(out, corpus_column(db->snippet, 0));
	return 0;
}

static int each_hit(struct db *db, const struct search *search, int (*each)(void *, const struct search_hit *),
		    void *ctx, struct err *err)
{
	struct buf sql = BUF_INIT, snippet = BUF_INIT;
	sqlite3_stmt *statement = NULL;
	int step = SQLITE_DONE, result;

	buf_add_text(&sql, "SELECT d.id, d.url, d.source, d.title, d.site, d.lang, d.published, d.text,"
			   " -bm25(search, 4, 1) AS score FROM search JOIN documents d ON d.doc = search.rowid"
			   " WHERE search MATCH ?1");
	add_conditions(search, &sql);
	buf_add_text(&sql, " ORDER BY score DESC, d.doc LIMIT ?4");
	result = corpus_prepare(&db->corpus, buf_cstr(&sql), &statement, err);
	if (result == 0)
		bind_search(search, statement);
	while (result == 0 && (step = sqlite3_step(statement)) == SQLITE_ROW) {
		struct search_hit hit = {
			.id = corpus_column(statement, 0), .url = corpus_column(statement, 1), .source = corpus_column(statement, 2),
			.title = corpus_column(statement, 3), .site = corpus_column(statement, 4), .lang = corpus_column(statement, 5),
			.published = corpus_column(statement, 6), .score = sqlite3_column_double(statement, 8),
		};
		struct str text = corpus_column(statement, 7);

		if (make_snippet(db, search, hit.title, text.at ? text : STR(""), &snippet, err) < 0) {
			result = -1;
			break;
		}
		hit.snippet = buf_str(&snippet);
		if (each(ctx, &hit) != 0)
			break;
	}
	if (result == 0 && step != SQLITE_DONE && step != SQLITE_ROW)
		result = corpus_fail(&db->corpus, err);
	sqlite3_finalize(statement);
	buf_release(&sql);
	buf_release(&snippet);
	return result;
}

static int count_hits(struct db *db, const struct search *search, uint64_t *total, struct err *err)
{
	struct buf sql = BUF_INIT;
	sqlite3_stmt *statement = NULL;

	buf_add_text(&sql, "SELECT count(*) FROM search JOIN documents d ON d.doc = search.rowid"
			   " WHERE search MATCH ?1");
	add_conditions(search, &sql);
	int result = corpus_prepare(&db->corpus, buf_cstr(&sql), &statement, err);
	if (result == 0) {
		bind_search(search, statement);
		if (sqlite3_step(statement) == SQLITE_ROW)
			*total = (uint64_t)sqlite3_column_int64(statement, 0);
		else
			result = corpus_fail(&db->corpus, err);
	}
	sqlite3_finalize(statement);
	buf_release(&sql);
	return result;
}

int search_db(const char *path, const struct search *search, int (*each)(void *, const struct search_hit *),
	      void *ctx, uint64_t *total, struct err *err)
{
	struct db db = { .clear = NULL };
	int result = open_db(&db, path, err);

	if (result == 0)
		result = count_hits(&db, search, total, err);
	if (result == 0 && *total > 0)
		result = each_hit(&db, search, each, ctx, err);
	close_db(&db);
	return result;
}

#else

int search_db(const char *path, const struct search *search, int (*each)(void *, const struct search_hit *),
	      void *ctx, uint64_t *total, struct err *err)
{
	(void)search;
	(void)each;
	(void)ctx;
	(void)total;
	return corpus_missing(path, err);
}

#endif
