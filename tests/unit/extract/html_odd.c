/* Pages that are made in another way than most. */
#include "extract/html.h"
#include "base/buf.h"

#include <criterion/criterion.h>

#define MILL                                                                                                       \
	"<p>The old mill, which stands below the village, was built in 1704, and its leat, dug by hand, still runs. " \
	"Visitors who come early see the sluice being opened. It is, say the owners, the oldest of its kind.</p>"
#define POND                                                                                                        \
	"<p>In winter the channel is cleared of ice every morning, and in summer, when little rain falls, the miller " \
	"has to wait for the pond to fill, which takes the better part of a day.</p>"

static struct html_scratch *scratch;

static void set_up(void)
{
	scratch = html_scratch_new();
}

static void tear_down(void)
{
	html_scratch_free(scratch);
}

TestSuite(html_odd, .init = set_up, .fini = tear_down);

static struct html_result extract_as(const char *markup, enum html_as as)
{
	struct html_options options = { .as = as };
	struct html_result result;
	struct err err;

	cr_assert_eq(html_extract(scratch, str_of(markup), STR_NONE, &options, &result, &err), 0);
	return result;
}

static struct html_result extract(const char *markup)
{
	return extract_as(markup, HTML_AS_TEXT);
}

static bool has(struct str text, const char *what)
{
	return str_find(text, str_of(what)) >= 0;
}

/* A post of another site is whole, with its author, and its date is not the page's. */
Test(html_odd, embedded_posts)
{
	struct html_result r = extract("<title>Tweets</title><article><h1>Tweets</h1>" MILL
		"<div class=social-embed><blockquote class=twitter-tweet><p>The wheel is turning again, after two years, and the whole "
		"village has come to see it.</p>— The Miller (@miller) <a href=x>May 5, 2021</a></blockquote></div>" POND "</article>");

	cr_expect(has(r.text, "come to see it.\n\n— The Miller (@miller) May 5, 2021\n\nIn winter"), "%.*s", STR_ARG(r.text));
	cr_expect(r.published.at == NULL);
}

Test(html_odd, popups_are_no_text)
{
	struct html_result r = extract("<article><p>The sluice, says <span class=who><a href=1>Ann Miller</a><span><img src=a><a href=1>"
		"Ann Miller</a><a href=2>Mills are back, and so are millers</a> <a href=3>More</a></span></span> of the village, was opened "
		"in May, and the water, which had been led away for a year, came back within the hour.</p>" POND "</article>");

	cr_expect(has(r.text, "says Ann Miller of the village"), "%.*s", STR_ARG(r.text));
}

/* The next posts are articles too. */
Test(html_odd, other_articles)
{
	struct html_result r = extract("<title>Leat</title><meta property=og:title content='How a leat runs'><div><article><h1>How a leat runs</h1>"
		MILL "</article><article><h3>You may also like</h3><article><a href=2>Pond</a>" POND "</article></article></div>");

	cr_expect(has(r.text, "The old mill") && !has(r.text, "In winter"), "%.*s", STR_ARG(r.text));
}

/* Rows and items may well be equal; a long paragraph that stands twice was copied. */
Test(html_odd, repeats)
{
#define ROW "<tr><td>one cup of rye, two cups of wheat, a spoon of salt, and as much water from the pond of the mill as it takes<td>Monday"
	struct html_result r = extract("<article>" MILL "<table>" ROW ROW "</table>" POND POND "</article>");
	ptrdiff_t first = str_find(r.text, STR("one cup")), winter = str_find(r.text, STR("In winter"));

	cr_assert(first > 0 && winter > 0, "%.*s", STR_ARG(r.text));
	cr_expect(has(str_from(r.text.at + first + 1, r.text.len - (size_t)first - 1), "one cup"));
	cr_expect(!has(str_from(r.text.at + winter + 1, r.text.len - (size_t)winter - 1), "In winter"));
}

Test(html_odd, a_change_in_words)
{
	struct html_result r = extract(MILL POND "<p>Last updated: 3 May 2019</p>");

	cr_expect(r.published.at == NULL);
	cr_expect(str_is(r.modified, "2019-05-03"));
	cr_expect_str_eq(r.modified_from, "text");
	r = extract("<article><p>Veröffentlicht am 1. Mai 2019, zuletzt aktualisiert am 3. Mai 2019</p>" MILL POND "</article>");
	cr_expect(str_is(r.published, "2019-05-01"), "%.*s", STR_ARG(r.published));
	cr_expect(str_is(r.modified, "2019-05-03"), "%.*s", STR_ARG(r.modified));
}

Test(html_odd, microdata_and_rdfa)
{
	struct html_result r = extract("<article itemscope itemtype=Article><h1 itemprop=headline>Mill</h1><meta itemprop=dateModified "
		"content=2017-06-09><time itemprop=datePublished datetime=2017-06-05>5 June</time>" MILL "</article>");

	cr_expect_str_eq(r.modified_from, "microdata");
	cr_expect_str_eq(r.published_from, "microdata");
	r = extract("<article vocab='http://schema.org/' typeof=Article><h1 property=headline>RDFa mill</h1><span property=schema:author "
		"typeof=Person><span property=name>Rita Dean</span></span> <time property=datePublished datetime=2018-07-08>8 July</time>"
		MILL POND "</article>");
	cr_expect(str_is(r.author, "Rita Dean"), "%.*s", STR_ARG(r.author));
	cr_expect(str_is(r.published, "2018-07-08"));
}

/* Headings are without the sign that links to them. */
Test(html_odd, permalinks)
{
	struct html_result r = extract("<title>leat-run - Docs</title><main><h1>leat-run<a class=headerlink href='#x'>¶</a></h1>" MILL
		"<h2>Water<span class=mw-editsection>[<a href=e>edit</a>]</span></h2>" POND "</main>");

	cr_expect(str_is(r.title, "leat-run"), "%.*s", STR_ARG(r.title));
	cr_expect(has(r.text, "\n\nWater\n\nIn winter"), "%.*s", STR_ARG(r.text));
}

/* What is for readers without scripts is the text of a page that has no other; a word about
 * scripts is not. */
Test(html_odd, noscript)
{
	struct html_result r = extract("<div id=app></div><noscript><h1>Mill</h1>" MILL POND "</noscript><script>x()</script>");

	cr_expect(has(r.text, "The old mill") && has(r.text, "In winter"), "%.*s", STR_ARG(r.text));
	r = extract("<div id=app></div><noscript>You need to enable JavaScript to run this app.</noscript>");
	cr_expect_eq(r.text.len, 0, "%.*s", STR_ARG(r.text));
	r = extract("<html><frameset cols=1,2><frame src=a><noframes><body><h1>Mill</h1>" MILL POND "</body></noframes></frameset></html>");
	cr_expect(has(r.text, "The old mill") && has(r.text, "In winter"), "%.*s", STR_ARG(r.text));
	r = extract("<article>" MILL POND "</article><noscript>" MILL "Another text, for readers without scripts, of a page that has one.</noscript>");
	cr_expect(!has(r.text, "Another text"));
}

Test(html_odd, links_alone_are_no_text)
{
	struct buf page = BUF_INIT;

	buf_add_text(&page, "<ul>");
	for (int i = 0; i < 50; i++)
		buf_addf(&page, "<li><a href=%d>Page number %d</a>", i, i);
	cr_expect_eq(extract(buf_cstr(&page)).text.len, 0);
	buf_release(&page);
}

/* A table that lays out the page: what stands in one cell is no row. */
Test(html_odd, paragraphs_in_a_cell)
{
	static const char page[] = "<table><tr><td><a href=a>Home</a><td>The old mill, which stands below the village, was built in 1704, and "
		"its leat, dug by hand, still runs.<br><br>In winter the channel is cleared of ice every morning, and in summer, when little "
		"rain falls, the miller has to wait for the pond to fill.</table>";

	cr_expect(has(extract(page).text, "still runs.\n\nIn winter"));
	struct html_result r = extract_as(page, HTML_AS_MARKDOWN);
	cr_expect(has(r.text, "still runs.<br>In winter"), "%.*s", STR_ARG(r.text));
}

/* What a template holds is shown only as the shadow of its host. */
Test(html_odd, shadow_root)
{
	struct html_result r = extract("<main><a-page><template shadowrootmode=open><article>" MILL "</article></template>" POND "</a-page></main>");

	cr_expect(has(r.text, "The old mill") && has(r.text, "In winter"), "%.*s", STR_ARG(r.text));
	r = extract("<main><template><p>The mill, of which {{name}} is the owner, stands there.</p></template>" POND "</main>");
	cr_expect(!has(r.text, "{{name}}") && has(r.text, "In winter"), "%.*s", STR_ARG(r.text));
}

Test(html_odd, relative_addresses)
{
	static const struct {
		const char *base, *url, *canonical, *alternate;
	} rows[] = {
		{ "", "http://h/a/b", "http://h/c", "http://h/a/de" },
		{ "<base href=/x/>", "http://h/a/b", "http://h/c", "http://h/x/de" },
		{ "<base href=http://o/y/>", "http://h/a/b", "http://o/c", "http://o/y/de" },
		{ "<base href=http://o/y/>", "", "http://o/c", "http://o/y/de" },
		{ "", "", "/c", "de" },
	};
	struct html_options options = { .as = HTML_AS_TEXT };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf page = BUF_INIT;
		struct html_result r;
		struct err err;

		buf_addf(&page, "<head>%s<link rel=canonical href=/c><link rel=alternate hreflang=de href=de>"
			 "<link rel=alternate hreflang=fr href=' '></head>" MILL POND, rows[i].base);
		cr_assert_eq(html_extract(scratch, buf_str(&page), str_of(rows[i].url), &options, &r, &err), 0);
		cr_expect(str_is(r.canonical, rows[i].canonical), "%zu: %.*s", i, STR_ARG(r.canonical));
		cr_assert_eq(r.alternate_count, 1, "%zu", i);
		cr_expect(str_is(r.alternates[0].url, rows[i].alternate), "%zu: %.*s", i, STR_ARG(r.alternates[0].url));
		buf_release(&page);
	}
}

Test(html_odd, sections_of_xhtml)
{
	static const char page[] = "<html><body><article>" MILL "<p><![CDATA[The pond & the sluice, which were dug later, belong to it.]]></p>" POND "</article></body></html>";
	struct buf xhtml = BUF_INIT;
	struct html_result r = extract(page);

	cr_expect(!has(r.text, "The pond &"));
	buf_addf(&xhtml, "<?xml version=\"1.0\"?>\n%s", page);
	r = extract(buf_cstr(&xhtml));
	cr_expect(has(r.text, "The pond & the sluice, which"), "%.*s", STR_ARG(r.text));
	buf_release(&xhtml);
}

Test(html_odd, lines_of_old_elements)
{
	cr_expect(has(extract("<article>" MILL "<xmp>a <b>\n  b</xmp>" POND "</article>").text, "a <b>\n  b"));
	cr_expect(has(extract("<article>" MILL "<listing>aa\n  bb</listing>" POND "</article>").text, "aa\n  bb"));
	cr_expect(has(extract(MILL "<plaintext>" POND "\n  " POND).text, "a day.</p>\n  <p>In winter"));
}
