#include "extract/lang_model.h"

#include <string.h>

/* How words begin that Bosnian, Croatian and Serbian write in different ways, and for which of them
 * each speaks. Written for this project: ijekavian against ekavian, names of months, and words that
 * grammars and dictionaries of the three name as theirs. */
enum { HR = 1, BS = 2, SR = 4, SOUTH = 3 }; /* bits in the order of lang_model_south's classes */

static const struct {
	const char *start;
	unsigned char of;
} hints[] = {
	{ "april", BS | SR }, { "august", BS }, { "avgust", SR }, { "beli", SR }, { "bijel", BS | HR }, { "cele", SR },
	{ "celo", SR }, { "cena", SR }, { "cene", SR }, { "ceo", SR }, { "cijel", BS | HR }, { "cijen", BS | HR },
	{ "deca", SR }, { "dece", SR }, { "decembar", BS | SR }, { "decembr", BS | SR }, { "definira", HR },
	{ "definisa", BS | SR }, { "delov", SR }, { "dijel", BS | HR }, { "djec", BS | HR }, { "djelo", BS | HR },
	{ "ekran", BS | SR }, { "europ", HR }, { "evrop", BS | SR }, { "februar", BS | SR }, { "financ", HR },
	{ "finans", BS | SR }, { "fudbal", BS | SR }, { "gde", SR }, { "gdje", BS | HR }, { "glazb", HR }, { "glede", HR },
	{ "hemij", BS | SR }, { "hiljad", BS | SR }, { "historij", BS }, { "hleb", SR }, { "hljeb", BS }, { "hrišćan", SR },
	{ "htel", SR }, { "htjel", BS | HR }, { "istorij", SR }, { "januar", BS | SR }, { "jula", BS | SR },
	{ "julu", BS | SR }, { "juna", BS | SR }, { "junu", BS | SR }, { "kahv", BS }, { "kazališ", HR }, { "kemij", HR },
	{ "kolovoz", HR }, { "kompozitor", BS | SR }, { "kruh", HR }, { "kršćan", BS | HR }, { "lahk", BS }, { "lep", SR },
	{ "lijep", BS | HR }, { "lipnj", HR }, { "listopad", HR }, { "mart", BS | SR }, { "mehk", BS }, { "mesec", SR },
	{ "mesta", SR }, { "mesto", SR }, { "mjesec", BS | HR }, { "mjest", BS | HR }, { "muzik", BS | SR },
	{ "naučn", BS | SR }, { "nedelj", SR }, { "netko", HR }, { "nitko", HR }, { "nogomet", BS | HR },
	{ "novembar", BS | SR }, { "novembr", BS | SR }, { "obitelj", HR }, { "oktob", BS | SR }, { "općenit", HR },
	{ "općin", BS | HR }, { "opšt", SR }, { "opštin", SR }, { "organizira", HR }, { "organizova", BS | SR },
	{ "ožuj", HR }, { "porodic", BS | SR }, { "posle", SR }, { "poslije", BS | HR }, { "posljednj", BS | HR },
	{ "povijes", HR }, { "pozoriš", BS | SR }, { "predsed", SR }, { "predsjed", BS | HR }, { "prije", BS | HR },
	{ "primer", SR }, { "primjer", BS | HR }, { "priopć", HR }, { "promen", SR }, { "promjen", BS | HR },
	{ "prosin", HR }, { "prosvjed", HR }, { "reka", SR }, { "reke", SR }, { "reč", SR }, { "reše", SR }, { "reši", SR },
	{ "rijek", BS | HR }, { "riječ", BS | HR }, { "riješ", BS | HR }, { "rujn", HR }, { "saopć", BS }, { "saopšt", SR },
	{ "sedmic", BS }, { "septemb", BS | SR }, { "sever", SR }, { "siječ", HR }, { "sjever", BS | HR },
	{ "skladatelj", HR }, { "sledeć", SR }, { "slijed", BS | HR }, { "sljede", BS | HR }, { "smijen", BS | HR },
	{ "sreda", SR }, { "sredu", SR }, { "srijed", BS | HR }, { "studen", HR }, { "sveta", SR }, { "svetsk", SR },
	{ "sveučiliš", HR }, { "svibnj", HR }, { "svijet", BS | HR }, { "svjet", BS | HR }, { "takođe", BS | SR },
	{ "također", BS | HR }, { "tačk", BS | SR }, { "tačn", BS | SR }, { "telo", SR }, { "tijekom", HR },
	{ "tijel", BS | HR }, { "tisuć", HR }, { "tjed", HR }, { "tko", HR }, { "tokom", BS | SR }, { "točk", HR },
	{ "točn", HR }, { "travnj", HR }, { "tvrtk", HR }, { "udruga", HR }, { "unatoč", HR }, { "univerzitet", BS | SR },
	{ "uopće", BS | HR }, { "uopšte", SR }, { "uslov", BS | SR }, { "uvek", SR }, { "uvijek", BS | HR }, { "uvjet", HR },
	{ "vazduh", SR }, { "veljač", HR }, { "veruj", SR }, { "vesti", SR }, { "videl", SR }, { "vidjel", BS | HR },
	{ "vijest", BS | HR }, { "vijeć", BS | HR }, { "vjeruj", BS | HR }, { "vlak", HR }, { "vred", SR }, { "vreme", SR },
	{ "vrijed", BS | HR }, { "vrijem", BS | HR }, { "zahtev", SR }, { "zahtjev", BS | HR }, { "znanost", HR },
	{ "znanstven", HR }, { "zrak", BS | HR }, { "zvezd", SR }, { "zvijezd", BS | HR }, { "čovek", SR },
	{ "čovjek", BS | HR }, { "šta", BS | SR }, { "želel", SR }, { "željel", BS | HR }, { "živel", SR },
	{ "živjel", BS | HR },
};

#define HINT 2.5 /* log odds of one word */
#define LONGEST 48

static unsigned find_hint(const char *word, size_t len)
{
	size_t best = 0;
	unsigned of = 0;

	for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
		size_t start = strlen(hints[i].start);

		if (start <= len && start > best && memcmp(word, hints[i].start, start) == 0) {
			best = start;
			of = hints[i].of;
		}
	}
	return of;
}

void lang_hints_add(struct str text, struct lang_model_result *out)
{
	const char *at = text.at, *end = text.at + text.len;
	char word[LONGEST + 4];
	size_t len = 0;

	while (at < end || len > 0) {
		uint32_t c = at < end ? lang_next_letter(&at, end) : ' ';
		unsigned of;

		if (c != ' ') {
			len += len < LONGEST ? utf8_put(c, word + len) : 0;
			continue;
		}
		of = len > 0 ? find_hint(word, len) : 0;
		for (unsigned k = 0; k < SOUTH; k++)
			out->logit[k] += of >> k & 1 ? HINT : 0;
		len = 0;
	}
}
