/*
 * Prints what months, days of the week, countries and some currencies are called in the languages of CLDR, one a line:
 * name in English TAB name. Names of several words are left out. Makes train/translated_names.txt (libicu-dev), which the
 * lexicon takes in:
 *   cc translated_names.c -licuuc -licui18n && ./a.out | LC_ALL=C sort -u > translated_names.txt
 */
#include <stdio.h>
#include <string.h>
#include <unicode/ucurr.h>
#include <unicode/udat.h>
#include <unicode/uldnames.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

enum { NAME = 256 };

/* Those of the sentences that the lexicon is learned from. */
static const char languages[] = " "
	"af am ar az ba be bg bn bo bs ca cs cy da de dv dz ee el en es et eu fa fi fil fj fo fr ga gl gu ha he hi hr hu hy id ig "
	"is it ja ka kk km kn ko ku ky lb lo lt lv mg mi mk ml mn mr ms mt my nb nd ne nl nn no ny om pa pl ps pt ro ru rw sd si "
	"sk sl sm sn so sq sr ss sv sw ta te tg th ti tk tn to tr tt ty ug uk ur uz ve vi wo xh yo yue zh zu ";

static void print_name(const UChar *english, const UChar *name)
{
	char utf8[2][NAME] = { "", "" };
	UErrorCode status = U_ZERO_ERROR;

	u_strToUTF8(utf8[0], NAME, NULL, english, -1, &status);
	u_strToUTF8(utf8[1], NAME, NULL, name, -1, &status);
	if (U_SUCCESS(status) && utf8[0][0] && utf8[1][0] && !strchr(utf8[0], ' ') && !strpbrk(utf8[1], " -0123456789"))
		printf("%s\t%s\n", utf8[0], utf8[1]);
}

static void print_dates(const char *locale, UDateFormatSymbolType type, int first, int count)
{
	UErrorCode status = U_ZERO_ERROR;
	UDateFormat *english = udat_open(UDAT_NONE, UDAT_FULL, "en@calendar=gregorian", NULL, 0, NULL, 0, &status);
	UDateFormat *other = udat_open(UDAT_NONE, UDAT_FULL, locale, NULL, 0, NULL, 0, &status);
	UDateFormatSymbolType wide = type == UDAT_STANDALONE_MONTHS ? UDAT_MONTHS : type == UDAT_STANDALONE_WEEKDAYS ? UDAT_WEEKDAYS : type;

	for (int i = first; U_SUCCESS(status) && i < first + count; i++) {
		UChar names[2][NAME] = { { 0 }, { 0 } };

		udat_getSymbols(english, wide, i, names[0], NAME, &status);
		udat_getSymbols(other, type, i, names[1], NAME, &status);
		print_name(names[0], names[1]);
	}
	udat_close(english);
	udat_close(other);
}

static void print_regions(const char *locale)
{
	UErrorCode status = U_ZERO_ERROR;
	ULocaleDisplayNames *english = uldn_open("en", ULDN_STANDARD_NAMES, &status), *other = uldn_open(locale, ULDN_STANDARD_NAMES, &status);

	for (char region[] = "AA"; U_SUCCESS(status) && region[0] <= 'Z'; region[1] == 'Z' ? (region[1] = 'A', region[0]++) : region[1]++) {
		UChar names[2][NAME] = { { 0 }, { 0 } }, code[3] = { (UChar)region[0], (UChar)region[1], 0 };

		uldn_regionDisplayName(english, region, names[0], NAME, &status);
		uldn_regionDisplayName(other, region, names[1], NAME, &status);
		if (u_strcmp(names[0], code) != 0 && u_strcmp(names[1], code) != 0)
			print_name(names[0], names[1]);
	}
	uldn_close(english);
	uldn_close(other);
}

/* The word that the names of both currencies have: dollar of USD and CAD. Of one alone its name, if that is one word. */
static void print_currency(const char *locale, const char *english, const UChar *one, const UChar *other)
{
	static const char *const forms[] = { "one", "few", "many", "other" };
	UErrorCode status = U_ZERO_ERROR;
	UChar name[NAME];

	u_uastrcpy(name, english);
	for (int form = 0; form < 4; form++) {
		int32_t length[2];
		const UChar *names[2] = { ucurr_getPluralName(one, locale, NULL, forms[form], &length[0], &status),
					  ucurr_getPluralName(other ? other : one, locale, NULL, forms[form], &length[1], &status) };
		UChar word[NAME];

		if (U_FAILURE(status) || length[0] >= NAME || length[1] >= NAME || u_strcmp(names[0], one) == 0)
			return;
		for (int32_t from = 0, to; from < length[0]; from = to + 1) {
			const UChar *found;

			for (to = from; to < length[0] && names[0][to] != ' '; to++)
				;
			u_strncpy(word, names[0] + from, to - from);
			word[to - from] = 0;
			found = to > from && (other || to - from == length[0]) ? u_strstr(names[1], word) : NULL;
			if (found && (found == names[1] || found[-1] == ' ') && (found[to - from] == 0 || found[to - from] == ' '))
				print_name(name, word);
		}
	}
}

int main(void)
{
	static const struct {
		const char *english;
		const UChar *one, *other;
	} currencies[] = {
		{ "dollars", u"USD", u"CAD" }, { "euros", u"EUR", NULL }, { "pounds", u"GBP", u"EGP" }, { "rubles", u"RUB", u"BYN" }, { "yen", u"JPY", NULL },
		{ "kroner", u"SEK", u"NOK" }, { "francs", u"CHF", u"XAF" }, { "rupees", u"INR", u"PKR" }, { "pesos", u"MXN", u"ARS" },
		{ "yuan", u"CNY", NULL },
	};

	for (int32_t i = 0; i < uloc_countAvailable(); i++) {
		const char *locale = uloc_getAvailable(i);
		UErrorCode status = U_ZERO_ERROR;
		char country[ULOC_COUNTRY_CAPACITY], language[ULOC_LANG_CAPACITY + 2] = " ";
		int32_t length = uloc_getLanguage(locale, language + 1, ULOC_LANG_CAPACITY, &status);

		strcpy(language + 1 + length, " ");
		if (uloc_getCountry(locale, country, sizeof country, &status) > 0 || !strstr(languages, language))
			continue;
		print_dates(locale, UDAT_MONTHS, 0, 12);
		print_dates(locale, UDAT_STANDALONE_MONTHS, 0, 12);
		print_dates(locale, UDAT_WEEKDAYS, 1, 7);
		print_dates(locale, UDAT_STANDALONE_WEEKDAYS, 1, 7);
		print_regions(locale);
		for (size_t k = 0; k < sizeof currencies / sizeof *currencies; k++)
			print_currency(locale, currencies[k].english, currencies[k].one, currencies[k].other);
	}
	return 0;
}
