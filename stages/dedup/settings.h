/*
 * settings: what decides the verdicts. Fixed while an index lives, and stored with it.
 */
#ifndef LEAT_DEDUP_SETTINGS_H
#define LEAT_DEDUP_SETTINGS_H

#include "near.h"

#include <stdbool.h>
#include <stdint.h>

struct settings {
	bool exact, url, paragraph, translated;
	bool drop_translated; /* a translation is no document that others are duplicates of */
	bool scope_host; /* paragraphs recur within a host only */
	const struct near_preset *near; /* NULL: not asked for */
	uint64_t window_ms; /* documents born longer before the newest one are forgotten; 0: none */
	bool replace; /* a frame of another content or recipe takes the place of the old one */
};

#endif
