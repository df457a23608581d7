/*
 * settings: what decides the verdicts. Fixed while an index lives, and stored with it.
 */
#ifndef LEAT_DEDUP_SETTINGS_H
#define LEAT_DEDUP_SETTINGS_H

#include "base/buf.h"
#include "near.h"

#include <stdbool.h>
#include <stdint.h>

struct settings {
	bool exact, url, paragraph, translated;
	bool drop_translated; /* a translation is no document that others are duplicates of */
	bool scope_host; /* paragraphs recur within a host only */
	const struct near_preset *near; /* NULL: not asked for */
	bool site_boilerplate; /* near: without the lines that recur within a host (site_lines.h) */
	uint64_t window_ms; /* documents born longer before the newest one are forgotten; 0: none */
	bool replace; /* a frame of another content or recipe takes the place of the old one */
};

/* Adds a word of --by; false where it is none. */
bool settings_add(struct settings *settings, struct str word, const char *preset);

/* As text, as the journal keeps them (all but `replace`); and read from it, false where it is
 * not such a text. */
void settings_write(const struct settings *settings, struct buf *out);
bool settings_read(struct settings *settings, struct str text);

#endif
