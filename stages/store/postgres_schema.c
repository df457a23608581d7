#include "store/postgres_schema.h"
#include "store/columns.h"

enum { SCHEMA_LOCK = 0x4c454154 };

static void add_columns(struct buf *sql, const struct column *columns)
{
	static const char *const types[] = {
		[COLUMN_TEXT] = "text", [COLUMN_INT] = "bigint", [COLUMN_REAL] = "double precision", [COLUMN_JSON] = "json",
	};

	for (; columns->name; columns++)
		buf_addf(sql, ", \"%s\" %s", columns->name, types[columns->type]);
}

void postgres_schema(struct buf *sql)
{
	buf_addf(sql, "BEGIN; SELECT pg_advisory_xact_lock(%d);", SCHEMA_LOCK);
	buf_add_text(sql,
		     "CREATE TABLE IF NOT EXISTS leat(version int);"
		     "CREATE TABLE IF NOT EXISTS deny(hash text PRIMARY KEY);"
		     "CREATE TABLE IF NOT EXISTS recipes(hash text PRIMARY KEY, recipe text NOT NULL);"
		     "CREATE TABLE IF NOT EXISTS frames(frame bigserial PRIMARY KEY, stream text NOT NULL, seq bigint NOT NULL,"
		     " src_begin bigint, src_end bigint, src_hash text, recipe text, born bigint, stored bigint, final boolean,"
		     " records bigint, kept bigint, dropped bigint, rejected bigint, UNIQUE(stream, seq));"
		     "CREATE TABLE IF NOT EXISTS rejects(doc bigint PRIMARY KEY, stage text, reason text, id text, url text,"
		     " source text, \"offset\" bigint, length bigint, record bytea, meta json);"
		     "CREATE TABLE IF NOT EXISTS documents(doc bigint PRIMARY KEY");
	add_columns(sql, columns_document);
	buf_add_text(sql, ", rest json, body bytea, text text);"
			   "CREATE TABLE IF NOT EXISTS dropped(doc bigint PRIMARY KEY, stage text, reason text");
	add_columns(sql, columns_dropped);
	buf_addf(sql,
		 ", meta json);"
		 "CREATE INDEX IF NOT EXISTS documents_id ON documents(id);"
		 "CREATE INDEX IF NOT EXISTS documents_url ON documents(url);"
		 "INSERT INTO leat SELECT %d WHERE NOT EXISTS (SELECT 1 FROM leat); COMMIT", POSTGRES_SCHEMA_VERSION);
}
