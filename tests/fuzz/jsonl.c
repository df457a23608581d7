/* JSON lines of any bytes: read, and each further field packed. */
#include "ingest/json_pack.h"
#include "ingest/open.h"
#include "record/cursor.h"

#include <stdlib.h>

static void pack_fields(const struct doc *doc)
{
	struct buf out = BUF_INIT;

	for (uint32_t i = 0; i < doc->nfields; i++) {
		struct value value;
		struct cursor cursor;

		buf_reset(&out);
		if (!doc->fields[i].json || !json_pack(doc->fields[i].value, 1 << 20, &out))
			continue;
		cursor = cursor_of(buf_str(&out));
		if (!cursor_next(&cursor, &value))
			abort();
	}
	buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	struct faults faults = { .report = NULL };
	struct skips skips = { { 0 } };
	struct select select;
	struct input in;
	struct reading reading = { .select = &select, .faults = &faults, .skips = &skips };
	enum format format = FORMAT_JSONL;
	struct reader *reader;
	struct doc doc;

	select_defaults(&select);
	input_open_memory(&in, bytes, count);
	reading.flow = flow_open(&in, &faults);
	reader = reader_open(&reading, STR(""), &format);
	while (reader && reader->ops->next(reader, &doc))
		pack_fields(&doc);
	if (reader)
		reader->ops->close(reader);
	flow_close(reading.flow);
	return 0;
}
