#include "record/flow.h"
#include "record/pack.h"
#include "run/runner.h"

int control_set_recipe(struct runner *runner, struct str before, struct err *err)
{
	const struct stage *stage = runner->stage;
	struct buf own = BUF_INIT;

	buf_reset(&runner->recipe);
	buf_add_str(&runner->recipe, before);
	runner->recipe_in = flow_recipe_hash(before);
	options_recipe(&runner->options, &own);
	if (runner->common.sample < 1)
		buf_addf(&own, " sample=%g seed=%lld", runner->common.sample, (long long)runner->common.seed);
	if (stage->recipe && stage->recipe(runner->config, &own, err) < 0) {
		buf_release(&own);
		return -1;
	}
	if (!stage->sink && !(stage->transparent && own.len == 0)) {
		if (before.len)
			buf_add_text(&runner->recipe, " | ");
		buf_addf(&runner->recipe, "%s/%d", stage->name, stage->version);
		buf_add_str(&runner->recipe, buf_str(&own));
	}
	buf_release(&own);
	runner->recipe_hash = flow_recipe_hash(buf_str(&runner->recipe));
	runner->env.recipe = runner->recipe_hash;
	return 0;
}

static void read_announced(struct runner *runner, struct str map)
{
	struct str packed;
	struct value count, key, value;

	buf_reset(&runner->announced);
	runner->announced_count = 0;
	if (!flow_value(map, "announce", &packed))
		return;
	struct cursor cursor = cursor_of(packed);
	if (!cursor_expect(&cursor, VALUE_MAP, &count))
		return;
	for (uint32_t i = 0; i < count.count; i++) {
		if (!cursor_expect(&cursor, VALUE_STR, &key) || !cursor_expect(&cursor, VALUE_STR, &value))
			return;
		pack_str(&runner->announced, key.bytes);
		pack_str(&runner->announced, value.bytes);
		runner->announced_count++;
	}
}

int control_received_start(struct runner *runner, struct frame *frame, struct err *err)
{
	struct str map, recipe = STR("");
	int64_t total = 0;

	if (flow_map(frame, &map, err) < 0)
		return -1;
	flow_str(map, "recipe", &recipe);
	flow_int(map, "total", &total);
	runner->expect = total > 0 ? (uint64_t)total : 0;
	runner->in_flow = true;
	runner->sent_start = false;
	runner->sent_frames = 0;
	read_announced(runner, map);
	return control_set_recipe(runner, recipe, err);
}

int control_received_stop(struct runner *runner, struct frame *frame, struct err *err)
{
	struct str map, end = STR("complete"), packed, one;
	struct value list;

	if (flow_map(frame, &map, err) < 0)
		return -1;
	flow_str(map, "end", &end);
	if (!str_is(end, "complete"))
		runner->interrupted = true;
	buf_reset(&runner->stages);
	runner->stage_count = 0;
	if (flow_value(map, "stages", &packed)) {
		struct cursor cursor = cursor_of(packed);

		for (uint32_t n = cursor_expect(&cursor, VALUE_LIST, &list) ? list.count : 0; n > 0; n--) {
			if (!cursor_skip(&cursor, &one))
				break;
			buf_add_str(&runner->stages, one);
			runner->stage_count++;
		}
	}
	return 0;
}

static int send_control(struct runner *runner, enum frame_type type, struct buf *map, struct err *err)
{
	struct frame *frame = frame_new();
	int result = frame_make_control(frame, type, map, err);

	frame->head.recipe = runner->recipe_hash;
	if (result == 0)
		result = frame_seal(frame, CODEC_NONE, &runner->worker.codecs, err);
	buf_release(map);
	if (result < 0) {
		frame_free(frame);
		return -1;
	}
	return runner_send(runner, frame, err);
}

int control_send_start(struct runner *runner, struct err *err)
{
	struct buf map = BUF_INIT;

	if (runner->sent_start || !runner->out)
		return 0;
	runner->sent_start = true;
	pack_map(&map, runner->expect ? 3 : 2);
	pack_text(&map, "recipe");
	pack_str(&map, buf_str(&runner->recipe));
	pack_text(&map, "announce");
	pack_map(&map, runner->announced_count + runner->own_count);
	buf_add_str(&map, buf_str(&runner->announced));
	buf_add_str(&map, buf_str(&runner->own_announced));
	if (runner->expect) {
		pack_text(&map, "total");
		pack_uint(&map, runner->expect);
	}
	return send_control(runner, FRAME_START, &map, err);
}

int control_send_stop(struct runner *runner, struct err *err)
{
	struct buf map = BUF_INIT;
	struct stats stats;

	if (!runner->out)
		return 0;
	if (control_send_start(runner, err) < 0)
		return -1;
	report_stats(runner, &stats);
	pack_map(&map, 3);
	pack_text(&map, "end");
	pack_text(&map, runner->interrupted ? "interrupted" : "complete");
	pack_text(&map, "frames");
	pack_uint(&map, runner->sent_frames);
	pack_text(&map, "stages");
	pack_list(&map, runner->stage_count + 1);
	buf_add_str(&map, buf_str(&runner->stages));
	stats_pack(&stats, &map);
	runner->sent_start = false;
	runner->sent_frames = 0;
	return send_control(runner, FRAME_STOP, &map, err);
}

void runner_announce(struct runner *runner, const char *key, const char *value)
{
	pack_text(&runner->own_announced, key);
	pack_text(&runner->own_announced, value);
	runner->own_count++;
}

struct str runner_announced(struct runner *runner, const char *key)
{
	struct cursor cursor = cursor_of(buf_str(&runner->announced));
	struct value name, value;

	for (size_t i = 0; i < runner->announced_count; i++) {
		if (!cursor_next(&cursor, &name) || !cursor_next(&cursor, &value))
			break;
		if (str_is(name.bytes, key))
			return value.bytes;
	}
	return STR_NONE;
}

struct str runner_recipe_text(struct runner *runner)
{
	return buf_str(&runner->recipe);
}

int runner_flow(struct runner *runner, struct str recipe, struct err *err)
{
	struct buf before = BUF_INIT;
	int result = 0;

	if (runner->sent_start && flow_recipe_hash(recipe) != runner->recipe_in)
		result = runner_flush(runner, err) < 0 ? -1 : control_send_stop(runner, err);
	buf_add_str(&before, recipe);
	if (result == 0)
		result = control_set_recipe(runner, buf_str(&before), err);
	buf_release(&before);
	return result;
}
