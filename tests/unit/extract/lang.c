#include "extract/lang.h"

#include <criterion/criterion.h>

Test(lang, scripts)
{
	static const struct {
		const char *text, *script;
	} cases[] = {
		{ "", "Zyyy" },
		{ "12:30 – 14:45 !!!", "Zyyy" },
		{ "Havnen lå stille", "Latn" },
		{ "Гавань была тиха, OK", "Cyrl" },
		{ "Το λιμάνι", "Grek" },
		{ "النص العربي", "Arab" },
		{ "港は静かだった", "Jpan" },
		{ "港口很安静", "Hani" },
		{ "항구는 조용했다", "Kore" },
		{ "ท่าเรือเงียบสงบ", "Thai" },
		{ "बंदरगाह शांत था", "Deva" },
		{ "Ẓabīḥ ḍād", "Latn" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_str_eq(lang_script(str_of(cases[i].text)), cases[i].script, "%s", cases[i].text);
}

Test(lang, languages)
{
#ifndef HAVE_CLD2
	cr_skip_test("built without CLD2");
#endif
	static const struct {
		const char *text, *lang;
	} cases[] = {
		{ "", "und" },
		{ "Havnen i den lille byen lå stille om morgenen, og de første båtene kom tilbake med fisken.", "nb" },
		{ "The harbour of the little town lay quiet in the morning, and the boats came back.", "en" },
		{ "Der Hafen der kleinen Stadt lag am Morgen ruhig da, und die Boote kamen zurück.", "de" },
		{ "Hamnen i den lilla staden låg stilla på morgonen, och de första båtarna kom tillbaka med fisk till människorna, som inte hade sett någon på länge.", "sv" },
		{ "Le port de la petite ville était calme le matin, et les bateaux revenaient.", "fr" },
		{ "Гавань маленького города утром была тиха, и первые лодки возвращались с рыбой.", "ru" },
		{ "נמל העיר הקטנה היה שקט בבוקר, והסירות הראשונות חזרו עם הדגים.", "he" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct lang_result r;

		lang_detect(str_of(cases[i].text), &r);
		cr_expect_str_eq(r.lang, cases[i].lang, "%s", cases[i].text);
		cr_expect(r.score >= 0 && r.score <= 1);
		cr_expect(cases[i].text[0] == 0 || r.score > 0.5, "%s: %f", cases[i].lang, r.score);
	}
}
