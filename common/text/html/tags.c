#include "text/html/tags.h"

#include <string.h>

#include "text/html/names.inc"

const uint16_t html_tag_is[HTML_TAG_COUNT] = {
#define X(NAME, name, is) [HTML_TAG_##NAME] = (is),
	HTML_TAGS(X)
#undef X
};

static const struct str tag_names[HTML_TAG_COUNT] = {
	{ "", 0 },
#define X(NAME, name, is) { #name, sizeof #name - 1 },
	HTML_TAGS(X)
#undef X
};

static const struct str attr_names[HTML_ATTR_COUNT] = {
	{ "", 0 },
#define Y(NAME, name) { name, sizeof name - 1 },
	HTML_ATTRS(Y)
#undef Y
};

/* The hash that make_tables.py has chosen the multipliers for: the first eight bytes with
 * the bit of lower case set, and the length. */
static size_t slot_of(struct str name, uint64_t multiplier)
{
	uint64_t key = 0;

	for (size_t i = 0; i < name.len && i < 8; i++)
		key |= (uint64_t)((unsigned char)name.at[i] | 0x20) << (8 * i);
	return (size_t)(((key ^ (uint64_t)name.len << 59) * multiplier) >> (64 - NAMES_BITS));
}

static bool same_name(struct str name, struct str known)
{
	if (name.len != known.len)
		return false;
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c + 32);
		if (c != known.at[i])
			return false;
	}
	return true;
}

enum html_tag html_tag_find(struct str name)
{
	uint8_t found = tag_slots[slot_of(name, TAG_MULTIPLIER)];

	return found != 0 && same_name(name, tag_names[found]) ? (enum html_tag)found : HTML_TAG_OTHER;
}

enum html_attr_id html_attr_find(struct str name)
{
	uint8_t found = attr_slots[slot_of(name, ATTR_MULTIPLIER)];

	return found != 0 && same_name(name, attr_names[found]) ? (enum html_attr_id)found
								: HTML_ATTR_OTHER;
}

struct str html_tag_name(enum html_tag tag)
{
	return tag_names[tag];
}
