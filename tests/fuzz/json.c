/* Any bytes as JSON and as a packed value: what was read is written as JSON that reads as the
 * same value again. */
#include "record/json.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	struct str in = str_from(bytes, count);
	struct buf packed = BUF_INIT, again = BUF_INIT, text = BUF_INIT;
	struct err err;

	if (json_read(in, &packed, &err) == 0) {
		if (!json_value(&text, buf_str(&packed)) || json_read(buf_str(&text), &again, &err) < 0 ||
		    !str_eq(buf_str(&packed), buf_str(&again)))
			abort();
	}
	buf_reset(&text);
	buf_reset(&again);
	if (json_value(&text, in) && json_read(buf_str(&text), &again, &err) < 0)
		abort();
	buf_reset(&text);
	json_str(&text, in);
	buf_reset(&again);
	if (json_read(buf_str(&text), &again, &err) < 0)
		abort();
	buf_release(&packed);
	buf_release(&again);
	buf_release(&text);
	return 0;
}
