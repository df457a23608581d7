/*
 * feed_scan: where the items of a feed begin and end, told from its bytes alone, so that
 * one that is damaged does not hide the others. Comments and CDATA sections are passed
 * over, unless they are not closed. Linear.
 */
#ifndef LEAT_INGEST_FEED_SCAN_H
#define LEAT_INGEST_FEED_SCAN_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

enum { FEED_ITEM_MAX = 24 << 20 }; /* bytes of an item as it lies; more than that is never looked at */

struct feed_scan {
	unsigned unit; /* bytes of an ASCII character: 1, or 2 in UTF-16 */
	bool big; /* UTF-16: big-endian */
	size_t open[2]; /* bytes from here on in which no comment, and no section, is closed */
};

enum feed_mark {
	FEED_NOTHING, /* none: all but a tag that is cut at the end is text */
	FEED_MORE, /* more bytes are needed to tell */
	FEED_ITEM, /* a start tag of an item */
	FEED_ITEM_END, /* an end tag of an item */
};

/* The first mark of `s` at or behind *from, which becomes its place, *end the place behind it.
 * FEED_MORE, only when not `last`: *from is where to go on with more bytes. */
enum feed_mark feed_scan(struct feed_scan *scan, struct str s, bool last, size_t *from, size_t *end);

/* What is looked at next begins `count` bytes further on. */
void feed_scan_pass(struct feed_scan *scan, size_t count);

#endif
