/*
 * html_output: kept blocks as the text of a page.
 */
#ifndef LEAT_EXTRACT_HTML_OUTPUT_H
#define LEAT_EXTRACT_HTML_OUTPUT_H

#include "extract/html.h"
#include "extract/html_block.h"

/* Appends the blocks whose `keep` is not 0: paragraphs joined by an empty line, items of a
 * list and rows of a table by a line end, cells by a tab. A long paragraph that was
 * written before is left out. Sets keep[i] of such a repeat to 0. */
void html_write_text(const struct html_page *page, uint8_t *keep, struct buf *out);

#endif
