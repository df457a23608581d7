#include "extract/html_class.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define ONE(NAME) (1u << HTML_CLASS_##NAME)

static const struct {
	char word[20];
	uint32_t bits;
} words[] = {
#include "extract/html_class.inc"
};

#undef ONE

/* A word of the list that begins another counts for it where it is long enough to mean
 * something: "relatedposts" is "related". */
enum { PREFIX_MIN = 6 };

static uint32_t mix(uint32_t hash, char small)
{
	return (hash ^ (unsigned char)small) * 0x01000193u;
}

static const uint32_t hash_start = 0x811c9dc5u;

static uint32_t slot_of(uint32_t hash)
{
	return (hash * 0x9e3779b1u) >> 21;
}

void html_classes_init(struct html_classes *classes)
{
	memset(classes, 0, sizeof *classes);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		uint32_t hash = hash_start;

		for (const char *p = words[i].word; *p; p++)
			hash = mix(hash, *p);
		uint32_t slot = slot_of(hash);
		while (classes->slots[slot].bits)
			slot = (slot + 1) % HTML_CLASS_SLOTS;
		classes->slots[slot].hash = hash;
		classes->slots[slot].bits = words[i].bits;
	}
}

static uint32_t look_up(const struct html_classes *classes, uint32_t hash)
{
	for (uint32_t slot = slot_of(hash); classes->slots[slot].bits; slot = (slot + 1) % HTML_CLASS_SLOTS)
		if (classes->slots[slot].hash == hash)
			return classes->slots[slot].bits;
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

uint32_t html_class_words(const struct html_classes *classes, struct str value)
{
	enum { VALUE_MAX = 400 };
	size_t end = value.len < VALUE_MAX ? value.len : VALUE_MAX, len = 0;
	uint32_t bits = 0, hash = hash_start, prefix = 0;

	for (size_t i = 0; i <= end; i++) {
		char c = i < end ? value.at[i] : ' ';
		bool upper = is_upper(c), letter = upper || is_lower(c);

		if (!letter || (upper && i > 0 && is_lower(value.at[i - 1]))) {
			uint32_t whole = len >= 2 ? look_up(classes, hash) : 0;

			bits |= whole ? whole : prefix;
			len = 0;
			hash = hash_start;
			prefix = 0;
		}
		if (!letter)
			continue;
		if (len >= PREFIX_MIN) {
			uint32_t begun = look_up(classes, hash);

			prefix = begun ? begun : prefix;
		}
		hash = mix(hash, (char)(c | 0x20));
		len++;
	}
	return bits;
}
