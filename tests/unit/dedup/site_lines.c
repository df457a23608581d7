#include "dedup/site_lines.h"

#include <criterion/criterion.h>
#include <stdio.h>

static void expect(const struct site_lines *site, const char *host, const char *text, const char *want)
{
	struct buf out = BUF_INIT;
	struct str got = site_lines_strip(site, str_of(host), str_of(text), &out);

	cr_expect(str_is(got, want), "%s: '%.*s'", host, STR_ARG(got));
	buf_release(&out);
}

Test(site_lines, what_three_pages_of_a_host_have)
{
	struct site_lines site = { NULL, 0, 0, 0 };
	char text[64];

	expect(&site, "h", "Menu\nown", "Menu\nown");
	for (int i = 0; i < 3; i++) {
		snprintf(text, sizeof text, "Menu\nMenu\npage %d\nfoot ", i);
		site_lines_add(&site, STR("h"), str_of(text));
		if (i < 2) /* so far not often enough, however often in a page */
			expect(&site, "h", "Menu\nown", "Menu\nown");
	}
	expect(&site, "h", "Menu\npage 1\n\n foot", "page 1\n\n");
	expect(&site, "other", "Menu\npage 1", "Menu\npage 1");
	expect(&site, "h", "Menu\nMenu\nMenu\nMenu\nx", "Menu\nMenu\nMenu\nMenu\nx"); /* hardly anything left */
	for (int i = 0; i < 5000; i++) {
		snprintf(text, sizeof text, "line %d", i);
		site_lines_add(&site, STR("h"), str_of(text));
	}
	expect(&site, "h", "Menu\nline 7", "line 7");
	site_lines_reset(&site);
	expect(&site, "h", "Menu\nown", "Menu\nown");
	site_lines_release(&site);
}
