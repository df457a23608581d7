#include "store/render.h"
#include "record/flow.h"
#include "record/json.h"
#include "store/columns.h"
#include "text/bigrams.h"

/* aux starts with where the two kinds lie in it. */
struct parts {
	uint32_t lines_at, rows_at;
};

void render_begin(struct frame *frame)
{
	struct parts none = { 0, 0 };

	buf_reset(&frame->aux);
	buf_add(&frame->aux, &none, sizeof none);
}

static struct parts *parts_of(const struct frame *frame)
{
	return (struct parts *)(void *)frame->aux.data;
}

struct str render_entry(const struct record *record, const char *field, const char *key)
{
	struct str packed, value;

	return record_value(record, field, &packed) && flow_value(packed, key, &value) ? value : STR_NONE;
}

void render_reason(const struct record *record, struct str *stage, struct str *reason)
{
	const char *field = record->verdict == VERDICT_REJECTED ? FIELD_REJECT : FIELD_DROP;
	struct str packed;

	*stage = *reason = STR_NONE;
	if (record_value(record, field, &packed)) {
		flow_str(packed, "stage", stage);
		flow_str(packed, "reason", reason);
	}
}

/* The first bytes, without a part of a code point at the end. */
static struct str first_bytes(struct str s, bool text)
{
	if (s.len <= RENDER_REJECT_MAX)
		return s;
	s.len = RENDER_REJECT_MAX;
	while (text && s.len > 0 && ((unsigned char)s.at[s.len] & 0xc0) == 0x80)
		s.len--;
	return s;
}

static bool identifies(struct str name)
{
	return str_is(name, FIELD_ID) || str_is(name, FIELD_URL) || str_is(name, FIELD_SOURCE) ||
	       str_is(name, FIELD_OFFSET) || str_is(name, FIELD_REJECT);
}

static void add_reject(struct buf *out, const struct record *record)
{
	struct record part = *record;
	struct field few[5];

	part.text = first_bytes(record->text, true);
	part.body = first_bytes(record->body, false);
	if (record->meta.len > RENDER_REJECT_MAX) {
		part.nfields = 0;
		for (size_t i = 0; i < record->nfields && part.nfields < 5; i++)
			if (identifies(record->fields[i].name) && record->fields[i].value.len < RENDER_REJECT_MAX / 5)
				few[part.nfields++] = record->fields[i];
		part.fields = few;
	}
	json_record(out, &part, JSON_TEXT | JSON_BODY);
	out->len--;
	json_key(out, STR("reject_length"));
	buf_addf(out, "%zu}", record->text.at ? record->text.len : record->body.len);
}

/* The text with the title in front, in `work`, or as it is. */
static struct str text_with_title(const struct record *record, struct buf *work)
{
	struct str title = record_get(record, FIELD_TITLE);

	if (title.len == 0 || !record->text.at)
		return record->text;
	buf_reset(work);
	buf_add_str(work, title);
	buf_add_text(work, "\n\n");
	buf_add_str(work, record->text);
	return buf_str(work);
}

static void add_line(struct buf *out, const struct record *record, const struct render_form *form, struct buf *work)
{
	switch (record->verdict) {
	case VERDICT_KEPT:
		schema_write(form->schema, record, form->with_title ? text_with_title(record, work) : record->text, out);
		break;
	case VERDICT_DROPPED:
		json_record(out, record, 0);
		break;
	case VERDICT_REJECTED:
		add_reject(out, record);
		break;
	}
	buf_add_byte(out, '\n');
}

int render_jsonl(struct frame *frame, const struct render_form *form, struct codec_state *codecs, struct err *err)
{
	uint32_t lens[3] = { 0, 0, 0 };
	struct buf *out = &frame->aux, work = BUF_INIT;
	struct record record;
	int result = 0;

	if (frame_open_records(frame, true, codecs, err) < 0)
		return -1;
	size_t begin = out->len;
	parts_of(frame)->lines_at = (uint32_t)begin;
	buf_add(out, lens, sizeof lens);
	for (unsigned verdict = VERDICT_KEPT; verdict <= VERDICT_REJECTED; verdict++) {
		size_t start = out->len;

		for (uint32_t i = 0; i < frame->head.nrec && result == 0; i++) {
			if (frame_verdict(frame, i) != (enum verdict)verdict)
				continue;
			result = frame_record(frame, i, &record, err);
			if (result == 0)
				add_line(out, &record, form, &work);
		}
		lens[verdict] = (uint32_t)(out->len - start);
	}
	memcpy(out->data + begin, lens, sizeof lens);
	buf_release(&work);
	return result;
}

struct render_lines render_jsonl_lines(const struct frame *frame)
{
	struct render_lines lines;
	uint32_t lens[3];
	size_t at = parts_of(frame)->lines_at + sizeof lens;

	memcpy(lens, frame->aux.data + parts_of(frame)->lines_at, sizeof lens);
	for (unsigned i = 0; i < 3; i++) {
		lines.of[i] = str_from(frame->aux.data + at, lens[i]);
		at += lens[i];
	}
	return lines;
}

/* Adds the text cut for the index, where that changes it. */
static void add_cut(struct buf *out, struct str text, uint32_t *at, uint32_t *len)
{
	*at = *len = 0;
	if (!text.at || !bigrams_needed(text))
		return;
	*at = (uint32_t)out->len;
	bigrams_cut(text, out);
	*len = (uint32_t)out->len - *at;
}

static void add_rest(struct buf *out, const struct record *record)
{
	buf_add_byte(out, '{');
	for (size_t i = 0; i < record->nfields; i++) {
		const struct field *field = &record->fields[i];
		size_t start = out->len;

		if (record->verdict == VERDICT_KEPT && columns_has(field->name))
			continue;
		json_key(out, field->name);
		if (!json_value(out, field->value))
			out->len = start;
	}
	buf_add_byte(out, '}');
}

int render_rows(struct frame *frame, struct codec_state *codecs, struct err *err)
{
	struct buf *out = &frame->aux;
	size_t slots = frame->head.nrec * sizeof(struct render_row);
	struct record record;

	if (frame_open_records(frame, true, codecs, err) < 0)
		return -1;
	while (out->len % sizeof(uint32_t))
		buf_add_byte(out, '\0');
	size_t begin = out->len;
	parts_of(frame)->rows_at = (uint32_t)begin;
	buf_reserve(out, slots);
	out->len += slots;
	for (uint32_t i = 0; i < frame->head.nrec; i++) {
		struct render_row row = { 0 };

		if (frame_record(frame, i, &record, err) < 0)
			return -1;
		row.rest_at = (uint32_t)out->len;
		add_rest(out, &record);
		row.rest_len = (uint32_t)out->len - row.rest_at;
		if (record.verdict == VERDICT_KEPT) {
			add_cut(out, record_get(&record, FIELD_TITLE), &row.title_at, &row.title_len);
			add_cut(out, record.text, &row.text_at, &row.text_len);
		}
		memcpy(out->data + begin + i * sizeof row, &row, sizeof row);
	}
	return 0;
}

const struct render_row *render_row(const struct frame *frame, uint32_t index)
{
	return (const struct render_row *)(const void *)(frame->aux.data + parts_of(frame)->rows_at) + index;
}

struct str render_piece(const struct frame *frame, uint32_t at, uint32_t len)
{
	return str_from(frame->aux.data + at, len);
}
