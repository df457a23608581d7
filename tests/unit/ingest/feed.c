#include "util.h"

#include "ingest/feed_item.h"
#include "ingest/feed_scan.h"

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
		  1, "1", "", "a\xc2\xa0" "b", "text/html", 0, 0 },
		{ "atom", "<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>f</id><entry><id>e</id><link rel=\"self\" href=\"http://s/\"/><link href=\"http://a/\"/><author><name>N</name><uri>u</uri></author><updated>2024-01-02</updated><content type=\"text\">a &lt; b</content></entry></feed>",
		  1, "e", "http://a/", "a < b", "text/plain", 2, 0 },
		{ "atom xhtml", "<feed><entry><id>e</id><content type=\"xhtml\"><div><p class=\"x\">a &amp; b</p></div></content></entry></feed>",
		  1, "e", "", "<div><p class=\"x\">a &amp; b</p></div>", "text/html", 0, 0 },
		{ "latin-1", "<?xml version=\"1.0\" encoding=\"windows-1252\"?><rss><item><guid>1</guid><description>\xe5\x80</description></item></rss>",
		  1, "1", "", "\xc3\xa5\xe2\x82\xac", "text/html", 0, 0 },
		{ "damage between items", RSS("<item><guid>1</guid></item><item><guid>2</guid><description>a & b</description></item><item><guid>3</guid></item>"),
		  3, "3", "", "", "text/html", 0, 1 },
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

#define ITEM(n) "<item><guid isPermaLink=\"false\">" n "</guid></item>"
#define BROKEN(inside) RSS(ITEM("1") "<item><guid>2</guid>" inside "</item>" ITEM("3"))

/* What is wrong in one item costs neither the rest of it nor another. */
Test(feed, broken_items)
{
	struct {
		const char *label, *file;
		size_t docs;
		const char *url, *content; /* of the second */
		uint64_t faults;
	} const rows[] = {
		{ "bare ampersands", BROKEN("<link>http://a/?x=1&copy=2</link><description>a & b</description>"), 3, "http://a/?x=1&copy=2", "a & b", 1 },
		{ "unescaped HTML", BROKEN("<description><p>a<br>b <b class=x>c</p></description>"), 3, "", "<p>a<br>b <b class=\"x\">c</p>", 1 },
		{ "section in a section", BROKEN("<description><![CDATA[a ]]> b ]]></description><link>l</link>"), 3, "l", "a  b ", 1 },
		{ "section not closed", RSS(ITEM("1") "<item><link>l</link><description><![CDATA[a</description></item><item><description><![CDATA[b]]></description></item>"), 3, "l", "a</description></item>", 1 },
		{ "last section not closed", RSS(ITEM("1") "<item><link>l</link><description><![CDATA[a</description></item>"), 2, "l", "a</description></item>", 1 },
		{ "section with the end of an item", BROKEN("<description><![CDATA[a </item> b]]></description>"), 3, "", "a </item> b", 0 },
		{ "comment with an item", RSS(ITEM("1") "<!-- <item> --><item><link>l</link></item>"), 2, "l", "", 0 },
		{ "comment not closed", RSS(ITEM("1") "<item><link>l</link><!-- x</item>" ITEM("3")), 3, "l", "", 1 },
		{ "control", BROKEN("<description>a\x0b</description>"), 3, "", "a\x0b", 1 },
		{ "end tag misspelt", BROKEN("<title>t</titel><link>l</link>"), 3, "l", "", 1 },
		{ "attribute without quotes", BROKEN("<category domain=x>c</category><link>l</link>"), 3, "l", "", 1 },
		{ "item not closed", RSS(ITEM("1") "<item><link>l</link><description>a</description>" ITEM("3")), 3, "l", "a", 1 },
		{ "item of no use", RSS(ITEM("1") "<item><description></item>" ITEM("3")), 2, "", "", 1 },
		{ "end of no item", RSS(ITEM("1") "</item>" ITEM("3")), 2, "", "", 1 },
		{ "cut in an item", "<rss><item/>" ITEM("1") "<item><link>l</link><description>a", 2, "l", "a", 1 },
		{ "cut between items", "<rss>" ITEM("1") ITEM("2"), 2, "", "", 1 },
		{ "damaged head", "<rss><title>a & b</title>" ITEM("1") ITEM("2") "</rss>", 2, "", "", 1 },
		{ "entities within entities", "<!DOCTYPE rss [<!ENTITY a \"&b;&b;\"><!ENTITY b \"x\">]><rss>" ITEM("1") "<item><description>&a;</description></item></rss>", 2, "", "xx", 0 },
		{ "white space first", "\xef\xbb\xbf \n<?xml version=\"1.0\"?><rss>" ITEM("1") ITEM("2") "</rss>", 2, "", "", 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct run run;

		run_bytes(&run, str_of(rows[i].file), "x.xml");
		cr_expect_eq(run.ndocs, rows[i].docs, "%s: %zu", rows[i].label, run.ndocs);
		if (run.ndocs >= 2) {
			cr_expect_str_eq(run.docs[1].url, rows[i].url, "%s: %s", rows[i].label, run.docs[1].url);
			cr_expect_str_eq(run.docs[1].content, rows[i].content, "%s: %s", rows[i].label, run.docs[1].content);
		}
		cr_expect_eq(run.faults.count[FAULT_FEED], rows[i].faults, "%s: %d", rows[i].label, (int)run.faults.count[FAULT_FEED]);
		cr_expect_eq(run.end, strlen(rows[i].file), "%s", rows[i].label);
		run_release(&run);
	}
}

Test(feed, charsets)
{
	struct {
		const char *file;
		size_t len; /* 0: as long as it is written */
		const char *content;
		uint64_t faults;
	} const rows[] = {
		{ "<?xml version=\"1.0\" encoding=\"gb2312\"?><rss><item><description>\xd6\xd0\xe9\x46</description></item></rss>", 0, "\xe4\xb8\xad\xe9\x95\x95", 0 },
		{ "<?xml version=\"1.0\" encoding=\"shift_jis\"?><rss><item><description>\x83\x5c & \x95\x5c</description></item></rss>", 0, "\xe3\x82\xbd & \xe8\xa1\xa8", 1 },
		{ "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><rss><item><description>\x93" "a\x94</description></item></rss>", 0, "\xe2\x80\x9c" "a\xe2\x80\x9d", 0 },
		{ "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><rss><item><description>\xd0\xbc\xd0\xb8\xd1\x80</description></item></rss>", 0, "\xd0\xbc\xd0\xb8\xd1\x80", 0 },
		{ "<?xml version=\"1.0\" encoding=\"utf-16\"?><rss><item><description>\xc3\xa5</description></item></rss>", 0, "\xc3\xa5", 0 },
		{ "<rss><item><description>\xd0\xbc\xd0\xb8\xd1\x80 caf\xe9</description></item></rss>", 0, "\xd0\xbc\xd0\xb8\xd1\x80 caf\xc3\xa9", 1 },
		{ "\xff\xfe<\0r\0s\0s\0>\0<\0i\0t\0e\0m\0>\0<\0d\0e\0s\0c\0r\0i\0p\0t\0i\0o\0n\0>\0\xe5\0&\0<\0/\0d\0e\0s\0c\0r\0i\0p\0t\0i\0o\0n\0>\0<\0/\0i\0t\0e\0m\0>\0<\0/\0r\0s\0s\0>\0", 108, "\xc3\xa5&", 1 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct run run;

		run_bytes(&run, str_from(rows[i].file, rows[i].len > 0 ? rows[i].len : strlen(rows[i].file)), "x");
		cr_assert_eq(run.ndocs, 1, "%zu: %zu", i, run.ndocs);
		cr_expect_str_eq(run.docs[0].content, rows[i].content, "%zu: %s", i, run.docs[0].content);
		cr_expect_eq(run.faults.count[FAULT_FEED], rows[i].faults, "%zu", i);
		run_release(&run);
	}
}

Test(feed, addresses)
{
	struct {
		const char *file, *url;
	} const rows[] = {
		{ RSS("<link>http://h/n/</link><item><link>a</link></item>"), "http://h/n/a" },
		{ RSS("<link>http://h/n/</link><item><link>/a</link></item>"), "http://h/a" },
		{ RSS("<link>/n/</link><item><link>a</link></item>"), "http://s.example/n/a" },
		{ RSS("<image><link>http://i/</link></image><item><link>a</link></item>"), "http://s.example/a" },
		{ RSS("<item><link>HTTP://a/#f</link></item>"), "HTTP://a/#f" },
		{ RSS("<item><guid>http://g/1</guid></item>"), "http://g/1" },
		{ RSS("<item><guid isPermaLink=\"false\">http://g/1</guid></item>"), "" },
		{ "<rdf:RDF><item rdf:about=\"http://r/1\"><title>t</title></item></rdf:RDF>", "http://r/1" },
		{ "<feed xml:base=\"http://h/b/\"><link href=\"http://o/\"/><entry xml:base=\"c/\"><link href=\"../d?x\"/></entry></feed>", "http://h/b/d?x" },
		{ "<feed><link rel=\"self\" href=\"http://o/\"/><link href=\"http://h/\"/><entry><source><link href=\"http://x/\"/></source><link href=\"d\"/></entry></feed>", "http://h/d" },
		{ "<feed><entry><id>http://i/</id></entry></feed>", "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct run run;

		run_bytes(&run, str_of(rows[i].file), "http://s.example/feed.xml");
		cr_assert_eq(run.ndocs, 1, "%zu: %zu", i, run.ndocs);
		cr_expect_str_eq(run.docs[0].url, rows[i].url, "%zu: %s", i, run.docs[0].url);
		run_release(&run);
	}
}

/* In UTF-16 a byte that looks like the start of a tag may be half of another letter. */
Test(feed, half_letters)
{
	static const char bytes[] = "<A\0<\0i\0t\0e\0m\0>";
	struct feed_scan scan = { .unit = 2, .big = true };
	size_t from = 0, end = 0;

	cr_expect_eq(feed_scan(&scan, str_from(bytes, sizeof bytes - 1), true, &from, &end), FEED_ITEM);
	cr_expect_eq(from, 2);
	cr_expect_eq(end, sizeof bytes - 1);
}

Test(feed, dates)
{
	struct {
		const char *in, *want;
	} const rows[] = {
		{ "Tue, 02 Jan 2024 03:04:05 +0100", "2024-01-02T03:04:05+01:00" },
		{ "2 January 24 3:04 EST", "2024-01-02T03:04:00-05:00" },
		{ "Tue, 02 Jan 2024 03:04:05 GMT", "2024-01-02T03:04:05Z" },
		{ "Tue, 02 Jan 2024", "2024-01-02" },
		{ "Tue, 02 Jan 2024 03:04:05 Mars", "2024-01-02" },
		{ "2024-01-02T03:04:05Z", "" },
		{ "Fri, 31 Feb 2024 03:04:05 GMT", "" },
		{ "", "" },
	};
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		buf_reset(&out);
		cr_expect_eq(feed_date(str_of(rows[i].in), &out), rows[i].want[0] != '\0', "%s", rows[i].in);
		cr_expect_str_eq(buf_cstr(&out), rows[i].want, "%s", rows[i].in);
	}
	cr_expect_not(feed_date(STR_NONE, &out));
	buf_release(&out);
}

/* What the fields of an item say: a title is text, an author may be the feed's. */
Test(feed, values)
{
	struct {
		const char *label, *file, *title, *author;
	} const rows[] = {
		{ "title of RSS", "<item><title>A &amp;amp; &lt;b&gt;B&lt;/b&gt;</title><author>x</author></item>", "A & B", "x" },
		{ "title of Atom", "<entry><title>A &amp;amp; B</title><author><name>N</name><email>e</email></author></entry>", "A &amp; B", "N" },
		{ "title of Atom in HTML", "<entry><title type=\"html\">&amp;quot;A&amp;quot;</title></entry>", "\"A\"", "F" },
		{ "title without text", "<item><title></title><description>D</description><author>x</author></item>", NULL, "x" },
		{ "source", "<entry><source><title>S</title></source><title>T</title></entry>", "T", "F" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct feed_item feed = { .atom = true }, item = { 0 };
		struct doc doc;

		buf_add_text(&feed.value[FEED_AUTHOR], "F");
		feed_item_salvage(&item, str_of(rows[i].file));
		feed_item_fill(&item, &feed, &doc);
		const struct doc_field *field = doc.fields;

		cr_assert_geq(doc.nfields, rows[i].title ? 2 : 1, "%s", rows[i].label);
		if (rows[i].title) {
			cr_expect(str_is(field->value, rows[i].title), "%s: %.*s", rows[i].label, STR_ARG(field->value));
			field++;
		}
		cr_expect(str_is(field->value, rows[i].author), "%s: %.*s", rows[i].label, STR_ARG(field->value));
		feed_item_release(&feed);
		feed_item_release(&item);
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
