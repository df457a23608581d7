#include "text/repair.h"
#include "text/repair_scan.h"

#include <criterion/criterion.h>
#include <stdio.h>

#ifdef HAVE_JSON_C
#include <json-c/json.h>
#endif

static struct str mended(struct repair_scratch *scratch, struct str text, struct buf *out)
{
	struct repair_report report = { 0 };

	buf_reset(out);
	return repair_text(scratch, text, out, &report) ? buf_str(out) : text;
}

Test(repair, cases)
{
	static const struct {
		const char *name, *in, *want; /* NULL: stays */
	} cases[] = {
		{ "once, windows-1252", "sÃ¥ bÃ¦r jeg pÃ¥ blÃ¥bÃ¦r", "så bær jeg på blåbær" },
		{ "quotes", "â€œJaâ€\xc2\x9d, sa hun â€“ og gikk", "“Ja”, sa hun – og gikk" },
		{ "twice", "BlÃƒÂ¥bÃƒÂ¦rsyltetÃƒÂ¸y", "Blåbærsyltetøy" },
		{ "Latin-1 controls", "\xc3\xa2\xc2\x80\xc2\x99tis", "’tis" },
		{ "macintosh", "sm√∏rbr√∏d", "smørbrød" },
		{ "windows-1251", "РџСЂРёРІРµС‚ РјРёСЂ", "Привет мир" },
		{ "ibm437", "gr├╝├ƒe", "grüße" },
		{ "windows-1250", "GrĂĽĂźe aus MĂĽnchen", "Grüße aus München" },
		{ "windows-1250, Danish", "blev gravet i hĂĄnden for mange ĂĄr siden", "blev gravet i hånden for mange år siden" },
		{ "emoji", "moro ðŸ˜€!", "moro 😀!" },
		{ "CESU-8", "\xc3\xad\xc2\xa0\xc2\xbd\xc3\xad\xc2\xb8\xc2\x80", "😀" },
		{ "lost bytes", "dâ€�accord, trÃ�s", "d�accord, tr�s" },
		{ "a space that was a byte", "il a dÃ©jÃ  dÃ©jeunÃ© Ã Paris", "il a déjà déjeuné à Paris" },
		{ "C1", "\xc2\x93quote\xc2\x94 \xc2\x96", "“quote” –" },
		{ "good among bad", "Ã˜ystein så Ã…se på bÃ¥ten", "Øystein så Åse på båten" },
		{ "several lines", "god\nBlÃ¥bÃ¦r\ngod", "god\nBlåbær\ngod" },
		{ "Norwegian", "Å gå på Åses ås, «år» – «Ås»… ‘Æ’ “Ø”", NULL },
		{ "French", "L’été, « à Évry », où l’œuvre naïve coûte 5 € ; ÉTÉ…", NULL },
		{ "Portuguese", "CONCLUSÃO: «é» AMANHÃ… SÃO “PÃO”, irmã", NULL },
		{ "German", "„Ärger“—Übel: ÄÖÜ »ß« §5 §Ä", NULL },
		{ "Vietnamese", "Tại sao giá hạt sầu riêng lại lên giá?", NULL },
		{ "Russian", "«СССР» и „Р“… Ёлка №5, — сказал он. ВВ»", NULL },
		{ "Ukrainian", "Рівне, Сіверщина, Їжак, Ґанок, “Єва”", NULL },
		{ "Serbian", "Ђорђе, Љубав, Њива, Ћирилица, Џеп", NULL },
		{ "Greek", "«Γεια» Ά… ΄Ελλάς·", NULL },
		{ "Greek numerals", "Ο Β΄ Παγκόσμιος Πόλεμος, Γ΄ τάξη, Α΄", NULL },
		{ "Russian and Ukrainian apostrophes", "Д’Артаньян, Л’Ореаль, П’ЯТЬ В’язень, Об’єкт", NULL },
		{ "box drawing", "┌──┬──┐\n├──┼──┤\n└──┴──┘ ╔═╗ ║ ╚═╝", NULL },
		{ "math", "√π ≠ √2, ∑∞ ≈ ∂x, ∆°", NULL },
		{ "Chinese", "“你好”，《世界》——…", NULL },
		{ "NEL and other controls", "a\xc2\x81", NULL },
		{ "stylised", "MÄ£ÄM £ÄGÌ ÑÝÄ", NULL },
		{ "empty", "", NULL },
	};
	struct repair_scratch *scratch = repair_scratch_new();
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str in = str_of(cases[i].in), got = mended(scratch, in, &out);

		cr_expect(str_is(got, cases[i].want ? cases[i].want : cases[i].in), "%s: '%.*s'", cases[i].name, STR_ARG(got));
	}
	buf_release(&out);
	repair_scratch_free(scratch);
}

/* A line longer than a window is mended all along. */
Test(repair, long_lines)
{
	struct repair_scratch *scratch = repair_scratch_new();
	struct buf in = BUF_INIT, want = BUF_INIT, out = BUF_INIT;

	for (unsigned i = 0; i < 20000; i++) {
		buf_add_text(&in, "blÃ¥bÃ¦r og ");
		buf_add_text(&want, "blåbær og ");
	}
	cr_expect(str_eq(mended(scratch, buf_str(&in), &out), buf_str(&want)));
	buf_release(&in);
	buf_release(&want);
	buf_release(&out);
	repair_scratch_free(scratch);
}

/* The fast scan finds what the plain one finds. */
Test(repair, suspects_at_every_place)
{
	static const char *const suspects[] = { "Ã¥", "Ã ", "\xc2\x93", "â€œ", "√∏", "РџС", "ð\xc2\x9f\xc2\x98\xc2\x80", "Ä�" };

	for (size_t i = 0; i < sizeof suspects / sizeof *suspects; i++)
		for (size_t before = 0; before < 70; before++) {
			char text[160];

			memset(text, 'x', sizeof text);
			memcpy(text + before, suspects[i], strlen(suspects[i]));
			cr_expect_eq(repair_next_suspect(text, text + sizeof text), text + before, "%s at %zu", suspects[i], before);
			cr_expect_eq(repair_next_suspect_portable(text, text + sizeof text), text + before, "%s at %zu", suspects[i], before);
		}
}

/* Nothing is read behind the text (sanitizers tell), whatever its length. */
Test(repair, ascii_up_to_the_end)
{
	for (size_t len = 1; len < 200; len++) {
		char *text = malloc(len);

		memset(text, 'x', len);
		if (len > 3)
			memcpy(text + len / 2, "\xc3\xa5", 2);
		cr_expect_eq(repair_next_suspect(text, text + len), text + len, "%zu", len);
		free(text);
	}
}

#ifdef HAVE_JSON_C
struct tally {
	unsigned changes, fixed, stays, harmed;
};

static void count_file(struct repair_scratch *scratch, struct json_object *list, struct tally *tally)
{
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *test = json_object_array_get_idx(list, i), *want, *in;

		if (!json_object_object_get_ex(test, "original", &in) ||
		    (!json_object_object_get_ex(test, "fixed-encoding", &want) && !json_object_object_get_ex(test, "fixed", &want)))
			continue;
		struct str text = str_of(json_object_get_string(in)), wanted = str_of(json_object_get_string(want));
		struct str got = mended(scratch, text, &out);

		if (str_eq(text, wanted)) {
			tally->stays++;
			tally->harmed += !str_eq(got, wanted);
		} else {
			tally->changes++;
			tally->fixed += str_eq(got, wanted);
		}
	}
	buf_release(&out);
}

/* The cases of python-ftfy, where the shared data lies beside the source. */
Test(repair, ftfy_cases)
{
	static const char *const files[] = { "in-the-wild", "known-failures", "language-names", "negative", "synthetic" };
	struct repair_scratch *scratch = repair_scratch_new();
	struct tally tally = { 0 };

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		char path[128];

		snprintf(path, sizeof path, "../shared/data/ftfy/%s.json", files[i]);
		struct json_object *list = json_object_from_file(path);

		if (!list) {
			repair_scratch_free(scratch);
			cr_skip_test("%s is not here", path);
		}
		count_file(scratch, list, &tally);
		json_object_put(list);
	}
	repair_scratch_free(scratch);
	cr_log_info("%u of %u fixed, %u of %u harmed", tally.fixed, tally.changes, tally.harmed, tally.stays);
	cr_expect_geq(tally.fixed, 104);
	cr_expect_eq(tally.harmed, 0);
	cr_expect_eq(tally.changes + tally.stays, 161);
}
#endif
