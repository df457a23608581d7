#include "extract/html_jsonld.h"

#include <criterion/criterion.h>

static struct html_ld read_ld(const char *json)
{
	struct html_ld ld = { 0 };

	html_ld_read(str_of(json), &ld);
	return ld;
}

Test(html_jsonld, article_in_a_graph)
{
	struct html_ld ld = read_ld("{\"@graph\":[{\"@type\":\"WebPage\",\"datePublished\":\"2001-01-01\",\"name\":\"page\"},"
				    "{\"@type\":[\"NewsArticle\",\"X\"],\"headline\":\"h\",\"datePublished\":\"2019-10-18\","
				    "\"author\":[{\"@type\":\"Person\",\"name\":\"A\"},{\"@id\":\"#b\"}],"
				    "\"publisher\":{\"@type\":\"Organization\",\"name\":\"P\"},\"image\":{\"url\":\"i\"}},"
				    "{\"@type\":\"Person\",\"@id\":\"#b\",\"name\":\"B\"}]}");

	cr_expect_eq(ld.rank, 3);
	cr_expect(str_is(ld.headline, "h"));
	cr_expect(str_is(ld.published, "2019-10-18"));
	cr_expect_eq(ld.authors.count, 2);
	cr_expect(str_is(ld.authors.at[0], "A"));
	cr_expect(str_is(ld.authors.at[1], "#b"));
	cr_expect_eq(ld.person_count, 1);
	cr_expect(str_is(ld.people[0].name, "B"));
	cr_expect(str_is(ld.publisher, "P"));
	cr_expect(str_is(ld.image, "i"));
}

Test(html_jsonld, broken_json)
{
	static const char *const cases[] = { "", "{", "[", "{\"a\"", "{\"a\":}", "}{", "[[[[", "{\"@type\":\"Article\",,}", "\"", "{\"a\":\"\\",
					     "/*<![CDATA[*/{\"@type\":\"Article\",\"headline\":\"x\"}/*]]>*/" };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		read_ld(cases[i]);
	cr_expect(str_is(read_ld(cases[10]).headline, "x"));
}

Test(html_jsonld, deep_nesting)
{
	struct buf json = BUF_INIT;
	struct html_ld ld = { 0 };

	for (int i = 0; i < 1000000; i++)
		buf_add_text(&json, "{\"a\":[");
	html_ld_read(buf_str(&json), &ld);
	cr_expect_eq(ld.rank, 0);
	buf_release(&json);
}

Test(html_jsonld, escapes)
{
	struct buf text = BUF_INIT;

	html_json_decode(STR("a\\n\\u00e9\\ud83d\\ude00\\ud83dx\\/\\\""), &text);
	cr_expect_str_eq(buf_cstr(&text), "a é😀\xef\xbf\xbdx/\"");
	buf_release(&text);
}
