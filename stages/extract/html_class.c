#include "extract/html_class.h"

#include <stddef.h>

#define ONE(NAME) (1u << HTML_CLASS_##NAME)

/* Sorted by word. */
static const struct {
	char word[20];
	uint32_t bits;
} words[] = {
#include "extract/html_class.inc"
};

#undef ONE

/* A word of the table that begins `word`, where that is long enough to mean something:
 * "relatedposts" is "related". */
enum { PREFIX_MIN = 6, BACK_MAX = 8 };

static int compare(const char *word, size_t len, const char *known)
{
	int order = strncmp(known, word, len);

	return order != 0 ? order : known[len] != '\0';
}

static uint32_t find(const char *word, size_t len)
{
	size_t low = 0, high = sizeof words / sizeof *words;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = compare(word, len, words[middle].word);

		if (order == 0)
			return words[middle].bits;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (size_t back = 1; back <= BACK_MAX && back <= low; back++) {
		const char *known = words[low - back].word;
		size_t known_len = strlen(known);

		if (known_len >= PREFIX_MIN && known_len < len && memcmp(word, known, known_len) == 0)
			return words[low - back].bits;
	}
	return 0;
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

uint32_t html_class_words(struct str value)
{
	enum { VALUE_MAX = 400, WORD_MAX = 32 };
	size_t end = value.len < VALUE_MAX ? value.len : VALUE_MAX;
	uint32_t bits = 0;
	char word[WORD_MAX];
	size_t len = 0;

	for (size_t i = 0; i <= end; i++) {
		char c = i < end ? value.at[i] : ' ';
		bool upper = is_upper(c);

		if ((!upper && !is_lower(c)) || (upper && i > 0 && is_lower(value.at[i - 1]))) {
			if (len >= 2)
				bits |= find(word, len);
			len = 0;
		}
		if ((upper || is_lower(c)) && len < WORD_MAX)
			word[len++] = (char)(c | 0x20);
	}
	return bits;
}
