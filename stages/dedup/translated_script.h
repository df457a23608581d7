/*
 * translated_script: what the anchors of a text need to know of scripts. Pure.
 */
#ifndef LEAT_DEDUP_TRANSLATED_SCRIPT_H
#define LEAT_DEDUP_TRANSLATED_SCRIPT_H

#include "translated_anchor.h"

enum { UNIT = 20 }; /* a Latin letter */

extern const uint8_t script_units_of[SCRIPT_COUNT]; /* 0: UNIT */
extern const uint8_t script_class_of[SCRIPT_COUNT]; /* 1 + the class of a script's texts; 0: CLASS_SPACED */

/* What a character takes of a Latin text. */
static inline unsigned script_units(enum unicode_script script)
{
	return script_units_of[script] ? script_units_of[script] : UNIT;
}

static inline enum translated_class script_class(enum unicode_script script)
{
	return script_class_of[script] ? (enum translated_class)(script_class_of[script] - 1) : CLASS_SPACED;
}

/* Whether names begin with a capital. */
static inline bool script_is_cased(enum unicode_script script)
{
	return script_class(script) == CLASS_LATIN || script_class(script) == CLASS_CASED;
}

/* The script of most letters; hiragana also where there is much of it among Han. */
enum unicode_script script_of_most(const uint32_t letters[SCRIPT_COUNT]);

#endif
