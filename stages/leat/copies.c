#ifdef HAVE_SQLITE3

#include "leat/copies.h"

#include "leat/columns.h"
#include "leat/pretty.h"
#include "record/json.h"

#include <stdio.h>

enum { DATE_WIDTH = 10, SOURCE_WIDTH = 24, TITLE_WIDTH = 48 };

int copies_each(const struct corpus *corpus, struct str of, copies_fn *each, void *ctx, struct err *err)
{
#define COLUMNS "id, url, source, title, site, lang, coalesce(published, fetched) AS date, dup_kind, dup_score, doc"
	/* What stands for the title of a text without one. */
#define OPENING ", CASE WHEN coalesce(title, '') = '' THEN substr(text, 1, 80) END, substr(text, 1, 2000) "
#define EVIDENCE(json) ", CASE WHEN dup_kind = 'translated' THEN json_extract(" json ", '$.dup.evidence') END "
	static const char sql[] = "SELECT * FROM (SELECT " COLUMNS ", 0" EVIDENCE("rest") OPENING "FROM documents WHERE id = ?1 OR dup_of = ?1 UNION ALL "
				  "SELECT " COLUMNS ", 1" EVIDENCE("meta") ", NULL, NULL FROM dropped WHERE id = ?1 OR dup_of = ?1) "
				  "ORDER BY date IS NULL, date, dup_kind IS NOT NULL, doc";
#undef COLUMNS
#undef EVIDENCE
#undef OPENING
	sqlite3_stmt *statement;
	bool first = true;
	int step;

	if (corpus_prepare(corpus, sql, &statement, err) < 0)
		return -1;
	sqlite3_bind_text64(statement, 1, of.at, of.len, SQLITE_STATIC, SQLITE_UTF8);
	while ((step = corpus_step(corpus, statement, err)) > 0) {
		struct copy copy = {
			.id = corpus_column(statement, 0), .url = corpus_column(statement, 1),
			.source = corpus_column(statement, 2), .title = corpus_column(statement, 3),
			.site = corpus_column(statement, 4), .lang = corpus_column(statement, 5),
			.date = corpus_column(statement, 6), .kind = corpus_column(statement, 7),
			.score = sqlite3_column_type(statement, 8) == SQLITE_NULL ? -1 : sqlite3_column_double(statement, 8),
			.dropped = sqlite3_column_int(statement, 10) != 0,
			.evidence = corpus_column(statement, 11), .opening = corpus_column(statement, 12),
			.text = corpus_column(statement, 13),
		};

		copy.first = first;
		first = false;
		if (each(ctx, &copy) != 0)
			break;
	}
	sqlite3_finalize(statement);
	return step < 0 ? -1 : 0;
}

static void add_cell(struct buf *out, struct str text, size_t width)
{
	columns_cell(text, width, out);
	buf_add_text(out, "  ");
}

/* The site's name, else the host of the address, else the file. */
static struct str source_of(const struct copy *copy)
{
	ptrdiff_t host = copy->url.at ? str_find(copy->url, STR("://")) : -1;
	struct str rest;

	if (copy->site.len)
		return copy->site;
	if (host < 0)
		return copy->source;
	rest = str_from(copy->url.at + host + 3, copy->url.len - (size_t)host - 3);
	const char *end = memchr(rest.at, '/', rest.len);
	return end ? str_from(rest.at, (size_t)(end - rest.at)) : rest;
}

/* "shares A | B", below what it is. */
static void add_evidence(struct str json, struct buf *out)
{
	struct buf packed = BUF_INIT;
	struct value list, value;
	struct cursor cursor;
	struct err ignored;

	if (!json.len || json_read(json, &packed, &ignored) < 0)
		return;
	cursor = cursor_of(buf_str(&packed));
	if (cursor_expect(&cursor, VALUE_LIST, &list) && list.count > 0) {
		for (uint32_t i = 0; i < list.count && cursor_expect(&cursor, VALUE_STR, &value); i++) {
			buf_add_text(out, i ? " | " : "                shares ");
			pretty_text(value.bytes, false, out);
		}
		buf_add_byte(out, '\n');
	}
	buf_release(&packed);
}

void copies_line(const struct copy *copy, struct buf *out)
{
	char what[32], score[16] = "";

	if (copy->score >= 0)
		snprintf(score, sizeof score, " %.2f", copy->score);
	snprintf(what, sizeof what, "%.*s%s", STR_ARG(copy->kind), score);
	buf_add_text(out, copy->first ? "  first " : "        ");
	buf_add_text(out, copy->dropped ? "dropped " : "kept    ");
	add_cell(out, str_of(what), 16);
	add_cell(out, str_from(copy->date.at, copy->date.len < DATE_WIDTH ? copy->date.len : DATE_WIDTH), DATE_WIDTH);
	add_cell(out, copy->lang, 7);
	add_cell(out, source_of(copy), SOURCE_WIDTH);
	add_cell(out, copy->title.len ? copy->title : copy->opening, TITLE_WIDTH);
	pretty_text(copy->id, false, out);
	buf_add_byte(out, '\n');
	add_evidence(copy->evidence, out);
}

void copies_json(const struct copy *copy, struct buf *out)
{
	buf_add_byte(out, '{');
	json_member_str(out, "id", copy->id);
	json_member_str(out, "url", copy->url);
	json_member_str(out, "source", copy->source);
	json_member_str(out, "title", copy->title);
	json_member_str(out, "site", copy->site);
	json_member_str(out, "lang", copy->lang);
	json_member_str(out, "date", copy->date);
	json_member_str(out, "kind", copy->kind);
	if (copy->score >= 0) {
		json_key(out, STR("score"));
		json_float(out, copy->score);
	}
	if (copy->evidence.len) {
		json_key(out, STR("evidence"));
		buf_add_str(out, copy->evidence);
	}
	json_key(out, STR("verdict"));
	json_str(out, copy->dropped ? STR("dropped") : STR("kept"));
	if (copy->first)
		buf_add_text(out, ",\"first\":true");
	buf_add_byte(out, '}');
}

#endif
