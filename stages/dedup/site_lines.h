/*
 * site_lines: the lines that recur within a host, which are its menus and footers rather than
 * the text of its pages (--site-boilerplate). What is known of a host is what stands in the
 * same frame, so that it is a pure function of the frame, in parallel; a crawl goes through a
 * host in one stretch, and a frame holds some hundred of its pages.
 *
 * A line recurs when SITE_LINES_PAGES pages of the host in the frame have it: two copies of a
 * text do not make their lines boilerplate.
 */
#ifndef LEAT_DEDUP_SITE_LINES_H
#define LEAT_DEDUP_SITE_LINES_H

#include "base/buf.h"

#include <stdint.h>

enum { SITE_LINES_PAGES = 3 };

struct site_line;

/* Zeroed is valid. */
struct site_lines {
	struct site_line *lines; /* open addressing */
	size_t size, used;
	uint32_t page;
};

void site_lines_release(struct site_lines *site);
/* Forgets the frame before. */
void site_lines_reset(struct site_lines *site);
void site_lines_add(struct site_lines *site, struct str host, struct str text);

/* The text without the lines that recur, in *out or as it is. The whole text where less than
 * a tenth of it would be left: that is no page with boilerplate, but a copy. */
struct str site_lines_strip(const struct site_lines *site, struct str host, struct str text, struct buf *out);

#endif
