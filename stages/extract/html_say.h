/*
 * html_say: the fields of a result that the page says of itself, from what html_meta found
 * and html_pick chose.
 */
#ifndef LEAT_EXTRACT_HTML_SAY_H
#define LEAT_EXTRACT_HTML_SAY_H

#include "base/arena.h"
#include "extract/html.h"
#include "extract/html_pick.h"

/* Fills all fields of *result but text, captions, headings and cuts. What is decoded is
 * kept in the arena; texts of claims are borrowed from `meta`. */
void html_say(struct html_result *result, const struct html_pick_view *view, struct html_pick *pick,
	      struct arena *arena, struct buf *work);

#endif
