#include "translated_lexicon.h"

#include "dedup/generated/translated_lexicon.inc"

enum { SLOTS = sizeof lexicon / sizeof *lexicon };

/* Open addressing: a slot is a key's low 20 bits and a concept in 12, 0 where free; its place goes
 * by the key's high bits. */
unsigned translated_concept(uint32_t key)
{
	for (uint32_t at = (uint32_t)((uint64_t)key * SLOTS >> 32); lexicon[at]; at = (at + 1) % SLOTS)
		if (lexicon[at] >> 12 == (key & 0xfffff))
			return lexicon[at] & 0xfff;
	return 0;
}
