#include "filter/blocklist.h"

#include <criterion/criterion.h>
#include <stdio.h>

Test(blocklist, hosts)
{
	struct blocklist list = { .slots = NULL };
	static const struct {
		const char *url;
		bool want;
	} cases[] = {
		{ "http://bad.example/", true }, { "https://www.bad.example/x?y=bad", true }, { "http://a.b.bad.example:8080/", true },
		{ "http://notbad.example/", false }, { "http://example/", false }, { "http://good.example/bad.example", false },
		{ "http://bad.example.org/", false }, { "http://user@bad.example/", true }, { "http://xn--bcher-kva.example/", true },
		{ "http://wild.example/", true }, { "http://from-url.example/other", true }, { "http://192.0.2.7/", true },
		{ "urn:x", false }, { "", false }, { "://", false },
	};

	cr_expect_eq(blocklist_add(&list, BLOCKLIST_HOSTS,
				   STR("# a list\nBAD.example\r\n\n  bücher.example \n*.wild.example\nhttp://from-url.example/page\n"
				       "192.0.2.7\nbad.example\n not a host\n")),
		     1);
	cr_expect_eq(list.count, 5);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_eq(blocklist_holds(&list, str_of(cases[i].url)), cases[i].want, "%s", cases[i].url);
	cr_expect_not(blocklist_holds(&list, STR_NONE));
	blocklist_release(&list);
}

Test(blocklist, urls)
{
	struct blocklist list = { .slots = NULL };

	cr_expect_eq(blocklist_add(&list, BLOCKLIST_URLS, STR("HTTP://A.example:80/x/../y?utm_source=z#f\nno url\n")), 1);
	cr_expect(blocklist_holds(&list, STR("http://a.example/y")));
	cr_expect_not(blocklist_holds(&list, STR("http://a.example/y/z")));
	cr_expect_not(blocklist_holds(&list, STR("http://a.example/")));
	blocklist_release(&list);
}

Test(blocklist, many)
{
	struct blocklist list = { .slots = NULL };
	struct buf text = BUF_INIT;
	char url[64];

	for (int i = 0; i < 20000; i++)
		buf_addf(&text, "h%d.example\n", i);
	cr_expect_eq(blocklist_add(&list, BLOCKLIST_HOSTS, buf_str(&text)), 0);
	for (int i = 0; i < 40000; i++) {
		snprintf(url, sizeof url, "http://h%d.example/", i);
		cr_assert_eq(blocklist_holds(&list, str_of(url)), i < 20000, "%s", url);
	}
	blocklist_release(&list);
	buf_release(&text);
}
