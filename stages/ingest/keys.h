/*
 * keys: which member of a JSON line is which field of a record. The names are those of
 * datatrove, Dolma, HPLT and FineWeb files, and Leat's own.
 */
#ifndef LEAT_INGEST_KEYS_H
#define LEAT_INGEST_KEYS_H

#include "base/str.h"
#include "ingest/json.h"

enum key {
	KEY_OTHER,
	KEY_TEXT,
	KEY_HTML,
	KEY_ID,
	KEY_URL,
	KEY_FETCHED,
	KEY_MIME,
	KEY_STATUS,
	KEY_LANG,
	KEY_LANG_SCORE,
	KEY_METADATA,
	KEY_KINDS
};

/* What a member of that name and kind is. `inner`: it lies in "metadata". */
enum key key_of(struct str name, enum json_kind kind, bool inner);
/* Whether the member stays in the record under its own name, too. */
bool key_is_kept(struct str name);

#endif
