#include "text/nfc.h"

#include <criterion/criterion.h>

Test(nfc, text)
{
	static const struct {
		const char *in, *want;
	} cases[] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "e\xcc\x81", "\xc3\xa9" },
		{ "xe\xcc\x81y", "x\xc3\xa9y" },
		{ "\xcc\x81" "a", "\xcc\x81" "a" },
		{ "\xc3\xa9\xcc\xa3", "\xe1\xba\xb9\xcc\x81" }, /* marks change places */
		{ "\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8", "\xea\xb0\x81" }, /* Hangul */
		{ "\xe2\x84\xab", "\xc3\x85" }, /* angstrom sign */
		{ "\xe2\x80\xa6", "\xe2\x80\xa6" }, /* an ellipsis stays one */
		{ "\xef\xac\x81", "\xef\xac\x81" }, /* and a ligature */
		{ "a\xf0\x9f\x98\x80 e\xcc\x81\xe4\xb8\xad", "a\xf0\x9f\x98\x80 \xc3\xa9\xe4\xb8\xad" },
	};

	if (!nfc_composes())
		cr_skip_test("built without libutf8proc");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out = BUF_INIT;

		nfc_append(str_of(cases[i].in), NFC_TEXT, &out);
		cr_expect(str_is(buf_str(&out), cases[i].want), "case %zu: '%.*s'", i, STR_ARG(buf_str(&out)));

		struct buf again = BUF_INIT;

		nfc_append(buf_str(&out), NFC_TEXT, &again);
		cr_expect(str_eq(buf_str(&again), buf_str(&out)), "case %zu again", i);
		buf_release(&again);
		buf_release(&out);
	}
}

Test(nfc, markup_and_compatibility)
{
	struct buf out = BUF_INIT;

	if (!nfc_composes())
		cr_skip_test("built without libutf8proc");
	nfc_append(STR("<i>\xcc\xb8o\xcc\x88"), NFC_MARKUP, &out);
	cr_expect(str_is(buf_str(&out), "<i>\xcc\xb8\xc3\xb6"));
	buf_reset(&out);
	nfc_append(STR("\xef\xac\x81\xe2\x80\xa6 e\xcc\x81"), NFC_COMPATIBILITY, &out);
	cr_expect(str_is(buf_str(&out), "fi... \xc3\xa9"), "%.*s", STR_ARG(buf_str(&out)));
	buf_release(&out);
}

Test(nfc, a_tower_of_marks_takes_linear_time)
{
	struct buf in = BUF_INIT, out = BUF_INIT;

	buf_add_text(&in, "a");
	for (unsigned i = 0; i < 500000; i++)
		buf_add_text(&in, i & 1 ? "\xcc\x81" : "\xcc\xa3");
	nfc_append(buf_str(&in), NFC_TEXT, &out);
	cr_expect(out.len > in.len / 2);
	buf_release(&in);
	buf_release(&out);
}

/* A combining mark at every distance from a vector's edge, among text of each kind. */
Test(nfc, quick_check_finds_a_mark_everywhere)
{
	static const char *const fill[] = { "x", "\xc3\xa5", "\xd0\xb6", "\xe4\xb8\xad", "\xe2\x80\x99", "\xf0\x9f\x98\x80" };

	for (size_t i = 0; i < sizeof fill / sizeof *fill; i++)
		for (unsigned before = 1; before < 40; before++) {
			struct buf text = BUF_INIT;

			for (unsigned n = 0; n < before; n++)
				buf_add_text(&text, fill[i]);
			size_t stable = text.len - strlen(fill[i]);

			buf_add_text(&text, "\xcc\x81");
			for (unsigned n = 0; n < 40; n++)
				buf_add_text(&text, fill[i]);
			cr_expect_eq(nfc_quick_check(buf_str(&text)), stable, "%s %u", fill[i], before);
			cr_expect_eq(nfc_quick_check_portable(buf_str(&text)), stable, "%s %u", fill[i], before);
			buf_release(&text);
		}
}
