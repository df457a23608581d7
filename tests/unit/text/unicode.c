#include "text/unicode.h"

#include <criterion/criterion.h>

Test(unicode, classes)
{
	static const struct {
		uint32_t c;
		unsigned want;
	} cases[] = {
		{ 'a', UNICODE_LETTER }, { 'Z', UNICODE_LETTER }, { '7', UNICODE_DIGIT }, { ' ', UNICODE_SPACE },
		{ '\n', UNICODE_SPACE }, { '.', UNICODE_PUNCT | UNICODE_TERMINAL }, { ',', UNICODE_PUNCT }, { '+', 0 },
		{ 0x00a0, UNICODE_SPACE }, { 0x00ad, UNICODE_IGNORE }, { 0x00bd, UNICODE_LETTER }, { 0x0301, UNICODE_MARK },
		{ 0x0665, UNICODE_DIGIT }, { 0x06d4, UNICODE_PUNCT | UNICODE_TERMINAL }, { 0x093f, UNICODE_MARK },
		{ 0x0e01, UNICODE_LETTER | UNICODE_SOLO }, { 0x0e31, UNICODE_MARK }, { 0x0e51, UNICODE_DIGIT },
		{ 0x200d, UNICODE_IGNORE }, { 0x2014, UNICODE_PUNCT }, { 0x3002, UNICODE_PUNCT | UNICODE_TERMINAL },
		{ 0x3005, UNICODE_LETTER | UNICODE_SOLO }, { 0x30fc, UNICODE_LETTER | UNICODE_SOLO },
		{ 0x4e2d, UNICODE_LETTER | UNICODE_SOLO }, { 0xac00, UNICODE_LETTER }, { 0xfeff, UNICODE_IGNORE },
		{ 0x1f600, 0 }, { 0x20000, UNICODE_LETTER | UNICODE_SOLO }, { 0xd800, 0 }, { 0x10ffff, 0 }, { 0xffffffff, 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_eq(unicode_flags(cases[i].c), cases[i].want, "U+%04X: %u", cases[i].c, unicode_flags(cases[i].c));
}

Test(unicode, folding)
{
	static const struct {
		uint32_t c, want;
	} cases[] = {
		{ 'A', 'a' }, { 'a', 'a' }, { '1', '1' }, { 0x00c5, 0x00e5 }, { 0x00df, 0x00df }, { 0x0130, 0x0130 },
		{ 0x017f, 's' }, { 0x023a, 0x2c65 }, { 0x03a3, 0x03c3 }, { 0x03c2, 0x03c3 }, { 0x0416, 0x0436 },
		{ 0x1e9e, 0x00df }, { 0x212a, 'k' }, { 0x10400, 0x10428 }, { 0x110000, 0x110000 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_eq(unicode_fold(cases[i].c), cases[i].want, "U+%04X: U+%04X", cases[i].c, unicode_fold(cases[i].c));
}

Test(unicode, scripts)
{
	static const struct {
		uint32_t c;
		const char *want;
	} cases[] = {
		{ 'a', "Latn" }, { '1', "Zyyy" }, { 0x0301, "Zinh" }, { 0x03b1, "Grek" }, { 0x0436, "Cyrl" }, { 0x05d0, "Hebr" },
		{ 0x0628, "Arab" }, { 0x0915, "Deva" }, { 0x0e01, "Thai" }, { 0x10d0, "Geor" }, { 0x3042, "Hira" },
		{ 0x30a2, "Kana" }, { 0x4e2d, "Hani" }, { 0xac00, "Hang" }, { 0xa984, "Java" }, { 0x10330, "Zzzz" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_str_eq(unicode_script_code(unicode_script(cases[i].c)), cases[i].want, "U+%04X", cases[i].c);
}
