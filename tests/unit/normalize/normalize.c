#include "normalize/normalize.h"

#include <criterion/criterion.h>

#define FFFD "\xef\xbf\xbd"

static const struct {
	const char *name, *mime, *charset;
	struct str body;
	const char *want, *want_charset, *from;
} cases[] = {
	{ "plain ASCII", "text/plain", NULL, STR("Hello"), "Hello", "utf-8", "utf8" },
	{ "UTF-8 by header", "text/html", "UTF-8", STR("<p>\xc3\xa5</p>"), "<p>\xc3\xa5</p>", "utf-8", "http" },
	{ "latin-1 label is windows-1252", "text/html", "iso-8859-1", STR("<p>\x93p\xe5\x94 \x80</p>"),
		"<p>\xe2\x80\x9cp\xc3\xa5\xe2\x80\x9d \xe2\x82\xac</p>", "windows-1252", "http" },
	{ "latin-1 declared UTF-8", "text/html", "utf-8", STR("<p>Bl\xe5 b\xe6r p\xe5 sm\xf8r, sier hun p\xe5 \xf8ya.</p>"),
		"<p>Bl\xc3\xa5 b\xc3\xa6r p\xc3\xa5 sm\xc3\xb8r, sier hun p\xc3\xa5 \xc3\xb8ya.</p>", "windows-1252", "detected" },
	{ "UTF-8 declared latin-1", "text/html", "iso-8859-1", STR("<p>Bl\xc3\xa5</p>"), "<p>Bl\xc3\xa5</p>", "utf-8", "utf8" },
	{ "damaged UTF-8", "text/html", "utf-8", STR("<p>a \xff\xfe b \xc3( c \xed\xa0\x80 d \xf4\x90\x80\x80 e \xe2\x82 f</p>"),
		"<p>a " FFFD FFFD " b " FFFD "( c " FFFD FFFD FFFD " d " FFFD FFFD FFFD FFFD " e " FFFD " f</p>", "utf-8", "http" },
	{ "windows-1252 pasted into UTF-8", "text/html", "utf-8", STR("<p>s\xc3\xa5 bl\xe5 \xe0 b\xc3\xa6r, \x93" "d\xe6r\x94</p>"),
		"<p>s\xc3\xa5 bl\xc3\xa5 \xc3\xa0 b\xc3\xa6r, \xe2\x80\x9c" "d\xc3\xa6r\xe2\x80\x9d</p>", "utf-8", "http" },
	{ "UTF-8 mark wins", "text/html", "iso-8859-1", STR("\xef\xbb\xbf<p>\xc3\xa5</p>"), "<p>\xc3\xa5</p>", "utf-8", "bom" },
	{ "UTF-16 mark", "text/plain", "utf-8", STR("\xff\xfe\xe5\0b\0"), "\xc3\xa5" "b", "utf-16le", "bom" },
	{ "UTF-16 without a mark", "text/plain", NULL, STR("\0H\0e\0l\0l\0o\0 \0\xe5"), "Hello \xc3\xa5", "utf-16be", "detected" },
	{ "UTF-16, surrogates", "text/plain", NULL, STR("\xfe\xff\xd8\x3d\xde\0\xd8\x3d\0a"), "\xf0\x9f\x98\x80" FFFD "a", "utf-16be", "bom" },
	{ "meta", "text/html", NULL, STR("<meta charset=windows-1251><p>\xcf\xf0\xe8\xe2\xe5\xf2"),
		"<meta charset=windows-1251><p>\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82", "windows-1251", "meta" },
	{ "header before meta", "text/html", "koi8-r", STR("<meta charset=windows-1251><p>\xf0\xd2"),
		"<meta charset=windows-1251><p>\xd0\x9f\xd1\x80", "koi8-r", "http" },
	{ "no label, no UTF-8", "text/plain", NULL, STR("Bl\xe5 b\xe6r p\xe5 sm\xf8r, sier hun ogs\xe5 p\xe5 \xf8ya der ute."),
		"Bl\xc3\xa5 b\xc3\xa6r p\xc3\xa5 sm\xc3\xb8r, sier hun ogs\xc3\xa5 p\xc3\xa5 \xc3\xb8ya der ute.", "windows-1252", "detected" },
	{ "Shift JIS", "text/html", "x-sjis", STR("<p>\x93\xfa\x96{</p>"), "<p>\xe6\x97\xa5\xe6\x9c\xac</p>", "shift_jis", "http" },
	{ "GBK with a bad byte", "text/html", "gb2312", STR("<p>\xc4\xe3\xff<b>"), "<p>\xe4\xbd\xa0" FFFD "<b>", "gbk", "http" },
	{ "said to be UTF-16, is ASCII", "text/html", "utf-16", STR("<p>Hello there</p>"), "<p>Hello there</p>", "utf-8", "utf8" },
	{ "NUL", "text/plain", "utf-8", STR("Hel\0lo"), "Hello", "utf-8", "http" },
	{ "NFC in markup leaves tags", "text/html", "utf-8", STR("<b>\xcc\xb8 e\xcc\x81"), "<b>\xcc\xb8 \xc3\xa9", "utf-8", "http" },
	{ "unknown label", "text/plain", "no-such-thing", STR("a\xc3\xa5"), "a\xc3\xa5", "utf-8", "utf8" },
	{ "empty", NULL, NULL, STR(""), "", "utf-8", "utf8" },
};

Test(normalize, bodies)
{
	struct normalize_scratch scratch = NORMALIZE_SCRATCH_INIT;
	struct normalize_config config = NORMALIZE_DEFAULTS;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct normalize_result got;

		normalize_body(&scratch, &config, str_of(cases[i].mime), str_of(cases[i].charset), cases[i].body, &got);
		cr_expect(str_is(got.text, cases[i].want), "%s: got '%.*s'", cases[i].name, STR_ARG(got.text));
		cr_expect_str_eq(charset_name(got.charset), cases[i].want_charset, "%s", cases[i].name);
		cr_expect_str_eq(charset_from_name(got.from), cases[i].from, "%s", cases[i].name);
	}
	normalize_scratch_release(&scratch);
}

Test(normalize, kinds)
{
	static const struct {
		const char *mime, *body;
		enum normalize_kind want;
	} kinds[] = {
		{ "text/html; charset=x", "", NORMALIZE_MARKUP }, { "TEXT/HTML", "", NORMALIZE_MARKUP },
		{ "application/rss+xml", "", NORMALIZE_MARKUP }, { "text/plain", "<p>", NORMALIZE_PLAIN },
		{ NULL, "  <!doctype html>", NORMALIZE_MARKUP }, { NULL, "a < b", NORMALIZE_PLAIN },
		{ NULL, "\xef\xbb\xbf<html>", NORMALIZE_MARKUP }, { "image/png", "<p>", NORMALIZE_OPAQUE },
		{ "application/json", "{}", NORMALIZE_PLAIN }, { NULL, "", NORMALIZE_PLAIN },
	};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		cr_expect_eq(normalize_kind_of(str_of(kinds[i].mime), str_of(kinds[i].body)), kinds[i].want, "case %zu", i);
}

Test(normalize, text_with_options)
{
	struct normalize_scratch scratch = NORMALIZE_SCRATCH_INIT;
	struct normalize_config config = NORMALIZE_DEFAULTS;
	struct normalize_result got;
	struct str text = STR("\xe2\x80\x9c\xef\xac\x81n\xe2\x80\x9d \xe2\x80\x94  x\r\n");

	normalize_text(&scratch, &config, text, &got);
	cr_expect(str_is(got.text, "\xe2\x80\x9c\xef\xac\x81n\xe2\x80\x9d \xe2\x80\x94 x"));
	config = (struct normalize_config){ true, true, true, true };
	normalize_text(&scratch, &config, text, &got);
	cr_expect(str_is(got.text, "\"fin\" - x"), "%.*s", STR_ARG(got.text));
	normalize_scratch_release(&scratch);
}
