/* The cursor reads nothing that msgpack-c does not read, and the same length of it. */
#include "record/cursor.h"

#include <msgpack.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	struct cursor cursor = cursor_of(str_from(bytes, count));
	struct value value;
	struct str whole;

	if (cursor_skip(&cursor, &whole) && whole.len < 4096) {
		msgpack_unpacked object;
		size_t end = 0;

		msgpack_unpacked_init(&object);
		if (msgpack_unpack_next(&object, (const char *)bytes, count, &end) != MSGPACK_UNPACK_SUCCESS || end != whole.len)
			abort();
		msgpack_unpacked_destroy(&object);
	}
	cursor = cursor_of(str_from(bytes, count));
	while (cursor_next(&cursor, &value))
		;
	return 0;
}
