#include "archive/control.h"
#include "record/pack.h"

static void pair(struct buf *out, const char *key, uint64_t value)
{
	pack_text(out, key);
	pack_uint(out, value);
}

static void add_note(struct buf *out, struct str note)
{
	if (note.len == 0)
		return;
	pack_text(out, "note");
	buf_add_str(out, note);
}

void archive_commit_pack(const struct archive_commit *commit, struct str note, struct buf *out)
{
	pack_map(out, note.len ? 6 : 5);
	pair(out, "stored", commit->stored);
	pair(out, "frames", commit->frames);
	pair(out, "bytes", commit->bytes);
	pair(out, "after", commit->after);
	pair(out, "hash", commit->hash);
	add_note(out, note);
}

bool archive_commit_read(struct str map, struct archive_commit *commit)
{
	return archive_map_uint(map, "stored", &commit->stored) && archive_map_uint(map, "frames", &commit->frames) &&
	       archive_map_uint(map, "bytes", &commit->bytes) && archive_map_uint(map, "after", &commit->after) &&
	       archive_map_uint(map, "hash", &commit->hash);
}

void archive_tail_pack(const struct archive_tail *tail, struct str recipes, struct str note, struct buf *out)
{
	pack_map(out, note.len ? 9 : 8);
	pair(out, "frames", tail->frames);
	pair(out, "commit_end", tail->commit_end);
	pair(out, "end", tail->end);
	pair(out, "hash", tail->hash);
	pair(out, "flow_frames", tail->flow_frames);
	pair(out, "flow_recipe", tail->flow_recipe);
	pair(out, "interrupted", tail->interrupted);
	pack_text(out, "recipes");
	buf_add_str(out, recipes);
	add_note(out, note);
}

bool archive_tail_read(struct str map, struct archive_tail *tail, struct str *recipes)
{
	uint64_t interrupted;

	if (!archive_map_uint(map, "frames", &tail->frames) || !archive_map_uint(map, "commit_end", &tail->commit_end) ||
	    !archive_map_uint(map, "end", &tail->end) || !archive_map_uint(map, "hash", &tail->hash) ||
	    !archive_map_uint(map, "flow_frames", &tail->flow_frames) ||
	    !archive_map_uint(map, "flow_recipe", &tail->flow_recipe) ||
	    !archive_map_uint(map, "interrupted", &interrupted) || !archive_map_value(map, "recipes", recipes))
		return false;
	tail->interrupted = interrupted != 0;
	return true;
}

void archive_start_pack(struct str recipe, struct str dedup_state, struct buf *out)
{
	pack_map(out, 2);
	pack_text(out, "recipe");
	pack_str(out, recipe);
	pack_text(out, "announce");
	pack_map(out, dedup_state.at ? 1 : 0);
	if (dedup_state.at) {
		pack_text(out, "dedup_state");
		pack_str(out, dedup_state);
	}
}

void archive_stop_pack(uint64_t frames, bool complete, struct buf *out)
{
	pack_map(out, 3);
	pack_text(out, "end");
	pack_text(out, complete ? "complete" : "interrupted");
	pair(out, "frames", frames);
	pack_text(out, "footer");
	pack_bool(out, true);
}

int archive_control(struct frame *frame, struct str *map, struct err *err)
{
	struct codec_state codecs = CODEC_STATE_INIT;
	int result = frame_open_layer(frame, LAYER_CONTROL, &codecs, map, err);
	struct cursor cursor = cursor_of(*map);

	codec_state_release(&codecs);
	if (result < 0)
		return -1;
	if (!cursor_skip(&cursor, NULL) || !cursor_done(&cursor))
		return err_set(err, EXIT_BAD_INPUT, "START, COMMIT or STOP holds no map");
	return 0;
}

bool archive_map_value(struct str map, const char *key, struct str *packed)
{
	struct cursor cursor = cursor_of(map);
	struct value count, name;

	if (!cursor_expect(&cursor, VALUE_MAP, &count))
		return false;
	for (uint32_t i = 0; i < count.count; i++) {
		if (!cursor_expect(&cursor, VALUE_STR, &name) || !cursor_skip(&cursor, packed))
			return false;
		if (str_is(name.bytes, key))
			return true;
	}
	return false;
}

bool archive_map_str(struct str map, const char *key, struct str *out)
{
	struct value value;
	struct str packed;

	if (!archive_map_value(map, key, &packed))
		return false;
	struct cursor cursor = cursor_of(packed);
	if (!cursor_expect(&cursor, VALUE_STR, &value))
		return false;
	*out = value.bytes;
	return true;
}

bool archive_map_uint(struct str map, const char *key, uint64_t *out)
{
	struct value value;
	struct str packed;

	if (!archive_map_value(map, key, &packed))
		return false;
	struct cursor cursor = cursor_of(packed);
	if (!cursor_next(&cursor, &value) || (value.type != VALUE_INT && value.type != VALUE_UINT) ||
	    (value.type == VALUE_INT && value.integer < 0))
		return false;
	*out = value.type == VALUE_UINT ? value.uint : (uint64_t)value.integer;
	return true;
}
