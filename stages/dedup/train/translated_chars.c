/*
 * Makes generated/translated_chars.inc from ICU (libicu-dev):
 *   cc train/translated_chars.c -licui18n -licuuc && ./a.out > generated/translated_chars.inc
 *
 * For each letter or mark of the scripts that news is written in: its letters in a Latin
 * transliteration without marks ("Any-Latin; NFD; [:M:] Remove; Latin-ASCII; Lower"); for a
 * decimal digit the ASCII digit. Han, Hangul syllables (taken apart by arithmetic) and
 * scripts without spaces have none.
 */
#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum { LAST = 0xffff, BLOCK = 64, LETTERS = 4, STRINGS = 4096 };

static char strings[STRINGS][LETTERS + 1];
static unsigned string_count = 1; /* 0: none */
static unsigned short of[LAST + 1];
static unsigned short blocks[(LAST + 1) / BLOCK][BLOCK];
static unsigned block_of[(LAST + 1) / BLOCK], block_count;

static int wanted(UChar32 c)
{
	UErrorCode status = U_ZERO_ERROR;

	switch (uscript_getScript(c, &status)) {
	case USCRIPT_LATIN: case USCRIPT_CYRILLIC: case USCRIPT_GREEK: case USCRIPT_ARMENIAN: case USCRIPT_HEBREW:
	case USCRIPT_ARABIC: case USCRIPT_SYRIAC: case USCRIPT_THAANA: case USCRIPT_DEVANAGARI: case USCRIPT_BENGALI:
	case USCRIPT_GURMUKHI: case USCRIPT_GUJARATI: case USCRIPT_ORIYA: case USCRIPT_TAMIL: case USCRIPT_TELUGU:
	case USCRIPT_KANNADA: case USCRIPT_MALAYALAM: case USCRIPT_SINHALA: case USCRIPT_GEORGIAN: case USCRIPT_ETHIOPIC:
	case USCRIPT_KATAKANA: case USCRIPT_MONGOLIAN:
		return u_isalpha(c) || u_getIntPropertyValue(c, UCHAR_GENERAL_CATEGORY_MASK) & U_GC_M_MASK;
	default:
		return 0;
	}
}

static unsigned intern(const char *text)
{
	for (unsigned i = 0; i < string_count; i++)
		if (strcmp(strings[i], text) == 0)
			return i;
	strcpy(strings[string_count], text);
	return string_count++;
}

static void letters_of(UTransliterator *latin, UChar32 c, char *out)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar text[64] = { (UChar)c };
	int32_t length = 1, limit = 1;
	unsigned count = 0;

	if (u_charType(c) == U_DECIMAL_DIGIT_NUMBER)
		out[count++] = (char)('0' + u_charDigitValue(c));
	else if (wanted(c))
		utrans_transUChars(latin, text, &length, 64, 0, &limit, &status);
	for (int32_t i = 0; i < length && count < LETTERS; i++)
		if (text[i] >= 'a' && text[i] <= 'z' && wanted(c))
			out[count++] = (char)text[i];
	out[count] = 0;
}

static unsigned block(const unsigned short *entries)
{
	for (unsigned i = 0; i < block_count; i++)
		if (memcmp(blocks[i], entries, sizeof blocks[i]) == 0)
			return i;
	memcpy(blocks[block_count], entries, sizeof blocks[0]);
	return block_count++;
}

int main(void)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar id[80];
	UTransliterator *latin;

	u_uastrcpy(id, "Any-Latin; NFD; [:M:] Remove; Latin-ASCII; Lower");
	latin = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
	if (U_FAILURE(status))
		return 1;
	for (UChar32 c = 0; c <= LAST; c++) {
		char letters[LETTERS + 1];

		if (U_IS_SURROGATE(c))
			continue;
		letters_of(latin, c, letters);
		of[c] = (unsigned short)intern(letters);
	}
	for (unsigned i = 0; i < (LAST + 1) / BLOCK; i++)
		block_of[i] = block(of + i * BLOCK);
	printf("/* Made by train/translated_chars.c from ICU %s. */\n", U_ICU_VERSION);
	printf("static const char letters[%u][%d] = {", string_count, LETTERS + 1);
	for (unsigned i = 0; i < string_count; i++)
		printf("%s\"%s\",", i % 16 ? " " : "\n\t", strings[i]);
	printf("\n};\n\nstatic const uint8_t block_of[%d] = {", (LAST + 1) / BLOCK);
	for (unsigned i = 0; i < (LAST + 1) / BLOCK; i++)
		printf("%s%u,", i % 32 ? " " : "\n\t", block_of[i]);
	printf("\n};\n\nstatic const uint16_t letters_of[%u][%d] = {", block_count, BLOCK);
	for (unsigned i = 0; i < block_count; i++) {
		printf("\n\t{");
		for (unsigned k = 0; k < BLOCK; k++)
			printf("%s%u", k ? ", " : " ", blocks[i][k]);
		printf(" },");
	}
	printf("\n};\n");
	return block_count > 256;
}
