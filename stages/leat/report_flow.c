#include "leat/report_gather.h"

#include "leat/source.h"
#include "record/flow.h"
#include "text/utf8.h"

static void read_verdict(const struct record *record, const char *field, struct report_document *document)
{
	struct str packed;

	if (!record_value(record, field, &packed))
		return;
	flow_str(packed, "stage", &document->stage);
	flow_str(packed, "reason", &document->reason);
}

static void read_copy(const struct record *record, struct report_document *document)
{
	struct str packed, score;
	struct value value;

	if (!record_value(record, FIELD_DUP, &packed))
		return;
	flow_str(packed, "kind", &document->dup_kind);
	flow_str(packed, "of", &document->dup_of);
	if (document->verdict == VERDICT_REJECTED || !flow_value(packed, "score", &score))
		return;
	struct cursor cursor = cursor_of(score);
	if (cursor_next(&cursor, &value))
		document->dup_score = value.type == VALUE_FLOAT ? value.number :
				      value.type == VALUE_INT	? (double)value.integer : -1;
}

static void add_record(struct report *report, const struct record *record)
{
	struct report_document document = {
		.verdict = record->verdict, .dup_score = -1, .length = -1,
		.id = record_get(record, FIELD_ID), .url = record_get(record, FIELD_URL),
		.source = record_get(record, FIELD_SOURCE), .title = record_get(record, FIELD_TITLE),
		.site = record_get(record, FIELD_SITE), .lang = record_get(record, FIELD_LANG),
		.published = record_get(record, FIELD_PUBLISHED), .fetched = record_get(record, FIELD_FETCHED),
	};

	if (record->verdict == VERDICT_DROPPED)
		read_verdict(record, FIELD_DROP, &document);
	else if (record->verdict == VERDICT_REJECTED)
		read_verdict(record, FIELD_REJECT, &document);
	else {
		record_value(record, FIELD_SIGNALS, &document.signals);
		if (record->text.at)
			document.length = (int64_t)utf8_count(record->text);
	}
	read_copy(record, &document);
	report_add(report, &document);
}

static int add_frame(struct report *report, struct frame *frame, struct codec_state *codecs, struct err *err)
{
	struct record record;

	if (frame_open_records(frame, true, codecs, err) < 0)
		return -1;
	report->frames++;
	report->streams += (frame->head.flags & FRAME_FINAL) != 0;
	report_add_time(report, frame->head.born);
	for (uint32_t i = 0; i < frame->head.nrec; i++) {
		if (frame_record(frame, i, &record, err) < 0)
			return -1;
		add_record(report, &record);
	}
	return 0;
}

struct gathering {
	struct report *report;
	struct codec_state codecs;
};

static int add_event(void *ctx, const struct channel_event *event, struct err *err)
{
	struct gathering *gathering = ctx;
	struct str map, recipe = STR_NONE;

	if (event->kind == CHANNEL_DATA)
		return add_frame(gathering->report, event->frame, &gathering->codecs, err);
	if (event->kind != CHANNEL_START)
		return 0;
	if (flow_map(event->frame, &map, err) < 0)
		return -1;
	if (flow_str(map, "recipe", &recipe))
		report_add_recipe(gathering->report, recipe);
	return 0;
}

int report_gather_flow(struct report *report, const char *path, struct err *err)
{
	struct gathering gathering = { report, CODEC_STATE_INIT };
	int result = source_each(path, add_event, &gathering, err);

	report->cut = result < 0 && err->code == EXIT_CUT && report->frames > 0;
	codec_state_release(&gathering.codecs);
	return result;
}
