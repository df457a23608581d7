#include "leat/trace_shot.h"

#include "leat/trace_text.h"
#include "record/json.h"

#define XXH_INLINE_ALL
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* What says why is shown whole. */
enum { VALUE_SHOWN = 60, VERDICT_SHOWN = 1000 };

static size_t shown_of(const char *name)
{
	static const char *const whole[] = { FIELD_ID, FIELD_URL, FIELD_SOURCE, FIELD_DUP, FIELD_FILTER, FIELD_DROP, FIELD_REJECT };

	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
		if (strcmp(name, whole[i]) == 0)
			return VERDICT_SHOWN;
	return VALUE_SHOWN;
}

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

static void say_text(const struct shot *shot, struct str now, struct buf *out)
{
	struct str before = buf_str(&shot->text);

	if (str_eq(before, now))
		return;
	if (before.len == 0) {
		buf_addf(out, "    + text: %zu bytes: ", now.len);
		trace_excerpt(now, VALUE_SHOWN, out);
		buf_add_byte(out, '\n');
	} else if (now.len == 0) {
		buf_add_text(out, "    - text\n");
	} else {
		buf_addf(out, "    ~ text: %zu -> %zu bytes\n", before.len, now.len);
		trace_text_changes(before, now, out);
	}
}

static void say_body(const struct shot *shot, struct str now, uint64_t hash, struct buf *out)
{
	if (shot->body == 0 && now.len > 0)
		buf_addf(out, "    + body: %zu bytes\n", now.len);
	else if (shot->body > 0 && now.len == 0)
		buf_add_text(out, "    - body\n");
	else if (hash != shot->body_hash)
		buf_addf(out, "    ~ body: %zu -> %zu bytes\n", shot->body, now.len);
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
			trace_excerpt(str_of(before), shown_of(names->items[i]), out);
			buf_add_text(out, " -> ");
		}
		trace_excerpt(str_of(values->items[i]), shown_of(names->items[i]), out);
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
	uint64_t hash = XXH3_64bits(record->body.at ? record->body.at : "", record->body.len);
	read_fields(record, &names, &values);
	buf_addf(&shot->said, "  %-10s %s\n", stage, verdicts[record->verdict]);
	say_fields(shot, &names, &values);
	/* The BULK part of a dropped record may be gone already. */
	if (record->verdict == VERDICT_KEPT) {
		say_text(shot, record->text, &shot->said);
		say_body(shot, record->body, hash, &shot->said);
	}
	buf_reset(&shot->text);
	buf_add_str(&shot->text, record->text);
	shot->body = record->body.len;
	shot->body_hash = hash;
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
		buf_release(&shots->items[i].text);
		buf_release(&shots->items[i].said);
	}
	free(shots->items);
	*shots = (struct shots){ NULL, 0 };
}
