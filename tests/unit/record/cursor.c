#include "record/cursor.h"
#include "record/pack.h"

#include <criterion/criterion.h>
#include <msgpack.h>
#include <stdlib.h>

/* Compares one value read by the cursor with msgpack-c's reading of the same bytes. */
static bool same(struct cursor *cursor, const msgpack_object *want)
{
	struct value got;

	if (!cursor_next(cursor, &got))
		return false;
	switch (want->type) {
	case MSGPACK_OBJECT_NIL:
		return got.type == VALUE_NIL;
	case MSGPACK_OBJECT_BOOLEAN:
		return got.type == VALUE_BOOL && got.boolean == want->via.boolean;
	case MSGPACK_OBJECT_POSITIVE_INTEGER:
		if (want->via.u64 > INT64_MAX)
			return got.type == VALUE_UINT && got.uint == want->via.u64;
		return got.type == VALUE_INT && got.integer == (int64_t)want->via.u64;
	case MSGPACK_OBJECT_NEGATIVE_INTEGER:
		return got.type == VALUE_INT && got.integer == want->via.i64;
	case MSGPACK_OBJECT_FLOAT32:
	case MSGPACK_OBJECT_FLOAT64:
		return got.type == VALUE_FLOAT && memcmp(&got.number, &want->via.f64, 8) == 0;
	case MSGPACK_OBJECT_STR:
		return got.type == VALUE_STR && str_eq(got.bytes, str_from(want->via.str.ptr, want->via.str.size));
	case MSGPACK_OBJECT_BIN:
		return got.type == VALUE_BIN && str_eq(got.bytes, str_from(want->via.bin.ptr, want->via.bin.size));
	case MSGPACK_OBJECT_EXT:
		return got.type == VALUE_EXT && got.bytes.len == want->via.ext.size;
	case MSGPACK_OBJECT_ARRAY:
		if (got.type != VALUE_LIST || got.count != want->via.array.size)
			return false;
		for (uint32_t i = 0; i < got.count; i++)
			if (!same(cursor, &want->via.array.ptr[i]))
				return false;
		return true;
	case MSGPACK_OBJECT_MAP:
		if (got.type != VALUE_MAP || got.count != want->via.map.size)
			return false;
		for (uint32_t i = 0; i < got.count; i++)
			if (!same(cursor, &want->via.map.ptr[i].key) || !same(cursor, &want->via.map.ptr[i].val))
				return false;
		return true;
	}
	return false;
}

static void pack_random(struct buf *out, unsigned *seed, int depth)
{
	static const int64_t edges[] = {
		0, 1, 127, 128, 255, 256, 65535, 65536, 4294967295, 4294967296, INT64_MAX,
		-1, -32, -33, -128, -129, -32768, -32769, -2147483648, -2147483649, INT64_MIN,
	};
	char bytes[70000];
	size_t len = (size_t)rand_r(seed) % (rand_r(seed) % 50 == 0 ? sizeof bytes : 300);

	switch (rand_r(seed) % (depth < 5 ? 9 : 7)) {
	case 0:
		pack_nil(out);
		break;
	case 1:
		pack_bool(out, rand_r(seed) & 1);
		break;
	case 2:
		pack_int(out, edges[(size_t)rand_r(seed) % (sizeof edges / sizeof *edges)]);
		break;
	case 3:
		pack_uint(out, UINT64_MAX - (unsigned)rand_r(seed));
		break;
	case 4:
		pack_float(out, rand_r(seed) / 3.0);
		break;
	case 5:
		memset(bytes, 'x', len);
		pack_str(out, str_from(bytes, len));
		break;
	case 6:
		memset(bytes, 0, len);
		pack_bin(out, str_from(bytes, len));
		break;
	case 7:
		len %= 20;
		pack_list(out, len);
		for (size_t i = 0; i < len; i++)
			pack_random(out, seed, depth + 1);
		break;
	default:
		len %= 20;
		pack_map(out, len);
		for (size_t i = 0; i < 2 * len; i++)
			pack_random(out, seed, depth + 1);
	}
}

Test(cursor, reads_what_msgpack_c_reads)
{
	unsigned seed = 7;
	struct buf out = BUF_INIT;

	for (int round = 0; round < 300; round++) {
		msgpack_unpacked object;
		size_t end = 0;

		buf_reset(&out);
		pack_random(&out, &seed, 0);
		msgpack_unpacked_init(&object);
		cr_assert_eq(msgpack_unpack_next(&object, out.data, out.len, &end), MSGPACK_UNPACK_SUCCESS);
		struct cursor cursor = cursor_of(buf_str(&out)), skip = cursor;
		struct str whole;
		cr_assert(same(&cursor, &object.data), "round %d", round);
		cr_assert(cursor_done(&cursor));
		cr_assert(cursor_skip(&skip, &whole) && cursor_done(&skip) && whole.len == out.len);
		msgpack_unpacked_destroy(&object);
	}
	buf_release(&out);
}

Test(cursor, refuses_every_cut)
{
	unsigned seed = 11;
	struct buf out = BUF_INIT;

	while (out.len < 200) {
		buf_reset(&out);
		pack_random(&out, &seed, 0);
	}
	for (size_t len = 0; len < out.len; len++) {
		char *exact = malloc(len ? len : 1);
		memcpy(exact, out.data, len);
		struct cursor cursor = cursor_of(str_from(exact, len));
		cr_expect_not(cursor_skip(&cursor, NULL), "length %zu", len);
		free(exact);
	}
	buf_release(&out);
}

Test(cursor, refuses_lies_and_depth)
{
	static const struct {
		const char *name;
		struct str bytes;
	} cases[] = {
		{ "reserved byte", { "\xc1", 1 } },
		{ "list of 4 G", { "\xdd\xff\xff\xff\xff", 5 } },
		{ "map of 4 G", { "\xdf\xff\xff\xff\xff\x01", 6 } },
		{ "str of 4 G", { "\xdb\xff\xff\xff\xffx", 6 } },
		{ "map without values", { "\x82\x01", 2 } },
	};
	char deep[CURSOR_DEPTH + 2];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cursor cursor = cursor_of(cases[i].bytes);
		cr_expect_not(cursor_skip(&cursor, NULL), "%s", cases[i].name);
	}
	memset(deep, '\x91', sizeof deep);
	deep[CURSOR_DEPTH + 1] = '\xc0';
	struct cursor cursor = cursor_of(str_from(deep, sizeof deep));
	cr_expect_not(cursor_skip(&cursor, NULL));
	/* An empty list is as deep as a full one, as msgpack-c counts, too. */
	deep[CURSOR_DEPTH] = '\x90';
	cursor = cursor_of(str_from(deep, sizeof deep - 1));
	cr_expect_not(cursor_skip(&cursor, NULL));
	deep[CURSOR_DEPTH] = '\xc0';
	cursor = cursor_of(str_from(deep, sizeof deep - 1));
	cr_expect(cursor_skip(&cursor, NULL));
}
