#include "ingest/json_pack.h"

#include "base/num.h"
#include "ingest/json.h"
#include "record/pack.h"

static bool pack_value(const struct json_value *value, int depth, size_t limit, struct buf *out);

static bool is_integer(struct str raw)
{
	size_t i = raw.len > 0 && raw.at[0] == '-';

	if (i == raw.len)
		return false;
	for (; i < raw.len; i++)
		if (raw.at[i] < '0' || raw.at[i] > '9')
			return false;
	return true;
}

static bool pack_number(struct str raw, struct buf *out)
{
	int64_t integer;
	uint64_t natural;
	double real;

	if (num_i64(raw, &integer))
		pack_int(out, integer);
	else if (num_u64(raw, &natural))
		pack_uint(out, natural);
	else if (is_integer(raw))
		pack_str(out, raw);
	else if (num_double(raw, &real))
		pack_float(out, real);
	else
		return false;
	return true;
}

static void pack_string(struct str raw, struct buf *out)
{
	struct buf scratch = BUF_INIT;
	bool cut = false;

	pack_str(out, json_text(raw, SIZE_MAX, &scratch, &cut));
	buf_release(&scratch);
}

/* The count comes first, so nested values are stepped over once a level: 32 at most. */
static bool pack_object(struct str text, int depth, size_t limit, struct buf *out)
{
	struct json json;
	struct json_value value;
	struct str key;
	size_t count = 0;
	int more;

	if (!json_open(&json, text, false, '{'))
		return false;
	while ((more = json_member(&json, &key, &value)) > 0)
		count++;
	if (more < 0)
		return false;
	pack_map(out, count);
	json_open(&json, text, false, '{');
	while (json_member(&json, &key, &value) > 0) {
		pack_string(key, out);
		if (!pack_value(&value, depth, limit, out))
			return false;
	}
	return true;
}

static bool pack_array(struct str text, int depth, size_t limit, struct buf *out)
{
	struct json json;
	struct json_value value;
	size_t count = 0;
	int more;

	if (!json_open(&json, text, false, '['))
		return false;
	while ((more = json_item(&json, &value)) > 0)
		count++;
	if (more < 0)
		return false;
	pack_list(out, count);
	json_open(&json, text, false, '[');
	while (json_item(&json, &value) > 0)
		if (!pack_value(&value, depth, limit, out))
			return false;
	return true;
}

static bool pack_value(const struct json_value *value, int depth, size_t limit, struct buf *out)
{
	if (out->len > limit || (depth == JSON_PACK_DEPTH && (value->kind == JSON_ARRAY || value->kind == JSON_OBJECT)))
		return false;
	switch (value->kind) {
	case JSON_NULL:
		pack_nil(out);
		return true;
	case JSON_FALSE:
	case JSON_TRUE:
		pack_bool(out, value->kind == JSON_TRUE);
		return true;
	case JSON_NUMBER:
		return pack_number(value->raw, out);
	case JSON_STRING:
		pack_string(value->raw, out);
		return out->len <= limit;
	case JSON_ARRAY:
		return pack_array(value->raw, depth + 1, limit, out);
	case JSON_OBJECT:
		return pack_object(value->raw, depth + 1, limit, out);
	}
	return false;
}

bool json_pack(struct str text, size_t max, struct buf *out)
{
	struct json_value value;
	size_t start = out->len;

	if (!json_value_of(text, &value) || !pack_value(&value, 0, start + max, out)) {
		out->len = start;
		return false;
	}
	return true;
}
