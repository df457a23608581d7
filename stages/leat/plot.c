#include "leat/plot.h"

#include "leat/markup.h"

#include <math.h>

enum { WIDE = 960, HIGH = 220, LEFT = 60, RIGHT = 10, TOP = 12, BOTTOM = 28, SMALL_WIDE = 240, SMALL_HIGH = 64 };

double plot_step(double top)
{
	if (!(top > 0))
		return 1;
	double power = pow(10, floor(log10(top / 4)));

	for (int i = 0; i < 3; i++) {
		static const double steps[] = { 1, 2, 5 };

		if (top / (steps[i] * power) <= 4)
			return steps[i] * power;
	}
	return 10 * power;
}

static double highest(const struct plot *plot)
{
	double top = 0;

	for (size_t i = 0; i < plot->count; i++)
		top = plot->heights[i] > top ? plot->heights[i] : top;
	return top;
}

static void begin(const struct plot *plot, int width, int height, const char *class, struct buf *out)
{
	buf_addf(out, "<svg class=\"%s\" role=\"img\" viewBox=\"0 0 %d %d\" aria-label=\"", class, width, height);
	markup_text(out, str_of(plot->label));
	buf_add_text(out, "\">");
}

/* Columns in a frame of that place and size; `top` is its height in their numbers. */
static void columns(const struct plot *plot, double left, double width, double floor_y, double height, double top,
		    struct buf *out)
{
	double step = plot->count ? width / (double)plot->count : 0, gap = step > 6 ? 2 : step > 3 ? 1 : 0;

	for (size_t i = 0; i < plot->count; i++) {
		double tall = top > 0 ? plot->heights[i] / top * height : 0;

		if (plot->heights[i] <= 0)
			continue;
		if (tall < 1)
			tall = 1;
		buf_addf(out, "<rect class=\"column\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\">",
			 left + (double)i * step + gap / 2, floor_y - tall, step - gap, tall);
		if (plot->describe) {
			buf_add_text(out, "<title>");
			plot->describe(plot->ctx, i, out);
			buf_add_text(out, "</title>");
		}
		buf_add_text(out, "</rect>");
	}
}

static void grid(double y, struct buf *out)
{
	buf_addf(out, "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>", LEFT, WIDE - RIGHT, y, y);
}

void plot_wide(const struct plot *plot, struct buf *out)
{
	double step = plot_step(highest(plot)), floor_y = HIGH - BOTTOM, height = HIGH - TOP - BOTTOM;

	if (!plot->shares && step < 1)
		step = 1;
	double lines = ceil(highest(plot) / step), top = lines > 0 ? lines * step : step;
	begin(plot, WIDE, HIGH, "plot", out);
	for (int i = 0; i <= (int)lines; i++) {
		double y = floor_y - (double)i * step / top * height;

		grid(y, out);
		buf_addf(out, "<text class=\"tick\" text-anchor=\"end\" x=\"%d\" y=\"%.1f\">", LEFT - 8, y + 4);
		if (plot->shares)
			buf_addf(out, "%.4g %%", 100 * (double)i * step);
		else
			markup_number(out, (double)i * step);
		buf_add_text(out, "</text>");
	}
	columns(plot, LEFT, WIDE - LEFT - RIGHT, floor_y, height, top, out);
	for (size_t i = 0; i < plot->tick_count; i++) {
		double x = LEFT + plot->ticks[i].at / (double)plot->count * (WIDE - LEFT - RIGHT);

		buf_addf(out, "<text class=\"tick\" text-anchor=\"%s\" x=\"%.1f\" y=\"%d\">",
			 x > WIDE - LEFT ? "end" : "middle", x > WIDE - LEFT ? WIDE - RIGHT : x, HIGH - 8);
		markup_text(out, str_of(plot->ticks[i].text));
		buf_add_text(out, "</text>");
	}
	buf_add_text(out, "</svg>");
}

void plot_small(const struct plot *plot, struct buf *out)
{
	begin(plot, SMALL_WIDE, SMALL_HIGH, "small", out);
	columns(plot, 0, SMALL_WIDE, SMALL_HIGH - 2, SMALL_HIGH - 6, highest(plot), out);
	buf_addf(out, "<line class=\"axis\" x1=\"0\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/></svg>", SMALL_WIDE, SMALL_HIGH - 1,
		 SMALL_HIGH - 1);
}

void plot_bar(double share, struct buf *out)
{
	buf_addf(out, "<svg class=\"bar\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
		      "<rect class=\"column\" width=\"%.2f\" height=\"1\"/></svg>", share > 0 && share < 0.004 ? 0.4 : 100 * share);
}
