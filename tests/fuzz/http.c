/* A stored HTTP response of any bytes: head, chunks, content codings. */
#include "ingest/http.h"

#include "ingest/doc.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	struct http_scratch scratch;
	struct http http;
	char *copy = malloc(count + 1); /* so that one byte too far is seen */
	char *block = realloc(copy, count ? count : 1);

	for (size_t i = 0; i < count; i++)
		block[i] = (char)bytes[i];
	http_scratch_init(&scratch);
	http_read_head(str_from(block, count), &scratch, &http);
	http_undo(&scratch, count % 2, &http);
	if (http.body.len > DOC_BODY_MAX || http.status > 999)
		abort();
	http_scratch_release(&scratch);
	free(block);
	return 0;
}
