#include "extract/html.h"
#include "base/time.h"
#include "text/nfc.h"
#include "text/utf8.h"

#include <criterion/criterion.h>

static const char page[] =
	"<!DOCTYPE html><html lang='en-GB'><head><title>The mill and its leat - Valley News</title>"
	"<meta property='og:site_name' content='Valley News'><meta name=description content='A mill &amp; its water.'>"
	"<meta property='article:published_time' content='2019-10-18T23:30:00-05:00'>"
	"<meta property='article:modified_time' content='2019-11-02T08:00:00Z'>"
	"<meta name=author content='Ann Miller'><meta name=robots content='NoIndex, noarchive, noindex'>"
	"<meta name=tdm-reservation content=1><meta name=keywords content='mills, water, Mills'>"
	"<link rel=canonical href='https://news.example/2019/10/18/mill'>"
	"<link rel=alternate hreflang=de href='https://news.example/de/mill'></head><body>"
	"<nav><ul><li><a href=/>Home</a><li><a href=/a>Archive</a></ul></nav>"
	"<div class='article-body entry-content'><h1>The mill and its leat</h1>"
	"<p>The old mill, which stands below the village, was built in 1704, and its leat, dug by hand, still runs. "
	"Visitors who come early see the sluice being opened. It is, say the owners, the oldest of its kind.</p>"
	"<h2>How the water comes</h2>"
	"<p>The water is taken from the <b>river</b> half a mile above, at a weir of oak, and led along the slope in a "
	"channel, so that it falls on the wheel from <a href='/above'>above</a>. Nobody, it seems, has ever changed that.</p>"
	"<figure><img src=wheel.jpg><figcaption>The wheel at work. Photo: Ben Cooper</figcaption></figure>"
	"<p>In winter the channel is cleared of ice every morning, and in summer, when little rain falls, the miller has to "
	"wait for the pond to fill, which takes the better part of a day.</p>"
	"<div class='share social'><a href=x>Share</a></div></div>"
	"<div id=comments class=comments><h3>Comments</h3><div class=comment><p>What a lovely place, we went there last year, and the "
	"children loved it!</p></div></div>"
	"<footer>Copyright 2020 Valley News</footer></body></html>";

static struct html_result extract(struct html_scratch *scratch, const char *markup, const struct html_options *options)
{
	struct html_result result;
	struct err err;

	cr_assert_eq(html_extract(scratch, str_of(markup), STR_NONE, options, &result, &err), 0);
	return result;
}

Test(html, main_text)
{
	struct html_scratch *scratch = html_scratch_new();
	struct html_options options = { 0 };

	for (int again = 0; again < 2; again++) {
		struct html_result r = extract(scratch, page, &options);

		cr_expect(str_find(r.text, STR("The old mill")) == 0, "%.*s", STR_ARG(r.text));
		cr_expect(str_find(r.text, STR("above. Nobody, it seems, has ever changed that.\n\nIn winter")) > 0);
		cr_expect(str_find(r.text, STR("Archive")) < 0);
		cr_expect(str_find(r.text, STR("lovely place")) < 0);
		cr_expect(str_find(r.text, STR("Copyright")) < 0);
		cr_expect_eq(r.heading_count, 1);
		cr_expect(str_is(r.headings[0].text, "How the water comes"));
		cr_expect_eq(utf8_offset(r.text, r.headings[0].at),
			     (size_t)str_find(r.text, STR("How the water comes")));
	}
	html_scratch_free(scratch);
}

Test(html, what_the_page_says)
{
	struct html_scratch *scratch = html_scratch_new();
	struct html_options options = { 0 };
	struct html_result r = extract(scratch, page, &options);

	cr_expect(str_is(r.title, "The mill and its leat"), "%.*s", STR_ARG(r.title));
	cr_expect(str_is(r.author, "Ann Miller"));
	cr_expect(str_is(r.site, "Valley News"));
	cr_expect(str_is(r.published, "2019-10-18T23:30:00-05:00"));
	cr_expect_str_eq(r.published_from, "meta");
	cr_expect(str_is(r.modified, "2019-11-02T08:00:00Z"));
	cr_expect_str_eq(r.modified_from, "meta");
	cr_expect(str_is(r.description, "A mill & its water."));
	cr_expect(str_is(r.canonical, "https://news.example/2019/10/18/mill"));
	cr_expect(str_is(r.lang, "en-GB"));
	cr_expect(str_is(r.robots, "noindex,noarchive"));
	cr_expect(str_is(r.tdm, "1"));
	cr_expect_eq(r.category_count, 2);
	cr_expect_eq(r.alternate_count, 1);
	cr_expect(str_is(r.alternates[0].lang, "de"));
	cr_expect_eq(r.caption_count, 1);
	cr_expect(str_is(r.captions[0].text, "The wheel at work."));
	cr_expect(str_is(r.captions[0].credit, "Photo: Ben Cooper"));
	html_scratch_free(scratch);
}

Test(html, a_change_is_not_a_publication)
{
	struct html_scratch *scratch = html_scratch_new();
	struct html_options options = { 0 };
	struct html_result r = extract(scratch, "<meta property=article:modified_time content=2020-02-03><p>Copyright 2019", &options);

	cr_expect(r.published.at == NULL);
	cr_expect(str_is(r.modified, "2020-02-03"));
	r = extract(scratch, "<p>Some text <time class=updated datetime=2020-02-04>yesterday</time>", &options);
	cr_expect(str_is(r.modified, "2020-02-04"));
	cr_expect_str_eq(r.modified_from, "time");
	html_scratch_free(scratch);
}

Test(html, forms)
{
	struct html_scratch *scratch = html_scratch_new();
	struct html_options options = { .as = HTML_AS_MARKDOWN, .keep_links = true, .keep_comments = true };
	struct html_result r = extract(scratch, page, &options);

	cr_expect(str_find(r.text, STR("\n\n## How the water comes\n\n")) > 0, "%.*s", STR_ARG(r.text));
	cr_expect(str_find(r.text, STR("the **river** half")) > 0);
	cr_expect(str_find(r.text, STR("[above](/above). Nobody")) > 0);
	cr_expect(str_find(r.text, STR("lovely place")) > 0);
	cr_expect_eq(utf8_offset(r.text, r.headings[0].at), (size_t)str_find(r.text, STR("How the water comes")));

	options = (struct html_options){ .as = HTML_AS_BLOCKS, .explain = true };
	r = extract(scratch, page, &options);
	cr_expect(str_find(r.text, STR("{\"kind\":\"heading\",\"level\":2,\"text\":\"How the water comes\"}\n")) > 0);
	cr_expect_gt(r.cut_count, 3);
	bool comment = false;
	for (size_t i = 0; i < r.cut_count; i++)
		comment |= strcmp(r.cuts[i].rule, "comment") == 0;
	cr_expect(comment);
	html_scratch_free(scratch);
}

/* What references name is cleaned as if it had stood in the markup. */
Test(html, references_are_cleaned)
{
	struct html_scratch *scratch = html_scratch_new();
	struct html_options options = { 0 };
	struct buf markup = BUF_INIT;

	buf_add_text(&markup, "<title>The&#8203; pond&#1; e&#x301;</title><meta property=og:site_name content='A&nbsp;&#x200b;B'>"
		"<script type='application/ld+json'>{\"@type\":\"Article\",\"author\":{\"name\":\"Ann\\u0001 \\u200bMill\"}}</script><p>");
	buf_add_text(&markup, "A&#1;B&#x200b;C&shy;D&#xfeff;E&nbsp;&#8239;F&amp;G & H&#x202e;I e&#x301;J <b>e</b>&#769;K &#xfdd0;"
		"&#x645;&zwnj;&#x647;, and a sentence that is long enough, with its commas, to be the main text of a page.</p><pre>a&#10;&#9;b</pre>");
	struct html_result r = extract(scratch, buf_cstr(&markup), &options);

	cr_expect(str_find(r.text, STR("ABCD­E")) < 0 && str_find(r.text, STR("I éJ éK م‌ه, and")) > 0,
			  "%.*s", STR_ARG(r.text));
	cr_expect(str_find(r.text, STR("ABC­DE F&G & HI ")) == 0, "%.*s", STR_ARG(r.text));
	cr_expect(!nfc_composes() || str_find(r.text, STR("I \u00e9J \u00e9K \u0645\u200c\u0647, and")) > 0, "%.*s", STR_ARG(r.text));
	cr_expect(str_is(r.title, nfc_composes() ? "The pond é" : "The pond é"), "%.*s", STR_ARG(r.title));
	cr_expect(str_is(r.site, "A B"), "%.*s", STR_ARG(r.site));
	cr_expect(str_is(r.author, "Ann Mill"), "%.*s", STR_ARG(r.author));
	buf_release(&markup);
	html_scratch_free(scratch);
}

Test(html, tables)
{
	static const char table[] = "<article><p>The mill grinds, as it did three hundred years ago, four kinds of grain, and sells "
		"the flour, by the sack, to whoever comes to the door of the mill on a Saturday.</p><table><tr><th>grain, in sacks<th>a year, about"
		"<tr><td>wheat, of the valley<td>four hundred and twenty</table><p>Whoever wants rye, which is rare, has to say so a week before, "
		"because the stones, which are of granite, have to be dressed for it.</p></article>";
	struct html_scratch *scratch = html_scratch_new();
	struct html_options options = { .as = HTML_AS_MARKDOWN, .favor = HTML_RECALL };
	struct html_result r = extract(scratch, table, &options);

	cr_expect(str_find(r.text, STR("Saturday.\n\n| grain, in sacks | a year, about |\n| --- | --- |\n"
				       "| wheat, of the valley | four hundred and twenty |\n\nWhoever")) > 0, "%.*s", STR_ARG(r.text));
	options = (struct html_options){ .favor = HTML_RECALL };
	r = extract(scratch, table, &options);
	cr_expect(str_find(r.text, STR("grain, in sacks\ta year, about\nwheat")) > 0, "%.*s", STR_ARG(r.text));
	options.drop_tables = true;
	r = extract(scratch, table, &options);
	cr_expect(str_find(r.text, STR("wheat")) < 0 && str_find(r.text, STR("Saturday.\n\nWhoever")) > 0);
	html_scratch_free(scratch);
}

/* A caption is a field of its own even in the midst of paragraphs. */
Test(html, captions_are_no_text)
{
	struct html_scratch *scratch = html_scratch_new();
	struct html_options options = { .favor = HTML_RECALL };
	struct html_result r = extract(scratch, "<article><p>The old mill, which stands below the village, was built in 1704, and its leat, dug "
		"by hand, still runs.</p><figure><img src=a><figcaption>The couple in May, who are suspected, it is said, to have seen the wheel at "
		"work from above.</figcaption></figure><p>In winter the channel is cleared of ice every morning, and in summer, when little rain "
		"falls, the miller has to wait for the pond to fill.</p></article>", &options);

	cr_expect(str_find(r.text, STR("The couple")) < 0 && str_find(r.text, STR("still runs.\n\nIn winter")) > 0, "%.*s", STR_ARG(r.text));
	cr_expect_eq(r.caption_count, 1);
	html_scratch_free(scratch);
}

/* Whatever is repeated, the time goes with the length of the page. */
#if defined(__SANITIZE_ADDRESS__)
enum { HOSTILE = 1 << 16 };
#else
enum { HOSTILE = 1 << 19 };
#endif

Test(html, hostile_markup)
{
	static const char *const pieces[] = {
		"<div>x", "<p>x y, z.", "<b>x<div>", "<h1>t</h1>", "<time>2019-10-18</time>", "<p class=author>by Ann", "<a rel=author>Ann</a>",
		"<table><td>x", "<br>x", "<meta name=author content=x>", "<meta property=og:title content='a b c'>", "<ul><li>x",
		"<script type=application/ld+json>{\"@type\":\"Article\",\"author\":[{\"name\":\"A\"}", "&#x301;x", "e&#769;",
		"<p>18.10.2019 ", "<img src=x>x<p>", "<figure><figcaption>x", "<div class='comment related share'>x",
	};
	struct html_scratch *scratch = html_scratch_new();
	struct html_options options = { .as = HTML_AS_MARKDOWN, .explain = true, .keep_comments = true, .favor = HTML_RECALL };

	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct buf markup = BUF_INIT;

		while (markup.len < HOSTILE)
			buf_add_text(&markup, pieces[i]);
		uint64_t start = time_cpu_ns();
		struct html_result r = extract(scratch, buf_cstr(&markup), &options);
		uint64_t took = time_cpu_ns() - start;
		cr_expect_lt(took, 2000000000u, "%s: %lu ms", pieces[i], took / 1000000);
		cr_expect_lt(r.text.len, 20 * markup.len, "%s", pieces[i]);
		cr_log_info("%s %lu ms", pieces[i], took / 1000000);
		buf_release(&markup);
	}
	html_scratch_free(scratch);
}

Test(html, nothing_to_extract)
{
	static const char *const pages[] = { "", "<", "<p>", "<html></html>", "<script>x", "\xff\xfe<p>\xff" };
	struct html_scratch *scratch = html_scratch_new();
	struct html_options options = { 0 };
	struct html_result result;
	struct err err;

	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
		cr_expect_eq(html_extract(scratch, str_of(pages[i]), STR_NONE, &options, &result, &err), 0);
	html_scratch_free(scratch);
}
