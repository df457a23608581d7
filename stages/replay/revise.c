#include "replay/revise.h"
#include "base/time.h"
#include "record/flow.h"

/* Whether a string of a map field (drop.reason, dup.kind) is that. */
static bool says(const struct record *record, const char *field, const char *key, struct str want)
{
	struct str packed, value;

	return record_value(record, field, &packed) && flow_str(packed, key, &value) && str_eq(value, want);
}

static bool in_range(const struct record *record, const struct revise_rule *rule)
{
	struct str text = record_get(record, FIELD_FETCHED);
	int64_t ms;

	return text.at && time_parse(text, &ms) && ms >= rule->from && ms < rule->to;
}

static bool dropped_for(const struct record *record, struct str reason)
{
	return record->verdict == VERDICT_DROPPED &&
	       (says(record, FIELD_DROP, "reason", reason) || says(record, FIELD_DUP, "kind", reason));
}

/* Takes the drops for that reason back. The edit has no way to do this to a verdict; a
 * frame is edited first and gets its new verdicts then. */
static int undrop(struct frame *frame, struct str reason, struct edit *edit, struct codec_state *codecs,
		  struct revise_counts *counts, struct err *err)
{
	struct buf verdicts = BUF_INIT;
	struct record record;
	int result = frame_open_records(frame, true, codecs, err);

	edit_begin(edit, frame, "replay");
	for (uint32_t i = 0; result == 0 && i < frame->head.nrec; i++) {
		enum verdict verdict = frame_verdict(frame, i);

		result = frame_record(frame, i, &record, err);
		if (result == 0 && dropped_for(&record, reason)) {
			if (record.text.at || record.body.at) {
				verdict = VERDICT_KEPT;
				edit_record(edit, &record);
				edit_unset(edit, FIELD_DROP);
				counts->undropped++;
			} else if (counts->gone++ == 0) {
				counts->first_gone = record_get(&record, FIELD_ID);
			}
		}
		buf_add_byte(&verdicts, (char)verdict);
	}
	if (result == 0 && counts->undropped) {
		result = edit_apply(edit, codecs, err);
		frame_set_layer(frame, LAYER_VERDICT, &verdicts);
	}
	buf_release(&verdicts);
	return result;
}

/* Drops what is not asked for. Where the expression fails, the record is rejected. */
static int leave_out(struct frame *frame, const struct revise_rule *rule, struct edit *edit,
		     struct codec_state *codecs, struct revise_counts *counts, struct err *err)
{
	struct record record;
	struct err why;

	if (frame_open_records(frame, false, codecs, err) < 0)
		return -1;
	edit_begin(edit, frame, "replay");
	for (uint32_t i = 0; i < frame->head.nrec; i++) {
		if (frame_verdict(frame, i) != VERDICT_KEPT)
			continue;
		if (frame_record(frame, i, &record, err) < 0)
			return -1;
		bool fetched = !rule->fetched || in_range(&record, rule);
		int matches = !fetched ? 0 : rule->where ? where_test(rule->where, &record, &why) : 1;
		if (matches > 0)
			continue;
		edit_record(edit, &record);
		if (matches < 0) {
			err_wrap(&why, "where");
			edit_reject(edit, why.text);
		} else {
			edit_drop(edit, fetched ? "where" : "fetched");
		}
		counts->left_out++;
	}
	return counts->left_out ? edit_apply(edit, codecs, err) : 0;
}

int revise_frame(struct frame *frame, const struct revise_rule *rule, struct edit *edit, struct codec_state *codecs,
		 struct revise_counts *counts, struct err *err)
{
	*counts = (struct revise_counts){ .first_gone = STR_NONE };
	if (rule->undrop.at && undrop(frame, rule->undrop, edit, codecs, counts, err) < 0)
		return -1;
	return rule->fetched || rule->where ? leave_out(frame, rule, edit, codecs, counts, err) : 0;
}
