#include "leat/top_page.h"

#include "base/num.h"
#include "leat/pretty.h"
#include "run/progress.h"

#include <stdio.h>
#include <stdlib.h>

/* One line: NAME{stage="...",KEY="..."} VALUE. */
struct sample {
	struct str name;
	char stage[16], key[TALLY_NAME]; /* "" where there is none; escapes undone, control characters blank */
	double value;
};

/* The value of label `name` at the head of what is left of `labels`, unescaped. */
static void read_label(struct str labels, const char *name, char *out, size_t room)
{
	struct buf start = BUF_INIT, text = BUF_INIT, plain = BUF_INIT;

	buf_addf(&start, "%s=\"", name);
	ptrdiff_t at = str_find(labels, buf_str(&start));
	out[0] = '\0';
	for (size_t i = at < 0 ? labels.len : (size_t)at + start.len; i < labels.len && labels.at[i] != '"'; i++) {
		i += labels.at[i] == '\\' && i + 1 < labels.len;
		buf_add_byte(&text, labels.at[i]);
	}
	pretty_text(buf_str(&text), false, &plain);
	snprintf(out, room, "%s", buf_cstr(&plain));
	buf_release(&start);
	buf_release(&text);
	buf_release(&plain);
}

static bool read_sample(struct str line, struct sample *sample)
{
	const char *brace = line.len ? memchr(line.at, '{', line.len) : NULL, *close = brace ? memrchr(line.at, '}', line.len) : NULL;
	const char *blank = line.len ? memrchr(line.at, ' ', line.len) : NULL;

	if (!line.len || line.at[0] == '#' || !blank || (brace && (!close || close < brace || close > blank)) ||
	    !num_double(str_from(blank + 1, line.len - (size_t)(blank + 1 - line.at)), &sample->value))
		return false;
	sample->name = str_from(line.at, (size_t)((brace ? brace : blank) - line.at));
	struct str labels = brace ? str_from(brace + 1, (size_t)(close - brace - 1)) : STR("");
	read_label(labels, "stage", sample->stage, sizeof sample->stage);
	read_label(labels, str_is(sample->name, "leat_faults_total") ? "kind" : "reason", sample->key, sizeof sample->key);
	return true;
}

static bool take(struct top_row *row, const struct sample *sample)
{
	struct stats *stats = &row->stats;
	uint64_t count = sample->value >= 0 && sample->value < 1e19 ? (uint64_t)sample->value : 0;
	const struct {
		const char *name;
		uint64_t *at;
	} counts[] = {
		{ "leat_frames_total", &stats->frames }, { "leat_records_total", &stats->in },
		{ "leat_kept_records_total", &stats->kept }, { "leat_rejected_records_total", &stats->rejected },
		{ "leat_in_bytes_total", &stats->bytes_in }, { "leat_out_bytes_total", &stats->bytes_out },
		{ "process_resident_memory_bytes", &row->memory },
	};

	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		if (str_is(sample->name, counts[i].name))
			*counts[i].at = count;
	if (str_is(sample->name, "leat_dropped_records_total"))
		tally_add(&stats->dropped, sample->key, count);
	else if (str_is(sample->name, "leat_faults_total"))
		tally_add(&stats->faults, sample->key, count);
	else if (str_is(sample->name, "leat_frame_age_seconds"))
		row->age = sample->value;
	else if (str_is(sample->name, "process_cpu_seconds_total"))
		stats->cpu_seconds = sample->value;
	if (!str_is(sample->name, "leat_frames_total"))
		return false;
	snprintf(stats->stage, sizeof stats->stage, "%s", sample->stage);
	return true;
}

static double rate(double now, double before, double seconds)
{
	return seconds > 0 && now >= before ? (now - before) / seconds : -1;
}

bool top_read(struct top_row *row, struct str page, uint64_t now_ms)
{
	struct top_row next = { .address = row->address, .shown = true, .answered = true, .age = -1, .read_ms = now_ms };
	struct sample sample;
	bool found = false;

	for (struct str rest = page; rest.len > 0;) {
		const char *stop = memchr(rest.at, '\n', rest.len);
		struct str line = str_from(rest.at, stop ? (size_t)(stop - rest.at) : rest.len);

		if (read_sample(line, &sample) && take(&next, &sample))
			found = true;
		rest = stop ? str_from(stop + 1, rest.len - line.len - 1) : STR_NONE;
	}
	if (!found)
		return false;
	double seconds = row->read_ms ? (double)(now_ms - row->read_ms) / 1e3 : 0;
	next.in_rate = rate((double)next.stats.in, (double)row->stats.in, seconds);
	next.byte_rate = rate((double)next.stats.bytes_in, (double)row->stats.bytes_in, seconds);
	next.cpu_rate = rate(next.stats.cpu_seconds, row->stats.cpu_seconds, seconds);
	*row = next;
	return true;
}

enum { WIDTH_LEAST = 80 };

/* A figure that is at most `width` wide: 12,345 or 12.3 M. */
static void add_count(uint64_t value, int width, struct buf *out)
{
	static const char units[] = "kMGTPE";
	char text[PROGRESS_NUMBER];

	if (strlen(progress_number(value, text)) > (size_t)width) {
		double part = (double)value;
		size_t unit = 0;

		for (part /= 1000; part >= 999.5; part /= 1000)
			unit++;
		snprintf(text, sizeof text, part < 99.95 ? "%.1f %c" : "%.0f %c", part, units[unit]);
	}
	buf_addf(out, " %*s", width, text);
}

static void add_rate(double value, int width, struct buf *out)
{
	if (value < 0)
		buf_addf(out, " %*s", width, "-");
	else if (value < (width < 6 ? 1e4 : 1e6))
		buf_addf(out, value < 99.95 ? " %*.1f" : " %*.0f", width, value);
	else
		add_count((uint64_t)(value < 1e18 ? value : 1e18), width, out);
}

/* "0.3 s", "12 s", "5 min", "3.2 h", "12 d". */
static void add_age(double seconds, int width, struct buf *out)
{
	static const struct {
		double below, unit;
		const char *name;
	} units[] = { { 120, 1, "s" }, { 7200, 60, "min" }, { 172800, 3600, "h" }, { 8.64e8, 86400, "d" } };
	char text[32] = "-";

	for (size_t i = 0; seconds >= 0 && i < sizeof units / sizeof *units; i++)
		if (seconds < units[i].below) {
			double value = seconds / units[i].unit;

			snprintf(text, sizeof text, value < 10 ? "%.1f %s" : "%.0f %s", value, units[i].name);
			break;
		}
	buf_addf(out, " %*s", width, text);
}

static void stage_line(const struct top_row *row, struct buf *out)
{
	const struct stats *stats = &row->stats;
	char memory[PROGRESS_NUMBER];

	buf_addf(out, "%-9.9s", stats->stage);
	add_count(stats->in, 9, out);
	add_count(stats->kept, 9, out);
	add_count(tally_total(&stats->dropped), 8, out);
	add_count(stats->rejected + tally_total(&stats->faults), 6, out);
	add_rate(row->in_rate, 6, out);
	add_rate(row->byte_rate < 0 ? -1 : row->byte_rate / 1e6, 6, out);
	add_age(row->age, 7, out);
	buf_addf(out, " %7s", progress_bytes((double)row->memory, memory));
	add_rate(row->cpu_rate < 0 ? -1 : row->cpu_rate < 99.99 ? 100 * row->cpu_rate : 9999, 4, out);
	buf_add_byte(out, '\n');
}

/* "  dropped: exact 12; rejected 3; faults: charset 1", as far as there is room. */
static void reasons_line(const struct stats *stats, unsigned columns, struct buf *out)
{
	size_t start = out->len, used;
	char digits[PROGRESS_NUMBER];

	if (!stats->dropped.used && !stats->rejected && !stats->faults.used)
		return;
	buf_add_byte(out, ' ');
	progress_reasons(&stats->dropped, " dropped: ", 2 * columns / 3, out);
	if (stats->rejected)
		buf_addf(out, "%s rejected %s", out->len - start > 1 ? ";" : "", progress_number(stats->rejected, digits));
	used = out->len - start;
	progress_reasons(&stats->faults, used > 1 ? "; faults: " : " faults: ", columns > used ? columns - used : 0, out);
	buf_add_byte(out, '\n');
}

static void row_text(const struct top_row *row, unsigned columns, struct buf *out)
{
	if (!row->read_ms)
		buf_addf(out, "%-22.50s does not answer\n", row->address);
	else if (!row->answered)
		buf_addf(out, "%-9.9s at %.40s has ended\n", row->stats.stage, row->address);
	if (!row->read_ms || !row->answered)
		return;
	stage_line(row, out);
	reasons_line(&row->stats, columns, out);
}

static unsigned count_lines(struct str text)
{
	unsigned lines = 0;

	for (size_t i = 0; i < text.len; i++)
		lines += text.at[i] == '\n';
	return lines;
}

void top_draw(const struct top_row *rows, size_t count, unsigned columns, unsigned lines, bool bold, struct buf *out)
{
	struct buf text = BUF_INIT;
	unsigned used = 1, hidden = 0;

	if (columns < WIDTH_LEAST)
		columns = WIDTH_LEAST;
	buf_addf(out, "%s%-9s %9s %9s %8s %6s %6s %6s %7s %7s %4s%s\n", bold ? "\033[1m" : "", "stage", "in", "out", "dropped",
		 "errors", "in/s", "MB/s", "lag", "memory", "CPU", bold ? "\033[0m" : "");
	for (size_t i = 0; i < count; i++) {
		if (!rows[i].shown)
			continue;
		buf_reset(&text);
		row_text(&rows[i], columns, &text);
		unsigned need = count_lines(buf_str(&text));
		if (hidden || used + need + 1 > lines) {
			hidden++;
			continue;
		}
		used += need;
		buf_add_str(out, buf_str(&text));
	}
	if (hidden)
		buf_addf(out, "and %u more\n", hidden);
	buf_release(&text);
}
