#include "record/where.h"

#ifdef HAVE_JQ
#include "record/json.h"

#include <jq.h>
#include <jv.h>
#include <stdlib.h>

struct where {
	jq_state *jq;
};

static jv to_jv(struct cursor *cursor, unsigned depth);

static jv list_to_jv(struct cursor *cursor, uint32_t count, unsigned depth)
{
	jv list = jv_array();

	for (uint32_t i = 0; i < count; i++)
		list = jv_array_append(list, to_jv(cursor, depth + 1));
	return list;
}

static jv map_to_jv(struct cursor *cursor, uint32_t count, unsigned depth)
{
	jv map = jv_object();
	struct value key;

	for (uint32_t i = 0; i < count && cursor_expect(cursor, VALUE_STR, &key); i++)
		map = jv_object_set(map, jv_string_sized(key.bytes.at, (int)key.bytes.len), to_jv(cursor, depth + 1));
	return map;
}

static jv bytes_to_jv(struct str bytes)
{
	struct buf text = BUF_INIT;

	json_base64(&text, bytes);
	jv string = jv_string_sized(text.data + 1, (int)text.len - 2);
	buf_release(&text);
	return string;
}

/* A record's fields were walked when its frame was opened: values are whole and not too
 * deep. What is no such value here becomes null. */
static jv to_jv(struct cursor *cursor, unsigned depth)
{
	struct value value;

	if (depth > CURSOR_DEPTH || !cursor_next(cursor, &value))
		return jv_null();
	switch (value.type) {
	case VALUE_BOOL:
		return jv_bool(value.boolean);
	case VALUE_INT:
		return jv_number((double)value.integer);
	case VALUE_UINT:
		return jv_number((double)value.uint);
	case VALUE_FLOAT:
		return jv_number(value.number);
	case VALUE_STR:
		return jv_string_sized(value.bytes.at, (int)value.bytes.len);
	case VALUE_BIN:
		return bytes_to_jv(value.bytes);
	case VALUE_LIST:
		return list_to_jv(cursor, value.count, depth);
	case VALUE_MAP:
		return map_to_jv(cursor, value.count, depth);
	case VALUE_NIL:
	case VALUE_EXT:
		break;
	}
	return jv_null();
}

/* Keeps the first line of the first complaint, without jq's prefix. */
static void complaint(void *data, jv message)
{
	struct buf *out = data;

	if (out->len == 0 && jv_get_kind(message) == JV_KIND_STRING) {
		const char *text = jv_string_value(message);
		static const char prefix[] = "jq: error: ";

		if (strncmp(text, prefix, sizeof prefix - 1) == 0)
			text += sizeof prefix - 1;
		buf_add(out, text, strcspn(text, "\n"));
	}
	jv_free(message);
}

struct where *where_new(const char *expression, struct err *err)
{
	struct where *where = mem_zero(1, sizeof *where);
	struct buf why = BUF_INIT;

	where->jq = jq_init();
	if (!where->jq) {
		free(where);
		err_set(err, EXIT_RETRY, "jq: out of memory");
		return NULL;
	}
	jq_set_error_cb(where->jq, complaint, &why);
	bool good = jq_compile(where->jq, expression);
	jq_set_error_cb(where->jq, NULL, NULL);
	if (!good) {
		err_set(err, EXIT_USAGE, "jq expression '%s': %s", expression, buf_cstr(&why));
		where_free(where);
		where = NULL;
	}
	buf_release(&why);
	return where;
}

static int failed(jv message, struct err *err)
{
	jv text = jv_invalid_get_msg(message);

	if (jv_get_kind(text) != JV_KIND_STRING)
		text = jv_dump_string(text, 0);
	err_set(err, EXIT_BAD_INPUT, "%s", jv_string_value(text));
	jv_free(text);
	return -1;
}

int where_test(struct where *where, const struct record *record, struct err *err)
{
	struct cursor cursor = cursor_of(record->meta);
	int result = 0;
	jv output;

	jq_start(where->jq, to_jv(&cursor, 0), 0);
	while (result == 0 && jv_is_valid(output = jq_next(where->jq))) {
		jv_kind kind = jv_get_kind(output);

		result = kind != JV_KIND_NULL && kind != JV_KIND_FALSE;
		jv_free(output);
	}
	if (result != 0)
		return result;
	if (jv_invalid_has_msg(jv_copy(output)))
		return failed(output, err);
	jv_free(output);
	return 0;
}

void where_free(struct where *where)
{
	if (!where)
		return;
	jq_teardown(&where->jq);
	free(where);
}

#else

struct where *where_new(const char *expression, struct err *err)
{
	err_set(err, EXIT_USAGE, "jq expression '%s': this program was built without libjq", expression);
	return NULL;
}

int where_test(struct where *where, const struct record *record, struct err *err)
{
	(void)where;
	(void)record;
	return err_set(err, EXIT_USAGE, "this program was built without libjq");
}

void where_free(struct where *where)
{
	(void)where;
}

#endif
