#include "translated_script.h"

const uint8_t script_units_of[SCRIPT_COUNT] = {
	[SCRIPT_HAN] = 64, [SCRIPT_HIRAGANA] = 40, [SCRIPT_KATAKANA] = 40, [SCRIPT_HANGUL] = 40, [SCRIPT_THAI] = 46, [SCRIPT_LAO] = 46,
	[SCRIPT_KHMER] = 46, [SCRIPT_MYANMAR] = 46, [SCRIPT_TIBETAN] = 46, [SCRIPT_ARABIC] = 25, [SCRIPT_HEBREW] = 27, [SCRIPT_ETHIOPIC] = 40,
};

const uint8_t script_class_of[SCRIPT_COUNT] = {
	[SCRIPT_LATIN] = 1 + CLASS_LATIN,
	[SCRIPT_CYRILLIC] = 1 + CLASS_CASED, [SCRIPT_GREEK] = 1 + CLASS_CASED, [SCRIPT_ARMENIAN] = 1 + CLASS_CASED,
	[SCRIPT_HAN] = 1 + CLASS_SOLID, [SCRIPT_HIRAGANA] = 1 + CLASS_SOLID, [SCRIPT_KATAKANA] = 1 + CLASS_SOLID,
	[SCRIPT_THAI] = 1 + CLASS_SOLID, [SCRIPT_LAO] = 1 + CLASS_SOLID, [SCRIPT_KHMER] = 1 + CLASS_SOLID,
	[SCRIPT_MYANMAR] = 1 + CLASS_SOLID, [SCRIPT_TIBETAN] = 1 + CLASS_SOLID,
};

enum unicode_script script_of_most(const uint32_t letters[SCRIPT_COUNT])
{
	enum unicode_script most = SCRIPT_LATIN;

	for (unsigned i = SCRIPT_LATIN; i < SCRIPT_COUNT; i++)
		if (letters[i] > letters[most])
			most = (enum unicode_script)i;
	return most == SCRIPT_HAN && letters[SCRIPT_HIRAGANA] > letters[SCRIPT_HAN] / 8 ? SCRIPT_HIRAGANA : most;
}
