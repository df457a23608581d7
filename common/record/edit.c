#include "record/edit.h"
#include "record/crc32c.h"
#include "record/pack.h"

#include <inttypes.h>

enum op_kind { OP_SET, OP_UNSET, OP_TEXT, OP_BODY, OP_UNSET_BODY, OP_CLEAR };

struct edit_op {
	uint32_t record;
	enum op_kind kind;
	struct str name;
	size_t value, len; /* in edit->values, packed */
};

/* Those that fields.h marks with S. */
static const char *const span_fields[] = {
#define SPAN_OF_S(key) key,
#define SPAN_OF_NONE(key)
#define SPAN_FIELD(name, key, type, writer, span, meaning) SPAN_OF_##span(key)
	RECORD_FIELDS(SPAN_FIELD)
};

enum { SPAN_FIELDS = sizeof span_fields / sizeof *span_fields };

static struct edit_op *ops(const struct edit *edit)
{
	return (struct edit_op *)(void *)edit->ops.data;
}

static size_t op_count(const struct edit *edit)
{
	return edit->ops.len / sizeof(struct edit_op);
}

void edit_begin(struct edit *edit, struct frame *frame, const char *stage)
{
	edit->frame = frame;
	edit->stage = stage;
	edit->begun = false;
	edit->bulk = false;
	edit->first = 0;
	edit->dropped = edit->rejected = 0;
	tally_reset(&edit->reasons);
	tally_reset(&edit->faults);
	buf_reset(&edit->ops);
	buf_reset(&edit->values);
	buf_reset(&edit->verdicts);
}

void edit_record(struct edit *edit, const struct record *record)
{
	edit->current = *record;
	edit->begun = true;
	edit->first = op_count(edit);
}

/* A second change to one field of a record replaces the first. */
static void add_op(struct edit *edit, enum op_kind kind, const char *name, size_t value)
{
	struct edit_op op = { edit->current.index, kind, str_of(name), value, edit->values.len - value };

	for (size_t i = edit->first; i < op_count(edit); i++) {
		if (!str_eq(ops(edit)[i].name, op.name))
			continue;
		ops(edit)[i] = op;
		return;
	}
	buf_add(&edit->ops, &op, sizeof op);
}

void edit_str(struct edit *edit, const char *name, struct str value)
{
	size_t at = edit->values.len;

	pack_str(&edit->values, value);
	add_op(edit, OP_SET, name, at);
}

void edit_int(struct edit *edit, const char *name, int64_t value)
{
	size_t at = edit->values.len;

	pack_int(&edit->values, value);
	add_op(edit, OP_SET, name, at);
}

void edit_float(struct edit *edit, const char *name, double value)
{
	size_t at = edit->values.len;

	pack_float(&edit->values, value);
	add_op(edit, OP_SET, name, at);
}

void edit_packed(struct edit *edit, const char *name, struct str packed)
{
	size_t at = edit->values.len;

	buf_add_str(&edit->values, packed);
	add_op(edit, OP_SET, name, at);
}

void edit_unset(struct edit *edit, const char *name)
{
	add_op(edit, OP_UNSET, name, edit->values.len);
}

static void set_text(struct edit *edit, struct str text)
{
	size_t at = edit->values.len;

	pack_str(&edit->values, text);
	add_op(edit, OP_TEXT, FIELD_TEXT, at);
	edit->bulk = true;
}

void edit_text(struct edit *edit, struct str text)
{
	struct str packed;

	set_text(edit, text);
	for (size_t i = 0; i < SPAN_FIELDS; i++)
		if (record_value(&edit->current, span_fields[i], &packed))
			edit_unset(edit, span_fields[i]);
}

void edit_body(struct edit *edit, struct str body)
{
	size_t at = edit->values.len;

	pack_bin(&edit->values, body);
	add_op(edit, OP_BODY, FIELD_BODY, at);
	edit->bulk = true;
}

void edit_unset_body(struct edit *edit)
{
	add_op(edit, OP_UNSET_BODY, FIELD_BODY, edit->values.len);
	edit->bulk = true;
}

static void move_spans(struct edit *edit, const char *name, const struct text_change *changes, size_t count)
{
	struct buf *kept = &edit->spare[0];
	struct str packed;

	if (!record_value(&edit->current, name, &packed))
		return;
	buf_reset(kept);
	size_t n = spans_move(packed, changes, count, strcmp(name, FIELD_CUT) == 0, kept);
	if (n == 0) {
		edit_unset(edit, name);
		return;
	}
	size_t start = edit->values.len;
	pack_list(&edit->values, n);
	buf_add_str(&edit->values, buf_str(kept));
	add_op(edit, OP_SET, name, start);
}

void edit_text_changes(struct edit *edit, const struct text_change *changes, size_t count)
{
	struct buf *out = &edit->spare[0];

	if (count == 0)
		return;
	buf_reset(out);
	spans_text(edit->current.text, changes, count, out);
	set_text(edit, buf_str(out));
	for (size_t i = 0; i < SPAN_FIELDS; i++)
		move_spans(edit, span_fields[i], changes, count);
}

static void set_verdict(struct edit *edit, enum verdict verdict)
{
	struct frame *frame = edit->frame;

	if (edit->verdicts.len == 0)
		for (uint32_t i = 0; i < frame->head.nrec; i++)
			buf_add_byte(&edit->verdicts, (char)frame_verdict(frame, i));
	edit->verdicts.data[edit->current.index] = (char)verdict;
}

static void set_reason(struct edit *edit, const char *name, const char *reason)
{
	size_t at = edit->values.len;

	pack_map(&edit->values, 2);
	pack_text(&edit->values, "stage");
	pack_text(&edit->values, edit->stage);
	pack_text(&edit->values, "reason");
	pack_text(&edit->values, reason);
	add_op(edit, OP_SET, name, at);
}

int edit_drop(struct edit *edit, const char *reason)
{
	set_verdict(edit, VERDICT_DROPPED);
	set_reason(edit, FIELD_DROP, reason);
	edit->dropped++;
	tally_add(&edit->reasons, reason, 1);
	return RECORD_DROP;
}

int edit_forget(struct edit *edit, const char *reason)
{
	edit->ops.len = edit->first * sizeof(struct edit_op);
	add_op(edit, OP_CLEAR, "", edit->values.len);
	edit->bulk = true;
	return edit_drop(edit, reason);
}

int edit_reject(struct edit *edit, const char *reason)
{
	edit->ops.len = edit->first * sizeof(struct edit_op);
	set_verdict(edit, VERDICT_REJECTED);
	set_reason(edit, FIELD_REJECT, reason);
	edit->rejected++;
	return RECORD_REJECT;
}

void edit_fault(struct edit *edit, const char *kind, uint64_t count)
{
	tally_add(&edit->faults, kind, count);
}

static const struct edit_op *find_op(const struct edit_op *op, size_t count, struct str name)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(op[i].name, name))
			return &op[i];
	return NULL;
}

static void write_meta(struct edit *edit, const struct record *record, const struct edit_op *op, size_t count,
		       struct buf *out)
{
	size_t kept = count > 0 && op[0].kind == OP_CLEAR ? 0 : record->nfields, fields = 0;

	for (size_t i = 0; i < kept; i++)
		fields += !find_op(op, count, record->fields[i].name);
	for (size_t i = 0; i < count; i++)
		fields += op[i].kind == OP_SET;
	pack_map(out, fields);
	for (size_t i = 0; i < kept; i++) {
		if (find_op(op, count, record->fields[i].name))
			continue;
		pack_str(out, record->fields[i].name);
		buf_add_str(out, record->fields[i].value);
	}
	for (size_t i = 0; i < count; i++) {
		if (op[i].kind != OP_SET)
			continue;
		pack_str(out, op[i].name);
		buf_add(out, edit->values.data + op[i].value, op[i].len);
	}
}

static void write_part(struct edit *edit, const char *name, const struct edit_op *op, struct str old, bool bin,
		       struct buf *out)
{
	if (op && op->kind == OP_UNSET_BODY)
		return;
	pack_text(out, name);
	if (op)
		buf_add(out, edit->values.data + op->value, op->len);
	else if (bin)
		pack_bin(out, old);
	else
		pack_str(out, old);
}

static void write_bulk(struct edit *edit, const struct record *record, const struct edit_op *op, size_t count,
		       struct buf *out)
{
	const struct edit_op *text = find_op(op, count, STR("text")), *body = find_op(op, count, STR("body"));
	size_t parts = (size_t)(text || record->text.at) + (body ? body->kind == OP_BODY : record->body.at != NULL);

	if (parts == 0) {
		pack_nil(out);
		return;
	}
	pack_map(out, parts);
	if (text || record->text.at)
		write_part(edit, FIELD_TEXT, text, record->text, false, out);
	if (body || record->body.at)
		write_part(edit, FIELD_BODY, body, record->body, true, out);
}

static bool changes_bulk(const struct edit_op *op, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (op[i].kind == OP_TEXT || op[i].kind == OP_BODY || op[i].kind == OP_UNSET_BODY)
			return true;
	return false;
}

static bool dropped_now(const struct edit *edit, uint32_t index)
{
	return edit->verdicts.len && (enum verdict)edit->verdicts.data[index] == VERDICT_DROPPED;
}

static bool is_dropped(struct edit *edit, uint32_t index)
{
	return edit->verdicts.len ? dropped_now(edit, index) : frame_verdict(edit->frame, index) == VERDICT_DROPPED;
}

/* BULK is opened for this only where so many records are dropped that it may pay. */
static int worth_rewriting(struct edit *edit, struct codec_state *codecs, bool *worth, struct err *err)
{
	struct frame *frame = edit->frame;
	size_t alive = 0, total = 0, left = 0;

	*worth = false;
	if (edit->dropped == 0 || edit->verdicts.len == 0 || !frame_layer(frame, LAYER_BULK))
		return 0;
	for (uint32_t i = 0; i < frame->head.nrec; i++)
		left += !is_dropped(edit, i);
	if (!frame->bulk_indexed) {
		if (2 * left >= frame->head.nrec)
			return 0;
		if (frame_open_records(frame, true, codecs, err) < 0)
			return -1;
	}
	for (uint32_t i = 0; i < frame->head.nrec; i++) {
		total += frame_bulk_len(frame, i);
		alive += is_dropped(edit, i) ? 1 : frame_bulk_len(frame, i);
	}
	*worth = 2 * alive < total;
	return 0;
}

static int rewrite(struct edit *edit, bool meta, bool bulk, struct err *err)
{
	struct frame *frame = edit->frame;
	struct buf *out = &edit->spare[1];
	const struct layer *old = frame_layer(frame, LAYER_BULK);
	size_t next = 0, total = op_count(edit);
	struct record record;
	uint32_t crc = 0; /* of the new BULK, record by record, while that is in the processor's cache */

	buf_reset(&edit->spare[0]);
	buf_reset(out);
	if (bulk) /* the layer takes the buffer along: do not grow it step by step */
		buf_reserve(out, (old ? old->raw.len : 0) + edit->values.len + 16 * (size_t)frame->head.nrec);
	for (uint32_t i = 0; i < frame->head.nrec; i++) {
		size_t first = next, from = out->len;

		while (next < total && ops(edit)[next].record == i)
			next++;
		if (frame_record(frame, i, &record, err) < 0)
			return -1;
		if (meta && next > first)
			write_meta(edit, &record, ops(edit) + first, next - first, &edit->spare[0]);
		else if (meta)
			buf_add_str(&edit->spare[0], record.meta);
		if (!bulk)
			continue;
		if (is_dropped(edit, i))
			pack_nil(out);
		else if (changes_bulk(ops(edit) + first, next - first))
			write_bulk(edit, &record, ops(edit) + first, next - first, out);
		else
			buf_add_str(out, record.bulk);
		crc = crc32c(crc, out->data + from, out->len - from);
	}
	if (next != total)
		return err_set(err, EXIT_FAILED, "edit: records were not changed in rising order");
	if (meta)
		frame_set_layer(frame, LAYER_META, &edit->spare[0]);
	if (bulk)
		frame_set_summed_layer(frame, LAYER_BULK, out, crc);
	return 0;
}

int edit_apply(struct edit *edit, struct codec_state *codecs, struct err *err)
{
	bool bulk, meta = op_count(edit) > 0;

	if (worth_rewriting(edit, codecs, &bulk, err) < 0)
		return -1;
	bulk = bulk || edit->bulk;
	if (bulk && frame_open_records(edit->frame, true, codecs, err) < 0)
		return -1;
	if ((meta || bulk) && rewrite(edit, meta, bulk, err) < 0)
		return -1;
	if (edit->verdicts.len)
		frame_set_layer(edit->frame, LAYER_VERDICT, &edit->verdicts);
	buf_reset(&edit->ops);
	edit->bulk = false;
	edit->begun = false;
	return 0;
}

void edit_release(struct edit *edit)
{
	buf_release(&edit->ops);
	buf_release(&edit->values);
	buf_release(&edit->verdicts);
	buf_release(&edit->spare[0]);
	buf_release(&edit->spare[1]);
	*edit = EDIT_INIT;
}

int each_record(struct frame *frame, struct edit *edit, record_fn *fn, void *ctx, struct err *err)
{
	struct record record;

	for (uint32_t i = 0; i < frame->head.nrec; i++) {
		if (frame_verdict(frame, i) != VERDICT_KEPT)
			continue;
		if (frame_record(frame, i, &record, err) < 0)
			return -1;
		edit_record(edit, &record);
		if (fn(ctx, &record, edit, err) < 0)
			return -1;
	}
	return 0;
}
