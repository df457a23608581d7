/*
 * json: packed values and records as JSON (RFC 8259), and JSON as packed values.
 *
 * What is written is always valid: bytes that are no UTF-8 become U+FFFD, one for each
 * maximal part of an ill-formed sequence (Unicode 15, 3.9, "substitution of maximal
 * subparts"); bin becomes base64 (RFC 4648, with padding), a number that JSON lacks (NaN,
 * infinity) and an ext become null; a key that is no string becomes its JSON text, or "[]" or
 * "{}" where it is a list or map.
 * Control characters are escaped; all else stands as it is.
 */
#ifndef LEAT_RECORD_JSON_H
#define LEAT_RECORD_JSON_H

#include "base/buf.h"
#include "base/err.h"
#include "record/record.h"

#include <stdbool.h>

/* A quoted string. */
void json_str(struct buf *out, struct str s);
/* Bytes as a quoted base64 string. */
void json_base64(struct buf *out, struct str bytes);
/* A number with a point or exponent, in the fewest digits that read back as the same. */
void json_float(struct buf *out, double number);
/* `"name":`, with a comma in front unless an object was just opened. */
void json_key(struct buf *out, struct str name);
/* A member whose value is a string; nothing where the value is absent. */
void json_member_str(struct buf *out, const char *name, struct str value);
/* One packed value. False, with *out as it was, where it is none or deeper than
 * CURSOR_DEPTH. */
bool json_value(struct buf *out, struct str packed);

enum { JSON_TEXT = 1, JSON_BODY = 2 };

/* The record as one object without line break: its META fields in their order and then, as
 * `parts` asks and the record has them, text and body (base64). */
void json_record(struct buf *out, const struct record *record, unsigned parts);

enum { JSON_READ_MAX = FRAME_RAW_MAX };

/* Appends the one JSON value that `text` holds, packed. Integers that fit int64 or uint64
 * stay integers, other numbers are float64. An escaped surrogate without its other half
 * becomes U+FFFD. Errors (EXIT_BAD_INPUT, with the offset, *packed as it was): text that is
 * no JSON, no UTF-8, deeper than CURSOR_DEPTH or longer than JSON_READ_MAX. */
int json_read(struct str text, struct buf *packed, struct err *err);

#endif
