#include "ingest/keys.h"

#include <stdlib.h>
#include <string.h>

struct key_row {
	const char *name;
	enum key key;
	bool inner; /* counts in "metadata" as well */
	bool number; /* may be a number */
	bool kept; /* the name says more than the field does */
};

/* Sorted by name. Sources: datatrove docs (Document: text, id, metadata), Dolma data
 * format (text, id, added, metadata.url), HPLT 2 (text, u, ts, c; lang and prob are lists,
 * the likeliest first), FineWeb (text, id, url, date, language, language_score), CulturaX
 * (timestamp). */
static const struct key_row rows[] = {
	{ "added", KEY_FETCHED, false, false, true },
	{ "c", KEY_MIME, false, false, false },
	{ "date", KEY_FETCHED, true, false, false },
	{ "fetched", KEY_FETCHED, false, false, false },
	{ "html", KEY_HTML, false, false, false },
	{ "id", KEY_ID, false, true, false },
	{ "lang", KEY_LANG, false, false, false },
	{ "lang_score", KEY_LANG_SCORE, false, true, false },
	{ "language", KEY_LANG, true, false, false },
	{ "language_score", KEY_LANG_SCORE, true, true, false },
	{ "metadata", KEY_METADATA, false, false, true },
	{ "mime", KEY_MIME, false, false, false },
	{ "prob", KEY_LANG_SCORE, false, true, false },
	{ "status", KEY_STATUS, false, true, false },
	{ "text", KEY_TEXT, false, false, false },
	{ "timestamp", KEY_FETCHED, true, false, true },
	{ "ts", KEY_FETCHED, false, false, false },
	{ "u", KEY_URL, false, false, false },
	{ "url", KEY_URL, true, false, false },
};

static int compare(const void *name, const void *row)
{
	const struct str *key = name;
	const char *other = ((const struct key_row *)row)->name;
	size_t len = strlen(other);
	int order = memcmp(key->at, other, key->len < len ? key->len : len);

	return order ? order : (key->len > len) - (key->len < len);
}

static const struct key_row *find(struct str name)
{
	return bsearch(&name, rows, sizeof rows / sizeof *rows, sizeof *rows, compare);
}

enum key key_of(struct str name, enum json_kind kind, bool inner)
{
	const struct key_row *row = find(name);

	if (!row || (inner && !row->inner))
		return KEY_OTHER;
	if (row->key == KEY_METADATA)
		return kind == JSON_OBJECT ? KEY_METADATA : KEY_OTHER;
	if (row->key == KEY_LANG_SCORE)
		return kind == JSON_NUMBER || kind == JSON_ARRAY ? row->key : KEY_OTHER;
	if (row->key == KEY_LANG && kind == JSON_ARRAY)
		return row->key;
	if (kind == JSON_STRING || (row->number && kind == JSON_NUMBER))
		return row->key;
	return KEY_OTHER;
}

bool key_is_kept(struct str name)
{
	const struct key_row *row = find(name);

	return row && row->kept;
}
