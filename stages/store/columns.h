/*
 * columns: the fields that have a column of their own in the tables of databases, once for
 * the CREATE, the INSERT and the values.
 */
#ifndef LEAT_STORE_COLUMNS_H
#define LEAT_STORE_COLUMNS_H

#include "record/record.h"

enum column_type { COLUMN_TEXT, COLUMN_INT, COLUMN_REAL, COLUMN_JSON };

/* A field of META, or (with key) an entry of a map field. */
struct column {
	const char *name, *field, *key;
	enum column_type type;
};

/* Both end with name NULL. */
extern const struct column columns_document[];
extern const struct column columns_dropped[];

/* documents.doc = frame << 12 | index of the record: FRAME_RECORDS_MAX is 4096. */
enum { COLUMNS_DOC_SHIFT = 12 };

/* Whether a META field is a column of documents as a whole. */
bool columns_has(struct str field);
/* The packed value of a column; absent where the record has none. */
struct str columns_value(const struct column *column, const struct record *record);

#endif
