#include "filter/redact.h"

#include "text/utf8.h"

#include <criterion/criterion.h>
#include <time.h>

/* The text with its changes made. */
static const char *redact(const char *text, unsigned kinds)
{
	static struct buf out;
	struct buf changes = BUF_INIT;
	struct str rest = str_of(text);
	size_t count = redact_find(rest, kinds, &changes), point = 0;
	const struct text_change *change = (const void *)changes.data;

	buf_reset(&out);
	for (size_t i = 0; i < count; i++, change++) {
		size_t keep = utf8_offset(rest, change->from - point), skip = utf8_offset(rest, change->to - point);

		buf_add(&out, rest.at, keep);
		buf_add_str(&out, change->with);
		rest = str_from(rest.at + skip, rest.len - skip);
		point = change->to;
	}
	buf_add_str(&out, rest);
	buf_release(&changes);
	return buf_cstr(&out);
}

Test(redact, emails)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "write to a.b+c@mail.a-b.example.", "write to email@example.com." },
		{ "Blåbær: Ole@post.example, kari@post.example; x@y.example", "Blåbær: email@example.com, firstname.lastname@example.org; email@example.com" },
		{ "(me@x.example)", "(email@example.com)" },
		{ "mailto:me@x.example", "mailto:email@example.com" },
		{ "me@localhost", "me@localhost" },
		{ "@handle and name @ x.example", "@handle and name @ x.example" },
		{ "a@@b.example", "a@@b.example" },
		{ "a@b.-c.example", "a@b.-c.example" },
		{ "a@-b.example", "a@-b.example" },
		{ "a@b.example-", "email@example.com-" },
		{ "ø@b.example", "ø@b.example" },
		{ "a..b@c.example", "a..email@example.com" },
		{ "a@b.c@d.example", "email@example.com@d.example" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_str_eq(redact(cases[i].text, REDACT_EMAIL), cases[i].want);
	cr_expect_str_eq(redact("a@b.example", REDACT_IP), "a@b.example");
}

Test(redact, addresses)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "from 8.8.8.8 and 9.9.9.9.", "from 22.214.171.124 and 126.96.36.199." },
		{ "10.1.2.3 172.16.0.1 192.168.1.1 127.0.0.1 169.254.1.1 224.0.0.1", "10.1.2.3 172.16.0.1 192.168.1.1 127.0.0.1 169.254.1.1 224.0.0.1" },
		{ "192.0.2.1 198.51.100.1 203.0.113.1 100.64.0.1 198.18.0.1", "192.0.2.1 198.51.100.1 203.0.113.1 100.64.0.1 198.18.0.1" },
		{ "version 1.2.3.4.5, 1.2.3.400, v8.8.8.8, 8.8.8.8a, 08.8.8.8.8", "version 1.2.3.4.5, 1.2.3.400, v8.8.8.8, 8.8.8.8a, 08.8.8.8.8" },
		{ "8.8.8.8:53", "22.214.171.124:53" },
		{ "8.8.8", "8.8.8" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_str_eq(redact(cases[i].text, REDACT_IP), cases[i].want);
	cr_expect_str_eq(redact("8.8.8.8", REDACT_EMAIL), "8.8.8.8");
}

/* Texts that could make a naive pattern run in squares. */
Test(redact, linear)
{
	static const char *const parts[] = { "@", "a@", "a.", "1.", "a@b.", "+@a-", "1.1.1." };

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		struct buf text = BUF_INIT, changes = BUF_INIT;
		clock_t start = clock();

		while (text.len < (size_t)1 << 20)
			buf_add_text(&text, parts[i]);
		redact_find(buf_str(&text), REDACT_EMAIL | REDACT_IP, &changes);
		cr_expect_lt((double)(clock() - start) / CLOCKS_PER_SEC, 5, "%s", parts[i]);
		buf_release(&text);
		buf_release(&changes);
	}
}
