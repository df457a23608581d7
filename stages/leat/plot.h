/*
 * plot: columns as SVG, drawn with the classes of the page that holds them: `column` (bars),
 * `grid` (lines) and `tick` (texts).
 */
#ifndef LEAT_LEAT_PLOT_H
#define LEAT_LEAT_PLOT_H

#include "base/buf.h"

#include <stdbool.h>

struct plot_tick {
	double at; /* in columns, 0 to count */
	char text[24];
};

struct plot {
	const char *label; /* what it shows, in words */
	const double *heights; /* of the columns, none below 0 */
	size_t count;
	bool shares; /* heights are shares of 1 */
	const struct plot_tick *ticks; /* below the columns */
	size_t tick_count;
	/* Appends what a column says, escaped, when it is pointed at. */
	void (*describe)(const void *ctx, size_t column, struct buf *out);
	const void *ctx;
};

/* With axes, 960 by 220. */
void plot_wide(const struct plot *plot, struct buf *out);
/* Columns on a line, 240 by 64. */
void plot_small(const struct plot *plot, struct buf *out);
/* A bar as wide as the share of what is around it. */
void plot_bar(double share, struct buf *out);
/* The step of 1, 2 or 5 times a power of ten that divides `top` into at most four. */
double plot_step(double top);

#endif
