/*
 * top_page: what `leat top` shows: one /metrics page read, and many drawn as a table. Pure.
 */
#ifndef LEAT_LEAT_TOP_PAGE_H
#define LEAT_LEAT_TOP_PAGE_H

#include "run/stats.h"

#include <stdbool.h>

struct top_row {
	const char *address;
	bool shown; /* it answered once, or was asked for by name */
	bool answered; /* just now */
	struct stats stats; /* of the last answer */
	uint64_t memory; /* bytes */
	double age; /* of the last frame, in seconds; below 0: unknown */
	uint64_t read_ms; /* when the last answer came; 0: none yet */
	double in_rate, byte_rate, cpu_rate; /* per second, since the answer before; below 0: unknown */
};

/* Reads a page in the text exposition format into the row and sets the rates. Lines that are
 * not Leat's are passed by. False, and the row as it was, where none is. */
bool top_read(struct top_row *row, struct str page, uint64_t now_ms);
/* A head, a line a stage, and a line of reasons where there are some; no line is wider than
 * `columns` (at least 80), and there are at most `lines`. `bold`: the head stands out. */
void top_draw(const struct top_row *rows, size_t count, unsigned columns, unsigned lines, bool bold, struct buf *out);

#endif
