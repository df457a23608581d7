#include "util.h"

#include <criterion/criterion.h>

static void undo(struct str block, struct http_scratch *scratch, struct http *http)
{
	http_read_head(block, scratch, http);
	http_undo(scratch, false, http);
}

Test(http, heads)
{
	struct {
		const char *block;
		int status;
		const char *mime, *charset, *body;
		uint32_t faults;
	} const rows[] = {
		{ "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\nx", 200, "text/html", "utf-8", "x", 0 },
		{ "HTTP/1.0 200\nContent-type:TEXT/Plain ;a=b; Charset='koi8-r'\n\nx\n", 200, "text/plain", "koi8-r", "x\n", 0 },
		{ "HTTP/2 404 \r\n\r\n", 404, "", "", "", 0 },
		{ "ICY 200 OK\r\n\r\nx", 200, "", "", "x", 0 },
		{ "HTTP/1.1 2000 OK\r\n\r\nx", 0, "", "", "x", 0 },
		{ "HTTP/1.1 200 OK\r\nno colon\r\n folded: x\r\n\r\nx", 200, "", "", "x", 1u << FAULT_HEADER },
		{ "<html>", 0, "", "", "<html>", 0 },
		{ "HTTP/1.1 200 OK\r\nContent-Type: text/html", 200, "text/html", "", "", 0 },
		{ "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=\r\n\r\nx", 200, "text/html", "", "x", 0 },
		{ "", 0, "", "", "", 0 },
	};
	struct http_scratch scratch;

	http_scratch_init(&scratch);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct http http;

		undo(str_of(rows[i].block), &scratch, &http);
		cr_expect_eq(http.status, rows[i].status, "%s", rows[i].block);
		cr_expect(str_is(http.mime, rows[i].mime), "%s: %.*s", rows[i].block, STR_ARG(http.mime));
		cr_expect(str_is(http.charset, rows[i].charset), "%s: %.*s", rows[i].block, STR_ARG(http.charset));
		cr_expect(str_is(http.body, rows[i].body), "%s: %.*s", rows[i].block, STR_ARG(http.body));
		cr_expect_eq(http.faults, rows[i].faults, "%s", rows[i].block);
	}
	http_scratch_release(&scratch);
}

/* What the head says of the document's use: lines count together, and only printable ASCII. */
Test(http, use)
{
	struct http_scratch scratch;
	struct http http;

	http_scratch_init(&scratch);
	undo(STR("HTTP/1.1 200 OK\r\nX-Robots-Tag: NoIndex, nofollow\r\nx-robots-tag: bot: no\x01\xffsnippet\r\n"
		 "TDM-Reservation: 1\r\nTDM-Policy: https://a.example/P.json\r\n\r\nx"), &scratch, &http);
	cr_expect(str_is(http.robots, "noindex, nofollow,bot: nosnippet"), "%.*s", STR_ARG(http.robots));
	cr_expect(str_is(http.tdm, "1 https://a.example/P.json"), "%.*s", STR_ARG(http.tdm));
	undo(STR("HTTP/1.1 200 OK\r\nTDM-Policy: x\r\n\r\nx"), &scratch, &http);
	cr_expect(http.robots.at == NULL && http.tdm.at == NULL);
	http_scratch_release(&scratch);
}

Test(http, chunks)
{
	enum { CHUNKED = 1u << FAULT_CHUNKED, CUT = 1u << FAULT_TRUNCATED };
	struct {
		const char *body, *want;
		uint32_t faults;
	} const rows[] = {
		{ "3\r\nabc\r\n0\r\n\r\n", "abc", 0 },
		{ "3\r\nabc\r\n2\r\nde\r\n1\r\nf\r\n0\r\n\r\n", "abcdef", 0 },
		{ "3;x=y\r\nabc\r\n0003 \r\ndef\r\n0\r\nTrailer: x\r\n\r\n", "abcdef", 0 },
		{ "3\nabc\n0\n\n", "abc", 0 },
		{ "3\r\nabc\r\n", "abc", CUT },
		{ "5\r\nabc", "abc", CUT },
		{ "3\r\nabc\r\n5\r\nde", "abcde", CUT },
		{ "ffffffffffffffff\r\nabc", "abc", CUT },
		{ "ffffffffffffffffff\r\nabc", "ffffffffffffffffff\r\nabc", CHUNKED },
		{ "<html>plain</html>", "<html>plain</html>", CHUNKED },
		{ "3\r\nabcdef\r\n0\r\n\r\n", "3\r\nabcdef\r\n0\r\n", CHUNKED },
		{ "-3\r\nabc", "-3\r\nabc", CHUNKED },
		{ "0\r\n\r\n", "", 0 },
		{ "", "", 0 },
	};
	struct http_scratch scratch;

	http_scratch_init(&scratch);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf block = BUF_INIT;
		struct http http;

		buf_addf(&block, "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, CHUNKED\r\n\r\n%s", rows[i].body);
		undo(buf_str(&block), &scratch, &http);
		cr_expect(str_is(http.body, rows[i].want), "%s: %.*s", rows[i].body, STR_ARG(http.body));
		cr_expect_eq(http.faults, rows[i].faults, "%s: %x", rows[i].body, http.faults);
		buf_release(&block);
	}
	http_scratch_release(&scratch);
}

Test(http, codings)
{
	struct buf gzip = BUF_INIT, zstd = BUF_INIT, twice = BUF_INIT;
	struct http_scratch scratch;

	http_scratch_init(&scratch);
	gzip_add(&gzip, STR("body"));
	zstd_add(&zstd, STR("body"));
	gzip_add(&twice, buf_str(&zstd));
	struct {
		const char *coding;
		struct str body;
		const char *want;
		uint32_t faults;
	} const rows[] = {
		{ "gzip", buf_str(&gzip), "body", 0 },
		{ "X-GZIP", buf_str(&gzip), "body", 0 },
		{ "zstd", buf_str(&zstd), "body", 0 },
		{ "zstd, gzip", buf_str(&twice), "body", 0 },
		{ "identity", STR("body"), "body", 0 },
		{ "unknown", STR("body"), "body", 0 },
		{ "gzip", STR("body"), "body", 1u << FAULT_ENCODING },
		{ "br", STR("<html>plain</html>"), "<html>plain</html>", 1u << FAULT_ENCODING },
		{ "deflate", STR("<html>plain</html>"), "<html>plain</html>", 1u << FAULT_ENCODING },
		{ "zstd", STR("body"), "body", 1u << FAULT_ENCODING },
		{ "zstd\r\nX: y\r\nContent-Encoding: gzip", buf_str(&twice), "body", 0 },
		{ "gzip\r\nContent-Encoding: gzip", buf_str(&gzip), "body", 0 },
		{ "zstd\r\nTransfer-Encoding: gzip", buf_str(&twice), "body", 0 },
		{ "br", buf_str(&gzip), "body", 1u << FAULT_ENCODING },
		{ "deflate", buf_str(&zstd), "body", 1u << FAULT_ENCODING },
		{ "identity\r\nContent-Type: text/html", buf_str(&gzip), "body", 1u << FAULT_ENCODING },
		{ "gzip", STR(""), "", 0 },
		{ "deflate", STR("\x78\x9c\x4b\xca\x4f\xa9\x04\x00\x04\x1a\x01\xaf"), "body", 0 },
		{ "deflate", STR("\x4b\xca\x4f\xa9\x04\x00"), "body", 0 },
		{ "gzip", str_from(gzip.data, gzip.len - 4), "body", 1u << FAULT_TRUNCATED },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf block = BUF_INIT;
		struct http http;

		buf_addf(&block, "HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\n\r\n", rows[i].coding);
		buf_add_str(&block, rows[i].body);
		undo(buf_str(&block), &scratch, &http);
		cr_expect(str_is(http.body, rows[i].want), "%zu %s: %.*s", i, rows[i].coding, STR_ARG(http.body));
		cr_expect_eq(http.faults, rows[i].faults, "%zu %s: %x", i, rows[i].coding, http.faults);
		buf_release(&block);
	}
	buf_release(&gzip);
	buf_release(&zstd);
	buf_release(&twice);
	http_scratch_release(&scratch);
}
