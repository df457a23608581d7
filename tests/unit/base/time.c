#include "base/time.h"

#include <criterion/criterion.h>

Test(time, parses_and_formats)
{
	static const struct {
		const char *text, *want; /* want NULL: refused */
	} cases[] = {
		{ "2024-05-16T10:11:12Z", "2024-05-16T10:11:12Z" },
		{ "2024-05-16T10:11:12.123456Z", "2024-05-16T10:11:12.123Z" },
		{ "2024-05-16T10:11:12+02:00", "2024-05-16T08:11:12Z" },
		{ "2024-05-16T00:30:00+0100", "2024-05-15T23:30:00Z" },
		{ "2024-05-16", "2024-05-16T00:00:00Z" },
		{ "20240516101112", "2024-05-16T10:11:12Z" },
		{ "1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.500Z" },
		{ "2023-02-29", NULL }, { "2024-13-01", NULL }, { "2024-05-16T25:00:00Z", NULL },
		{ "2024-05-16T10:11:12", NULL }, { "today", NULL }, { "", NULL }, { "2024-05-16T10:11:12Zx", NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t ms;
		char text[TIME_TEXT];
		bool ok = time_parse(str_of(cases[i].text), &ms);

		cr_expect_eq(ok, cases[i].want != NULL, "%s", cases[i].text);
		if (ok && cases[i].want) {
			time_format(ms, text);
			cr_expect_str_eq(text, cases[i].want);
		}
	}
}
