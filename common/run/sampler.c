#include "run/sampler.h"

#include "record/flow.h"
#include "record/json.h"
#include "text/utf8.h"

enum { TEXT_SHOWN = 300, VALUE_SHOWN = 1000 };

static const char *const shown[] = {
	FIELD_ID, FIELD_URL, FIELD_SOURCE, FIELD_TITLE, FIELD_SITE, FIELD_PUBLISHED, FIELD_LANG,
	FIELD_DUP, FIELD_FILTER, FIELD_DROP, FIELD_REJECT,
};

static bool is_shown(struct str name)
{
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
		if (str_is(name, shown[i]))
			return true;
	return false;
}

/* A text is cut behind TEXT_SHOWN characters; another value that is long is left out. */
static void add_field(struct buf *out, struct str name, struct str packed)
{
	struct cursor cursor = cursor_of(packed);
	struct value value;

	if (!cursor_next(&cursor, &value))
		return;
	if (value.type == VALUE_STR) {
		value.bytes.len = utf8_offset(value.bytes, TEXT_SHOWN);
		json_key(out, name);
		json_str(out, value.bytes);
	} else if (packed.len <= VALUE_SHOWN) {
		json_key(out, name);
		if (!json_value(out, packed))
			buf_add_text(out, "null");
	}
}

static void add_record(struct buf *out, struct str meta)
{
	struct cursor cursor = cursor_of(meta);
	struct value map, name;
	struct str packed;

	buf_add_byte(out, '{');
	for (uint32_t i = cursor_expect(&cursor, VALUE_MAP, &map) ? map.count : 0; i > 0; i--) {
		if (!cursor_expect(&cursor, VALUE_STR, &name) || !cursor_skip(&cursor, &packed))
			break;
		if (is_shown(name.bytes))
			add_field(out, name.bytes, packed);
	}
	buf_add_byte(out, '}');
}

/* Copied as it is: what it takes to write it as JSON is for those who ask. */
static void take(struct sampler *sampler, const struct record *record)
{
	struct buf *kept = &sampler->lists[record->verdict][sampler->taken[record->verdict] % SAMPLER_ROOM];

	if (record->meta.len > SAMPLER_BYTES)
		return;
	sampler->taken[record->verdict]++;
	buf_reset(kept);
	buf_add_str(kept, record->meta);
}

static bool is_of(const struct record *record, const char *stage)
{
	struct str packed, by = STR_NONE;

	return record_value(record, record->verdict == VERDICT_DROPPED ? FIELD_DROP : FIELD_REJECT, &packed) &&
	       flow_str(packed, "stage", &by) && str_is(by, stage);
}

void sampler_take(struct sampler *sampler, struct frame *frame, const char *stage, bool gone)
{
	uint32_t nrec = frame->head.nrec, chosen[SAMPLER_ROOM];
	size_t count = 0;
	struct record record;
	struct err ignored;

	for (uint32_t looked = 0, i = nrec; i > 0 && looked < SAMPLER_LOOKS && count < SAMPLER_ROOM; i--) {
		if ((frame_verdict(frame, i - 1) != VERDICT_KEPT) != gone)
			continue;
		looked++;
		if (!gone || (frame_record(frame, i - 1, &record, &ignored) == 0 && is_of(&record, stage)))
			chosen[count++] = i - 1;
	}
	while (count > 0)
		if (frame_record(frame, chosen[--count], &record, &ignored) == 0)
			take(sampler, &record);
}

static void add_list(const struct sampler *sampler, enum verdict verdict, const char *name, size_t count, struct buf *out)
{
	uint64_t taken = sampler->taken[verdict];

	json_key(out, str_of(name));
	buf_add_byte(out, '[');
	for (uint64_t i = 0; i < count && i < taken && i < SAMPLER_ROOM; i++) {
		buf_add_text(out, i ? ",\n" : "\n");
		add_record(out, buf_str(&sampler->lists[verdict][(taken - 1 - i) % SAMPLER_ROOM]));
	}
	buf_add_byte(out, ']');
}

void sampler_json(const struct sampler *sampler, const char *stage, size_t count, struct buf *out)
{
	buf_add_byte(out, '{');
	json_member_str(out, "stage", str_of(stage));
	add_list(sampler, VERDICT_KEPT, "kept", count, out);
	add_list(sampler, VERDICT_DROPPED, "dropped", count, out);
	add_list(sampler, VERDICT_REJECTED, "rejected", count, out);
	buf_add_text(out, "}\n");
}

void sampler_release(struct sampler *sampler)
{
	for (int verdict = 0; verdict < 3; verdict++)
		for (int i = 0; i < SAMPLER_ROOM; i++)
			buf_release(&sampler->lists[verdict][i]);
	*sampler = (struct sampler){ .taken = { 0 } };
}
