/*
 * html_output: kept blocks as the text of a page, with its headings and captions, and what
 * was cut.
 */
#ifndef LEAT_EXTRACT_HTML_OUTPUT_H
#define LEAT_EXTRACT_HTML_OUTPUT_H

#include "base/arena.h"
#include "extract/html.h"
#include "extract/html_fate.h"

struct html_output {
	struct buf text;
	size_t chars; /* code points in `text` */
	struct html_heading headings[HTML_HEADINGS_MAX];
	struct html_caption captions[HTML_CAPTIONS_MAX];
	struct html_cut cuts[HTML_CUTS_MAX];
	size_t heading_count, caption_count, cut_count;
	uint32_t table, row_cells; /* Markdown: the table whose head is written, cells of the row */
};

/* Writes the blocks by their fate (enum html_fate, one a block): paragraphs joined by an
 * empty line, items of a list and rows of a table by a line end, cells by a tab; readers'
 * comments last. A long paragraph that was written before is cut. Spans in the result are in
 * the arena or in the page. */
void html_output_write(struct html_output *out, const struct html_page *page, const struct html_features *features,
		       uint8_t *fates, const struct html_options *options);
/* The same as html_output_write without anything but text. */
void html_output_text(const struct html_page *page, uint8_t *fates, struct buf *text);
void html_output_release(struct html_output *out);

/* One block as Markdown (CommonMark; tables as in GitHub's), without what joins it to
 * others. */
void html_markdown(const struct html_page *page, const struct html_block *block, bool links, struct buf *out);
/* Depth of the lists around a block (1: a list), and whether the innermost is numbered. */
unsigned html_list_depth(const struct html_page *page, const struct html_block *block, bool *numbered);

#endif
