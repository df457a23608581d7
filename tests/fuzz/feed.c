/* A feed of any bytes, and a tar or zip file of any bytes. */
#include "ingest/open.h"

#include <stdlib.h>

static void read_as(const uint8_t *bytes, size_t count, enum format format)
{
	struct faults faults = { .report = NULL };
	struct skips skips = { { 0 } };
	struct select select;
	struct http_scratch http;
	struct input in;
	struct reading reading = { .select = &select, .faults = &faults, .skips = &skips, .http = &http };
	struct reader *reader;
	struct doc doc;
	uint64_t at = 0;

	select_defaults(&select);
	http_scratch_init(&http);
	input_open_memory(&in, bytes, count);
	reading.flow = flow_open(&in, &faults);
	reader = reader_open(&reading, STR(""), &format);
	while (reader && reader->ops->next(reader, &doc)) {
		if (doc.src_begin != at || doc.src_end < at || doc.content.len > DOC_BODY_MAX)
			abort();
		at = doc.src_end;
	}
	if (reader)
		reader->ops->close(reader);
	flow_close(reading.flow);
	http_scratch_release(&http);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	read_as(bytes, count, FORMAT_FEED);
	read_as(bytes, count, FORMAT_TAR);
	return 0;
}
