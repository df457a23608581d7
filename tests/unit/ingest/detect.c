#include "ingest/detect.h"
#include "ingest/select.h"

#include <criterion/criterion.h>

Test(detect, content)
{
	static const struct {
		struct str head;
		enum format want;
	} rows[] = {
		{ { "", 0 }, FORMAT_EMPTY },
		{ { "WARC/1.1\r\n", 10 }, FORMAT_WARC },
		{ STR("\r\n\r\nWARC/1.0\r\n"), FORMAT_WARC },
		{ STR("\xef\xbb\xbfWARC/1.0\r\n"), FORMAT_WARC },
		{ { "filedesc://x", 12 }, FORMAT_ARC },
		{ STR("http://a.example/ 192.0.2.1 20240102030405 text/html 12\nHTTP/1.1 200"), FORMAT_ARC },
		{ STR("http://a.example/ was seen\non 20240102030405"), FORMAT_TEXT },
		{ { "{\"text\":1}", 10 }, FORMAT_JSONL },
		{ { "\xef\xbb\xbf\n {}", 7 }, FORMAT_JSONL },
		{ { "{\n \"text\": 1\n}", 14 }, FORMAT_TEXT },
		{ { "<!DOCTYPE html><p>", 18 }, FORMAT_HTML },
		{ { "<!-- x --> <HTML lang=x>", 24 }, FORMAT_HTML },
		{ { "<p>x", 4 }, FORMAT_HTML },
		{ { "<?xml version=\"1.0\"?><html>", 27 }, FORMAT_HTML },
		{ { "<?xml version=\"1.0\"?><rss>", 26 }, FORMAT_FEED },
		{ STR("<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"b\">]><rss>"), FORMAT_FEED },
		{ { "<feed xmlns=\"x\">", 16 }, FORMAT_FEED },
		{ { "<?xml version=\"1.0\"?><x/>", 25 }, FORMAT_XML },
		{ STR("<!DOCTYPE x [<!ENTITY a>] and no end"), FORMAT_HTML },
		{ { "<3 text", 7 }, FORMAT_TEXT },
		{ { "text", 4 }, FORMAT_TEXT },
		{ { "\xff\xfe" "a\0b\0", 6 }, FORMAT_TEXT },
		{ { "\xff\xfe" "{\0\"\0a\0\"\0:\0", 12 }, FORMAT_UNKNOWN },
		{ { "\xff\xfe" "<\0r\0s\0s\0>\0", 12 }, FORMAT_FEED },
		{ { "\xfe\xff" "\0<\0h\0t\0m\0l\0>", 14 }, FORMAT_HTML },
		{ { "PK\3\4xxxx", 8 }, FORMAT_ZIP },
		{ { "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16 }, FORMAT_UNKNOWN },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		cr_expect_eq(detect_content(rows[i].head), rows[i].want, "%zu: %s", i,
			     format_name(detect_content(rows[i].head)));
}

Test(detect, rules)
{
	struct select select;
	struct err err;

	select_defaults(&select);
	cr_expect_eq(select_by_content(&select, 200, STR("text/html")), SKIP_NONE);
	cr_expect_eq(select_by_content(&select, 0, STR_NONE), SKIP_NONE);
	cr_expect_eq(select_by_content(&select, 206, STR("application/ld+json")), SKIP_NONE);
	cr_expect_eq(select_by_content(&select, 200, STR("image/svg+xml")), SKIP_MIME);
	cr_expect_eq(select_by_content(&select, 304, STR("text/html")), SKIP_STATUS);
	cr_expect_eq(select_by_type(&select, TYPE_REVISIT), SKIP_REVISIT);
	cr_expect_eq(select_status(&select, STR("3xx, 404"), &err), 0);
	cr_expect_eq(select_by_content(&select, 301, STR_NONE), SKIP_NONE);
	cr_expect_eq(select_by_content(&select, 200, STR_NONE), SKIP_STATUS);
	cr_expect_eq(select_status(&select, STR("2xy"), &err), -1);
	cr_expect_eq(select_since(&select, STR("2024-01-02"), &err), 0);
	cr_expect_eq(select_by_date(&select, STR("2024-01-01T23:59:59Z")), SKIP_DATE);
	cr_expect_eq(select_by_date(&select, STR("2024-01-02T00:00:00Z")), SKIP_NONE);
	cr_expect_eq(select_by_date(&select, STR_NONE), SKIP_NONE);
}
