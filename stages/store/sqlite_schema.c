#ifdef HAVE_SQLITE3

#include "store/sqlite_schema.h"
#include "record/json.h"

#include <stdlib.h>

static const char schema[] =
	"CREATE TABLE recipes(hash TEXT PRIMARY KEY, recipe TEXT NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE frames(frame INTEGER PRIMARY KEY, stream TEXT NOT NULL, seq INTEGER NOT NULL,"
	" src_begin INTEGER, src_end INTEGER, src_hash TEXT, recipe TEXT, born INTEGER, stored INTEGER,"
	" final INTEGER, records INTEGER, kept INTEGER, dropped INTEGER, rejected INTEGER, UNIQUE(stream, seq));"
	"CREATE TABLE rejects(doc INTEGER PRIMARY KEY, stage TEXT, reason TEXT, id TEXT, url TEXT, source TEXT,"
	" \"offset\" INTEGER, length INTEGER, record BLOB, meta TEXT);"
	/* Contentless: the texts that are indexed are cut into pairs where a script has no spaces
	 * (common/text/bigrams.h). Marks belong to words: Indic and Thai vowels are marks. */
	"CREATE VIRTUAL TABLE search USING fts5(title, text, content='',"
	" tokenize=\"unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'\");"
	/* 4 MB of words wait in memory, not 1: fewer segments to merge save a fifth of the time. With
	 * more the words of a large vocabulary fall out of the processor's cache. */
	"INSERT INTO search(search, rank) VALUES('hashsize', 4194304);"
	"CREATE VIEW counts AS SELECT sum(records) AS records, sum(kept) AS kept, sum(dropped) AS dropped,"
	" sum(rejected) AS rejected FROM frames;";

static const char indexes[] =
	"CREATE INDEX documents_id ON documents(id);"
	"CREATE INDEX documents_url ON documents(url);"
	"CREATE INDEX dropped_id ON dropped(id);"
	"CREATE INDEX dropped_url ON dropped(url);"
	"CREATE INDEX documents_cluster ON documents(cluster) WHERE cluster IS NOT NULL;"
	"CREATE INDEX documents_of ON documents(dup_of) WHERE dup_of IS NOT NULL;"
	"CREATE INDEX dropped_of ON dropped(dup_of) WHERE dup_of IS NOT NULL;";

int sqlite_fail(sqlite3 *db, const char *path, struct err *err)
{
	switch (sqlite3_errcode(db)) {
	case SQLITE_NOTADB:
		return err_set(err, EXIT_BAD_INPUT, "%s: not a SQLite database", path);
	case SQLITE_CORRUPT:
		return err_set(err, EXIT_CUT, "%s: the database is damaged: %s", path, sqlite3_errmsg(db));
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
	case SQLITE_READONLY:
		return err_set(err, EXIT_FAILED, "%s: %s", path, sqlite3_errmsg(db));
	default: /* full, busy, input or output failed: what was committed is good */
		return err_set(err, EXIT_RETRY, "%s: %s", path, sqlite3_errmsg(db));
	}
}

int sqlite_run(sqlite3 *db, const char *path, const char *sql, struct err *err)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : sqlite_fail(db, path, err);
}

int sqlite_prepare(sqlite3 *db, const char *path, const char *sql, sqlite3_stmt **statement, struct err *err)
{
	if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL) != SQLITE_OK)
		return sqlite_fail(db, path, err);
	return 0;
}

static const char *sql_type(enum column_type type)
{
	return type == COLUMN_INT ? "INTEGER" : type == COLUMN_REAL ? "REAL" : "TEXT";
}

static void add_table(struct buf *sql, const char *table, const char *first, const struct column *columns,
		      const char *last)
{
	buf_addf(sql, "CREATE TABLE %s(doc INTEGER PRIMARY KEY%s", table, first);
	for (; columns->name; columns++)
		buf_addf(sql, ", \"%s\" %s", columns->name, sql_type(columns->type));
	buf_addf(sql, "%s);", last);
}

static int create(sqlite3 *db, const char *path, struct err *err)
{
	struct buf sql = BUF_INIT;

	buf_add_text(&sql, "BEGIN IMMEDIATE;");
	buf_addf(&sql, "PRAGMA application_id = %d; PRAGMA user_version = %d;", SQLITE_LEAT_ID, SQLITE_LEAT_VERSION);
	add_table(&sql, "documents", "", columns_document, ", rest TEXT, body BLOB, text TEXT");
	add_table(&sql, "dropped", ", stage TEXT, reason TEXT", columns_dropped, ", meta TEXT");
	buf_add_text(&sql, schema);
	buf_add_text(&sql, indexes);
	buf_add_text(&sql, "COMMIT;");
	int result = sqlite_run(db, path, buf_cstr(&sql), err);
	buf_release(&sql);
	return result;
}

static int get_int(sqlite3 *db, const char *path, const char *sql, int *value, struct err *err)
{
	sqlite3_stmt *statement;

	if (sqlite_prepare(db, path, sql, &statement, err) < 0)
		return -1;
	int step = sqlite3_step(statement);
	*value = step == SQLITE_ROW ? sqlite3_column_int(statement, 0) : 0;
	if (step != SQLITE_ROW && step != SQLITE_DONE)
		sqlite_fail(db, path, err);
	sqlite3_finalize(statement);
	return step == SQLITE_ROW || step == SQLITE_DONE ? 0 : -1;
}

static int check(sqlite3 *db, const char *path, struct err *err)
{
	int id, version, tables;

	if (get_int(db, path, "PRAGMA application_id", &id, err) < 0 ||
	    get_int(db, path, "PRAGMA user_version", &version, err) < 0 ||
	    get_int(db, path, "SELECT count(*) FROM sqlite_master", &tables, err) < 0)
		return -1;
	if (id == 0 && tables == 0)
		return create(db, path, err);
	if (id != SQLITE_LEAT_ID)
		return err_set(err, EXIT_MISMATCH, "%s: is another program's database", path);
	if (version != SQLITE_LEAT_VERSION)
		return err_set(err, EXIT_MISMATCH, "%s: has schema version %d, this program writes %d: %s", path, version,
			       SQLITE_LEAT_VERSION, "store into a new file");
	return 0;
}

sqlite3 *sqlite_open(const char *path, struct err *err)
{
	/* A group is one transaction, so the log may grow well beyond one before it is put back. */
	static const char setup[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
				    "PRAGMA wal_autocheckpoint = 8192; PRAGMA cache_size = -16384;"
				    "PRAGMA temp_store = MEMORY;";
	sqlite3 *db = NULL;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) !=
	    SQLITE_OK) {
		if (db)
			sqlite_fail(db, path, err);
		else
			err_set(err, EXIT_RETRY, "%s: out of memory", path);
	} else {
		sqlite3_busy_timeout(db, 10000);
		if (sqlite_run(db, path, setup, err) == 0 && check(db, path, err) == 0)
			return db;
	}
	sqlite3_close(db);
	return NULL;
}

int sqlite_prepare_insert(sqlite3 *db, const char *path, const char *table, const char *extra, int extras,
			  const struct column *columns, sqlite3_stmt **statement, struct err *err)
{
	struct buf sql = BUF_INIT;

	buf_addf(&sql, "INSERT INTO %s(doc, %s", table, extra);
	for (const struct column *column = columns; column->name; column++, extras++)
		buf_addf(&sql, ", \"%s\"", column->name);
	buf_add_text(&sql, ") VALUES(?");
	for (; extras > 0; extras--)
		buf_add_text(&sql, ", ?");
	buf_add_byte(&sql, ')');
	int result = sqlite_prepare(db, path, buf_cstr(&sql), statement, err);
	buf_release(&sql);
	return result;
}

/* A number, or a string of digits as a text column has it. */
static void bind_value(sqlite3_stmt *statement, int at, enum column_type type, struct str packed, struct buf *json)
{
	struct cursor cursor = cursor_of(packed);
	struct value value;

	if (!cursor_next(&cursor, &value))
		return;
	if (value.type == VALUE_STR && type != COLUMN_JSON)
		sqlite3_bind_text64(statement, at, value.bytes.at, value.bytes.len, SQLITE_STATIC, SQLITE_UTF8);
	else if (value.type == VALUE_INT && type != COLUMN_JSON)
		sqlite3_bind_int64(statement, at, value.integer);
	else if (value.type == VALUE_FLOAT && type != COLUMN_JSON)
		sqlite3_bind_double(statement, at, value.number);
	else if (value.type != VALUE_NIL) {
		buf_reset(json);
		if (json_value(json, packed))
			sqlite3_bind_text64(statement, at, json->data, json->len, SQLITE_TRANSIENT, SQLITE_UTF8);
	}
}

void sqlite_bind_columns(sqlite3_stmt *statement, int first, const struct column *columns,
			 const struct record *record, struct buf *json)
{
	for (; columns->name; columns++, first++) {
		struct str packed = columns_value(columns, record);

		if (packed.at)
			bind_value(statement, first, columns->type, packed, json);
		else
			sqlite3_bind_null(statement, first);
	}
}

#endif
