#include "store/parquet.h"
#include "base/num.h"
#include "store/schema.h"
#include "store/thrift.h"

#include <zstd.h>

enum { PAGE_BYTES = 1 << 20, GROUP_BYTES = 24 << 20 };

/* parquet.thrift: Type, ConvertedType, Encoding, CompressionCodec, PageType. */
enum { TYPE_DOUBLE = 5, TYPE_BYTE_ARRAY = 6, CONVERTED_UTF8 = 0, ENCODING_PLAIN = 0, ENCODING_RLE = 3 };
enum { CODEC_OF_ZSTD = 6, ZSTD_LEVEL = 1, PAGE_DATA = 0, REQUIRED = 0 };

/* In FineWeb's order. `field` is NULL where the value is made. */
static const struct {
	const char *name, *field;
	int type;
} columns[PARQUET_COLUMNS] = {
	{ "text", NULL, TYPE_BYTE_ARRAY },
	{ "id", FIELD_ID, TYPE_BYTE_ARRAY },
	{ "dump", NULL, TYPE_BYTE_ARRAY },
	{ "url", FIELD_URL, TYPE_BYTE_ARRAY },
	{ "date", FIELD_FETCHED, TYPE_BYTE_ARRAY },
	{ "file_path", FIELD_SOURCE, TYPE_BYTE_ARRAY },
	{ "language", FIELD_LANG, TYPE_BYTE_ARRAY },
	{ "language_score", FIELD_LANG_SCORE, TYPE_DOUBLE },
	{ "language_script", FIELD_SCRIPT, TYPE_BYTE_ARRAY },
};

static void page_header(struct buf *out, size_t raw, size_t stored, uint32_t values)
{
	int last = 0, inner = 0;

	thrift_int(out, &last, 1, THRIFT_I32, PAGE_DATA);
	thrift_int(out, &last, 2, THRIFT_I32, (int64_t)raw);
	thrift_int(out, &last, 3, THRIFT_I32, (int64_t)stored);
	thrift_struct(out, &last, 5);
	thrift_int(out, &inner, 1, THRIFT_I32, values);
	thrift_int(out, &inner, 2, THRIFT_I32, ENCODING_PLAIN);
	thrift_int(out, &inner, 3, THRIFT_I32, ENCODING_RLE);
	thrift_int(out, &inner, 4, THRIFT_I32, ENCODING_RLE);
	thrift_end(out);
	thrift_end(out);
}

static void compress(struct parquet *parquet, struct str raw)
{
	size_t room = ZSTD_compressBound(raw.len);

	if (!parquet->zstd)
		parquet->zstd = ZSTD_createCCtx();
	buf_reset(&parquet->work);
	buf_reserve(&parquet->work, room);
	/* With room for the worst case, and memory that buf_reserve would have ended the
	 * program over, this does not fail. */
	parquet->work.len = ZSTD_compressCCtx(parquet->zstd, parquet->work.data, room, raw.at, raw.len, ZSTD_LEVEL);
}

static void end_page(struct parquet *parquet, struct parquet_chunk *chunk)
{
	struct str raw = buf_str(&chunk->page);
	size_t header = chunk->pages.len;

	if (chunk->page_values == 0)
		return;
	compress(parquet, raw);
	page_header(&chunk->pages, raw.len, parquet->work.len, chunk->page_values);
	chunk->raw += chunk->pages.len - header + raw.len;
	buf_add_str(&chunk->pages, buf_str(&parquet->work));
	chunk->values += chunk->page_values;
	chunk->page_values = 0;
	buf_reset(&chunk->page);
}

static void add_bytes(struct buf *page, struct str value)
{
	num_store32(buf_reserve(page, 4), (uint32_t)value.len);
	page->len += 4;
	buf_add_str(page, value);
}

static void add_double(struct buf *page, double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof bits);
	num_store64(buf_reserve(page, sizeof bits), bits);
	page->len += sizeof bits;
}

void parquet_add(struct parquet *parquet, const struct record *record)
{
	for (size_t i = 0; i < PARQUET_COLUMNS; i++) {
		struct parquet_chunk *chunk = &parquet->chunks[i];
		double number = 0;

		if (columns[i].type == TYPE_DOUBLE) {
			record_number(record, columns[i].field, &number);
			add_double(&chunk->page, number);
		} else if (columns[i].field) {
			add_bytes(&chunk->page, record_get(record, columns[i].field));
		} else {
			add_bytes(&chunk->page, i == 0 ? record->text : schema_dump(record_get(record, FIELD_SOURCE)));
		}
		chunk->page_values++;
		if (chunk->page.len >= PAGE_BYTES)
			end_page(parquet, chunk);
	}
	parquet->rows++;
	parquet->group_rows++;
}

bool parquet_full(const struct parquet *parquet)
{
	size_t bytes = 0;

	for (size_t i = 0; i < PARQUET_COLUMNS; i++)
		bytes += parquet->chunks[i].pages.len;
	return bytes >= GROUP_BYTES;
}

static void column_chunk(struct buf *out, size_t column, const struct parquet_chunk *chunk, uint64_t offset)
{
	int last = 0, inner = 0;

	thrift_int(out, &last, 2, THRIFT_I64, (int64_t)offset);
	thrift_struct(out, &last, 3);
	thrift_int(out, &inner, 1, THRIFT_I32, columns[column].type);
	thrift_list(out, &inner, 2, THRIFT_I32, 1);
	thrift_item_int(out, ENCODING_PLAIN);
	thrift_list(out, &inner, 3, THRIFT_BINARY, 1);
	thrift_item_text(out, columns[column].name);
	thrift_int(out, &inner, 4, THRIFT_I32, CODEC_OF_ZSTD);
	thrift_int(out, &inner, 5, THRIFT_I64, (int64_t)chunk->values);
	thrift_int(out, &inner, 6, THRIFT_I64, (int64_t)chunk->raw);
	thrift_int(out, &inner, 7, THRIFT_I64, (int64_t)chunk->pages.len);
	thrift_int(out, &inner, 9, THRIFT_I64, (int64_t)offset);
	thrift_end(out);
	thrift_end(out);
}

void parquet_group(struct parquet *parquet, uint64_t offset)
{
	struct buf *group = &parquet->groups;
	int last = 0;
	uint64_t raw = 0;

	if (parquet->group_rows == 0)
		return;
	thrift_list(group, &last, 1, THRIFT_STRUCT, PARQUET_COLUMNS);
	for (size_t i = 0; i < PARQUET_COLUMNS; i++) {
		struct parquet_chunk *chunk = &parquet->chunks[i];

		end_page(parquet, chunk);
		column_chunk(group, i, chunk, offset);
		offset += chunk->pages.len;
		raw += chunk->raw;
		chunk->values = chunk->raw = 0;
	}
	thrift_int(group, &last, 2, THRIFT_I64, (int64_t)raw);
	thrift_int(group, &last, 3, THRIFT_I64, (int64_t)parquet->group_rows);
	thrift_end(group);
	parquet->group_count++;
	parquet->group_rows = 0;
}

static void schema_element(struct buf *out, size_t column)
{
	int last = 0, inner = 0;

	thrift_int(out, &last, 1, THRIFT_I32, columns[column].type);
	thrift_int(out, &last, 3, THRIFT_I32, REQUIRED);
	thrift_text(out, &last, 4, columns[column].name);
	if (columns[column].type == TYPE_BYTE_ARRAY) {
		thrift_int(out, &last, 6, THRIFT_I32, CONVERTED_UTF8);
		thrift_struct(out, &last, 10); /* LogicalType */
		thrift_struct(out, &inner, 1); /* STRING */
		thrift_end(out);
		thrift_end(out);
	}
	thrift_end(out);
}

void parquet_footer(struct parquet *parquet, struct buf *out)
{
	size_t start = out->len;
	int last = 0, root = 0;

	thrift_int(out, &last, 1, THRIFT_I32, 1);
	thrift_list(out, &last, 2, THRIFT_STRUCT, PARQUET_COLUMNS + 1);
	thrift_text(out, &root, 4, "schema");
	thrift_int(out, &root, 5, THRIFT_I32, PARQUET_COLUMNS);
	thrift_end(out);
	for (size_t i = 0; i < PARQUET_COLUMNS; i++)
		schema_element(out, i);
	thrift_int(out, &last, 3, THRIFT_I64, (int64_t)parquet->rows);
	thrift_list(out, &last, 4, THRIFT_STRUCT, parquet->group_count);
	buf_add_str(out, buf_str(&parquet->groups));
	thrift_text(out, &last, 6, "leat");
	thrift_end(out);
	num_store32(buf_reserve(out, 4), (uint32_t)(out->len - start));
	out->len += 4;
	buf_add_text(out, PARQUET_MAGIC);
}

void parquet_release(struct parquet *parquet)
{
	for (size_t i = 0; i < PARQUET_COLUMNS; i++) {
		buf_release(&parquet->chunks[i].page);
		buf_release(&parquet->chunks[i].pages);
	}
	ZSTD_freeCCtx(parquet->zstd);
	buf_release(&parquet->groups);
	buf_release(&parquet->work);
}
