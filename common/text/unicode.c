#include "text/unicode.h"

/* In the order of enum unicode_script. */
static const char codes[SCRIPT_COUNT][5] = {
	"Zzzz", "Zyyy", "Zinh", "Latn", "Grek", "Cyrl", "Armn", "Hebr", "Arab", "Syrc", "Thaa", "Nkoo", "Deva", "Beng",
	"Guru", "Gujr", "Orya", "Taml", "Telu", "Knda", "Mlym", "Sinh", "Thai", "Laoo", "Tibt", "Mymr", "Geor", "Hang",
	"Ethi", "Cher", "Cans", "Khmr", "Mong", "Hira", "Kana", "Bopo", "Hani", "Yiii", "Tfng", "Olck", "Java",
};

const char *unicode_script_code(enum unicode_script script)
{
	return script < SCRIPT_COUNT ? codes[script] : codes[SCRIPT_OTHER];
}
