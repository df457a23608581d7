#include "record/pack.h"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#include <msgpack/pack.h>
#pragma GCC diagnostic pop

static int append(void *data, const char *bytes, size_t count)
{
	buf_add(data, bytes, count);
	return 0;
}

static msgpack_packer packer(struct buf *out)
{
	return (msgpack_packer){ .data = out, .callback = append };
}

void pack_nil(struct buf *out)
{
	msgpack_packer pk = packer(out);
	msgpack_pack_nil(&pk);
}

void pack_bool(struct buf *out, bool value)
{
	msgpack_packer pk = packer(out);

	if (value)
		msgpack_pack_true(&pk);
	else
		msgpack_pack_false(&pk);
}

void pack_int(struct buf *out, int64_t value)
{
	msgpack_packer pk = packer(out);
	msgpack_pack_int64(&pk, value);
}

void pack_uint(struct buf *out, uint64_t value)
{
	msgpack_packer pk = packer(out);
	msgpack_pack_uint64(&pk, value);
}

void pack_float(struct buf *out, double value)
{
	msgpack_packer pk = packer(out);
	msgpack_pack_double(&pk, value);
}

void pack_str(struct buf *out, struct str value)
{
	msgpack_packer pk = packer(out);
	msgpack_pack_str(&pk, value.len);
	buf_add_str(out, value);
}

void pack_text(struct buf *out, const char *value)
{
	pack_str(out, str_of(value));
}

void pack_bin(struct buf *out, struct str value)
{
	msgpack_packer pk = packer(out);
	msgpack_pack_bin(&pk, value.len);
	buf_add_str(out, value);
}

void pack_list(struct buf *out, size_t count)
{
	msgpack_packer pk = packer(out);
	msgpack_pack_array(&pk, count);
}

void pack_map(struct buf *out, size_t count)
{
	msgpack_packer pk = packer(out);
	msgpack_pack_map(&pk, count);
}
