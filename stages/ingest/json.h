/*
 * json: reads one JSON text in place (RFC 8259), forgiving where nothing is lost: control
 * characters and ill-formed UTF-8 in strings pass, a bare NUL too, as an escaped one
 * is U+0000; a lone surrogate is U+FFFD. Values are spans of the text; strings are unescaped on demand.
 */
#ifndef LEAT_INGEST_JSON_H
#define LEAT_INGEST_JSON_H

#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>

enum { JSON_DEPTH_MAX = 32 };

enum json_kind { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json_value {
	enum json_kind kind;
	bool cut; /* the text ends inside it */
	struct str raw; /* as it lies; of a string what is between the quotes */
};

struct json {
	const char *at;
	const char *end;
	bool partial; /* the text may end early: take what there is */
	bool first;
};

/* Starts on the members of the object, or items of the array, that `text` is (white space
 * round it is fine). False: it is none. */
bool json_open(struct json *json, struct str text, bool partial, char bracket);
/* Next member: 1, or 0 at the end (nothing but white space may follow), or -1: no JSON. */
int json_member(struct json *json, struct str *raw_key, struct json_value *value);
/* Next item of an array. */
int json_item(struct json *json, struct json_value *value);

/* The one value that `text` is. */
bool json_value_of(struct str text, struct json_value *value);

/* A string's content: a span of the text where it needs no change, else appended to
 * *scratch (valid until that changes) -- at most `max` bytes, on a character's border.
 * Sets *cut when there was more. An unknown escape is kept as it is. */
struct str json_text(struct str raw, size_t max, struct buf *scratch, bool *cut);

#endif
