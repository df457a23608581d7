/* Any bytes as a page, with all forms of output; spans lie in the text. */
#include "extract/html.h"
#include "text/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct html_scratch *scratch;
	struct html_result result;
	struct err err;

	if (!scratch)
		scratch = html_scratch_new();
	if (size == 0)
		return 0;
	struct html_options options = { .as = data[0] % 3, .favor = data[0] / 3 % 3, .keep_comments = data[0] & 16,
					.keep_links = data[0] & 32, .drop_tables = data[0] & 64, .explain = data[0] & 128 };
	if (html_extract(scratch, str_from((const char *)data + 1, size - 1), STR_NONE, &options, &result, &err) != 0)
		return 0;
	size_t chars = utf8_count(result.text);
	for (size_t i = 0; i < result.heading_count; i++)
		if (result.headings[i].at > chars)
			abort();
	for (size_t i = 0; i < result.cut_count; i++)
		if (result.cuts[i].at > chars)
			abort();
	return 0;
}
