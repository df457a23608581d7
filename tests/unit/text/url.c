#include "text/url.h"

#include <criterion/criterion.h>
#include <stdio.h>

static const struct {
	const char *in, *want; /* NULL: no URL */
} cases[] = {
	{ "http://example.com", "http://example.com/" },
	{ "HTTP://EXAMPLE.com:80/A", "http://example.com/A" },
	{ "https://example.com:443/", "https://example.com/" },
	{ "https://example.com:8443/", "https://example.com:8443/" },
	{ "http://example.com:0080/", "http://example.com/" },
	{ "http://example.com:99999/", NULL },
	{ "  http://exa\tmple.com/a\n ", "http://example.com/a" },
	{ "http:\\\\example.com\\a\\b", "http://example.com/a/b" },
	{ "http:example.com/", "http://example.com/" },
	{ "http://example.com/a/./b/../c", "http://example.com/a/c" },
	{ "http://example.com/../../a/%2e%2E/b/.", "http://example.com/b/" },
	{ "http://example.com/a/..", "http://example.com/" },
	{ "http://example.com/a/b/..", "http://example.com/a/" },
	{ "http://example.com/.../a", "http://example.com/.../a" },
	{ "http://example.com//a//", "http://example.com//a//" },
	{ "http://example.com/a b?c d#e", "http://example.com/a%20b?c%20d" },
	{ "http://example.com/\xc3\xa5?q=\xc3\xa5'", "http://example.com/%C3%A5?q=%C3%A5%27" },
	{ "http://example.com/%7efoo/%e2", "http://example.com/%7efoo/%e2" },
	{ "http://example.com/?", "http://example.com/" },
	{ "http://example.com?a=1", "http://example.com/?a=1" },
	{ "http://example.com/?utm_source=x&id=3&fbclid=y#top", "http://example.com/?id=3" },
	{ "http://example.com/?gclid=1", "http://example.com/" },
	{ "http://example.com/a&?utm_id=1", "http://example.com/a&" },
	{ "http://example.com/?a&&b&", "http://example.com/?a&&b" },
	{ "http://example.com/?sutm_x=1&utm=2", "http://example.com/?sutm_x=1&utm=2" },
	{ "http://B\xc3\xbc" "cher.example/", "http://xn--bcher-kva.example/" },
	{ "http://stra\xc3\x9f" "e.de/", "http://xn--strae-oqa.de/" },
	{ "http://\xe4\xbe\x8b\xe5\xad\x90\xe3\x80\x82\xe6\xb5\x8b\xe8\xaf\x95/", "http://xn--fsqu00a.xn--0zwm56d/" },
	{ "http://\xd0\xbf\xd1\x80\xd0\xb8\xd0\xbc\xd0\xb5\xd1\x80.\xd1\x80\xd1\x84/", "http://xn--e1afmkfd.xn--p1ai/" },
	{ "http://ex%61mple.com/", "http://example.com/" },
	{ "http://0x7f.1/", "http://127.0.0.1/" },
	{ "http://192.168.0.257/", NULL },
	{ "http://1.2.3.4.5/", NULL },
	{ "http://[2001:DB8:0:0:0:0:0:1]:80/", "http://[2001:db8::1]/" },
	{ "http://[zz]/", NULL },
	{ "http://user:pa%20ss@example.com/", "http://user:pa%20ss@example.com/" },
	{ "http://@example.com/", "http://example.com/" },
	{ "http:///", NULL },
	{ "http://exa mple.com/", NULL },
	{ "http://example.com./", "http://example.com./" },
	{ "urn:uuid:1", NULL },
	{ "mailto:a@b", NULL },
	{ "/relative", NULL },
	{ "", NULL },
};

Test(url, canonical)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out = BUF_INIT;
		bool got = url_canonical(str_of(cases[i].in), &url_tracking_default, &out);

		cr_expect_eq(got, cases[i].want != NULL, "%s", cases[i].in);
		cr_expect(str_is(buf_str(&out), cases[i].want ? cases[i].want : ""), "%s: %.*s", cases[i].in, STR_ARG(buf_str(&out)));
		if (got) {
			struct buf again = BUF_INIT;

			cr_expect(url_canonical(buf_str(&out), &url_tracking_default, &again));
			cr_expect(str_eq(buf_str(&out), buf_str(&again)), "%s: not stable", cases[i].in);
			buf_release(&again);
		}
		buf_release(&out);
	}
}

/* Samples of RFC 3492, section 7.1. */
Test(url, punycode)
{
	static const struct {
		const char *in, *want;
	} samples[] = {
		{ "\xe4\xbb\x96\xe4\xbb\xac\xe4\xb8\xba\xe4\xbb\x80\xe4\xb9\x88\xe4\xb8\x8d\xe8\xaf\xb4\xe4\xb8\xad\xe6\x96\x87", "ihqwcrb4cv8a8dqg056pqjye" },
		{ "Pro\xc4\x8dprost\xc4\x9bnemluv\xc3\xad\xc4\x8d" "esky", "Proprostnemluvesky-uyb24dma41a" },
	};

	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		struct buf out = BUF_INIT;

		cr_expect(url_punycode(str_of(samples[i].in), &out));
		cr_expect(str_is(buf_str(&out), samples[i].want), "%.*s", STR_ARG(buf_str(&out)));
		buf_release(&out);
	}
}

Test(url, the_built_in_list_is_the_one_in_configs)
{
	FILE *file = fopen("configs/tracking-parameters.txt", "r");
	char line[256];
	size_t n = 0;

	cr_assert(file, "run from the top of the source");
	while (fgets(line, sizeof line, file)) {
		struct str name = str_trim(str_of(line));

		if (name.len == 0 || name.at[0] == '#')
			continue;
		cr_assert_lt(n, url_tracking_default.count);
		cr_expect(str_eq(name, url_tracking_default.names[n]), "%.*s", STR_ARG(name));
		n++;
	}
	cr_expect_eq(n, url_tracking_default.count);
	fclose(file);
}

/* 300 labels are 900 bytes as they come, and 2,400 in punycode, which is no host any more. */
Test(url, host_that_grows_too_long)
{
	struct buf in = BUF_INIT, out = BUF_INIT;

	buf_add_text(&in, "http://");
	for (int i = 0; i < 300; i++)
		buf_add_text(&in, "\xc3\xa9.");
	cr_assert_not(url_canonical(buf_str(&in), &url_tracking_default, &out));
	cr_assert_eq(out.len, 0);
	buf_release(&in);
	buf_release(&out);
}

Test(url, resolve)
{
	static const struct {
		const char *base, *reference, *want; /* NULL: there is no answer */
	} rows[] = {
		{ "http://h/a/b?q#f", "c", "http://h/a/c" },
		{ "http://h/a/b?q/r", "../c?x=1", "http://h/c?x=1" },
		{ "http://h", "c", "http://h/c" },
		{ "http://h/a/b", "/c", "http://h/c" },
		{ "https://h/a/b", "//o/c", "https://o/c" },
		{ "http://h/a/b?q", "?r", "http://h/a/b?r" },
		{ "http://h/a/b?q", "#f", "http://h/a/b?q" },
		{ "http://h/a/b?q", "", "http://h/a/b?q" },
		{ "http://h/a/", " c d ", "http://h/a/c%20d" },
		{ "http://h/a/", "x?u=http://o/", "http://h/a/x?u=http://o/" },
		{ "http://h/a/", "utm.html?utm_source=x", "http://h/a/utm.html?utm_source=x" },
		{ "http://h/a/", "HTTP://O/#f", "HTTP://O/#f" },
		{ "", "mailto:a@b", "mailto:a@b" },
		{ "", "c", NULL },
		{ "urn:x", "c", NULL },
		{ "c", "d", NULL },
	};
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		buf_reset(&out);
		cr_expect_eq(url_resolve(str_of(rows[i].base), str_of(rows[i].reference), &out), rows[i].want != NULL, "%zu", i);
		cr_expect_str_eq(buf_cstr(&out), rows[i].want ? rows[i].want : "", "%zu: %s", i, buf_cstr(&out));
	}
	buf_release(&out);
}
