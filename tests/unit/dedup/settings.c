#include "dedup/settings.h"

#include <criterion/criterion.h>

Test(settings, read_back_as_written)
{
	static const char *const texts[] = {
		"dedup by=exact,", "dedup by=url,paragraph, scope=host", "dedup by=exact,near, preset=wide/3 site-boilerplate=yes window=2592000000ms",
		"dedup by=near,translated/drop, preset=datatrove/3 sketches=4", "dedup by=translated, sketches=4",
	};
	static const char *const wrong[] = { "", "dedup by=some,", "dedup by=near, preset=none/3", "dedup by=near, preset=wide", "dedup by=near, preset=wide/2", "dedup by=exact, window=long", "other by=exact," };
	struct settings settings;
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		buf_reset(&out);
		cr_assert(settings_read(&settings, str_of(texts[i])), "%s", texts[i]);
		settings_write(&settings, &out);
		cr_expect_str_eq(buf_cstr(&out), texts[i]);
	}
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		cr_expect_not(settings_read(&settings, str_of(wrong[i])), "%s", wrong[i]);
	buf_release(&out);
}
