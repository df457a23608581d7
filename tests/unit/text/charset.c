#include "text/charset.h"
#include "text/charset_table.h"

#include <criterion/criterion.h>

Test(charset, labels)
{
	static const struct {
		const char *label;
		enum charset want;
	} cases[] = {
		{ "utf-8", CHARSET_UTF_8 }, { "UTF8", CHARSET_UTF_8 }, { " Latin1\t", CHARSET_WINDOWS_1252 },
		{ "iso-8859-1", CHARSET_WINDOWS_1252 }, { "us-ascii", CHARSET_WINDOWS_1252 },
		{ "iso-8859-9", CHARSET_WINDOWS_1254 }, { "tis-620", CHARSET_WINDOWS_874 }, { "gb2312", CHARSET_GBK },
		{ "ks_c_5601-1987", CHARSET_EUC_KR }, { "x-sjis", CHARSET_SHIFT_JIS }, { "unicode", CHARSET_UTF_16LE },
		{ "", CHARSET_UNKNOWN }, { "utf-9", CHARSET_UNKNOWN },
		{ "a label that is longer than every label there could ever be", CHARSET_UNKNOWN },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_eq(charset_by_label(str_of(cases[i].label)), cases[i].want, "%s", cases[i].label);
	for (size_t i = 1; i < charset_label_count; i++)
		cr_expect_lt(strcmp(charset_labels[i - 1].label, charset_labels[i].label), 0, "%s", charset_labels[i].label);
}

Test(charset, prescan)
{
	static const struct {
		const char *markup, *want;
	} cases[] = {
		{ "<meta charset=utf-8>", "utf-8" },
		{ "<META CharSet = 'Latin1' >", "Latin1" },
		{ "<meta/charset=\"koi8-r\"/>", "koi8-r" },
		{ "<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>", "windows-1251" },
		{ "<meta content='text/html; charset = \"x-sjis\"' http-equiv=content-type>", "x-sjis" },
		{ "<meta name=x content='text/html; charset=windows-1251'>", NULL },
		{ "<!-- <meta charset=koi8-r> --><meta charset=big5>", "big5" },
		{ "<!--><meta charset=big5>", "big5" },
		{ "<a title='<meta charset=koi8-r>'><meta charset=big5>", "big5" },
		{ "<metal charset=koi8-r>", NULL },
		{ "<meta charset=nonsense><meta charset=big5>", "big5" },
		{ "<?xml version='1.0' encoding='iso-8859-2'?><x/>", "iso-8859-2" },
		{ "<?xml version='1.0'?><meta charset=big5>", "big5" },
		{ "<meta charset", NULL }, { "<meta charset=", NULL }, { "<meta charset='utf-8", "utf-8" }, { "<", NULL }, { "", NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str got = charset_prescan(str_of(cases[i].markup));

		cr_expect_eq(got.at != NULL, cases[i].want != NULL, "%s", cases[i].markup);
		if (got.at && cases[i].want)
			cr_expect(str_is(got, cases[i].want), "%s: %.*s", cases[i].markup, STR_ARG(got));
	}
}

/* Bytes that a code page leaves undefined, a cut sequence, a byte that cannot be. */
Test(charset, decode)
{
	static const struct {
		enum charset charset;
		struct str in;
		const char *want;
		unsigned ill_formed;
	} cases[] = {
		{ CHARSET_WINDOWS_1252, STR("\x80\x81\xe5"), "\xe2\x82\xac\xc2\x81\xc3\xa5", 0 },
		{ CHARSET_ISO_8859_7, STR("\xe1\xff"), "\xce\xb1\xef\xbf\xbd", 1 },
		{ CHARSET_GBK, STR("\xd6\xd0\x80\xce\xc4"), "\xe4\xb8\xad\xe2\x82\xac\xe6\x96\x87", 0 },
		{ CHARSET_UTF_16LE, STR("a\0\x3d\xd8\0\xde" "b"), "a\xf0\x9f\x98\x80\xef\xbf\xbd", 1 },
		{ CHARSET_UTF_16BE, STR("\xdc\0\0a\xd8\0"), "\xef\xbf\xbd" "a\xef\xbf\xbd", 2 },
		{ CHARSET_SHIFT_JIS, STR("\x93\xfa\x93"), "\xe6\x97\xa5\xef\xbf\xbd", 1 },
		{ CHARSET_EUC_KR, STR("\xb0\xa1<\xff>"), "\xea\xb0\x80<\xef\xbf\xbd>", 1 },
		{ CHARSET_ISO_2022_JP, STR("\x1b$BF|\x1b(B!"), "\xe6\x97\xa5!", 0 },
		/* iconv fails at the last byte, with nothing left. */
		{ CHARSET_ISO_2022_CN, STR("a\x0e"), "a\xef\xbf\xbd", 1 },
		{ CHARSET_UTF_8, STR("a\xc3"), "a\xef\xbf\xbd", 1 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out = BUF_INIT;
		struct decode_faults faults = { 0, 0 };

		charset_decode(cases[i].charset, cases[i].in, &out, &faults);
		cr_expect(str_is(buf_str(&out), cases[i].want), "case %zu: '%.*s'", i, STR_ARG(buf_str(&out)));
		cr_expect_eq(faults.ill_formed, cases[i].ill_formed, "case %zu", i);
		buf_release(&out);
	}
}

Test(charset, decisions_without_a_label)
{
	static const struct {
		const char *name;
		struct str body;
		enum charset want;
	} cases[] = {
		{ "Italian", STR("La citt\xe0 \xe8 pi\xf9 bella, perch\xe9 cos\xec si pu\xf2 vedere la libert\xe0 di met\xe0 citt\xe0."), CHARSET_WINDOWS_1252 },
		{ "Norwegian", STR("Bl\xe5 b\xe6r p\xe5 sm\xf8r er godt, synes b\xe5" "de store og sm\xe5 gj\xf8ker."), CHARSET_WINDOWS_1252 },
		{ "Polish", STR("Za\xbf\xf3\xb3\xe6 g\xea\x9cl\xb9 ja\x9f\xf1, prosz\xea pa\xf1stwa, s\xb9 te\xbf \xb3\xf3" "dki."), CHARSET_WINDOWS_1250 },
		{ "Russian", STR("\xcf\xf0\xe8\xe2\xe5\xf2, \xea\xe0\xea \xe4\xe5\xeb\xe0? \xd1\xe5\xe3\xee\xe4\xed\xff \xf5\xee\xf0\xee\xf8\xe0\xff \xef\xee\xe3\xee\xe4\xe0."), CHARSET_WINDOWS_1251 },
		{ "Russian of the Macintosh", STR("\x8c\xe5\xeb\xfc\xed\xe8\xf6\xe0 \xf1\xf2\xee\xe8\xf2 \xf2\xe0\xec, \xe3\xe4\xe5 \xf0\xe5\xea\xe0 \xef\xee\xe2\xee\xf0\xe0\xf7\xe8\xe2\xe0\xe5\xf2."), CHARSET_X_MAC_CYRILLIC },
		{ "ISO 2022", STR("\x1b$B$3$l$OF|K\\8l$NJ8>O$G$9\x1b(B plain"), CHARSET_ISO_2022_JP },
	};

	if (!charset_detects())
		cr_skip_test("built without uchardet");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct charset_choice got = charset_decide(cases[i].body, STR_NONE, false);

		cr_expect_eq(got.charset, cases[i].want, "%s: %s", cases[i].name, charset_name(got.charset));
		cr_expect_eq(got.from, CHARSET_FROM_DETECTED, "%s", cases[i].name);
	}
}

/* Tag names, scripts and comments say nothing about the language of a page. */
Test(charset, escapes_and_labels)
{
	struct str escaped = STR("\x1b$B$3$l$OF|K\\8l$NJ8>O$G$9\x1b(B plain"), swedish = STR("r\xc3\xa4ksm\xc3\xb6rg\xc3\xa5s");

	if (!charset_detects())
		cr_skip_test("built without uchardet");
	cr_expect_eq(charset_decide(escaped, STR("utf-8"), false).charset, CHARSET_ISO_2022_JP);
	cr_expect(charset_decide(escaped, STR("utf-8"), false).contradicted);
	cr_expect_eq(charset_decide(escaped, STR("iso-2022-jp"), false).from, CHARSET_FROM_HTTP);
	/* eight bits are none of ISO 2022 */
	cr_expect_eq(charset_decide(swedish, STR("iso-2022-kr"), false).charset, CHARSET_UTF_8);
	cr_expect(charset_decide(swedish, STR("utf-8"), false).valid);
}

Test(charset, detection_reads_text_only)
{
	struct buf page = BUF_INIT;

	if (!charset_detects())
		cr_skip_test("built without uchardet");
	buf_add_text(&page, "<script>");
	for (unsigned i = 0; i < 500; i++)
		buf_add_text(&page, "'\xe2\xf1\xe5\xee\xe2\xf1\xe5' ");
	buf_add_text(&page, "</script><!-- \xe2\xf1\xe5\xee\xe2\xf1\xe5 --><p title='x'>Stra\xdf" "en und H\xe4user f\xfcr b\xf6se M\xe4nner</p>");
	cr_expect_eq(charset_detect(buf_str(&page), true), CHARSET_WINDOWS_1252);
	buf_release(&page);
}
