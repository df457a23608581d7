#include "dedup/translated.h"

#include <criterion/criterion.h>

struct parts {
	struct buf part[4];
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

static const char *part_of(void *ctx, uint32_t number)
{
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
	for (unsigned i = 0; i < 4; i++)
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
