#include "dedup/translated.h"
#include "dedup/translated_language.h"
#include "dedup/translated_lexicon.h"

#include "text/utf8.h"

#include <criterion/criterion.h>

enum { TEXTS = 64 };

struct parts {
	struct buf part[TEXTS];
};

static const char english[] =
	"The ministry in Oslo said that Kristoffersen and 1,250 others left Trondheim in 1987. "
	"They met Vladimirescu of Bucharest, who paid 47.5 million to Hammerfest and sold 312 boats. "
	"Later Abdurrahman came from Samarkand with 86 men, and Wollstonecraft wrote of it in 1993.";
static const char russian[] =
	"Министерство сообщило, что Кристофферсен и ещё 1 250 человек покинули Тронхейм в 1987 году. "
	"Они встретили Владимиреску, который заплатил 47,5 миллиона и продал 312 лодок в Хаммерфест. "
	"Позже Абдуррахман прибыл из Самарканда с 86 людьми, и Уоллстонкрафт написал об этом в 1993 году.";
static const char other[] =
	"The council in Lisbon heard Figueiredo on 4,410 houses that were built in Coimbra after 1961. "
	"Mr Castelobranco wants 73.2 million from Brussels, and 918 tenants have written to Strasbourg. "
	"In Guimaraes they wait for Montgomery, who counted 55 of them in 2004.";

static const char *part_of(void *ctx, uint32_t number, uint32_t *first)
{
	*first = number;
	return ((struct parts *)ctx)->part[number].data;
}

static bool add(struct translated *translated, struct parts *parts, uint32_t number, const char *text, const char *lang, struct translated_match *match)
{
	static struct translated_scratch scratch;
	struct weighed weighed;
	bool found;

	cr_assert(translated_build(&scratch, str_of(text), str_of(lang), &parts->part[number]));
	cr_assert(translated_valid(buf_str(&parts->part[number])));
	translated_weigh(translated, parts->part[number].data, &weighed);
	found = translated_match(translated, &weighed, part_of, parts, match, NULL);
	translated_mark(parts->part[number].data, &weighed, found ? match : NULL);
	cr_assert(translated_valid(buf_str(&parts->part[number])));
	translated_add(translated, &weighed, number);
	return found;
}

static void end(struct translated *translated, struct parts *parts)
{
	for (unsigned i = 0; i < TEXTS; i++)
		buf_release(&parts->part[i]);
	translated_free(translated);
}

Test(translated, names_and_numbers_tell_a_version)
{
	struct translated *translated = translated_new();
	struct parts parts = { 0 };
	struct translated_match match;
	struct str evidence[TRANSLATED_EVIDENCE];
	static struct translated_scratch scratch;
	unsigned count;

	cr_assert(!add(translated, &parts, 0, english, "en", &match));
	cr_assert(!add(translated, &parts, 1, other, "pt", &match));
	cr_assert(add(translated, &parts, 2, russian, "ru", &match));
	cr_assert_eq(match.row, 0);
	count = translated_evidence(&scratch, parts.part[2].data, str_of(russian), evidence);
	cr_assert_geq(count, 3);
	for (unsigned i = 0; i < count; i++)
		cr_assert_geq(str_find(str_of(russian), evidence[i]), 0);
	end(translated, &parts);
}

/* The same in one language is for near and exact to find. */
Test(translated, texts_of_one_language_are_not_compared)
{
	struct translated *translated = translated_new();
	struct parts parts = { 0 };
	struct translated_match match;

	cr_assert(!add(translated, &parts, 0, english, "en-GB", &match));
	cr_assert(!add(translated, &parts, 1, english, "en", &match));
	cr_assert(!add(translated, &parts, 2, english, "eng", &match));
	end(translated, &parts);
}

/* Without a language the text itself tells. */
Test(translated, texts_of_unknown_language)
{
	struct translated *translated = translated_new();
	struct parts parts = { 0 };
	struct translated_match match;

	cr_assert(!add(translated, &parts, 0, english, "", &match));
	cr_assert(!add(translated, &parts, 1, english, "und", &match), "one language");
	cr_assert(!add(translated, &parts, 2, english, "en", &match), "one language, said once");
	cr_assert(add(translated, &parts, 3, russian, "", &match));
	end(translated, &parts);
}

Test(translated, languages_by_script_and_words)
{
	static const struct {
		const char *text, *lang;
		enum unicode_script script;
	} cases[] = {
		{ "The council said that it was not in the city when the bridge was closed, and that they have been told.", "en", SCRIPT_LATIN },
		{ "Der Rat sagte, dass er nicht in der Stadt war, als die Brücke gesperrt wurde, und dass sie es auch wissen.", "de", SCRIPT_LATIN },
		{ "Le conseil a dit que le pont est fermé depuis un an et que les habitants ne sont pas dans la ville.", "fr", SCRIPT_LATIN },
		{ "El consejo dijo que el puente no se abre en un año y que los vecinos de la ciudad lo saben por la radio.", "es", SCRIPT_LATIN },
		{ "Rådet sa at det ikke var i byen da broen ble stengt, og at de har fått vite det av en mann som er på jobb.", "no", SCRIPT_LATIN },
		{ "Совет сообщил, что он не был в городе, когда мост закрыли, и что они об этом знают от него и из газет.", "ru", SCRIPT_CYRILLIC },
		{ "Рада повідомила, що вона не була в місті, коли міст закрили, і що вони про це знають від нього та з газет.", "uk", SCRIPT_CYRILLIC },
		{ "ไม่มีใครรู้", "th", SCRIPT_THAI }, { "橋は閉鎖された", "ja", SCRIPT_HIRAGANA }, { "Oslo 1250", "", SCRIPT_LATIN },
		{ "", "", SCRIPT_LATIN },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str lang = translated_language(str_of(cases[i].text), cases[i].script);

		cr_expect(str_is(lang, cases[i].lang), "%.*s is not %s", STR_ARG(lang), cases[i].lang);
	}
}

Test(translated, tags_of_one_language)
{
	static const struct {
		const char *tag, *is;
	} cases[] = {
		{ "en", "en" }, { "eng", "en" }, { "en-GB", "en" }, { "EN_us", "en" }, { "eng-Latn-US", "en" }, { "nb", "no" }, { "nob", "no" },
		{ "nor", "no" }, { "no", "no" }, { "nb-NO", "no" }, { "nn", "nn" }, { "nno", "nn" }, { "ger", "de" }, { "deu", "de" }, { "chi", "zh" },
		{ "cmn-Hans", "zh" }, { "yue", "yue" }, { "arb", "ar" }, { "iw", "he" }, { "in", "id" }, { "zul", "zu" }, { "aaa", "aaa" },
		{ "", "" }, { "und", "" }, { "English (US)", "" }, { "x1", "" }, { "-", "" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char tag[LANGUAGE_TAG];

		translated_tag(str_of(cases[i].tag), tag);
		cr_expect_str_eq(tag, cases[i].is, "%s", cases[i].tag);
	}
}

static unsigned concept_of(const char *word)
{
	uint32_t key = 0;
	struct str text = str_of(word);
	const char *at = text.at;

	for (unsigned i = 0; i < LEXICON_LETTERS && at < text.at + text.len; i++)
		key = lexicon_key(key, unicode_fold(utf8_next(&at, text.at + text.len)));
	return translated_concept(key);
}

/* Written dates, cognates and common words are one concept in many languages. */
Test(translated, words_of_one_meaning_are_one_concept)
{
	static const char *const words[][6] = {
		{ "Saturday", "Samstag", "lørdag", "sábado", "суббота", "субота" }, { "October", "Oktober", "octobre", "октября", "octubre", "ottobre" },
		{ "million", "Millionen", "millioner", "миллионов", "millones", "milioni" }, { "government", "Regierung", "gouvernement", "правительство", "regering", "vláda" },
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		unsigned first = concept_of(words[i][0]), alike = 0;

		cr_assert_neq(first, 0, "%s", words[i][0]);
		for (size_t k = 1; k < 6; k++)
			alike += concept_of(words[i][k]) == first;
		cr_expect_geq(alike, 4, "of %s", words[i][0]);
	}
	cr_expect_eq(concept_of("Kristoffersen"), 0);
}

/* One article: the names that it is about come in both halves, all others in one. */
Test(translated, halves_of_an_article_are_not_versions)
{
	static const char first[] =
		"Kristoffersen left Trondheim in 1987 with 1,250 others, the ministry in Oslo said, and met Vladimirescu of Bucharest. "
		"He paid 47.5 million to Hammerfest for 312 boats, of which 86 went to Samarkand with Abdurrahman. "
		"Wollstonecraft wrote of Kristoffersen and Vladimirescu in 1993, when Reykjavik had 14,800 of them.";
	static const char second[] =
		"Kristoffersen hat 2004 mit Vladimirescu in Marseille 639 Häuser gebaut, wie Figueiredo in Lissabon berichtet. "
		"Castelobranco verlangt 73,2 Millionen aus Brüssel; 918 Mieter haben nach Straßburg geschrieben. "
		"In Coimbra wartet Montgomery auf Kristoffersen, der 4.410 Stimmen von Guimaraes nach Dubrovnik brachte.";
	struct translated *translated = translated_new();
	struct parts parts = { 0 };
	struct translated_match match;

	cr_assert(!add(translated, &parts, 0, first, "en", &match));
	cr_assert(!add(translated, &parts, 1, second, "de", &match));
	end(translated, &parts);
}

/* Reported every day in the same words: other numbers are other news. */
Test(translated, reports_with_other_numbers_are_not_versions)
{
	static const struct {
		const char *text, *lang;
	} reports[] = {
		{ "Shares in Equinor closed 1.4 percent lower at 312.50 kroner on the Oslo Stock Exchange on Tuesday. The main index fell 0.6 percent to "
		  "1,318.42 points. Yara rose 2.1 percent, and Norsk Hydro fell 0.9 percent. Brent crude traded at 82.15 dollars a barrel. Turnover was "
		  "5.1 billion kroner.", "en" },
		{ "Die Aktie von Equinor schloss am Mittwoch an der Börse Oslo 0,8 Prozent höher bei 315,05 Kronen. Der Leitindex stieg um 0,3 Prozent auf "
		  "1.322,17 Punkte. Yara verlor 1,2 Prozent, Norsk Hydro gewann 0,4 Prozent. Ein Fass der Sorte Brent kostete 83,40 Dollar. Der Umsatz lag "
		  "bei 4,7 Milliarden Kronen.", "de" },
		{ "Equinors aktie stängde på tisdagen 2,7 procent upp på 298,10 kronor på Oslobörsen. Huvudindex steg 0,6 procent till 1 301,88 poäng. "
		  "Yara gick ned 0,7 procent och Norsk Hydro upp 1,9 procent. Brentoljan handlades till 79,95 dollar per fat. Omsättningen uppgick till "
		  "5,8 miljarder kronor.", "sv" },
		{ "Rosenborg beat Molde 3-1 at Lerkendal on Sunday in front of 14,328 spectators. Ole Selnæs scored after 12 minutes, and Jayden Nelson "
		  "made it 2-0 before half-time. Magnus Wolff Eikrem pulled one back in the 71st minute, but Carlo Holse settled it in stoppage time. "
		  "Rosenborg are now sixth with 38 points, while Molde stay third with 47.", "en" },
		{ "Molde besiegte Rosenborg am Sonntag im Aker Stadion vor 9.112 Zuschauern mit 2:0. Magnus Wolff Eikrem traf in der 23. Minute, Kristian "
		  "Eriksen erhöhte nach 58 Minuten. Ole Selnæs sah in der 80. Minute Rot. Molde ist nun mit 31 Punkten Zweiter, Rosenborg bleibt mit "
		  "22 Punkten Achter.", "de" },
	};
	struct translated *translated = translated_new();
	struct parts parts = { 0 };
	struct translated_match match;

	for (uint32_t i = 0; i < sizeof reports / sizeof *reports; i++)
		cr_expect(!add(translated, &parts, i, reports[i].text, reports[i].lang, &match), "%s", reports[i].text);
	/* The same numbers are the same news. */
	cr_expect(add(translated, &parts, 6,
		      "Equinor-aksjen falt 1,4 prosent til 312,50 kroner på Oslo Børs tirsdag. Hovedindeksen gikk ned 0,6 prosent til 1318,42 poeng. Yara steg "
		      "2,1 prosent, og Norsk Hydro falt 0,9 prosent. Brent-oljen ble omsatt for 82,15 dollar fatet. Omsetningen var 5,1 milliarder kroner.",
		      "nb", &match));
	cr_expect_eq(match.row, 0);
	end(translated, &parts);
}

Test(translated, headlines_behind_the_text_do_not_count)
{
	static const char headlines[] = "\n\nKristoffersen leaves Trondheim with 1,250 others\n\nVladimirescu pays 47.5 million to Hammerfest\n"
		"Abdurrahman comes from Samarkand";
	static struct translated_scratch scratch;
	struct buf text = BUF_INIT;
	struct anchors with, without = translated_find(&scratch, str_of(other));

	buf_add_str(&text, str_of(other));
	buf_add_text(&text, headlines);
	with = translated_find(&scratch, buf_str(&text));
	cr_expect_eq(with.count, without.count);
	cr_expect_eq(with.length, without.length);
	/* Where there is nothing else they are the text. */
	cr_expect_gt(translated_find(&scratch, str_of(headlines)).count, 5);
	buf_release(&text);
}

/* An anchor that many have leads to the newest of them. */
Test(translated, labels_of_a_menu_do_not_count)
{
	static struct translated_scratch scratch;
	struct buf text = BUF_INIT;
	struct anchors plain, with;

	plain = translated_find(&scratch, str_of(english));
	buf_addf(&text, "Wellington Macquarie\n\nContact Bratislava\nПодписка Свердловск\n\n%s", english);
	with = translated_find(&scratch, buf_str(&text));
	cr_assert_eq(with.count, plain.count);
	cr_assert_eq(with.length, plain.length);
	buf_reset(&text);
	buf_addf(&text, "Macquarie left Bratislava.\n%s", english); /* a sentence, though short */
	with = translated_find(&scratch, buf_str(&text));
	cr_assert_gt(with.count, plain.count);
	buf_release(&text);
}

/* Two texts, and which text the second of them is a version of. */
struct versions {
	struct buf part[3];
	uint32_t first[3];
};

static const char *version_of(void *ctx, uint32_t number, uint32_t *first)
{
	struct versions *versions = ctx;

	*first = versions->first[number];
	return versions->part[number].data;
}

static float match_with(uint32_t first_of_second)
{
	static const char *const langs[] = { "en", "ru", "de" };
	static const char *const texts[] = { english, russian,
		"Kristoffersen kam 1987 nach Trondheim, was Vladimirescu und 312 andere erst spaeter in Samarkand von Wollstonecraft hoerten." };
	static struct translated_scratch scratch;
	struct translated *translated = translated_new();
	struct versions versions = { .first = { 0, first_of_second, 2 } };
	struct translated_match match = { .row = 0 };
	struct weighed weighed;
	bool found = false;

	for (uint32_t i = 0; i < 3; i++) {
		translated_build(&scratch, str_of(texts[i]), str_of(langs[i]), &versions.part[i]);
		translated_weigh(translated, versions.part[i].data, &weighed);
		if (i == 2)
			found = translated_match(translated, &weighed, version_of, &versions, &match, NULL);
		translated_mark(versions.part[i].data, &weighed, NULL);
		translated_add(translated, &weighed, i);
	}
	for (unsigned i = 0; i < 3; i++)
		buf_release(&versions.part[i]);
	translated_free(translated);
	return found ? match.probability : 0;
}

Test(translated, versions_of_one_text_speak_together)
{
	cr_assert_gt(match_with(0), match_with(1), "%f %f", (double)match_with(0), (double)match_with(1));
}

Test(translated, the_newest_are_found)
{
	enum { COPIES = TRANSLATED_POSTINGS + 6 };
	struct translated *translated = translated_new();
	struct parts parts = { 0 };
	struct translated_match match;

	for (uint32_t i = 0; i < COPIES; i++)
		cr_assert(!add(translated, &parts, i, english, "en", &match));
	cr_assert(add(translated, &parts, COPIES, russian, "ru", &match));
	cr_expect_geq(match.row, COPIES - TRANSLATED_POSTINGS);
	translated_forget(translated, COPIES);
	cr_assert(add(translated, &parts, COPIES + 1, russian, "uk", &match), "the one that is left");
	cr_expect_eq(match.row, COPIES);
	end(translated, &parts);
}

Test(translated, digits_of_any_script_and_grouping_are_one_number)
{
	static const char *const spellings[] = { "1,250", "1 250", "1.250", "1250", "١٢٥٠", "१२५०" };
	static struct translated_scratch scratch;
	uint32_t first = 0;

	for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
		struct anchors anchors = translated_find(&scratch, str_of(spellings[i]));

		cr_assert_eq(anchors.count, 1, "%s", spellings[i]);
		first = i ? first : scratch.found[0].hash;
		cr_assert_eq(scratch.found[0].hash, first, "%s", spellings[i]);
	}
}

/* The anchor at those words of a text; 0: none. */
static uint32_t hash_at(const char *text, const char *words)
{
	static struct translated_scratch scratch;
	size_t count = translated_find_until(&scratch, str_of(text), UINT16_MAX);

	for (size_t i = 0; i < count; i++)
		if (strlen(words) == scratch.found[i].to - scratch.found[i].from && strncmp(text + scratch.found[i].from, words, strlen(words)) == 0)
			return scratch.found[i].hash;
	return 0;
}

Test(translated, addresses_are_one_anchor)
{
	uint32_t address = hash_at("See https://www.Example.org/report/2024?from=en, they say.", "://www.Example.org/report/2024");

	cr_assert_neq(address, 0);
	cr_assert_eq(hash_at("См. www.example.org/report/2024.", "www.example.org/report/2024"), address);
	cr_assert_neq(hash_at("См. www.example.org/report/2025.", "www.example.org/report/2025"), address);
	cr_assert_neq(hash_at("schreibt @kommune_oslo heute", "@kommune_oslo"), 0);
	cr_assert_eq(hash_at("пишет (@Kommune_Oslo), что", "@Kommune_Oslo"), hash_at("@kommune_oslo", "@kommune_oslo"));
	cr_assert_eq(hash_at("mail post@example.org or", "@example.org"), hash_at("почта: info@example.org.", "@example.org"));
	cr_assert_eq(hash_at("at 5 @ a", "@"), 0);
	hash_at("www.", "www.");
	hash_at("a://", "://");
	hash_at("@", "@");
}

Test(translated, damaged_parts_are_not_valid)
{
	static struct translated_scratch scratch;
	struct buf part = BUF_INIT;

	cr_assert(translated_build(&scratch, str_of(english), STR("en"), &part));
	for (size_t length = 0; length < part.len; length++)
		cr_assert(!translated_valid(str_from(part.data, length)));
	part.data[4] = TRANSLATED_CLASSES;
	cr_assert(!translated_valid(buf_str(&part)));
	buf_release(&part);
}
