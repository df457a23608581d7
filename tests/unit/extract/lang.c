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

/* What single words say of three languages that are otherwise written alike. */
Test(lang, words_of_bosnian_croatian_serbian)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "Netko je prošli tjedan na kolodvoru čekao vlak za Zagreb, a nitko nije znao točno kada dolazi.", "hr" },
		{ "Tijekom listopada tisuće ljudi posjetile su novo kazalište i sveučilište.", "hr" },
		{ "U januaru je opština saopštila da će posle nedelju dana vazduh u gradu biti čistiji.", "sr" },
		{ "Deca su htela da vide gde reka teče i kako se svet menja.", "sr" },
		{ "Općina je saopćila da će u augustu djeca iz cijele Bosne učiti historiju, a kahva i hljeb bit će besplatni.", "bs" },
	};
	struct lang_result r;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		lang_detect(str_of(cases[i].text), &r);
		cr_expect_str_eq(r.lang, cases[i].want, "%s", cases[i].text);
	}
}

/* Serbian news set in Cyrillic with Latin a, e, o, j inside the words were taken for Russian. */
Test(lang, latin_letters_in_cyrillic_words)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "", "" },
		{ "a јe OK", "a је OK" }, /* a word of Latin letters alone stays */
		{ "Дaнaс je лeп дaн, Tорино!", "Данас je леп дан, Торино!" },
		{ "рaд\nquiz", "рад\nquiz" },
	};
	char room[256];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str got = lang_unmix(str_of(cases[i].text), room);

		cr_expect(str_eq(got, str_of(cases[i].want)), "%s: %.*s", cases[i].text, (int)got.len, got.at);
	}
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

Test(lang, close_languages)
{
	static const struct {
		const char *text, *lang;
	} cases[] = {
		{ "Eg veit ikkje kvifor dei ikkje kom heim frå skulen i går, men ho sa noko om bussen.", "nn" },
		{ "Jeg vet ikke hvorfor de ikke kom hjem fra skolen i går, men hun sa noe om bussen.", "nb" },
		{ "Jeg ved ikke, hvorfor de ikke kom hjem fra skole i går, men hun sagde noget om bussen.", "da" },
		{ "Jag vet inte varför de inte kom hem från skolan i går, men hon sa något om bussen.", "sv" },
		/* Single words tell where most of the letters do not. */
		{ "Han hadde mange helter, men jeg kunne ikke nevne noen av dem.", "nb" },
		{ "Lakers-trenaren har kunngjort at James skal spele i kampen på søndag.", "nn" },
		{ "Washington kan ty til flåten sin for å hindra russisk energi frå å nå marknader.", "nn" },
		{ "Jeg tror ikke, at det sker, før du er hjemme hos os igen.", "da" },
		{ "Тихo jутрo у луци, a први чaмци су сe врaтили сa oним штo им je нoћ дaлa.", "sr" },
		{ "Тихо јутро у луци, а први чамци су се вратили са оним што им је ноћ дала.", "sr" },
	};
#ifndef HAVE_CLD2
	cr_skip_test("built without CLD2");
#endif
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct lang_result r;

		lang_detect(str_of(cases[i].text), &r);
		cr_expect_str_eq(r.lang, cases[i].lang, "%s", cases[i].text);
	}
}

Test(lang, spans)
{
#define EN "The harbour of the little town lay quiet in the morning, and the first boats came back with the fish."
#define DE "Der Hafen der kleinen Stadt lag am Morgen ruhig da, und die ersten Boote kamen mit dem Fisch zurück."
	struct arena arena = ARENA_INIT;
	struct lang_span *spans;

#ifndef HAVE_CLD2
	cr_skip_test("built without CLD2");
#endif
	cr_expect_eq(lang_spans(&arena, STR(""), &spans), 0);
	cr_assert_eq(lang_spans(&arena, STR("OK\n\n" EN "\n\nThe sea\n\n" EN "\n\n" DE "\n\nÄh\n\n" DE), &spans), 2);
	cr_expect_str_eq(spans[0].lang, "en");
	cr_expect_eq(spans[0].at, 0);
	cr_expect_eq(spans[0].len, 4 + 101 + 2 + 7 + 2 + 101);
	cr_expect_str_eq(spans[1].lang, "de");
	cr_expect_eq(spans[1].at, spans[0].len + 2);
	cr_expect_eq(spans[1].len, 100 + 2 + 2 + 2 + 100);
	arena_release(&arena);
}
