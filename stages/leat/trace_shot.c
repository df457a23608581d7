#include "leat/trace_shot.h"

#include "record/json.h"

#include <stdlib.h>
#include <string.h>

enum { VALUE_SHOWN = 60 };

void shots_add(struct shots *shots, const struct frame *frame, const struct record *record)
{
	shots->items = mem_grow(shots->items, (shots->count + 1) * sizeof *shots->items);
	struct shot *shot = &shots->items[shots->count++];

	*shot = (struct shot){ .stream = frame->head.stream, .seq = frame->head.seq, .index = record->index,
			       .verdict = VERDICT_KEPT };
	struct str id = record_get(record, FIELD_ID), source = record_get(record, FIELD_SOURCE);
	buf_addf(&shot->said, "%.*s", STR_ARG(id));
	if (source.len)
		buf_addf(&shot->said, "  from %.*s", STR_ARG(source));
	buf_add_byte(&shot->said, '\n');
}

struct shot *shots_find(const struct shots *shots, const struct frame *frame, uint32_t index)
{
	for (size_t i = 0; i < shots->count; i++) {
		struct shot *shot = &shots->items[i];

		if (shot->stream == frame->head.stream && shot->seq == frame->head.seq && shot->index == index)
			return shot;
	}
	return NULL;
}

static const char *value_of(const struct words *names, const struct words *values, const char *name)
{
	for (size_t i = 0; i < names->count; i++)
		if (strcmp(names->items[i], name) == 0)
			return values->items[i];
	return NULL;
}

/* At most VALUE_SHOWN bytes, cut between characters. */
static void add_value(struct buf *out, const char *value)
{
	size_t len = strlen(value), cut = len;

	if (len > VALUE_SHOWN)
		for (cut = VALUE_SHOWN; cut > 0 && ((unsigned char)value[cut] & 0xc0) == 0x80;)
			cut--;
	buf_add(out, value, cut);
	if (cut < len)
		buf_add_text(out, "...");
}

static void read_fields(const struct record *record, struct words *names, struct words *values)
{
	for (size_t i = 0; i < record->nfields; i++) {
		struct buf json = BUF_INIT;

		if (!json_value(&json, record->fields[i].value))
			buf_add_text(&json, "?");
		words_add(names, "%.*s", STR_ARG(record->fields[i].name));
		words_add(values, "%s", buf_cstr(&json));
		buf_release(&json);
	}
}

static void say_size(struct buf *out, const char *name, size_t before, size_t now)
{
	if (before == now)
		return;
	if (before == 0)
		buf_addf(out, "    + %s: %zu bytes\n", name, now);
	else if (now == 0)
		buf_addf(out, "    - %s\n", name);
	else
		buf_addf(out, "    ~ %s: %zu -> %zu bytes\n", name, before, now);
}

static void say_fields(struct shot *shot, const struct words *names, const struct words *values)
{
	struct buf *out = &shot->said;

	for (size_t i = 0; i < names->count; i++) {
		const char *before = value_of(&shot->names, &shot->values, names->items[i]);

		if (before && strcmp(before, values->items[i]) == 0)
			continue;
		buf_addf(out, "    %c %s: ", before ? '~' : '+', names->items[i]);
		if (before) {
			add_value(out, before);
			buf_add_text(out, " -> ");
		}
		add_value(out, values->items[i]);
		buf_add_byte(out, '\n');
	}
	for (size_t i = 0; i < shot->names.count; i++)
		if (!value_of(names, values, shot->names.items[i]))
			buf_addf(out, "    - %s\n", shot->names.items[i]);
}

void shot_step(struct shot *shot, const char *stage, const struct record *record)
{
	static const char *const verdicts[] = { [VERDICT_KEPT] = "kept", [VERDICT_DROPPED] = "dropped",
						[VERDICT_REJECTED] = "rejected" };
	struct words names = { NULL, 0 }, values = { NULL, 0 };

	/* A record that is out passes all further stages as it is. */
	if (shot->verdict != VERDICT_KEPT) {
		buf_addf(&shot->said, "  %-10s passed by\n", stage);
		return;
	}
	read_fields(record, &names, &values);
	buf_addf(&shot->said, "  %-10s %s\n", stage, verdicts[record->verdict]);
	say_fields(shot, &names, &values);
	/* The BULK part of a dropped record may be gone already. */
	if (record->verdict == VERDICT_KEPT) {
		say_size(&shot->said, FIELD_TEXT, shot->text, record->text.len);
		say_size(&shot->said, FIELD_BODY, shot->body, record->body.len);
	}
	shot->text = record->text.len;
	shot->body = record->body.len;
	shot->verdict = record->verdict;
	words_release(&shot->names);
	words_release(&shot->values);
	shot->names = names;
	shot->values = values;
}

void shots_release(struct shots *shots)
{
	for (size_t i = 0; i < shots->count; i++) {
		words_release(&shots->items[i].names);
		words_release(&shots->items[i].values);
		buf_release(&shots->items[i].said);
	}
	free(shots->items);
	*shots = (struct shots){ NULL, 0 };
}
