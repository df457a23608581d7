#include "journal.h"

#include "record/crc32c.h"

#include <math.h>

enum { CRC_FROM = 8 };

static void add16(struct buf *out, uint16_t v)
{
	num_store16(buf_reserve(out, 2), v);
	out->len += 2;
}

static void add32(struct buf *out, uint32_t v)
{
	num_store32(buf_reserve(out, 4), v);
	out->len += 4;
}

static void add64(struct buf *out, uint64_t v)
{
	num_store64(buf_reserve(out, 8), v);
	out->len += 8;
}

static void pad(struct buf *out, size_t start, size_t unit)
{
	size_t more = (start - out->len) % unit;

	memset(buf_reserve(out, 8), 0, 8);
	out->len += more;
}

static void begin(struct buf *out, enum entry_kind kind)
{
	add32(out, 0);
	add32(out, 0);
	add16(out, (uint16_t)kind);
	add16(out, JOURNAL_VERSION);
	add32(out, 0);
}

static void end(struct buf *out, size_t start)
{
	pad(out, start, 8);
	num_store32(out->data + start, (uint32_t)(out->len - start));
}

void entry_frame(struct buf *draft, const struct frame_head *head)
{
	begin(draft, ENTRY_FRAME);
	add64(draft, head->stream);
	add64(draft, head->seq);
	add64(draft, head->src_hash);
	add64(draft, head->recipe);
	add64(draft, head->born);
	add32(draft, head->nrec);
	add32(draft, 0);
	memset(buf_reserve(draft, head->nrec * sizeof(uint32_t)), 0, head->nrec * sizeof(uint32_t));
	draft->len += head->nrec * sizeof(uint32_t);
}

void entry_row(struct buf *draft, uint32_t index, const char key[16])
{
	uint32_t start = (uint32_t)draft->len;

	num_store32(draft->data + FRAME_ENTRY_HEAD + index * sizeof(uint32_t), start);
	num_store32(draft->data + 4, start); /* the row being made, until the entry is sealed */
	memset(buf_reserve(draft, ROW_HEAD), 0, ROW_HEAD);
	memcpy(draft->data + start + 12, key, 16);
	draft->len += ROW_HEAD;
}

static char *current_row(const struct buf *draft)
{
	return draft->data + num_load32(draft->data + 4);
}

static void add_part(struct buf *draft, enum row_part part)
{
	current_row(draft)[1] = (char)(current_row(draft)[1] | (int)part);
}

void entry_url(struct buf *draft, uint64_t url)
{
	add_part(draft, ROW_HAS_URL);
	add64(draft, url);
}

size_t entry_part_begin(struct buf *draft, enum row_part part)
{
	add_part(draft, part);
	add32(draft, 0);
	return draft->len;
}

void entry_part_end(struct buf *draft, size_t start)
{
	num_store32(draft->data + start - 4, (uint32_t)(draft->len - start));
}

void entry_part_cancel(struct buf *draft, enum row_part part, size_t length)
{
	current_row(draft)[1] = (char)(current_row(draft)[1] & ~(int)part);
	draft->len = length;
}

void entry_row_end(struct buf *draft, struct str id)
{
	if (id.len > ROW_ID_MAX)
		id.len = ROW_ID_MAX;
	num_store16(current_row(draft) + 2, (uint16_t)id.len);
	buf_add_str(draft, id);
	pad(draft, 0, 4);
}

void entry_frame_end(struct buf *draft)
{
	end(draft, 0);
}

void entry_text(struct buf *out, enum entry_kind kind, uint64_t recipe, struct str text)
{
	size_t start = out->len;

	begin(out, kind);
	if (kind == ENTRY_RECIPE)
		add64(out, recipe);
	add32(out, (uint32_t)text.len);
	buf_add_str(out, text);
	end(out, start);
	entry_seal(out->data + start);
}

void entry_supersede(struct buf *out, uint64_t stream, uint64_t seq)
{
	size_t start = out->len;

	begin(out, ENTRY_SUPERSEDE);
	add64(out, stream);
	add64(out, seq);
	end(out, start);
	entry_seal(out->data + start);
}

void entry_commit(struct buf *out, uint64_t offset)
{
	size_t start = out->len;

	begin(out, ENTRY_COMMIT);
	add64(out, offset);
	end(out, start);
	entry_seal(out->data + start);
}

void entry_number(char *entry, uint32_t first_row)
{
	num_store32(entry + 60, first_row);
}

void entry_seal(char *entry)
{
	num_store32(entry + 4, crc32c(0, entry + CRC_FROM, num_load32(entry) - CRC_FROM));
}

void row_decide(struct row *row, enum row_kind kind, uint32_t of, float score)
{
	uint32_t bits;

	memcpy(&bits, &score, sizeof bits);
	row->at[0] = (char)kind;
	num_store32(row->at + 4, of);
	num_store32(row->at + 8, bits);
	row->kind = kind;
	row->of = of;
	row->score = score;
}

/* Takes a part off the front of *rest. */
static bool take_part(struct str *rest, bool present, struct str *part)
{
	size_t length;

	*part = STR_NONE;
	if (!present)
		return true;
	if (rest->len < 4)
		return false;
	length = num_load32(rest->at);
	if (length > rest->len - 4)
		return false;
	*part = str_from(rest->at + 4, length);
	*rest = str_from(rest->at + 4 + length, rest->len - 4 - length);
	return true;
}

/* Reads the row at `at`, of which no byte at or behind `end` is touched. */
static bool read_row(char *at, const char *stop, struct row *row)
{
	struct str rest;
	unsigned parts;
	uint32_t bits;

	if (stop - at < ROW_HEAD)
		return false;
	parts = (unsigned char)at[1];
	bits = num_load32(at + 8);
	row->at = at; /* one by one: clearing it first is most of the time of a small row */
	row->kind = (enum row_kind)(unsigned char)at[0];
	row->of = num_load32(at + 4);
	row->key = at + 12;
	row->url = 0;
	memcpy(&row->score, &bits, sizeof bits);
	rest = str_from(at + ROW_HEAD, (size_t)(stop - at) - ROW_HEAD);
	if (parts & ROW_HAS_URL) {
		if (rest.len < 8)
			return false;
		row->url = num_load64(rest.at);
		rest = str_from(rest.at + 8, rest.len - 8);
	}
	if (!take_part(&rest, parts & ROW_HAS_NEAR, &row->near) ||
	    !take_part(&rest, parts & ROW_HAS_PARAGRAPHS, &row->paragraphs) ||
	    !take_part(&rest, parts & ROW_HAS_TRANSLATED, &row->translated))
		return false;
	row->id = str_from(rest.at, num_load16(at + 2));
	return row->id.len <= rest.len && row->id.len <= ROW_ID_MAX && row->kind < ROW_KINDS && isfinite(row->score);
}

bool entry_find_row(const char *entry, uint32_t index, struct row *row)
{
	uint32_t offset = num_load32(entry + FRAME_ENTRY_HEAD + index * sizeof(uint32_t));

	return offset && read_row((char *)(uintptr_t)entry + offset, entry + num_load32(entry), row);
}

static bool read_frame(struct entry *entry)
{
	const char *at = entry->bytes.at;
	struct row row;

	if (entry->bytes.len < FRAME_ENTRY_HEAD)
		return false;
	entry->stream = num_load64(at + 16);
	entry->seq = num_load64(at + 24);
	entry->src_hash = num_load64(at + 32);
	entry->recipe = num_load64(at + 40);
	entry->born = num_load64(at + 48);
	entry->nrec = num_load32(at + 56);
	entry->first_row = num_load32(at + 60);
	if (entry->nrec > FRAME_RECORDS_MAX || entry->bytes.len < FRAME_ENTRY_HEAD + entry->nrec * sizeof(uint32_t))
		return false;
	for (uint32_t i = 0; i < entry->nrec; i++) {
		uint32_t offset = num_load32(at + FRAME_ENTRY_HEAD + i * sizeof(uint32_t));

		if (offset && (offset > entry->bytes.len || !entry_find_row(at, i, &row) ||
			       (row.kind >= ROW_REVISION && row.of >= entry->first_row + i)))
			return false;
	}
	return true;
}

static bool read_text(struct entry *entry)
{
	size_t head = ENTRY_HEAD + (entry->kind == ENTRY_RECIPE ? 8 : 0);

	if (entry->bytes.len < head + 4)
		return false;
	if (entry->kind == ENTRY_RECIPE)
		entry->recipe = num_load64(entry->bytes.at + ENTRY_HEAD);
	entry->text = str_from(entry->bytes.at + head + 4, num_load32(entry->bytes.at + head));
	return entry->text.len <= entry->bytes.len - head - 4;
}

bool entry_read(struct str bytes, struct entry *entry)
{
	uint32_t length;

	if (bytes.len < ENTRY_HEAD)
		return false;
	length = num_load32(bytes.at);
	if (length < ENTRY_HEAD || length % 8 || length > ENTRY_MAX || length > bytes.len ||
	    num_load32(bytes.at + 4) != crc32c(0, bytes.at + CRC_FROM, length - CRC_FROM) ||
	    num_load16(bytes.at + 10) != JOURNAL_VERSION)
		return false;
	*entry = (struct entry){ .kind = (enum entry_kind)num_load16(bytes.at + 8), .bytes = str_from(bytes.at, length) };
	switch (entry->kind) {
	case ENTRY_PARAMETERS:
	case ENTRY_RECIPE:
		return read_text(entry);
	case ENTRY_FRAME:
		return read_frame(entry);
	case ENTRY_SUPERSEDE:
		if (length < ENTRY_HEAD + 16)
			return false;
		entry->stream = num_load64(bytes.at + 16);
		entry->seq = num_load64(bytes.at + 24);
		return true;
	case ENTRY_COMMIT:
		return length >= ENTRY_HEAD + 8;
	}
	return false;
}
