/* A canonical URL is ASCII and its own canonical form. */
#include "text/url.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf once = BUF_INIT, twice = BUF_INIT;

	if (url_canonical(str_from(data, size), &url_tracking_default, &once)) {
		for (size_t i = 0; i < once.len; i++)
			must(once.data[i] > ' ' && once.data[i] < 0x7f);
		if (once.len <= URL_MAX) {
			must(url_canonical(buf_str(&once), &url_tracking_default, &twice));
			must(str_eq(buf_str(&once), buf_str(&twice)));
		}
	} else {
		must(once.len == 0);
	}
	buf_release(&once);
	buf_release(&twice);
	return 0;
}
