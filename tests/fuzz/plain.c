/* Plain text rules: whatever comes in, kept text, cuts, captions and title are pieces of it,
 * and offsets lie inside the result. */
#include "extract/lang.h"
#include "extract/plain.h"
#include "text/utf8.h"

#include <stdlib.h>

#define CHECK(condition) \
	do { \
		if (!(condition)) \
			abort(); \
	} while (0)

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct str text = str_from(data, size);
	struct arena arena = ARENA_INIT;
	struct plain_result r;
	struct lang_result lang;

	plain_extract(&arena, text, STR_NONE, &r);
	for (size_t i = 0, last = 0; i < r.ncuts; i++) {
		CHECK(r.cuts[i].rule && r.cuts[i].at >= last && r.cuts[i].at <= utf8_count(r.text) + 2);
		CHECK(str_find(text, r.cuts[i].text) >= 0);
		last = r.cuts[i].at;
	}
	for (size_t i = 0; i < r.nheadings; i++)
		CHECK(str_starts(str_from(r.text.at + utf8_offset(r.text, r.headings[i].at),
		                          r.text.len - utf8_offset(r.text, r.headings[i].at)),
		                 r.headings[i].text));
	for (size_t i = 0; i < r.ncaptions; i++)
		CHECK(str_find(text, r.captions[i].credit) >= 0);
	plain_extract(&arena, text, str_from(data, size < 40 ? size : 40), &r);
	lang_detect(text, &lang);
	CHECK(lang.score >= 0 && lang.score <= 1);
	arena_release(&arena);
	return 0;
}
