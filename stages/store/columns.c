#include "store/columns.h"
#include "store/render.h"

const struct column columns_document[] = {
	{ "id", FIELD_ID, NULL, COLUMN_TEXT },
	{ "url", FIELD_URL, NULL, COLUMN_TEXT },
	{ "source", FIELD_SOURCE, NULL, COLUMN_TEXT },
	{ "offset", FIELD_OFFSET, NULL, COLUMN_INT },
	{ "fetched", FIELD_FETCHED, NULL, COLUMN_TEXT },
	{ "mime", FIELD_MIME, NULL, COLUMN_TEXT },
	{ "title", FIELD_TITLE, NULL, COLUMN_TEXT },
	{ "author", FIELD_AUTHOR, NULL, COLUMN_TEXT },
	{ "site", FIELD_SITE, NULL, COLUMN_TEXT },
	{ "published", FIELD_PUBLISHED, NULL, COLUMN_TEXT },
	{ "modified", FIELD_MODIFIED, NULL, COLUMN_TEXT },
	{ "description", FIELD_DESCRIPTION, NULL, COLUMN_TEXT },
	{ "lang", FIELD_LANG, NULL, COLUMN_TEXT },
	{ "lang_score", FIELD_LANG_SCORE, NULL, COLUMN_REAL },
	{ "script", FIELD_SCRIPT, NULL, COLUMN_TEXT },
	{ "license", FIELD_LICENSE, NULL, COLUMN_TEXT },
	{ "captions", FIELD_CAPTIONS, NULL, COLUMN_JSON },
	{ "dup_kind", FIELD_DUP, "kind", COLUMN_TEXT },
	{ "dup_of", FIELD_DUP, "of", COLUMN_TEXT },
	{ "dup_score", FIELD_DUP, "score", COLUMN_REAL },
	{ "cluster", FIELD_DUP, "cluster", COLUMN_TEXT },
	{ NULL, NULL, NULL, COLUMN_TEXT },
};

const struct column columns_dropped[] = {
	{ "id", FIELD_ID, NULL, COLUMN_TEXT },
	{ "url", FIELD_URL, NULL, COLUMN_TEXT },
	{ "source", FIELD_SOURCE, NULL, COLUMN_TEXT },
	{ "offset", FIELD_OFFSET, NULL, COLUMN_INT },
	{ "fetched", FIELD_FETCHED, NULL, COLUMN_TEXT },
	{ "title", FIELD_TITLE, NULL, COLUMN_TEXT },
	{ "site", FIELD_SITE, NULL, COLUMN_TEXT },
	{ "published", FIELD_PUBLISHED, NULL, COLUMN_TEXT },
	{ "lang", FIELD_LANG, NULL, COLUMN_TEXT },
	{ "dup_kind", FIELD_DUP, "kind", COLUMN_TEXT },
	{ "dup_of", FIELD_DUP, "of", COLUMN_TEXT },
	{ "dup_score", FIELD_DUP, "score", COLUMN_REAL },
	{ "cluster", FIELD_DUP, "cluster", COLUMN_TEXT },
	{ NULL, NULL, NULL, COLUMN_TEXT },
};

bool columns_has(struct str field)
{
	for (const struct column *column = columns_document; column->name; column++)
		if (!column->key && str_is(field, column->field))
			return true;
	return false;
}

struct str columns_value(const struct column *column, const struct record *record)
{
	struct str packed;

	if (column->key)
		return render_entry(record, column->field, column->key);
	return record_value(record, column->field, &packed) ? packed : STR_NONE;
}
