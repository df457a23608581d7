#include "store/postgres_copy.h"
#include "record/json.h"
#include "text/utf8.h"

static void add_big(struct buf *out, uint64_t value, unsigned bytes)
{
	while (bytes-- > 0)
		buf_add_byte(out, (char)(value >> 8 * bytes));
}

void copy_begin(struct buf *out)
{
	buf_add(out, "PGCOPY\n\377\r\n\0", 11);
	add_big(out, 0, 4); /* flags */
	add_big(out, 0, 4); /* length of the extension */
}

void copy_end(struct buf *out)
{
	add_big(out, 0xffff, 2);
}

void copy_row(struct buf *out, unsigned count)
{
	add_big(out, count, 2);
}

void copy_null(struct buf *out)
{
	add_big(out, 0xffffffff, 4);
}

void copy_int(struct buf *out, int64_t value)
{
	add_big(out, 8, 4);
	add_big(out, (uint64_t)value, 8);
}

void copy_float(struct buf *out, double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof bits);
	add_big(out, 8, 4);
	add_big(out, bits, 8);
}

void copy_bytes(struct buf *out, struct str value)
{
	if (!value.at) {
		copy_null(out);
		return;
	}
	add_big(out, value.len, 4);
	buf_add_str(out, value);
}

static void add_mended(struct buf *out, struct str value)
{
	const char *at = value.at, *end = value.at + value.len;

	while (at < end) {
		char bytes[4];
		uint32_t c = utf8_next(&at, end);

		buf_add(out, bytes, utf8_put(c ? c : UTF8_BAD, bytes));
	}
}

void copy_text(struct buf *out, struct str value)
{
	size_t start = out->len, length;

	if (!value.at || (utf8_valid(value) && !memchr(value.at, '\0', value.len))) {
		copy_bytes(out, value);
		return;
	}
	add_big(out, 0, 4);
	add_mended(out, value);
	length = out->len - start - 4;
	for (unsigned i = 0; i < 4; i++)
		out->data[start + i] = (char)(length >> 8 * (3 - i));
}

static void add_number(struct buf *out, enum column_type type, const struct value *value, struct buf *work)
{
	double number = value->type == VALUE_INT ? (double)value->integer : value->number;

	buf_reset(work);
	if (type == COLUMN_REAL) {
		copy_float(out, number);
	} else if (type == COLUMN_INT) {
		if (value->type == VALUE_INT)
			copy_int(out, value->integer);
		else
			copy_null(out);
	} else {
		buf_addf(work, "%.17g", number);
		copy_text(out, buf_str(work));
	}
}

static void add_value(struct buf *out, enum column_type type, struct str packed, struct buf *work)
{
	struct cursor cursor = cursor_of(packed);
	struct value value;

	if (!packed.at || !cursor_next(&cursor, &value) || value.type == VALUE_NIL) {
		copy_null(out);
	} else if (type != COLUMN_JSON && (value.type == VALUE_INT || value.type == VALUE_FLOAT)) {
		add_number(out, type, &value, work);
	} else if (type == COLUMN_TEXT && value.type == VALUE_STR) {
		copy_text(out, value.bytes);
	} else if (type == COLUMN_JSON || type == COLUMN_TEXT) {
		buf_reset(work);
		copy_text(out, json_value(work, packed) ? buf_str(work) : STR_NONE);
	} else {
		copy_null(out);
	}
}

void copy_columns(struct buf *out, const struct column *columns, const struct record *record, struct buf *work)
{
	for (; columns->name; columns++)
		add_value(out, columns->type, columns_value(columns, record), work);
}
