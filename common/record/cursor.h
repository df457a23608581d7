/*
 * cursor: reads MessagePack in place, bounded. Nothing is copied or allocated; strings
 * point into the input. Nesting deeper than CURSOR_DEPTH, a count that the input cannot
 * hold and the reserved byte 0xc1 are errors.
 */
#ifndef LEAT_RECORD_CURSOR_H
#define LEAT_RECORD_CURSOR_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

enum { CURSOR_DEPTH = 32 };

struct cursor {
	const char *at;
	const char *end;
};

enum value_type {
	VALUE_NIL,
	VALUE_BOOL,
	VALUE_INT, /* any integer that fits int64_t */
	VALUE_UINT, /* integers above INT64_MAX */
	VALUE_FLOAT,
	VALUE_STR,
	VALUE_BIN,
	VALUE_LIST, /* `count` values follow */
	VALUE_MAP, /* `count` keys with values follow */
	VALUE_EXT,
};

struct value {
	enum value_type type;
	union {
		bool boolean;
		int64_t integer;
		uint64_t uint;
		double number;
		uint32_t count;
		struct str bytes; /* STR, BIN, EXT (without its type byte) */
	};
};

static inline struct cursor cursor_of(struct str s)
{
	return (struct cursor){ s.at, s.at + s.len };
}

static inline bool cursor_done(const struct cursor *cursor)
{
	return cursor->at == cursor->end;
}

/* Reads the next value; of a list or map only its count. False where the input is cut or
 * not MessagePack; the cursor is then of no further use. */
bool cursor_next(struct cursor *cursor, struct value *value);
/* Moves over the next value with all that is in it. `whole`, unless NULL, is its bytes. */
bool cursor_skip(struct cursor *cursor, struct str *whole);
/* cursor_next that also demands a type. */
bool cursor_expect(struct cursor *cursor, enum value_type type, struct value *value);

#endif
