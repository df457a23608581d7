#include "record/flow.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

int flow_map(struct frame *frame, struct str *map, struct err *err)
{
	struct codec_state codecs = CODEC_STATE_INIT;
	int result = frame_open_layer(frame, LAYER_CONTROL, &codecs, map, err);

	codec_state_release(&codecs);
	if (result < 0)
		return -1;
	struct cursor cursor = cursor_of(*map);
	if (map->len == 0 || !cursor_skip(&cursor, NULL) || !cursor_done(&cursor))
		return err_set(err, EXIT_BAD_INPUT, "START, COMMIT or STOP holds no map");
	return 0;
}

bool flow_value(struct str map, const char *key, struct str *packed)
{
	struct cursor cursor = cursor_of(map);
	struct value count, name;

	if (!cursor_expect(&cursor, VALUE_MAP, &count))
		return false;
	for (uint32_t i = 0; i < count.count; i++) {
		if (!cursor_next(&cursor, &name) || !cursor_skip(&cursor, packed))
			return false;
		if (name.type == VALUE_STR && str_is(name.bytes, key))
			return true;
	}
	return false;
}

static bool typed(struct str map, const char *key, enum value_type type, struct value *value)
{
	struct str packed;

	if (!flow_value(map, key, &packed))
		return false;
	struct cursor cursor = cursor_of(packed);
	return cursor_expect(&cursor, type, value);
}

bool flow_str(struct str map, const char *key, struct str *out)
{
	struct value value;

	if (!typed(map, key, VALUE_STR, &value))
		return false;
	*out = value.bytes;
	return true;
}

bool flow_int(struct str map, const char *key, int64_t *out)
{
	struct value value;

	if (!typed(map, key, VALUE_INT, &value))
		return false;
	*out = value.integer;
	return true;
}

bool flow_uint(struct str map, const char *key, uint64_t *out)
{
	struct value value;
	struct str packed;

	if (!flow_value(map, key, &packed))
		return false;
	struct cursor cursor = cursor_of(packed);
	if (!cursor_next(&cursor, &value) || (value.type != VALUE_INT && value.type != VALUE_UINT) ||
	    (value.type == VALUE_INT && value.integer < 0))
		return false;
	*out = value.type == VALUE_UINT ? value.uint : (uint64_t)value.integer;
	return true;
}

bool flow_true(struct str map, const char *key)
{
	struct value value;

	return typed(map, key, VALUE_BOOL, &value) && value.boolean;
}

uint64_t flow_recipe_hash(struct str recipe)
{
	return XXH3_64bits(recipe.at, recipe.len);
}
