#include "util.h"

#include <criterion/criterion.h>

static void expect_sizes(const struct run *run, const char *label, size_t count, const size_t *sizes)
{
	cr_expect_eq(run->ndocs, count, "%s: %zu documents", label, run->ndocs);
	for (size_t i = 0; i < count && i < run->ndocs; i++)
		cr_expect_eq(run->docs[i].len, sizes[i], "%s: body %zu is %zu", label, i, run->docs[i].len);
}

/* Frames abut: what documents cover has no hole and no overlap. */
static void expect_abutting(const struct run *run)
{
	uint64_t at = 0;

	for (size_t i = 0; i < run->ndocs; i++) {
		cr_expect_eq(run->docs[i].src_begin, at);
		cr_expect(run->docs[i].src_end > at);
		at = run->docs[i].src_end;
	}
	cr_expect(run->end >= at);
}

Test(warc, fields)
{
	struct buf file = BUF_INIT;
	struct run run;

	page_add(&file, 'a', 10);
	warc_add(&file, "request", "http://a.example/", STR("GET / HTTP/1.1\r\n\r\n"), -1);
	warc_add(&file, "conversion", "<http://b.example/x y>", STR("some text"), -1);
	run_bytes(&run, buf_str(&file), "x.warc");
	cr_assert_eq(run.ndocs, 2);
	cr_expect_str_eq(run.docs[0].id, "urn:uuid:response-0");
	cr_expect_str_eq(run.docs[0].url, "http://a.example/p");
	cr_expect_str_eq(run.docs[0].mime, "text/html");
	cr_expect_str_eq(run.docs[0].charset, "UTF-8");
	cr_expect_str_eq(run.docs[0].fetched, "2026-01-02T03:04:05Z");
	cr_expect_eq(run.docs[0].status, 200);
	cr_expect_eq(run.docs[0].ordinal, 0);
	cr_expect_str_eq(run.docs[1].url, "http://b.example/x%20y");
	cr_expect_str_eq(run.docs[1].content, "some text");
	cr_expect_str_eq(run.docs[1].mime, "text/plain");
	cr_expect_eq(run.docs[1].ordinal, 2);
	cr_expect_eq(run.skips.count[SKIP_TYPE], 1);
	cr_expect_eq(run.faults.grave, 0);
	expect_abutting(&run);
	run_release(&run);
	buf_release(&file);
}

/* What a crawler writes down of its own is no document, whatever type it is given. */
Test(warc, notes_of_crawlers)
{
	static const char *const notes[] = {
		"dns:www.example.org", "<urn:pageinfo:https://example.org/>", "urn:text:https://example.org/", "whois:example.org",
	};
	struct select select;
	struct buf file = BUF_INIT;
	struct run run;
	struct err err;

	for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
		warc_add(&file, i % 2 ? "resource" : "response", notes[i], STR("some text"), -1);
	warc_add(&file, "resource", "https://example.org/metadata:1", STR("some text"), -1);
	warc_add(&file, "resource", "urn:isbn:123", STR("some text"), -1);
	run_bytes(&run, buf_str(&file), "x.warc");
	cr_expect_eq(run.ndocs, 2);
	cr_expect_eq(run.skips.count[SKIP_TYPE], sizeof notes / sizeof *notes);
	run_release(&run);
	select_defaults(&select);
	cr_assert_eq(select_types(&select, STR("metadata"), &err), 0);
	cr_expect_eq(select_by_type(&select, select_type_of(STR("resource"), str_of(notes[0]))), SKIP_NONE);
	buf_release(&file);
}

/* A file that was packed again, as a download with Content-Encoding: gzip is kept by some. */
Test(warc, packed_twice)
{
	struct buf record = BUF_INIT, once = BUF_INIT, twice = BUF_INIT, damaged = BUF_INIT;
	struct run run;

	page_add(&record, 'a', 10);
	for (int i = 0; i < 3; i++)
		gzip_add(&once, buf_str(&record));
	gzip_add(&twice, buf_str(&once));
	run_bytes(&run, buf_str(&twice), "x.warc.gz");
	cr_assert_eq(run.ndocs, 3);
	cr_expect_eq(run.docs[2].offset, once.len / 3 * 2);
	cr_expect_eq(run.docs[2].src_end, record.len * 3);
	cr_expect_eq(run.faults.grave, 0);
	run_release(&run);
	for (size_t i = 0; i < once.len; i++)
		buf_add_byte(&damaged, i == once.len / 2 ? (char)(once.data[i] ^ 0x55) : once.data[i]);
	buf_reset(&twice);
	zstd_add(&twice, buf_str(&damaged));
	run_bytes(&run, buf_str(&twice), "x.warc.zst");
	cr_expect(run.ndocs >= 2 && run.faults.count[FAULT_GZIP] > 0);
	run_release(&run);
	buf_release(&record);
	buf_release(&once);
	buf_release(&twice);
	buf_release(&damaged);
}

Test(warc, offset_is_that_of_the_member)
{
	struct buf file = BUF_INIT, record = BUF_INIT;
	struct run run;
	size_t second;

	page_add(&record, 'a', 100);
	gzip_add(&file, buf_str(&record));
	second = file.len;
	gzip_add(&file, buf_str(&record));
	run_bytes(&run, buf_str(&file), "x.warc.gz");
	cr_assert_eq(run.ndocs, 2);
	cr_expect_eq(run.docs[0].offset, 0);
	cr_expect_eq(run.docs[1].offset, second);
	cr_expect_eq(run.docs[1].src_begin, record.len);
	cr_expect_eq(run.end, 2 * record.len);
	run_release(&run);
	buf_release(&record);
	buf_release(&file);
}

/* Everything that can be wrong with a length, plain and packed. */
Test(warc, lengths)
{
	struct str block = STR("HTTP/1.1 200 OK\r\n\r\nbody");
	struct {
		const char *label;
		long long length;
	} const rows[] = {
		{ "right", 23 }, { "short", 3 },      { "long", 40 },
		{ "huge", 1ll << 62 }, { "none", 0 }, { "megabytes", 30 << 20 },
	};
	static const size_t sizes[] = { 7, 4, 9 };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (int packed = 0; packed < 2; packed++) {
			struct buf file = BUF_INIT, one = BUF_INIT;
			struct run run;

			for (size_t part = 0; part < 3; part++) {
				buf_reset(&one);
				if (part == 1)
					warc_add(&one, "response", "http://a.example/", block, rows[i].length);
				else
					page_add(&one, 'x', sizes[part]);
				if (packed)
					gzip_add(&file, buf_str(&one));
				else
					buf_add_str(&file, buf_str(&one));
			}
			run_bytes(&run, buf_str(&file), packed ? "x.warc.gz" : "x.warc");
			expect_sizes(&run, rows[i].label, 3, sizes);
			cr_expect_eq(run.faults.count[FAULT_LENGTH], rows[i].length != 23, "%s: %d faults",
				     rows[i].label, (int)run.faults.count[FAULT_LENGTH]);
			expect_abutting(&run);
			run_release(&run);
			buf_release(&one);
			buf_release(&file);
		}
}

/* A damaged member costs itself and nothing beside it. */
Test(warc, damage_in_each_place)
{
	struct buf file = BUF_INIT, one = BUF_INIT;
	size_t begin = 0, end = 0;

	for (int part = 0; part < 3; part++) {
		buf_reset(&one);
		page_add(&one, (char)('a' + part), 300);
		begin = part == 1 ? file.len : begin;
		gzip_add(&file, buf_str(&one));
		end = part == 1 ? file.len : end;
	}
	for (size_t at = begin; at < end; at++)
		for (int how = 0; how < 2; how++) {
			struct buf bad = BUF_INIT;
			struct run run;
			bool first = false, last = false;

			buf_add(&bad, file.data, at);
			if (how == 0)
				buf_add_byte(&bad, (char)(file.data[at] ^ 0x55));
			buf_add(&bad, file.data + at + 1, file.len - at - 1);
			run_bytes(&run, buf_str(&bad), "x.warc.gz");
			for (size_t i = 0; i < run.ndocs; i++) {
				first |= run.docs[i].len == 300 && run.docs[i].content[0] == 'a' &&
					 run.docs[i].truncated[0] == '\0';
				last |= run.docs[i].len == 300 && run.docs[i].content[0] == 'c' &&
					run.docs[i].truncated[0] == '\0';
			}
			cr_expect(first && last, "byte %zu of the member, way %d", at - begin, how);
			expect_abutting(&run);
			run_release(&run);
			buf_release(&bad);
		}
	buf_release(&one);
	buf_release(&file);
}

Test(warc, cut_at_every_byte)
{
	struct buf file = BUF_INIT;

	page_add(&file, 'a', 20);
	page_add(&file, 'b', 20);
	for (int packed = 0; packed < 2; packed++) {
		struct buf whole = BUF_INIT;

		if (packed)
			gzip_add(&whole, buf_str(&file));
		else
			buf_add_str(&whole, buf_str(&file));
		for (size_t len = 0; len < whole.len; len++) {
			struct run run;

			run_bytes(&run, str_from(whole.data, len), "x");
			cr_expect(run.ndocs <= 2);
			run_release(&run);
		}
		buf_release(&whole);
	}
	buf_release(&file);
}

Test(warc, zstd_frames_and_damage)
{
	struct buf file = BUF_INIT, one = BUF_INIT;
	struct run run;
	size_t second = 0;

	for (int part = 0; part < 3; part++) {
		buf_reset(&one);
		page_add(&one, (char)('a' + part), 5000);
		second = part == 1 ? file.len : second;
		zstd_add(&file, buf_str(&one));
	}
	run_bytes(&run, buf_str(&file), "x.warc.zst");
	cr_expect_eq(run.ndocs, 3);
	cr_expect_eq(run.docs[1].offset, second);
	cr_expect_eq(run.faults.grave, 0);
	run_release(&run);
	file.data[second + 4] = (char)0xff; /* frame header: a reserved bit */
	run_bytes(&run, buf_str(&file), "x.warc.zst");
	cr_expect_eq(run.ndocs, 2);
	cr_expect_eq(run.faults.count[FAULT_ZSTD], 1);
	run_release(&run);
	buf_release(&one);
	buf_release(&file);
}

/* A body over the cap is cut, whatever it is packed in, and the record behind it is read. */
Test(warc, bodies_over_the_cap)
{
	struct buf file = BUF_INIT, packed = BUF_INIT, block = BUF_INIT, body = BUF_INIT;
	struct run run;

	page_add(&file, 'a', 40 << 20);
	page_add(&file, 'b', 10);
	run_bytes(&run, buf_str(&file), "x.warc");
	cr_assert_eq(run.ndocs, 2);
	cr_expect_eq(run.docs[0].len, DOC_BODY_MAX);
	cr_expect_str_eq(run.docs[0].truncated, "length");
	cr_expect_eq(run.docs[1].len, 10);
	cr_expect_eq(run.faults.count[FAULT_TRUNCATED], 1);
	expect_abutting(&run);
	run_release(&run);

	zstd_add(&packed, buf_str(&file)); /* over 1,000 bytes out a byte in */
	buf_reset(&file);
	page_add(&file, 'c', 10);
	zstd_add(&packed, buf_str(&file));
	run_bytes(&run, buf_str(&packed), "x.warc.zst");
	cr_expect_eq(run.faults.count[FAULT_BOMB], 1);
	cr_expect_eq(run.docs[run.ndocs - 1].content[0], 'c');
	run_release(&run);

	buf_add_text(&block, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
	buf_reserve(&body, 20 << 20);
	memset(body.data, 'z', 20 << 20);
	body.len = 20 << 20;
	gzip_add(&block, buf_str(&body));
	buf_reset(&file);
	warc_add(&file, "response", "http://a.example/", buf_str(&block), -1);
	run_bytes(&run, buf_str(&file), "x.warc");
	cr_assert_eq(run.ndocs, 1);
	cr_expect_eq(run.faults.count[FAULT_BOMB], 1);
	cr_expect_str_eq(run.docs[0].truncated, "bomb");
	run_release(&run);
	buf_release(&file);
	buf_release(&packed);
	buf_release(&block);
	buf_release(&body);
}

Test(warc, name_that_claims_a_container)
{
	struct {
		const char *name;
		struct str bytes;
		bool fault;
	} const rows[] = {
		{ "a.warc", STR("<html>"), true },  { "a.wet.gz", STR("text"), true },
		{ "a.arc", STR("{\"text\":1}"), true }, { "a.WARC.zst", STR("text"), true },
		{ "a.warc", STR(""), false },	    { "warc", STR("text"), false },
		{ "a.html", STR("text"), false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct run run;

		run_bytes(&run, rows[i].bytes, rows[i].name);
		cr_expect_eq(run.faults.count[FAULT_FORMAT], rows[i].fault, "%s", rows[i].name);
		run_release(&run);
	}
}

/* Bytes that belong to no record cost no record, and no record takes them in. */
Test(warc, rubbish_between_records)
{
	static const size_t sizes[] = { 100, 50, 70 };

	for (int packed = 0; packed < 2; packed++) {
		struct buf file = BUF_INIT;
		struct run run;

		for (size_t i = 0; i < 3; i++) {
			struct buf one = BUF_INIT;

			page_add(&one, 'x', sizes[i]);
			if (packed)
				gzip_add(&file, buf_str(&one));
			else
				buf_add_str(&file, buf_str(&one));
			buf_add_text(&file, i == 0 ? "rubbish\nand \x1f\x8b\x08 more\n" : i == 1 ? "right before" : "");
			buf_release(&one);
		}
		run_bytes(&run, buf_str(&file), "x");
		expect_sizes(&run, "rubbish", 3, sizes);
		cr_expect_eq(run.faults.grave, 2);
		run_release(&run);
		buf_release(&file);
	}
}

/* A member that was cut in the middle of the file gives rubbish behind its good part. */
Test(warc, member_cut_in_the_middle)
{
	struct buf file = BUF_INIT, one = BUF_INIT;
	struct run run;

	page_add(&one, 'a', 200);
	gzip_add(&file, buf_str(&one));
	gzip_add(&file, buf_str(&one));
	file.len -= 60;
	gzip_add(&file, buf_str(&one));
	run_bytes(&run, buf_str(&file), "x.warc.gz");
	cr_expect(run.ndocs >= 2);
	cr_expect_eq(run.docs[run.ndocs - 1].len, 200);
	cr_expect_str_eq(run.docs[run.ndocs - 1].truncated, "");
	for (size_t i = 0; i < run.ndocs; i++)
		cr_expect(run.docs[i].len <= 200, "%zu", run.docs[i].len);
	if (run.ndocs == 3)
		cr_expect_str_eq(run.docs[1].truncated, "damage");
	cr_expect_eq(run.faults.count[FAULT_GZIP], 1);
	run_release(&run);
	buf_release(&one);
	buf_release(&file);
}
