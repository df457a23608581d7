#include "store/thrift.h"

static void add_varint(struct buf *out, uint64_t value)
{
	for (; value >= 0x80; value >>= 7)
		buf_add_byte(out, (char)(0x80 | (value & 0x7f)));
	buf_add_byte(out, (char)value);
}

/* All ids here are within 15 of the one before: the short form. */
static void add_field(struct buf *out, int *last, int id, enum thrift_type type)
{
	buf_add_byte(out, (char)((id - *last) << 4 | (int)type));
	*last = id;
}

void thrift_item_int(struct buf *out, int64_t value)
{
	add_varint(out, (uint64_t)value << 1 ^ (uint64_t)(value >> 63));
}

void thrift_item_text(struct buf *out, const char *value)
{
	add_varint(out, strlen(value));
	buf_add_text(out, value);
}

void thrift_int(struct buf *out, int *last, int id, enum thrift_type type, int64_t value)
{
	add_field(out, last, id, type);
	thrift_item_int(out, value);
}

void thrift_text(struct buf *out, int *last, int id, const char *value)
{
	add_field(out, last, id, THRIFT_BINARY);
	thrift_item_text(out, value);
}

void thrift_list(struct buf *out, int *last, int id, enum thrift_type type, uint32_t count)
{
	add_field(out, last, id, THRIFT_LIST);
	if (count < 15) {
		buf_add_byte(out, (char)(count << 4 | (uint32_t)type));
	} else {
		buf_add_byte(out, (char)(0xf0 | (uint32_t)type));
		add_varint(out, count);
	}
}

void thrift_struct(struct buf *out, int *last, int id)
{
	add_field(out, last, id, THRIFT_STRUCT);
}

void thrift_end(struct buf *out)
{
	buf_add_byte(out, '\0');
}
