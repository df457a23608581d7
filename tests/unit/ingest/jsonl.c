#include "util.h"

#include "base/file.h"
#include "ingest/json.h"

#include <criterion/criterion.h>

Test(jsonl, lines)
{
	struct {
		const char *label;
		struct str file;
		size_t docs;
		const char *text; /* of the first document */
		uint64_t faults;
	} const rows[] = {
		{ "one", STR("{\"text\":\"a\"}\n"), 1, "a", 0 },
		{ "no end of line", STR("{\"text\":\"a\"}\n{\"text\":\"b\"}"), 2, "a", 0 },
		{ "CRLF, BOM, blank lines", STR("\xef\xbb\xbf{\"text\":\"a\"}\r\n\r\n \n{\"text\":\"b\"}\r\n"), 2, "a", 0 },
		{ "bad lines", STR("{\"text\":\"a\"}\n{\"text\":\n{\"text\":1}\n{}\n[1]\n{\"text\":\"b\"}\n"), 2, "a", 4 },
		{ "escapes", STR("{\"text\":\"\\u00e5\\ud83d\\ude00\\n\\t\\\"\\\\\\/\"}"), 1, "\xc3\xa5\xf0\x9f\x98\x80\n\t\"\\/", 0 },
		{ "lone surrogates", STR("{\"text\":\"a\\ud800b\\udc00c\\ud800\\u0041\"}"), 1, "a\xef\xbf\xbd" "b\xef\xbf\xbd" "c\xef\xbf\xbd" "A", 0 },
		{ "NUL, escaped and bare", STR("{\"text\":\"a\\u0000b\0c\",\"more\":\"to be text\"}"), 1, "a", 0 }, /* as C reads it */
		{ "unknown escape", STR("{\"text\":\"a\\qb\\u12\"}"), 1, "a\\qb\\u12", 0 },
		{ "empty text", STR("{\"text\":\"\"}\n"), 1, "", 0 },
		{ "escaped key", STR("{\"t\\u0065xt\":\"a\"}"), 1, "a", 0 },
		{ "behind the object", STR("{\"text\":\"a\"} x\n"), 0, "", 1 },
		{ "html", STR("{\"html\":\"<p>a\"}\n"), 1, "<p>a", 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct run run;

		run_bytes(&run, rows[i].file, "x.jsonl");
		cr_expect_eq(run.format, FORMAT_JSONL, "%s", rows[i].label);
		cr_expect_eq(run.ndocs, rows[i].docs, "%s: %zu", rows[i].label, run.ndocs);
		cr_expect_eq(run.faults.count[FAULT_JSON], rows[i].faults, "%s", rows[i].label);
		if (run.ndocs > 0)
			cr_expect_str_eq(run.docs[0].content, rows[i].text, "%s", rows[i].label);
		run_release(&run);
	}
}

Test(jsonl, status_and_empty_values)
{
	static const struct {
		const char *line, *url;
		size_t docs;
		int status;
		uint32_t others;
	} rows[] = {
		{ "{\"text\":\"a\",\"status\":200,\"url\":\"http://a/\"}", "http://a/", 1, 200, 0 },
		{ "{\"text\":\"a\",\"status\":\"206\",\"url\":\"\",\"mime\":\"\",\"id\":\"\"}", "", 1, 206, 0 },
		{ "{\"text\":\"a\",\"status\":404}", "", 0, 0, 0 },
		{ "{\"text\":\"a\",\"status\":\"published\"}", "", 1, 0, 1 },
		{ "{\"text\":\"a\",\"status\":1}", "", 1, 0, 1 },
		{ "{\"text\":\"a\",\"status\":null,\"url\":null}", "", 1, 0, 0 },
		{ "{\"text\":\"a\",\"mime\":\"application/pdf\"}", "", 1, 0, 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct run run;

		run_bytes(&run, str_of(rows[i].line), "x");
		cr_assert_eq(run.ndocs, rows[i].docs, "%s", rows[i].line);
		cr_expect_eq(run.skips.count[SKIP_STATUS], 1 - rows[i].docs, "%s", rows[i].line);
		if (run.ndocs > 0) {
			cr_expect_str_eq(run.docs[0].url, rows[i].url, "%s", rows[i].line);
			cr_expect_eq(run.docs[0].status, rows[i].status, "%s: %d", rows[i].line, run.docs[0].status);
			cr_expect_eq(run.docs[0].nfields, rows[i].others, "%s: %u", rows[i].line, run.docs[0].nfields);
		}
		run_release(&run);
	}
}

Test(jsonl, fields_of_known_corpora)
{
	struct {
		const char *line, *id, *url, *fetched;
		uint32_t others;
	} const rows[] = {
		{ "{\"text\":\"a\",\"id\":\"<urn:uuid:1>\",\"metadata\":{\"url\":\"http://a/\",\"date\":\"2024-01-02T03:04:05Z\"}}",
		  "<urn:uuid:1>", "http://a/", "2024-01-02T03:04:05Z", 1 },
		{ "{\"id\":\"d1\",\"text\":\"a\",\"source\":\"cc\",\"added\":\"2024-01-02\",\"metadata\":{\"url\":\"http://a/\"}}",
		  "d1", "http://a/", "2024-01-02T00:00:00Z", 3 },
		{ "{\"f\":\"./x.warc.gz\",\"o\":1,\"u\":\"http://a/\",\"c\":\"text/html\",\"ts\":\"2024-01-02T03:04:05Z\",\"lang\":[\"nob_Latn\",\"dan_Latn\"],\"prob\":[0.9,0.1],\"text\":\"a\",\"id\":\"h1\"}",
		  "h1", "http://a/", "2024-01-02T03:04:05Z", 4 },
		{ "{\"text\":\"a\",\"id\":7,\"url\":\"http://a/\",\"date\":\"no date\",\"language\":\"en\",\"language_score\":0.9}", "7",
		  "http://a/", "", 3 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct run run;

		run_bytes(&run, str_of(rows[i].line), "x");
		cr_assert_eq(run.ndocs, 1, "%s", rows[i].line);
		cr_expect_str_eq(run.docs[0].id, rows[i].id, "%s", rows[i].line);
		cr_expect_str_eq(run.docs[0].url, rows[i].url, "%s", rows[i].line);
		cr_expect_str_eq(run.docs[0].fetched, rows[i].fetched, "%s", rows[i].line);
		cr_expect_eq(run.docs[0].nfields, rows[i].others, "%s: %u", rows[i].line, run.docs[0].nfields);
		run_release(&run);
	}
}

/* A text over the cap is cut on a character's border; the lines behind it are read. */
Test(jsonl, long_lines)
{
	static const size_t sizes[] = { 17 << 20, 40 << 20, 100 << 20 };

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct buf file = BUF_INIT;
		struct run run;

		buf_add_text(&file, "{\"id\":\"long\",\"text\":\"a");
		buf_reserve(&file, sizes[i]);
		for (size_t k = 0; k < sizes[i]; k += 2)
			memcpy(file.data + file.len + k, "\xc3\xa5", 2);
		file.len += sizes[i];
		buf_add_text(&file, "\"}\n{\"text\":\"b\"}\n");
		run_bytes(&run, buf_str(&file), "x");
		cr_assert_eq(run.ndocs, 2, "%zu", sizes[i]);
		cr_expect_eq(run.docs[0].len, DOC_BODY_MAX - 1, "%zu: %zu", sizes[i], run.docs[0].len);
		cr_expect_str_eq(run.docs[0].id, "long");
		cr_expect_str_eq(run.docs[0].truncated, "length");
		cr_expect_str_eq(run.docs[1].content, "b");
		cr_expect_eq(run.docs[1].src_begin, run.docs[0].src_end);
		cr_expect_eq(run.faults.count[FAULT_TRUNCATED], 1);
		run_release(&run);
		buf_release(&file);
	}
}

Test(jsonl, packed_members_and_damage)
{
	struct buf file = BUF_INIT;
	struct run run;
	size_t second;

	gzip_add(&file, STR("{\"text\":\"one\"}\n{\"text\":\"tw"));
	second = file.len;
	gzip_add(&file, STR("o\"}\n{\"text\":\"three\"}\n"));
	gzip_add(&file, STR("{\"text\":\"four\"}\n"));
	run_bytes(&run, buf_str(&file), "x.jsonl.gz");
	cr_assert_eq(run.ndocs, 4);
	cr_expect_str_eq(run.docs[1].content, "two");
	run_release(&run);
	file.data[second + 12] ^= 0x41;
	run_bytes(&run, buf_str(&file), "x.jsonl.gz");
	cr_expect(run.ndocs >= 2);
	cr_expect_str_eq(run.docs[0].content, "one");
	cr_expect_str_eq(run.docs[run.ndocs - 1].content, "four");
	cr_expect_eq(run.faults.count[FAULT_GZIP], 1);
	run_release(&run);
	buf_release(&file);
}

Test(jsonl, nested_values)
{
	struct json_value value;
	struct buf deep = BUF_INIT;

	cr_expect(json_value_of(STR(" {\"a\":[1,{\"b\":\"]}\"}]} "), &value));
	cr_expect_eq(value.kind, JSON_OBJECT);
	cr_expect_not(json_value_of(STR("{\"a\":[1}"), &value));
	cr_expect_not(json_value_of(STR("1 2"), &value));
	for (int i = 0; i < 100000; i++)
		buf_add_byte(&deep, '[');
	cr_expect_not(json_value_of(buf_str(&deep), &value));
	buf_release(&deep);
}

/* A zstd frame whose decoder fails without taking a byte was looked for again for ever. */
Test(jsonl, zstd_error_without_progress)
{
	struct buf file = BUF_INIT;
	struct run run;
	struct err err;

	cr_assert_eq(file_read("tests/fuzz/seeds/jsonl/zstd-no-progress", 1 << 20, &file, &err), 0, "%s", err.text);
	run_bytes(&run, buf_str(&file), "x");
	cr_expect(run.faults.count[FAULT_ZSTD] > 0);
	run_release(&run);
	buf_release(&file);
}
