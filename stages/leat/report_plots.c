#include "leat/report_html.h"

#include "base/time.h"
#include "leat/markup.h"
#include "leat/plot.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	COLUMNS_MAX = 128,
	TICKS = 8,
	DAY_COLUMNS = 100, /* more days than that are drawn as weeks, months or years */
	LENGTH_COLUMNS = 40,
	SIGNAL_COLUMNS = 24,
	FEW_COLUMNS = 8,
	CUT_OFF = 200, /* the rarest 1/200 on either side may lie outside the picture */
};

/* Days. */

enum unit { DAY, WEEK, MONTH, YEAR };

struct calendar {
	enum unit unit;
	size_t first, last; /* days that are drawn */
	double heights[COLUMNS_MAX];
	char names[COLUMNS_MAX][12]; /* the first day of a column, as much of it as the unit needs */
	size_t count;
};

/* "2025-03-01", "2025-03" or "2025". */
static void name_day(size_t day, enum unit unit, char name[12])
{
	static const int lens[] = { [DAY] = 10, [WEEK] = 10, [MONTH] = 7, [YEAR] = 4 };
	char text[TIME_TEXT];

	time_format(((int64_t)day + time_days(REPORT_YEAR_FIRST, 1, 1)) * 86400000, text);
	snprintf(name, 12, "%.*s", lens[unit], text);
}

static bool begins_column(size_t day, enum unit unit, const char *name, const char *before)
{
	/* Day 0, 1 January 1900, was a Monday. */
	return unit == DAY || (unit == WEEK ? day % 7 == 0 : strcmp(name, before) != 0);
}

/* The days between which all lie but the rarest, and `outside` those that do not. */
static uint64_t frame_days(const struct report *report, struct calendar *calendar)
{
	uint64_t total = report->published + report->fetched, cut = total / CUT_OFF, before = 0, behind = 0;
	size_t first = 0, last = REPORT_DAYS - 1;

	while (before + report->days[first] <= cut)
		before += report->days[first++];
	while (behind + report->days[last] <= cut)
		behind += report->days[last--];
	calendar->first = first;
	calendar->last = last;
	return before + behind;
}

static void fill_calendar(const struct report *report, struct calendar *calendar)
{
	size_t days = calendar->last - calendar->first + 1;
	char name[12];

	calendar->unit = days <= DAY_COLUMNS ? DAY : days <= 7 * (DAY_COLUMNS - 2) ? WEEK : days <= 30 * DAY_COLUMNS ? MONTH : YEAR;
	calendar->count = 0;
	for (size_t day = calendar->first; day <= calendar->last; day++) {
		name_day(day, calendar->unit, name);
		if (calendar->count == 0 || begins_column(day, calendar->unit, name, calendar->names[calendar->count - 1])) {
			if (calendar->count == COLUMNS_MAX)
				break;
			memcpy(calendar->names[calendar->count], name, sizeof name);
			calendar->heights[calendar->count++] = 0;
		}
		calendar->heights[calendar->count - 1] += (double)report->days[day];
	}
}

static void describe_day(const void *ctx, size_t column, struct buf *out)
{
	const struct calendar *calendar = ctx;

	buf_addf(out, "%s%s: ", calendar->unit == WEEK ? "week of " : "", calendar->names[column]);
	markup_count(out, (uint64_t)calendar->heights[column]);
}

static void numbers_of_days(const struct calendar *calendar, struct buf *out)
{
	static const char *const units[] = { [DAY] = "day", [WEEK] = "week of", [MONTH] = "month", [YEAR] = "year" };

	buf_addf(out, "<details><summary>The numbers</summary><table><thead><tr><th scope=\"col\">%s</th>"
		      "<th scope=\"col\" class=\"n\">documents</th></tr></thead><tbody>\n", units[calendar->unit]);
	for (size_t i = 0; i < calendar->count; i++) {
		if (calendar->heights[i] <= 0)
			continue;
		buf_addf(out, "<tr><th scope=\"row\">%s</th><td class=\"n\">", calendar->names[i]);
		markup_count(out, (uint64_t)calendar->heights[i]);
		buf_add_text(out, "</td></tr>\n");
	}
	buf_add_text(out, "</tbody></table></details>\n");
}

static void say_days(const struct report *report, uint64_t outside, struct buf *out)
{
	buf_add_text(out, "<p class=\"soft\">Kept documents by day of publication (");
	markup_count(out, report->published);
	buf_add_text(out, "), else of the crawl (");
	markup_count(out, report->fetched);
	buf_add_text(out, ")");
	if (report->undated) {
		buf_add_text(out, "; ");
		markup_count(out, report->undated);
		buf_add_text(out, " have neither");
	}
	if (outside) {
		buf_add_text(out, "; ");
		markup_count(out, outside);
		buf_add_text(out, " far earlier or later are not drawn");
	}
	buf_add_text(out, ".</p>\n");
}

void report_days(const struct report *report, struct buf *out)
{
	struct calendar calendar;
	struct plot_tick ticks[COLUMNS_MAX];
	uint64_t outside = 0;
	size_t count = 0;

	buf_add_text(out, "<section id=\"days\" aria-labelledby=\"h-days\"><h2 id=\"h-days\">Days</h2>\n");
	if (report->published + report->fetched == 0) {
		buf_add_text(out, "<p class=\"soft\">No kept document has a date.</p></section>\n");
		return;
	}
	outside = frame_days(report, &calendar);
	fill_calendar(report, &calendar);
	say_days(report, outside, out);
	for (size_t i = 0, step = (calendar.count + TICKS - 1) / TICKS; i < calendar.count; i += step) {
		ticks[count] = (struct plot_tick){ .at = (double)i + 0.5 };
		memcpy(ticks[count++].text, calendar.names[i], sizeof calendar.names[i]);
	}
	buf_add_text(out, "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Plot of days\">");
	plot_wide(&(struct plot){ .label = "Columns: kept documents over time; the numbers are in the table below",
				  .heights = calendar.heights, .count = calendar.count, .ticks = ticks, .tick_count = count,
				  .describe = describe_day, .ctx = &calendar }, out);
	buf_add_text(out, "</div>\n");
	numbers_of_days(&calendar, out);
	buf_add_text(out, "</section>\n");
}

/* Lengths and signals. */

struct histogram {
	double bounds[COLUMNS_MAX + 1], shares[COLUMNS_MAX];
	size_t count;
};

static void describe_column(const void *ctx, size_t column, struct buf *out)
{
	const struct histogram *histogram = ctx;

	markup_number(out, histogram->bounds[column]);
	buf_add_text(out, " to ");
	markup_number(out, histogram->bounds[column + 1]);
	buf_add_text(out, ": ");
	markup_share(out, histogram->shares[column]);
}

/* Twice the root of what there is to count, so that few numbers make no comb. */
static size_t column_count(const struct spread *spread, size_t most)
{
	size_t count = (size_t)(2 * sqrt((double)spread->used));

	return count < FEW_COLUMNS ? FEW_COLUMNS : count < most ? count : most;
}

/* Columns as wide as each other on a scale of powers, between all but the rarest. */
static void bin_lengths(const struct spread *lengths, struct histogram *histogram)
{
	double low = spread_quantile(lengths, 1.0 / CUT_OFF), high = spread_quantile(lengths, 1 - 1.0 / CUT_OFF) + 1;

	low = low < 1 ? 1 : low;
	if (high < low * 2)
		high = low * 2;
	histogram->count = column_count(lengths, LENGTH_COLUMNS);
	for (size_t i = 0; i <= histogram->count; i++)
		histogram->bounds[i] = low * pow(high / low, (double)i / (double)histogram->count);
	spread_shares(lengths, histogram->bounds, histogram->shares, histogram->count);
}

/* At 1, 2 and 5 times a power of ten, as far as there is room. */
static size_t length_ticks(const struct histogram *histogram, struct plot_tick *ticks)
{
	double low = histogram->bounds[0], span = log(histogram->bounds[histogram->count] / low);
	size_t count = 0;

	for (double power = 1; power < 1e9; power *= 10) {
		static const double steps[] = { 1, 2, 5 };

		for (int i = 0; i < 3; i++) {
			double at = log(power * steps[i] / low) / span;
			struct buf text = BUF_INIT;

			if (at < 0 || at > 1 || count == COLUMNS_MAX || (i > 0 && span > 6))
				continue;
			ticks[count].at = at * (double)histogram->count;
			markup_number(&text, power * steps[i]);
			snprintf(ticks[count++].text, sizeof ticks->text, "%s", buf_cstr(&text));
			buf_release(&text);
		}
	}
	return count;
}

static void quantile_row(const struct spread *spread, struct buf *out)
{
	static const double shares[] = { 0.05, 0.25, 0.5, 0.75, 0.95 };

	buf_add_text(out, "<td class=\"n\">");
	markup_number(out, spread->min);
	for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
		buf_add_text(out, "</td><td class=\"n\">");
		markup_number(out, spread_quantile(spread, shares[i]));
	}
	buf_add_text(out, "</td><td class=\"n\">");
	markup_number(out, spread->max);
	buf_add_text(out, "</td><td class=\"n\">");
	markup_number(out, spread->sum / (double)spread->count);
	buf_add_text(out, "</td></tr>\n");
}

static void quantile_head(const char *name, struct buf *out)
{
	static const char *const heads[] = { "documents", "least", "5 %", "25 %", "median", "75 %", "95 %", "greatest", "mean" };

	buf_addf(out, "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Numbers by %s\"><table><thead><tr><th scope=\"col\">%s</th>",
		 name, name);
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		buf_addf(out, "<th scope=\"col\" class=\"n\">%s</th>", heads[i]);
	buf_add_text(out, "</tr></thead><tbody>\n");
}

static void quantiles(const char *name, const struct spread *spread, struct buf *out)
{
	buf_add_text(out, "<tr><th scope=\"row\">");
	markup_foreign(out, str_of(name));
	buf_add_text(out, "</th><td class=\"n\">");
	markup_count(out, spread->count);
	buf_add_text(out, "</td>");
	quantile_row(spread, out);
}

void report_lengths(const struct report *report, struct buf *out)
{
	const struct spread *lengths = &report->lengths;
	struct histogram histogram;
	struct plot_tick ticks[COLUMNS_MAX];

	buf_add_text(out, "<section id=\"lengths\" aria-labelledby=\"h-lengths\"><h2 id=\"h-lengths\">Lengths</h2>\n");
	if (lengths->count == 0) {
		buf_add_text(out, "<p class=\"soft\">No kept document has a text.</p></section>\n");
		return;
	}
	bin_lengths(lengths, &histogram);
	buf_add_text(out, "<p class=\"soft\">Characters of <code>text</code> of kept documents, on a logarithmic scale; heights are shares of them. "
			  "The first and the last column hold what lies beyond, too.</p>\n"
			  "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Plot of lengths\">");
	plot_wide(&(struct plot){ .label = "Columns: shares of kept documents by length of text", .heights = histogram.shares,
				  .count = histogram.count, .shares = true, .ticks = ticks,
				  .tick_count = length_ticks(&histogram, ticks), .describe = describe_column, .ctx = &histogram },
		  out);
	buf_add_text(out, "</div>\n");
	quantile_head("length", out);
	quantiles("characters", lengths, out);
	buf_add_text(out, "</tbody></table></div></section>\n");
}

/* Linear, between all but the rarest; whole numbers that are few have a column each. */
static void bin_signal(const struct spread *values, struct histogram *histogram)
{
	double low = spread_quantile(values, 1.0 / CUT_OFF), high = spread_quantile(values, 1 - 1.0 / CUT_OFF);
	bool whole = true;

	if (low >= high) {
		low = values->min;
		high = values->max;
	}
	for (size_t i = 0; i < values->used; i++)
		whole = whole && values->sample[i] == floor(values->sample[i]);
	whole = whole && high - low < SIGNAL_COLUMNS;
	high += whole ? 1 : 0;
	histogram->count = whole ? (size_t)(high - low) : column_count(values, SIGNAL_COLUMNS);
	for (size_t i = 0; i <= histogram->count; i++)
		histogram->bounds[i] = low + (high - low) * (double)i / (double)histogram->count;
	spread_shares(values, histogram->bounds, histogram->shares, histogram->count);
}

static void signal_figure(const struct report_signal *signal, struct buf *out)
{
	const struct spread *values = &signal->values;
	struct histogram histogram;

	bin_signal(values, &histogram);
	buf_add_text(out, "<figure><figcaption>");
	markup_foreign(out, str_of(signal->name));
	buf_add_text(out, "</figcaption>");
	plot_small(&(struct plot){ .label = signal->name, .heights = histogram.shares, .count = histogram.count,
				   .describe = describe_column, .ctx = &histogram }, out);
	buf_add_text(out, "<div class=\"range\"><span>");
	markup_number(out, histogram.bounds[0]);
	buf_add_text(out, "</span><span>median ");
	markup_number(out, spread_quantile(values, 0.5));
	buf_add_text(out, "</span><span>");
	markup_number(out, histogram.bounds[histogram.count]);
	buf_add_text(out, "</span></div></figure>\n");
}

static bool varies(const struct report_signal *signal)
{
	return signal->values.min < signal->values.max;
}

static void constant_signals(const struct report *report, struct buf *out)
{
	size_t count = 0;

	for (size_t i = 0; i < report->signal_count; i++) {
		const struct report_signal *signal = &report->signals[i];

		if (varies(signal))
			continue;
		buf_add_text(out, count++ == 0 ? "<p class=\"soft\">The same everywhere: " : ", ");
		markup_foreign(out, str_of(signal->name));
		buf_add_byte(out, ' ');
		markup_number(out, signal->values.min);
	}
	buf_add_text(out, count ? ".</p>\n" : "");
}

void report_signals(const struct report *report, struct buf *out)
{
	buf_add_text(out, "<section id=\"signals\" aria-labelledby=\"h-signals\"><h2 id=\"h-signals\">Signals</h2>\n");
	if (report->signal_count == 0) {
		buf_add_text(out, "<p class=\"soft\">No kept document has signals: <code>leat-extract --signals</code> adds them.</p></section>\n");
		return;
	}
	buf_add_text(out, "<p class=\"soft\">Of kept documents; heights are shares of them.</p>\n<div class=\"signals\">\n");
	for (size_t i = 0; i < report->signal_count; i++)
		if (varies(&report->signals[i]))
			signal_figure(&report->signals[i], out);
	buf_add_text(out, "</div>\n");
	constant_signals(report, out);
	buf_add_text(out, "<details><summary>The numbers</summary>\n");
	quantile_head("signal", out);
	for (size_t i = 0; i < report->signal_count; i++)
		quantiles(report->signals[i].name, &report->signals[i].values, out);
	buf_add_text(out, "</tbody></table></div></details></section>\n");
}
