#include "leat/docs.h"

#include "leat/corpus.h"

#ifdef HAVE_SQLITE3

#include "record/json.h"
#include "record/pack.h"

struct row {
	sqlite3_stmt *statement;
	enum verdict verdict;
	struct buf values; /* packed: fields point into it once it is full */
	struct buf spans; /* struct span */
	struct buf fields;
};

/* Where the value of a column lies in `values`. */
struct span {
	struct str name;
	size_t at, len;
};

static void add_span(struct row *row, struct str name, size_t at)
{
	struct span span = { name, at, row->values.len - at };

	buf_add(&row->spans, &span, sizeof span);
}

/* Columns whose value the object in `rest` or `meta` has, too, or that are no field. */
static bool is_column(const char *name)
{
	static const char *const others[] = { "doc", "dup_kind", "dup_of", "dup_score", "cluster", "rest", "meta", "text", "body" };

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (strcmp(name, others[i]) == 0)
			return false;
	return true;
}

static int add_json(struct row *row, const char *name, struct str json, struct err *err)
{
	size_t at = row->values.len;

	if (json_read(json, &row->values, err) < 0)
		return err_wrap(err, "column %s", name);
	add_span(row, str_of(name), at);
	return 0;
}

static int add_column(struct row *row, int column, struct err *err)
{
	const char *name = sqlite3_column_name(row->statement, column);
	size_t at = row->values.len;

	switch (sqlite3_column_type(row->statement, column)) {
	case SQLITE_INTEGER:
		pack_int(&row->values, sqlite3_column_int64(row->statement, column));
		break;
	case SQLITE_FLOAT:
		pack_float(&row->values, sqlite3_column_double(row->statement, column));
		break;
	case SQLITE_TEXT:
		if (strcmp(name, FIELD_CAPTIONS) == 0)
			return add_json(row, name, corpus_column(row->statement, column), err);
		pack_str(&row->values, corpus_column(row->statement, column));
		break;
	default:
		return 0;
	}
	add_span(row, str_of(name), at);
	return 0;
}

/* The members of an object. */
static int add_members(struct row *row, struct str json, struct err *err)
{
	size_t start = row->values.len;
	struct value count, key;
	struct str value;

	if (json_read(json, &row->values, err) < 0)
		return -1;
	/* Where the names and values lie is kept as offsets: `values` may still move. */
	struct cursor cursor = cursor_of(str_from(row->values.data + start, row->values.len - start));
	if (!cursor_expect(&cursor, VALUE_MAP, &count))
		return 0;
	for (uint32_t i = 0; i < count.count && cursor_expect(&cursor, VALUE_STR, &key) && cursor_skip(&cursor, &value); i++) {
		struct span span = { key.bytes, (size_t)(value.at - row->values.data), value.len };

		buf_add(&row->spans, &span, sizeof span);
	}
	return 0;
}

static int take_row(struct row *row, struct record *record, struct err *err)
{
	sqlite3_stmt *statement = row->statement;
	int count = sqlite3_column_count(statement), rest = -1;

	buf_reset(&row->values);
	buf_reset(&row->spans);
	buf_reset(&row->fields);
	*record = (struct record){ .verdict = row->verdict, .text = STR_NONE, .body = STR_NONE };
	for (int i = 0; i < count; i++) {
		const char *name = sqlite3_column_name(statement, i);

		if (strcmp(name, "rest") == 0 || strcmp(name, "meta") == 0)
			rest = i;
		else if (strcmp(name, "text") == 0)
			record->text = corpus_column(statement, i);
		else if (strcmp(name, "body") == 0 && sqlite3_column_type(statement, i) == SQLITE_BLOB)
			record->body = str_from(sqlite3_column_blob(statement, i), (size_t)sqlite3_column_bytes(statement, i));
		else if (row->verdict == VERDICT_KEPT && is_column(name) && add_column(row, i, err) < 0)
			return -1;
	}
	/* Last: names are in the object's own bytes. */
	struct str json = rest < 0 ? STR_NONE : corpus_column(statement, rest);
	if (json.at && add_members(row, json, err) < 0)
		return -1;
	for (size_t i = 0; i < row->spans.len / sizeof(struct span); i++) {
		struct span span = ((const struct span *)(const void *)row->spans.data)[i];
		struct field field = { span.name, str_from(row->values.data + span.at, span.len) };

		buf_add(&row->fields, &field, sizeof field);
	}
	record->fields = (const void *)row->fields.data;
	record->nfields = row->fields.len / sizeof(struct field);
	return 0;
}

static int each_row(const struct corpus *corpus, struct row *row, const char *table, docs_fn *fn, void *ctx, struct err *err)
{
	struct buf sql = BUF_INIT;
	struct record record;
	int step, result = 0;

	buf_addf(&sql, "SELECT * FROM %s ORDER BY doc", table);
	result = corpus_prepare(corpus, buf_cstr(&sql), &row->statement, err);
	buf_release(&sql);
	while (result == 0 && (step = corpus_step(corpus, row->statement, err)) != 0) {
		result = step < 0 ? -1 : take_row(row, &record, err);
		if (result == 0)
			result = fn(ctx, &record, err);
	}
	sqlite3_finalize(row->statement);
	return result;
}

int docs_corpus(const char *path, docs_fn *fn, void *ctx, struct err *err)
{
	static const char *const tables[] = {
		[VERDICT_KEPT] = "documents", [VERDICT_DROPPED] = "dropped", [VERDICT_REJECTED] = "rejects",
	};
	struct corpus corpus;
	struct row row = { .statement = NULL };
	int result = corpus_open(&corpus, path, false, err);

	for (row.verdict = VERDICT_KEPT; result == 0 && row.verdict <= VERDICT_REJECTED; row.verdict++)
		result = each_row(&corpus, &row, tables[row.verdict], fn, ctx, err);
	corpus_close(&corpus);
	buf_release(&row.values);
	buf_release(&row.spans);
	buf_release(&row.fields);
	return result;
}

#else

int docs_corpus(const char *path, docs_fn *fn, void *ctx, struct err *err)
{
	(void)fn;
	(void)ctx;
	return corpus_missing(path, err);
}

#endif
