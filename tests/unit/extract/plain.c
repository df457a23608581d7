#include "extract/plain.h"

#include "base/buf.h"
#include "text/utf8.h"

#include <criterion/criterion.h>
#include <stdio.h>

/* Running text to put around what is tested; long enough to be prose. */
#define P1 "The harbour of the little town lay quiet in the morning, and the first boats came back with what the night had given them."
#define P2 "Later the market filled with people from the valley, who had come a long way to sell cheese, wool and honey to the sailors."
#define N1 "Havnen i den lille byen lå stille om morgenen, og de første båtene kom tilbake med det natten hadde gitt dem av fisk og skjell."
#define N2 "Senere fyltes torget av folk fra dalen, som hadde reist langt for å selge ost, ull og honning til sjøfolkene ved kaia i byen."
#define D1 "Der Hafen der kleinen Stadt lag am Morgen ruhig da, und die ersten Boote kamen mit dem zurück, was die Nacht ihnen gegeben hatte."
#define D2 "Später füllte sich der Markt mit Leuten aus dem Tal, die von weit her gekommen waren, um Käse, Wolle und Honig zu verkaufen."
#define R1 "Гавань маленького города утром была тиха, и первые лодки возвращались с тем, что дала им ночь, а чайки кричали над причалом."
#define R2 "Позже рынок наполнился людьми из долины, которые пришли издалека, чтобы продать морякам сыр, шерсть и мёд по хорошей цене."
#define ZH1 "今天早上，城里的人们都到河边去看水。一位老人说：“我们昨天晚上看到河水涨到了桥面上，从来没有见过这样大的水。”孩子们在岸上跑来跑去，大人们却很担心。"
#define ZH2 "下午，水慢慢退了，市场又开门了。从山谷里来的农民带来了奶酪、羊毛和蜂蜜，卖给港口的水手们，街上又热闹起来了，大家都松了一口气。"
#define F1 "Le port de la petite ville était calme le matin, et les premiers bateaux revenaient avec ce que la nuit leur avait donné."
#define F2 "Plus tard, le marché se remplit de gens de la vallée, venus de loin pour vendre du fromage, de la laine et du miel."

struct plain_case {
	const char *name, *input;
	const char *title, *published, *author; /* NULL: absent */
	const char *cuts; /* rules, each followed by a space */
	const char *captions; /* "text|credit;" each */
	const char *headings; /* each followed by "|" */
	const char *text;
};

static const struct plain_case cases[] = {
	{ "nothing to find", P1 "\n\n" P2, NULL, NULL, NULL, "", "", "", P1 "\n\n" P2 },
	{ "empty", "", NULL, NULL, NULL, "", "", "", "" },
	{ "only white space", " \n\n \n", NULL, NULL, NULL, "", "", "", "" },
	{ "one newline parts paragraphs", P1 "\n" P2 "\n.", NULL, NULL, NULL, "punctuation ", "", "", P1 "\n\n" P2 },
	{ "title", "A Quiet Morning at Sea\n\n" P1 "\n\n" P2, "A Quiet Morning at Sea", NULL, NULL, "", "", "",
	  P1 "\n\n" P2 },
	{ "a sentence is no title", "It was a quiet morning.\n\n" P1, NULL, NULL, NULL, "", "", "",
	  "It was a quiet morning.\n\n" P1 },
	{ "title with a question", "Hvor ble fisken av?\n\n" N1, "Hvor ble fisken av?", NULL, NULL, "", "", "", N1 },
	{ "title without text under it stays", "Fish\nCheese\nHoney", NULL, NULL, NULL, "", "", "",
	  "Fish\n\nCheese\n\nHoney" },
	{ "menu above and below", "Meny\nHopp til innhold\nHjem | Nyheter | Sport\n\nStille morgen i havna\n\n" N1
	  "\n\n" N2 "\n\nDel på Facebook\n\nLes mer\n\nTilgjengelighet", "Stille morgen i havna", NULL, NULL,
	  "menu line menu menu ", "", "", N1 "\n\n" N2 },
	{ "repeated menu word", "Menü Menü\n\nRuhiger Morgen am Hafen\n\n" D1 "\n\n" D2 "\n\nNach oben",
	  "Ruhiger Morgen am Hafen", NULL, NULL, "menu menu ", "", "", D1 "\n\n" D2 },
	{ "doubled name as title stays", "Duran Duran\n\n" P1 "\n\n" P2, "Duran Duran", NULL, NULL, "", "", "",
	  P1 "\n\n" P2 },
	{ "doubled rubric above a title", "Kommuneplan Kommuneplan\n\nEn stille morgen i havna\n\n" N1,
	  "En stille morgen i havna", NULL, NULL, "repeated ", "", "", N1 },
	{ "menu word inside the text stays", P1 "\n\nHelp\n\n" P2, NULL, NULL, NULL, "", "", "Help|",
	  P1 "\n\nHelp\n\n" P2 },
	{ "speech at the end stays", P1 "\n\n" P2 "\n\n\"Help!\"", NULL, NULL, NULL, "", "", "",
	  P1 "\n\n" P2 "\n\n\"Help!\"" },
	{ "section word as the only title line stays", "Sport\n\n" P1, NULL, NULL, NULL, "", "", "Sport|",
	  "Sport\n\n" P1 },
	{ "breadcrumb", "Startseite > Reise > Nordsee\n\nRuhiger Morgen am Hafen\n\n" D1, "Ruhiger Morgen am Hafen",
	  NULL, NULL, "breadcrumb ", "", "", D1 },
	{ "comment form", D1 "\n\n" D2 "\n\nSchreibe einen Kommentar\n\nDeine E-Mail-Adresse wird nicht veröffentlicht."
	  "\n\nName\n\nWebsite", NULL, NULL, NULL, "comment-form comment-form comment-form comment-form ", "", "",
	  D1 "\n\n" D2 },
	{ "comments with words of people stay", P1 "\n\nLeave a Comment\n\n" P2, NULL, NULL, NULL, "", "",
	  "Leave a Comment|", P1 "\n\nLeave a Comment\n\n" P2 },
	{ "link lines", N1 "\n\nLes også: Full storm i fjorden\n\n" N2, NULL, NULL, NULL, "link ", "", "",
	  N1 "\n\n" N2 },
	{ "French link line with a space before the colon", F1 "\n\nÀ lire aussi : La tempête\n\n" F2, NULL, NULL,
	  NULL, "link ", "", "", F1 "\n\n" F2 },
	{ "Russian menu and link", "Главная\nНовости\n\nТихое утро в гавани\n\n" R1 "\n\nЧитайте также: Буря в заливе\n\n"
	  R2 "\n\nПоделиться", "Тихое утро в гавани", NULL, NULL, "menu link menu ", "", "", R1 "\n\n" R2 },
	{ "cookie notice", "We use cookies to make this site better. You can refuse them in your settings.\n\n" P1
	  "\n\n" P2, NULL, NULL, NULL, "notice ", "", "", P1 "\n\n" P2 },
	{ "an article about cookies stays", "A law of the union says what a site that uses cookies must ask its readers, and how. " P1
	  "\n\n" P2, NULL, NULL, NULL, "", "", "",
	  "A law of the union says what a site that uses cookies must ask its readers, and how. " P1 "\n\n" P2 },
	{ "lone marks go, section breaks stay", P1 "\n\n|\n\n" P2 "\n\n* * *\n\n" P1 "\n\n[...]\n\n" P2 "\n\n—", NULL,
	  NULL, NULL, "punctuation punctuation ", "", "",
	  P1 "\n\n" P2 "\n\n* * *\n\n" P1 "\n\n[...]\n\n" P2 },
	{ "labelled date glued to the text", "date 2021-03-09 " P1 "\n\n" P2, NULL, "2021-03-09", NULL, "date ", "", "",
	  P1 "\n\n" P2 },
	{ "labelled date in words glued", "Publisert 9. mars 2021 kl. 12:30 | " N1, NULL, "2021-03-09", NULL, "date ",
	  "", "", N1 },
	{ "a sentence that begins with a date stays", "Published 2021-03-09 in Oslo, the report was read by few. " P1,
	  NULL, NULL, NULL, "", "", "", "Published 2021-03-09 in Oslo, the report was read by few. " P1 },
	{ "date in brackets is none", "The leader said on Wednesday (15) that the harbour would be closed for a week. " P1,
	  NULL, NULL, NULL, "", "", "",
	  "The leader said on Wednesday (15) that the harbour would be closed for a week. " P1 },
	{ "date line", "Stille morgen i havna\n\n20. mai 2024 kl. 07.15\n\n" N1, "Stille morgen i havna", "2024-05-20",
	  NULL, "date ", "", "", N1 },
	{ "label goes before a bare date", "19 May 2024\n\nA Quiet Morning\n\nPublished: May 20, 2024\n\n" P1,
	  "A Quiet Morning", "2024-05-20", NULL, "date date ", "", "", P1 },
	{ "a date with two readings is none", "A Quiet Morning\n\nPublished: 04/05/2024\n\n" P1, "A Quiet Morning", NULL,
	  NULL, "date ", "", "", P1 },
	{ "Spanish date", "Una mañana tranquila\n\nPublicado el 20 de mayo de 2024\n\n"
	  "El puerto de la pequeña ciudad estaba en calma por la mañana, y los primeros barcos volvían con lo que la noche les había dado.",
	  "Una mañana tranquila", "2024-05-20", NULL, "date ", "", "",
	  "El puerto de la pequeña ciudad estaba en calma por la mañana, y los primeros barcos volvían con lo que la noche les había dado." },
	{ "updated is not published", "A Quiet Morning\n\nLast updated: 2024-05-21\n\n" P1, "A Quiet Morning", NULL, NULL,
	  "date ", "", "", P1 },
	{ "byline", "A Quiet Morning\n\nBy Jane van der Berg\n\n" P1, "A Quiet Morning", NULL, "Jane van der Berg",
	  "byline ", "", "", P1 },
	{ "byline, agency and date", "A Quiet Morning\n\nBy Jane Doe, Reuters | 20 May 2024\n\n" P1, "A Quiet Morning",
	  "2024-05-20", "Jane Doe", "byline ", "", "", P1 },
	{ "byline and date", "A Quiet Morning\n\nBy Jane Doe and John Roe | 20 May 2024, 7:15 am\n\n" P1,
	  "A Quiet Morning", "2024-05-20", "Jane Doe and John Roe", "byline ", "", "", P1 },
	{ "labelled author", "Stille morgen\n\nTekst: Kari Nordmann\n\n" N1, "Stille morgen", NULL, "Kari Nordmann",
	  "byline ", "", "", N1 },
	{ "a title that begins with by", "By Train Across Europe\n\n" P1, "By Train Across Europe", NULL, NULL, "", "",
	  "", P1 },
	{ "a credit is no author", "A Quiet Morning\n\nPhoto: Jane Doe\n\n" P1, "A Quiet Morning", NULL, NULL, "",
	  "|Jane Doe;", "", P1 },
	{ "caption with brackets", P1 "\n\nBoats in the harbour, May 2024. [AP Photo/Jane Doe]\n\n" P2, NULL, NULL, NULL,
	  "", "Boats in the harbour, May 2024.|AP Photo/Jane Doe;", "", P1 "\n\n" P2 },
	{ "caption with a labelled credit", N1 "\n\nBåter i havna. (Foto: Kari Nordmann / NTB)\n\n" N2 "\n\nTorget i mai. "
	  "Foto: NTB", NULL, NULL, NULL, "", "Båter i havna.|Kari Nordmann / NTB;Torget i mai.|NTB;", "",
	  N1 "\n\n" N2 },
	{ "a colon before that of the credit", N1 "\n\nFERJESTOPP: Det var lang kø ved kaia. Foto: Ola Nes / NTB\n\n" N2,
	  NULL, NULL, NULL, "", "FERJESTOPP: Det var lang kø ved kaia.|Ola Nes / NTB;", "", N1 "\n\n" N2 },
	{ "a credit behind a bar", D1 "\n\nDer Rhein bei Köln. | Bildquelle: dpa\n\n" D2, NULL, NULL, NULL, "",
	  "Der Rhein bei Köln.|dpa;", "", D1 "\n\n" D2 },
	{ "agency in brackets is no caption", P1 " (Reuters)\n\n" P2, NULL, NULL, NULL, "", "", "",
	  P1 " (Reuters)\n\n" P2 },
	{ "pull quote", P1 "\n\nThe first boats came back with what the night had given them.\n\n" P2, NULL, NULL, NULL,
	  "pull-quote ", "", "", P1 "\n\n" P2 },
	{ "pull quote without spaces", ZH1 "\n\n我们昨天晚上看到河水涨到了桥面上，从来没有见过这样大的水。\n\n" ZH2, NULL,
	  NULL, NULL, "pull-quote ", "", "", ZH1 "\n\n" ZH2 },
	{ "an answer to a sentence is no pull quote", P1 "\n\nThe last boats never came back with what they had lost.\n\n" P2,
	  NULL, NULL, NULL, "", "", "",
	  P1 "\n\nThe last boats never came back with what they had lost.\n\n" P2 },
	{ "headings", "A Quiet Morning\n\n" P1 "\n\nThe market\n\n" P2 "\n\n\nAt night.\n\n" P1, "A Quiet Morning", NULL,
	  NULL, "", "", "The market|At night.|", P1 "\n\nThe market\n\n" P2 "\n\nAt night.\n\n" P1 },
	{ "list items are no headings", P1 "\n\n- cheese and wool\n\n" P2, NULL, NULL, NULL, "", "", "",
	  P1 "\n\n- cheese and wool\n\n" P2 },
	{ "page title with the site's name", "A Quiet Morning at Sea | The Valley Post\n\nA Quiet Morning at Sea\n\n" P1,
	  "A Quiet Morning at Sea", NULL, NULL, "page-title ", "", "", P1 },
	{ "title twice", "A Quiet Morning\n\nA quiet morning\n\n" P1, "A Quiet Morning", NULL, NULL, "title-repeat ", "",
	  "", P1 },
	{ "hard-wrapped text", "The harbour of the little town lay quiet in the morning,\nand the first boats came back with what the night had\n"
	  "given them, while the gulls cried above the pier and the\nbells rang.\n\nLater the market filled with people from the valley, who\n"
	  "had come a long way to sell cheese, wool and honey to\nthe sailors, and nobody thought of the storm that had\ngone over the hills.\n",
	  NULL, NULL, NULL, "", "", "",
	  "The harbour of the little town lay quiet in the morning, and the first boats came back with what the night had "
	  "given them, while the gulls cried above the pier and the bells rang.\n\nLater the market filled with people from the valley, "
	  "who had come a long way to sell cheese, wool and honey to the sailors, and nobody thought of the storm that had gone over the hills." },
	{ "verse keeps its lines", "The boats came home\nwith nothing but the sea\n\nThe bells rang out\nfor you and me", NULL,
	  NULL, NULL, "", "", "", "The boats came home\nwith nothing but the sea\n\nThe bells rang out\nfor you and me" },
};

static void join(char *out, size_t size, struct str a, const char *mark)
{
	size_t used = strlen(out);

	snprintf(out + used, size - used, "%.*s%s", STR_ARG(a), mark);
}

static void expect(const char *name, const char *what, struct str got, const char *want)
{
	cr_expect((got.at == NULL) == (want == NULL) && (!want || str_is(got, want)), "%s: %s is \"%.*s\", not \"%s\"",
	          name, what, STR_ARG(got), want ? want : "(absent)");
}

Test(plain, cases)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct plain_case *c = &cases[i];
		struct arena arena = ARENA_INIT;
		struct plain_result r;
		char cuts[500] = "", captions[500] = "", headings[500] = "";

		plain_extract(&arena, str_of(c->input), STR_NONE, &r);
		for (size_t k = 0; k < r.ncuts; k++)
			join(cuts, sizeof cuts, str_of(r.cuts[k].rule), " ");
		for (size_t k = 0; k < r.ncaptions; k++) {
			join(captions, sizeof captions, r.captions[k].text, "|");
			join(captions, sizeof captions, r.captions[k].credit, ";");
		}
		for (size_t k = 0; k < r.nheadings; k++)
			join(headings, sizeof headings, r.headings[k].text, "|");
		expect(c->name, "title", r.title, c->title);
		expect(c->name, "published", r.published, c->published);
		expect(c->name, "author", r.author, c->author);
		expect(c->name, "cuts", str_of(cuts), c->cuts);
		expect(c->name, "captions", str_of(captions), c->captions);
		expect(c->name, "headings", str_of(headings), c->headings);
		expect(c->name, "text", r.text, c->text);
		arena_release(&arena);
	}
}

Test(plain, offsets_count_code_points)
{
	struct arena arena = ARENA_INIT;
	struct plain_result r;

	plain_extract(&arena, STR("Meny\n\nStille morgen\n\n" N1 "\n\nPå torget\n\n" N2 "\n\nDel på Facebook"), STR_NONE, &r);
	cr_assert_eq(r.nheadings, 1);
	cr_assert_eq(r.ncuts, 2);
	cr_expect_eq(r.cuts[0].at, 0);
	cr_expect_eq(r.cuts[1].at, utf8_count(r.text));
	cr_expect(str_starts(str_from(r.text.at + utf8_offset(r.text, r.headings[0].at), 10), STR("På torget")));
	arena_release(&arena);
}

Test(plain, title_hint)
{
	struct arena arena = ARENA_INIT;
	struct plain_result r;

	plain_extract(&arena, STR("A quiet morning\n\n" P1), STR("A Quiet Morning – The Valley Post"), &r);
	cr_expect(str_is(r.title, "A quiet morning"));
	cr_expect(str_is(r.text, P1));
	plain_extract(&arena, STR("Storm over the hills\n\n" P1), STR("Something else"), &r);
	cr_expect(str_is(r.title, "Something else"));
	cr_expect(str_is(r.text, "Storm over the hills\n\n" P1));
	arena_release(&arena);
}

/* Fifteen short lines, no sentence among them. */
#define LIST "Milk\nBread\nSalt\nHoney\nCheese\nWool\nRope\nTar\nOil\nFish\nNets\nHooks\nBait\nCoal\nWood"

/* Of a stripped page whose title is not repeated the line above byline and date is the title. */
Test(plain, page_title)
{
	struct arena arena = ARENA_INIT;
	struct plain_result r;

	plain_extract_from(PLAIN_PAGE, &arena, STR("Meny\nStille morgen i havna\nAv Kari Nordmann\nPublisert 12. mars 2024\n" N1 "\n" N2
	                                           "\nDel på Facebook\nLes mer\nKontakt oss"), STR_NONE, &r);
	cr_expect(str_is(r.title, "Stille morgen i havna"), "%.*s", STR_ARG(r.title));
	cr_expect(str_is(r.author, "Kari Nordmann"));
	plain_extract_from(PLAIN_PAGE, &arena, STR("Meny\nStille morgen i havna\n" N1 "\n" N2 "\nLes mer\nKontakt oss"), STR_NONE, &r);
	cr_expect_eq(r.title.len, 0);
	arena_release(&arena);
}

/* The end of a text is often short and stands beside buttons; it says more of what the text says. */
Test(plain, last_paragraph_of_a_page)
{
	static const struct {
		const char *last, *below;
	} ends[] = {
		{ "The sailors, who had waited for the market since spring, went back to their boats with cheese and honey.", "Share\nTweet\nRelated articles\nStorm over the hills\nPrivacy policy" },
		{ "The harbour master said that the market would open again in May.", "Read more\nAbout us\nContact\nTerms of use" },
		{ "In the evening the boats lay quiet in the harbour again.", "Comments\nLog in\nMost read\nA goat on the roof\nTen ways to eat fish" },
		{ "Nobody in the valley thought of the storm.", "Back to top\nNewsletter\nFollow us\n© The Valley Post" },
	};

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		struct arena arena = ARENA_INIT;
		struct plain_result r;
		struct buf page = BUF_INIT;

		buf_add_text(&page, "Home\nNews\nSport\nWeather\nSearch\nA Quiet Morning at Sea\nBy Jane Doe\n20 May 2024\n" P1 "\n" P2
			     "\nThe cheese of the valley is sold out before noon in most years, and the wool a little later, an old sailor said.\n");
		buf_add_text(&page, ends[i].last);
		buf_add_text(&page, "\n");
		buf_add_text(&page, ends[i].below);
		plain_extract_from(PLAIN_PAGE, &arena, buf_str(&page), STR_NONE, &r);
		cr_expect(str_ends(r.text, str_of(ends[i].last)), "%s: ...%.*s", ends[i].last, (int)(r.text.len < 120 ? r.text.len : 120),
			  r.text.at + (r.text.len < 120 ? 0 : r.text.len - 120));
		buf_release(&page);
		arena_release(&arena);
	}
}

Test(plain, page_or_list)
{
	struct arena arena = ARENA_INIT;
	struct plain_result r;

	/* A list is a list ... */
	plain_extract(&arena, STR(P1 "\n" LIST "\n" P2), STR_NONE, &r);
	for (size_t i = 0; i < r.ncuts; i++)
		cr_expect_str_neq(r.cuts[i].rule, "page");
	cr_expect(str_find(r.text, STR("Honey")) >= 0);
	/* ... and with menus and buttons around a stripped page, of which the running text stays. */
	plain_extract(&arena, STR("Home\nAbout us\nContact\nSearch\n" LIST "\n" P1 "\n" P2 "\nShare\n" LIST "\nPrivacy policy\nLog in"),
	              STR_NONE, &r);
	cr_expect(str_find(r.text, STR(P1)) >= 0);
	cr_expect(str_find(r.text, STR("Privacy")) < 0);
	arena_release(&arena);
}
