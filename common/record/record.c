#include "record/record.h"

#include <inttypes.h>

enum { FIELDS_MAX = 65535 };

/* frame->slices: the META slices of all records, then the BULK slices. */
static struct str *slices(struct frame *frame)
{
	return (struct str *)(void *)frame->slices.data;
}

static int damaged(const struct frame *frame, struct err *err, const char *what)
{
	return err_set(err, EXIT_BAD_INPUT, "frame %016" PRIx64 "/%" PRIu64 ": %s", frame->head.stream,
		       frame->head.seq, what);
}

static int index_layer(struct frame *frame, struct str raw, struct str *out, struct err *err, const char *what)
{
	struct cursor cursor = cursor_of(raw);

	for (uint32_t i = 0; i < frame->head.nrec; i++)
		if (!cursor_skip(&cursor, &out[i]))
			return damaged(frame, err, what);
	return cursor_done(&cursor) ? 0 : damaged(frame, err, what);
}

int frame_open_records(struct frame *frame, bool bulk, struct codec_state *codecs, struct err *err)
{
	uint32_t nrec = frame->head.nrec;
	struct str raw;

	if (frame->slices.len == 0 || !frame->meta_indexed) {
		size_t need = 2 * sizeof(struct str) * (nrec + (size_t)1);

		buf_reset(&frame->slices);
		buf_reserve(&frame->slices, need);
		frame->slices.len = need;
		frame->bulk_indexed = false;
		if (frame_open_layer(frame, LAYER_VERDICT, codecs, &raw, err) < 0)
			return -1;
		if (raw.len != 0 && raw.len != nrec)
			return damaged(frame, err, "VERDICT does not hold a byte a record");
		for (size_t i = 0; i < raw.len; i++)
			if ((unsigned char)raw.at[i] > VERDICT_REJECTED)
				return damaged(frame, err, "VERDICT holds an unknown verdict");
		if (frame_open_layer(frame, LAYER_META, codecs, &raw, err) < 0 ||
		    index_layer(frame, raw, slices(frame), err, "META does not hold nrec records") < 0)
			return -1;
		frame->meta_indexed = true;
	}
	if (bulk && !frame->bulk_indexed) {
		struct str *out = slices(frame) + nrec;

		if (frame_open_layer(frame, LAYER_BULK, codecs, &raw, err) < 0)
			return -1;
		if (!frame_layer(frame, LAYER_BULK))
			for (uint32_t i = 0; i < nrec; i++)
				out[i] = STR("\xc0");
		else if (index_layer(frame, raw, out, err, "BULK does not hold nrec records") < 0)
			return -1;
		frame->bulk_indexed = true;
	}
	return 0;
}

static int read_fields(struct frame *frame, struct record *record, struct err *err)
{
	struct cursor cursor = cursor_of(record->meta);
	struct value value, key;

	if (!cursor_expect(&cursor, VALUE_MAP, &value) || value.count > FIELDS_MAX)
		return damaged(frame, err, "a record is no map");
	buf_reset(&frame->fields);
	buf_reserve(&frame->fields, value.count * sizeof(struct field));
	struct field *fields = (struct field *)(void *)frame->fields.data;
	for (uint32_t i = 0; i < value.count; i++) {
		if (!cursor_expect(&cursor, VALUE_STR, &key) || !cursor_skip(&cursor, &fields[i].value))
			return damaged(frame, err, "a field's name is no string");
		fields[i].name = key.bytes;
	}
	record->fields = fields;
	record->nfields = value.count;
	return 0;
}

static int read_bulk(struct frame *frame, struct record *record, struct err *err)
{
	struct cursor cursor = cursor_of(record->bulk);
	struct value value, key;

	if (!cursor_next(&cursor, &value))
		return damaged(frame, err, "BULK is damaged");
	if (value.type == VALUE_NIL)
		return 0;
	if (value.type != VALUE_MAP)
		return damaged(frame, err, "BULK holds no map");
	for (uint32_t i = value.count; i > 0; i--) {
		if (!cursor_expect(&cursor, VALUE_STR, &key) || !cursor_next(&cursor, &value))
			return damaged(frame, err, "BULK is damaged");
		if (value.type == VALUE_STR && str_is(key.bytes, FIELD_TEXT))
			record->text = value.bytes;
		else if (value.type == VALUE_BIN && str_is(key.bytes, FIELD_BODY))
			record->body = value.bytes;
		else
			return damaged(frame, err, "BULK holds something else than text (str) and body (bin)");
	}
	return 0;
}

int frame_record(struct frame *frame, uint32_t index, struct record *record, struct err *err)
{
	const struct str *at = slices(frame);

	*record = (struct record){ .index = index, .verdict = frame_verdict(frame, index), .meta = at[index] };
	if (read_fields(frame, record, err) < 0)
		return -1;
	if (frame->bulk_indexed) {
		record->bulk = at[frame->head.nrec + index];
		return read_bulk(frame, record, err);
	}
	return 0;
}

enum verdict frame_verdict(struct frame *frame, uint32_t index)
{
	const struct layer *layer = frame_layer(frame, LAYER_VERDICT);

	return layer && layer->raw.len ? (enum verdict)(unsigned char)layer->raw.at[index] : VERDICT_KEPT;
}

uint32_t frame_kept(struct frame *frame)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < frame->head.nrec; i++)
		kept += frame_verdict(frame, i) == VERDICT_KEPT;
	return kept;
}

size_t frame_bulk_len(struct frame *frame, uint32_t index)
{
	return slices(frame)[frame->head.nrec + index].len;
}

bool record_value(const struct record *record, const char *name, struct str *packed)
{
	struct str want = str_of(name);

	for (size_t i = 0; i < record->nfields; i++) {
		if (!str_eq(record->fields[i].name, want))
			continue;
		*packed = record->fields[i].value;
		return true;
	}
	return false;
}

static bool typed(const struct record *record, const char *name, enum value_type type, struct value *value)
{
	struct str packed;

	if (!record_value(record, name, &packed))
		return false;
	struct cursor cursor = cursor_of(packed);
	return cursor_expect(&cursor, type, value);
}

bool record_str(const struct record *record, const char *name, struct str *value)
{
	struct value found;

	if (!typed(record, name, VALUE_STR, &found))
		return false;
	*value = found.bytes;
	return true;
}

bool record_int(const struct record *record, const char *name, int64_t *value)
{
	struct value found;

	if (!typed(record, name, VALUE_INT, &found))
		return false;
	*value = found.integer;
	return true;
}

bool record_number(const struct record *record, const char *name, double *value)
{
	struct value found;
	int64_t integer;

	if (typed(record, name, VALUE_FLOAT, &found)) {
		*value = found.number;
		return true;
	}
	if (!record_int(record, name, &integer))
		return false;
	*value = (double)integer;
	return true;
}

struct str record_get(const struct record *record, const char *name)
{
	struct str value = STR_NONE;

	record_str(record, name, &value);
	return value;
}
