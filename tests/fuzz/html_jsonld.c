/* Any bytes as JSON-LD; the spans lie in them. */
#include "extract/html_jsonld.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct html_ld ld = { 0 };
	struct buf text = BUF_INIT;
	const char *begin = (const char *)data;

	html_ld_read(str_from(begin, size), &ld);
	const struct str fields[] = { ld.headline, ld.published, ld.publisher, ld.image, ld.authors.at[0] };
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		if (fields[i].at && (fields[i].at < begin || fields[i].at + fields[i].len > begin + size))
			abort();
		html_json_decode(fields[i], &text);
	}
	buf_release(&text);
	return 0;
}
