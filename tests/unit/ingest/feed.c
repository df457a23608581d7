#include "util.h"

#include <criterion/criterion.h>

#ifdef HAVE_EXPAT

#define RSS(items) "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Site</title>" items "</channel></rss>\n"

Test(feed, items)
{
	struct {
		const char *label, *file;
		size_t docs;
		const char *id, *url, *content, *mime; /* of the last */
		uint32_t fields;
		uint64_t faults;
	} const rows[] = {
		{ "rss", RSS("<item><guid>g1</guid><link> http://a/ </link><title>T</title><description>&lt;p>a</description></item>"),
		  1, "g1", "http://a/", "<p>a", "text/html", 1, 0 },
		{ "content before description", RSS("<item><link>http://a/</link><description>short</description><content:encoded><![CDATA[<p>long]]></content:encoded><category>x</category><category>y\"</category></item>"),
		  1, "", "http://a/", "<p>long", "text/html", 2, 0 },
		{ "two", RSS("<item><guid>1</guid></item><item><guid>2</guid></item>"), 2, "2", "", "", "text/html", 0, 0 },
		{ "entity of HTML", RSS("<item><guid>1</guid><description>a&nbsp;b</description></item>"),
		  1, "1", "", "a&nbsp;b", "text/html", 0, 0 },
		{ "atom", "<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>f</id><entry><id>e</id><link rel=\"self\" href=\"http://s/\"/><link href=\"http://a/\"/><author><name>N</name><uri>u</uri></author><updated>2024-01-02</updated><content type=\"text\">a &lt; b</content></entry></feed>",
		  1, "e", "http://a/", "a < b", "text/plain", 2, 0 },
		{ "atom xhtml", "<feed><entry><id>e</id><content type=\"xhtml\"><div><p class=\"x\">a &amp; b</p></div></content></entry></feed>",
		  1, "e", "", "<div><p class=\"x\">a &amp; b</p></div>", "text/html", 0, 0 },
		{ "latin-1", "<?xml version=\"1.0\" encoding=\"windows-1252\"?><rss><item><guid>1</guid><description>\xe5\x80</description></item></rss>",
		  1, "1", "", "\xc3\xa5\xe2\x82\xac", "text/html", 0, 0 },
		{ "damage between items", RSS("<item><guid>1</guid></item><item><guid>2</guid><description>a & b</description></item><item><guid>3</guid></item>"),
		  2, "3", "", "", "text/html", 0, 1 },
		{ "cut", "<rss><channel><item><guid>1</guid></item><item><guid>2</gu", 1, "1", "", "", "text/html", 0, 1 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct run run;
		const struct run_doc *doc;

		run_bytes(&run, str_of(rows[i].file), "x.xml");
		cr_expect_eq(run.format, FORMAT_FEED, "%s", rows[i].label);
		cr_assert_eq(run.ndocs, rows[i].docs, "%s: %zu", rows[i].label, run.ndocs);
		doc = &run.docs[run.ndocs - 1];
		cr_expect_str_eq(doc->id, rows[i].id, "%s", rows[i].label);
		cr_expect_str_eq(doc->url, rows[i].url, "%s", rows[i].label);
		cr_expect_str_eq(doc->content, rows[i].content, "%s", rows[i].label);
		cr_expect_str_eq(doc->mime, rows[i].mime, "%s", rows[i].label);
		cr_expect_eq(doc->nfields, rows[i].fields, "%s: %u", rows[i].label, doc->nfields);
		cr_expect_eq(run.faults.count[FAULT_FEED], rows[i].faults, "%s: %d", rows[i].label, (int)run.faults.count[FAULT_FEED]);
		cr_expect_eq(run.end, strlen(rows[i].file), "%s", rows[i].label);
		run_release(&run);
	}
}

/* Offsets do not depend on where a chunk ends. */
Test(feed, many_items)
{
	struct buf file = BUF_INIT;
	struct run run;
	uint64_t at = 0;

	buf_add_text(&file, "<rss><channel>");
	for (int i = 0; i < 40; i++) {
		buf_addf(&file, "<item><guid>%d</guid><description>", i);
		for (int k = 0; k < 10000; k++)
			buf_add_byte(&file, 'x');
		buf_add_text(&file, "</description></item>");
	}
	buf_add_text(&file, "</channel></rss>");
	run_bytes(&run, buf_str(&file), "x");
	cr_expect_eq(run.ndocs, 40);
	for (size_t i = 0; i < run.ndocs; i++) {
		cr_expect_eq(run.docs[i].src_begin, at);
		cr_expect_eq(memcmp(file.data + run.docs[i].src_end - 7, "</item>", 7), 0);
		cr_expect_eq(run.docs[i].len, 10000);
		at = run.docs[i].src_end;
	}
	cr_expect_eq(run.end, file.len);
	run_release(&run);
	buf_release(&file);
}

#else

Test(feed, needs_expat)
{
}

#endif
