#include "text/deny.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

Test(deny, what_it_holds)
{
	static const struct {
		const char *id, *url;
		bool want;
	} cases[] = {
		{ "one", NULL, true },
		{ "On", "http://other.example/", false },
		{ NULL, "http://Page.example:80/a?utm_source=x#top", true },
		{ NULL, "http://page.example/b", false },
		{ NULL, "https://host.example/any", true },
		{ NULL, "https://deep.sub.host.example/any?q", true },
		{ NULL, "https://nothost.example/", false },
		{ NULL, "https://example/", false },
		{ "http://page.example/a", NULL, false },
		{ NULL, "urn:host.example", false },
		{ NULL, NULL, false },
	};
	struct deny deny = { .hashes = BUF_INIT };
	struct buf work = BUF_INIT;

	cr_assert(deny_add(&deny, DENY_ID, STR("one")));
	cr_assert(deny_add(&deny, DENY_ID, STR("one")));
	cr_assert(deny_add(&deny, DENY_URL, STR("http://page.example/a")));
	cr_assert(deny_add(&deny, DENY_HOST, STR("HOST.example")));
	cr_assert_not(deny_add(&deny, DENY_URL, STR("page.example/a")));
	cr_assert_not(deny_add(&deny, DENY_HOST, STR("a b")));
	cr_assert_not(deny_add(&deny, DENY_ID, STR("")));
	deny_sort(&deny);
	cr_expect_eq(deny.hashes.len, 3 * sizeof(struct deny_hash));
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_eq(deny_holds(&deny, str_of(cases[i].id), str_of(cases[i].url), &work), cases[i].want, "%s %s",
			     cases[i].id ? cases[i].id : "-", cases[i].url ? cases[i].url : "-");
	deny_release(&deny);
	buf_release(&work);
}

Test(deny, file)
{
	char sink[] = "/tmp/leat-deny-XXXXXX", name[64];
	struct deny deny = { .hashes = BUF_INIT }, again = { .hashes = BUF_INIT };
	struct err err;

	cr_assert(mkdtemp(sink));
	snprintf(name, sizeof name, "%s/a.leat/", sink);
	cr_assert_eq(deny_load(&again, name, &err), 0);
	cr_expect_eq(again.hashes.len, 0);
	deny_add(&deny, DENY_ID, STR("b"));
	deny_add(&deny, DENY_ID, STR("a"));
	cr_assert_eq(deny_save(&deny, name, &err), 0, "%s", err.text);
	cr_assert_eq(deny_load(&again, name, &err), 0, "%s", err.text);
	cr_expect(str_eq(buf_str(&again.hashes), buf_str(&deny.hashes)));
	deny_release(&deny);
	deny_release(&again);
	snprintf(name, sizeof name, "%s/a.leat.deny", sink);
	FILE *file = fopen(name, "a");
	fputs("0123", file);
	fclose(file);
	snprintf(name, sizeof name, "%s/a.leat", sink);
	cr_assert_eq(deny_load(&again, name, &err), -1);
	cr_expect_eq(err.code, EXIT_MISMATCH);
	deny_release(&again);
	snprintf(name, sizeof name, "%s/a.leat.deny", sink);
	unlink(name);
	rmdir(sink);
}
