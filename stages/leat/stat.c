#include "leat/command.h"

#include "base/tally.h"
#include "base/time.h"
#include "leat/output.h"
#include "leat/source.h"
#include "record/flow.h"
#include "record/json.h"
#include "record/record.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct config {
	bool json;
};

static const struct option options[] = {
	{ "json", OPTION_FLAG, offsetof(struct config, json), .help = "as one JSON object" },
	OPTIONS_END,
};

enum { KINDS = 8 };

struct stat_counts {
	uint64_t flows, frames, records, verdicts[3];
	uint64_t streams_final; /* streams seen to their end */
	uint64_t stored[KINDS], raw[KINDS]; /* by kind of layer, 0: others */
	uint64_t born_first, born_last; /* ms */
	struct tally drops, rejects; /* "stage: reason" */
	struct buf recipes; /* a line each, no two equal */
	bool interrupted;
	bool cut;
};

static const char *const kind_names[KINDS] = {
	[LAYER_META] = "meta", [LAYER_BULK] = "bulk", [LAYER_VERDICT] = "verdict", [LAYER_SOURCE] = "source",
	[0] = "other",
};

/* {stage, reason} as "stage: reason". */
static void count_reason(struct tally *tally, const struct record *record, const char *field)
{
	char name[TALLY_NAME];
	struct str packed, stage = STR("?"), reason = STR("?");

	if (record_value(record, field, &packed)) {
		flow_str(packed, "stage", &stage);
		flow_str(packed, "reason", &reason);
	}
	snprintf(name, sizeof name, "%.*s: %.*s", STR_ARG(stage), STR_ARG(reason));
	tally_add(tally, name, 1);
}

static int count_frame(struct stat_counts *counts, struct frame *frame, struct codec_state *codecs, struct err *err)
{
	struct record record;

	counts->frames++;
	counts->records += frame->head.nrec;
	counts->streams_final += (frame->head.flags & FRAME_FINAL) != 0;
	if (counts->born_first == 0 || frame->head.born < counts->born_first)
		counts->born_first = frame->head.born;
	if (frame->head.born > counts->born_last)
		counts->born_last = frame->head.born;
	for (unsigned i = 0; i < frame->nlayers; i++) {
		const struct layer *layer = &frame->layers[i];
		unsigned kind = layer->kind < KINDS && kind_names[layer->kind] ? layer->kind : 0;

		counts->stored[kind] += layer->stored.len;
		counts->raw[kind] += layer->raw_len;
	}
	if (frame_open_records(frame, false, codecs, err) < 0)
		return -1;
	for (uint32_t i = 0; i < frame->head.nrec; i++) {
		enum verdict verdict = frame_verdict(frame, i);

		counts->verdicts[verdict]++;
		if (verdict == VERDICT_KEPT)
			continue;
		if (frame_record(frame, i, &record, err) < 0)
			return -1;
		count_reason(verdict == VERDICT_DROPPED ? &counts->drops : &counts->rejects, &record,
			     verdict == VERDICT_DROPPED ? FIELD_DROP : FIELD_REJECT);
	}
	return 0;
}

static void add_recipe(struct stat_counts *counts, struct str recipe)
{
	for (struct str rest = buf_str(&counts->recipes); rest.len > 0;) {
		const char *stop = memchr(rest.at, '\n', rest.len);
		size_t len = (size_t)(stop - rest.at);

		if (str_eq(str_from(rest.at, len), recipe))
			return;
		rest = str_from(stop + 1, rest.len - len - 1);
	}
	buf_add_str(&counts->recipes, recipe);
	buf_add_byte(&counts->recipes, '\n');
}

static int count_event(struct stat_counts *counts, struct channel_event *event, struct codec_state *codecs,
		       struct err *err)
{
	struct str map, recipe = STR("(none)"), end = STR("complete");

	switch (event->kind) {
	case CHANNEL_START:
		counts->flows++;
		if (flow_map(event->frame, &map, err) < 0)
			return -1;
		flow_str(map, "recipe", &recipe);
		add_recipe(counts, recipe);
		return 0;
	case CHANNEL_STOP:
		if (flow_map(event->frame, &map, err) < 0)
			return -1;
		flow_str(map, "end", &end);
		counts->interrupted = counts->interrupted || !str_is(end, "complete");
		return 0;
	case CHANNEL_DATA:
		return count_frame(counts, event->frame, codecs, err);
	default:
		return 0;
	}
}

static const char *state_of(const struct stat_counts *counts)
{
	return counts->cut ? "cut" : counts->interrupted ? "interrupted" : "complete";
}

static void json_number(struct buf *out, const char *name, uint64_t value)
{
	json_key(out, str_of(name));
	buf_addf(out, "%" PRIu64, value);
}

static void json_tally(struct buf *out, const char *name, const struct tally *tally)
{
	json_key(out, str_of(name));
	buf_add_byte(out, '{');
	for (size_t i = 0; i < tally->used; i++)
		json_number(out, tally->rows[i].name, tally->rows[i].count);
	buf_add_byte(out, '}');
}

static void json_layers(struct buf *out, const struct stat_counts *counts)
{
	json_key(out, STR("layers"));
	buf_add_byte(out, '{');
	for (unsigned kind = 0; kind < KINDS; kind++) {
		if (!kind_names[kind] || counts->raw[kind] == 0)
			continue;
		json_key(out, str_of(kind_names[kind]));
		buf_addf(out, "{\"stored\":%" PRIu64 ",\"raw\":%" PRIu64 "}", counts->stored[kind], counts->raw[kind]);
	}
	buf_add_byte(out, '}');
}

/* The recipes one by one, from their lines. */
static bool next_recipe(struct str *rest, struct str *recipe)
{
	const char *stop = rest->len > 0 ? memchr(rest->at, '\n', rest->len) : NULL;

	if (!stop)
		return false;
	*recipe = str_from(rest->at, (size_t)(stop - rest->at));
	*rest = str_from(stop + 1, rest->len - recipe->len - 1);
	return true;
}

static void print_json(const struct stat_counts *counts, uint64_t bytes, struct buf *out)
{
	struct str rest = buf_str(&counts->recipes), recipe;

	buf_add_byte(out, '{');
	json_key(out, STR("end"));
	json_str(out, str_of(state_of(counts)));
	json_number(out, "bytes", bytes);
	json_number(out, "flows", counts->flows);
	json_number(out, "frames", counts->frames);
	json_number(out, "streams", counts->streams_final);
	json_number(out, "records", counts->records);
	json_number(out, "kept", counts->verdicts[VERDICT_KEPT]);
	json_tally(out, "dropped", &counts->drops);
	json_tally(out, "rejected", &counts->rejects);
	json_layers(out, counts);
	json_key(out, STR("recipes"));
	buf_add_byte(out, '[');
	for (bool first = true; next_recipe(&rest, &recipe); first = false) {
		buf_add_text(out, first ? "" : ",");
		json_str(out, recipe);
	}
	buf_add_text(out, "]}\n");
}

static void print_tally(struct buf *out, const char *name, const struct tally *tally)
{
	buf_addf(out, "%-10s%" PRIu64 "\n", name, tally_total(tally));
	for (size_t i = 0; i < tally->used; i++)
		buf_addf(out, "    %-34s %12" PRIu64 "\n", tally->rows[i].name, tally->rows[i].count);
}

static void print_text(const struct stat_counts *counts, uint64_t bytes, struct buf *out)
{
	struct str rest = buf_str(&counts->recipes), recipe;
	char first[TIME_TEXT], last[TIME_TEXT];

	buf_addf(out, "%-10s%s\n%-10s%" PRIu64 "\n", "end", state_of(counts), "bytes", bytes);
	buf_addf(out, "%-10s%" PRIu64 "\n%-10s%" PRIu64 "\n", "flows", counts->flows, "frames", counts->frames);
	buf_addf(out, "%-10s%" PRIu64 "\n%-10s%" PRIu64 "\n", "streams", counts->streams_final, "records", counts->records);
	buf_addf(out, "%-10s%" PRIu64 "\n", "kept", counts->verdicts[VERDICT_KEPT]);
	print_tally(out, "dropped", &counts->drops);
	print_tally(out, "rejected", &counts->rejects);
	for (unsigned kind = 0; kind < KINDS; kind++)
		if (kind_names[kind] && counts->raw[kind] > 0)
			buf_addf(out, "%-10s%" PRIu64 " bytes of %" PRIu64 "\n", kind_names[kind], counts->stored[kind],
				 counts->raw[kind]);
	if (counts->frames > 0) {
		time_format((int64_t)counts->born_first, first);
		time_format((int64_t)counts->born_last, last);
		buf_addf(out, "%-10s%s to %s\n", "made", first, last);
	}
	while (next_recipe(&rest, &recipe))
		buf_addf(out, "%-10s%.*s\n", "recipe", STR_ARG(recipe));
}

static int count_all(struct stat_counts *counts, struct source *source, struct err *err)
{
	struct codec_state codecs = CODEC_STATE_INIT;
	struct channel_event event;
	int result;

	do {
		result = source_next(source, &event, err);
		if (result < 0)
			break;
		result = count_event(counts, &event, &codecs, err);
		frame_free(event.frame);
	} while (result == 0 && event.kind != CHANNEL_END);
	codec_state_release(&codecs);
	return result;
}

static int run(const void *data, struct command_env *env, struct err *err)
{
	const struct config *config = data;
	struct stat_counts *counts = mem_zero(1, sizeof *counts);
	struct output output = OUTPUT_INIT;
	struct err ignored;
	struct source source;
	int result = source_open(&source, env->operands, env->operand_count, err);

	if (result == 0) {
		result = count_all(counts, &source, err);
		counts->cut = result < 0 && err->code == EXIT_CUT && counts->flows > 0;
		source_skip(&source);
		if (result == 0 || counts->cut)
			(config->json ? print_json : print_text)(counts, source.bytes, &output.text);
		if (output_flush(&output, result == 0 ? err : &ignored) < 0)
			result = -1;
	}
	source_close(&source);
	output_release(&output);
	buf_release(&counts->recipes);
	free(counts);
	return result;
}

const struct command command_stat = {
	.name = "stat",
	.summary = "count frames, records, verdicts and bytes",
	.usage = "[FILE|FOLDER|-]...",
	.about = "Reads archives, or the frames on standard input, and says what is in them: flows, frames, streams that "
		 "came to their end, records by verdict and reason, bytes by layer, and the recipes that made them. Of the state of leat-dedup (--state DIR) it "
		 "says what was decided, what memory the index takes, how full it is and what error is expected.\n",
	.options = options,
	.config_size = sizeof(struct config),
	.operands_max = SIZE_MAX,
	.run = run,
};
