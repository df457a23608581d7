/*
 * arc_line: the line that starts a record of ARC 1 and 2 (Internet Archive, 1996): "URL IP date
 * mime [...] length". That many bytes follow, most often an HTTP response, then a line end. Pure.
 */
#ifndef LEAT_INGEST_ARC_LINE_H
#define LEAT_INGEST_ARC_LINE_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

enum { ARC_LINE_MAX = 64 << 10 };

struct arc_line {
	size_t size; /* with its end */
	struct str url, date, mime;
	uint64_t length;
	bool has_length;
};

/* Reads the line that s starts with; values point into s. False: it is none. */
bool arc_line_read(struct str s, struct arc_line *line);
/* Whether bytes begin as such a line does: flow_begins_fn. */
bool arc_begins(const char *at, size_t count);
/* Whether s starts as an ARC file does: with its description or, where that is lost, a record. */
bool arc_starts(struct str s);

#endif
