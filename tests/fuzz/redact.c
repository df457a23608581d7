/* Redaction: changes are sorted, apart and inside the text, and what is redacted once stays as
 * it is but for the replacements. Block lists of the same bytes hold what they list. */
#include "filter/blocklist.h"
#include "filter/redact.h"
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
	struct buf changes = BUF_INIT;
	struct blocklist list = { .slots = NULL };
	size_t count = redact_find(text, REDACT_EMAIL | REDACT_IP, &changes), points = utf8_count(text), last = 0;
	const struct text_change *change = (const void *)changes.data;

	CHECK(count * sizeof *change == changes.len);
	for (size_t i = 0; i < count; i++) {
		CHECK(change[i].from >= last && change[i].to > change[i].from && change[i].to <= points);
		CHECK(change[i].with.len > 0);
		last = change[i].to;
	}
	blocklist_add(&list, size % 2 ? BLOCKLIST_URLS : BLOCKLIST_HOSTS, text);
	blocklist_holds(&list, text);
	if (list.count > 0 && list.kind == BLOCKLIST_URLS) {
		const char *stop = memchr(list.text.data, '\n', list.text.len);

		CHECK(blocklist_holds(&list, str_from(list.text.data, (size_t)(stop - list.text.data))));
	}
	blocklist_release(&list);
	buf_release(&changes);
	return 0;
}
