#include "record/cursor.h"

#include <string.h>

static bool take(struct cursor *cursor, size_t count, uint64_t *out)
{
	uint64_t value = 0;

	if ((size_t)(cursor->end - cursor->at) < count)
		return false;
	for (size_t i = 0; i < count; i++)
		value = value << 8 | (unsigned char)cursor->at[i];
	cursor->at += count;
	*out = value;
	return true;
}

static bool take_bytes(struct cursor *cursor, enum value_type type, size_t count, struct value *value)
{
	if ((size_t)(cursor->end - cursor->at) < count)
		return false;
	value->type = type;
	value->bytes = str_from(cursor->at, count);
	cursor->at += count;
	return true;
}

static bool sized(struct cursor *cursor, enum value_type type, size_t width, struct value *value)
{
	uint64_t count;

	return take(cursor, width, &count) && take_bytes(cursor, type, (size_t)count, value);
}

static bool take_ext(struct cursor *cursor, size_t count, struct value *value)
{
	uint64_t kind;

	return take(cursor, 1, &kind) && take_bytes(cursor, VALUE_EXT, count, value);
}

/* Each item takes a byte at least, so a count beyond what is left is a lie. */
static bool counted(struct cursor *cursor, enum value_type type, uint64_t count, struct value *value)
{
	uint64_t left = (uint64_t)(cursor->end - cursor->at);

	if (count > (type == VALUE_MAP ? left / 2 : left))
		return false;
	value->type = type;
	value->count = (uint32_t)count;
	return true;
}

static bool integer(struct cursor *cursor, size_t width, bool is_signed, struct value *value)
{
	uint64_t bits;

	if (!take(cursor, width, &bits))
		return false;
	value->type = VALUE_INT;
	if (is_signed) {
		unsigned shift = 64 - 8 * (unsigned)width;
		value->integer = (int64_t)(bits << shift) >> shift;
	} else if (bits > INT64_MAX) {
		value->type = VALUE_UINT;
		value->uint = bits;
	} else {
		value->integer = (int64_t)bits;
	}
	return true;
}

static bool real(struct cursor *cursor, size_t width, struct value *value)
{
	uint64_t bits;

	if (!take(cursor, width, &bits))
		return false;
	value->type = VALUE_FLOAT;
	if (width == 4) {
		uint32_t half = (uint32_t)bits;
		float number;
		memcpy(&number, &half, sizeof number);
		value->number = (double)number;
	} else {
		memcpy(&value->number, &bits, sizeof bits);
	}
	return true;
}

static bool other(struct cursor *cursor, unsigned char tag, struct value *value)
{
	uint64_t count;

	switch (tag) {
	case 0xc0:
		value->type = VALUE_NIL;
		return true;
	case 0xc2:
	case 0xc3:
		value->type = VALUE_BOOL;
		value->boolean = tag == 0xc3;
		return true;
	case 0xc4:
	case 0xc5:
	case 0xc6:
		return sized(cursor, VALUE_BIN, (size_t)1 << (tag - 0xc4), value);
	case 0xc7:
	case 0xc8:
	case 0xc9:
		return take(cursor, (size_t)1 << (tag - 0xc7), &count) && take_ext(cursor, (size_t)count, value);
	case 0xca:
		return real(cursor, 4, value);
	case 0xcb:
		return real(cursor, 8, value);
	case 0xcc:
	case 0xcd:
	case 0xce:
	case 0xcf:
		return integer(cursor, (size_t)1 << (tag - 0xcc), false, value);
	case 0xd0:
	case 0xd1:
	case 0xd2:
	case 0xd3:
		return integer(cursor, (size_t)1 << (tag - 0xd0), true, value);
	case 0xd4:
	case 0xd5:
	case 0xd6:
	case 0xd7:
	case 0xd8:
		return take_ext(cursor, (size_t)1 << (tag - 0xd4), value);
	case 0xd9:
	case 0xda:
	case 0xdb:
		return sized(cursor, VALUE_STR, (size_t)1 << (tag - 0xd9), value);
	case 0xdc:
	case 0xdd:
		return take(cursor, tag == 0xdc ? 2 : 4, &count) && counted(cursor, VALUE_LIST, count, value);
	case 0xde:
	case 0xdf:
		return take(cursor, tag == 0xde ? 2 : 4, &count) && counted(cursor, VALUE_MAP, count, value);
	default:
		return false;
	}
}

bool cursor_next(struct cursor *cursor, struct value *value)
{
	if (cursor->at >= cursor->end)
		return false;
	unsigned char tag = (unsigned char)*cursor->at++;
	if (tag < 0x80 || tag >= 0xe0) {
		value->type = VALUE_INT;
		value->integer = (int8_t)tag;
		return true;
	}
	if (tag < 0x90)
		return counted(cursor, VALUE_MAP, tag & 0x0f, value);
	if (tag < 0xa0)
		return counted(cursor, VALUE_LIST, tag & 0x0f, value);
	if (tag < 0xc0)
		return take_bytes(cursor, VALUE_STR, tag & 0x1f, value);
	return other(cursor, tag, value);
}

bool cursor_skip(struct cursor *cursor, struct str *whole)
{
	uint64_t left[CURSOR_DEPTH];
	unsigned depth = 0;
	const char *start = cursor->at;
	struct value value;

	do {
		if (!cursor_next(cursor, &value))
			return false;
		if (value.type == VALUE_LIST || value.type == VALUE_MAP) {
			if (depth == CURSOR_DEPTH)
				return false;
		} else {
			value.count = 0;
		}
		if (value.count > 0) {
			left[depth++] = (uint64_t)value.count * (value.type == VALUE_MAP ? 2 : 1);
			continue;
		}
		while (depth > 0 && --left[depth - 1] == 0)
			depth--;
	} while (depth > 0);
	if (whole)
		*whole = str_from(start, (size_t)(cursor->at - start));
	return true;
}

bool cursor_expect(struct cursor *cursor, enum value_type type, struct value *value)
{
	return cursor_next(cursor, value) && value->type == type;
}
