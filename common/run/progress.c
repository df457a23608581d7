#include "run/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TABLE_WIDTH = 100, GAP = 2, NUMBER = PROGRESS_NUMBER };

const char *progress_number(uint64_t value, char out[NUMBER])
{
	char digits[NUMBER];
	size_t count = (size_t)snprintf(digits, sizeof digits, "%llu", (unsigned long long)value), at = 0;

	if (count > 15)
		snprintf(out, NUMBER, "%.1f P", (double)value / 1e15);
	else if (count > 12)
		snprintf(out, NUMBER, "%.1f T", (double)value / 1e12);
	else if (count > 10)
		snprintf(out, NUMBER, "%.1f G", (double)value / 1e9);
	else {
		for (size_t i = 0; i < count; i++) {
			if (i > 0 && (count - i) % 3 == 0)
				out[at++] = ',';
			out[at++] = digits[i];
		}
		out[at] = '\0';
	}
	return out;
}

const char *progress_bytes(double value, char out[NUMBER])
{
	static const char *const units[] = { "B", "kB", "MB", "GB", "TB", "PB", "EB" };
	size_t unit = 0;

	for (; value >= 999.5 && unit + 1 < sizeof units / sizeof *units; unit++)
		value /= 1000;
	snprintf(out, NUMBER, unit == 0 || value >= 99.5 ? "%.0f %s" : "%.1f %s", value, units[unit]);
	return out;
}

/* "1:23", "2:03:04". */
static const char *clock_text(double seconds, char out[NUMBER])
{
	unsigned long whole = (unsigned long)(seconds + 0.5);

	if (whole < 3600)
		snprintf(out, NUMBER, "%lu:%02lu", whole / 60, whole % 60);
	else
		snprintf(out, NUMBER, "%lu:%02lu:%02lu", whole / 3600, whole / 60 % 60, whole % 60);
	return out;
}

/* Adds a piece of the line; false where the line would get too wide. */
static bool add_piece(struct buf *out, size_t start, unsigned columns, const char *piece)
{
	if (out->len - start + GAP + strlen(piece) > columns)
		return false;
	buf_addf(out, "%*s%s", GAP, "", piece);
	return true;
}

void progress_line(const struct progress *progress, unsigned columns, struct buf *out)
{
	char pieces[5][96], a[NUMBER], b[NUMBER];
	size_t count = 0, start = out->len;
	double done = (double)progress->done_bytes, total = (double)progress->total_bytes;
	double rate = progress->seconds > 0 ? done / progress->seconds : 0;
	double left = rate > 0 && total > done ? (total - done) / rate : 0;

	snprintf(pieces[count++], sizeof *pieces, "%s records", progress_number(progress->records, a));
	snprintf(pieces[count++], sizeof *pieces, "%s kept", progress_number(progress->kept, a));
	if (progress->total_bytes > 0 && done <= total)
		snprintf(pieces[count++], sizeof *pieces, "%s of %s (%.0f %%)", progress_bytes(done, a),
			 progress_bytes(total, b), 100 * done / total);
	else if (progress->done_bytes > 0)
		snprintf(pieces[count++], sizeof *pieces, "%s", progress_bytes(done, a));
	if (rate > 0)
		snprintf(pieces[count++], sizeof *pieces, "%s/s", progress_bytes(rate, a));
	if (left > 0 && left < 8.64e6)
		snprintf(pieces[count++], sizeof *pieces, "ETA %s", clock_text(left, a));
	for (size_t i = 0; i < count && add_piece(out, start, columns, pieces[i]); i++)
		;
}

struct reason {
	const char *name;
	uint64_t count;
};

static int by_count(const void *a, const void *b)
{
	const struct reason *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return strcmp(x->name, y->name);
}

void progress_reasons(const struct tally *tally, const char *label, size_t room, struct buf *out)
{
	struct reason reasons[TALLY_MAX];
	size_t start = out->len;

	for (size_t i = 0; i < tally->used; i++)
		reasons[i] = (struct reason){ tally->rows[i].name, tally->rows[i].count };
	qsort(reasons, tally->used, sizeof *reasons, by_count);
	for (size_t i = 0; i < tally->used; i++) {
		char piece[TALLY_NAME + NUMBER + 16], digits[NUMBER];
		size_t more = i + 1 < tally->used ? strlen(", ...") : 0;

		snprintf(piece, sizeof piece, "%s%s %s", i == 0 ? label : ", ", reasons[i].name,
			 progress_number(reasons[i].count, digits));
		if (out->len - start + strlen(piece) + more > room) {
			if (i > 0)
				buf_add_text(out, ", ...");
			return;
		}
		buf_add_text(out, piece);
	}
}

enum { IN, KEPT, DROPPED, REJECTED, FAULTS, CPU, COLUMNS };

struct row {
	char stage[16];
	char cells[COLUMNS][NUMBER];
};

static void make_row(const struct stats *stats, struct row *row)
{
	double cpu = stats->cpu_seconds;

	snprintf(row->stage, sizeof row->stage, "%.14s", stats->stage);
	progress_number(stats->in, row->cells[IN]);
	progress_number(stats->kept, row->cells[KEPT]);
	progress_number(tally_total(&stats->dropped), row->cells[DROPPED]);
	progress_number(stats->rejected, row->cells[REJECTED]);
	progress_number(tally_total(&stats->faults), row->cells[FAULTS]);
	snprintf(row->cells[CPU], NUMBER, cpu < 100 ? "%.2f" : cpu < 1e9 ? "%.0f" : "%.1e", cpu);
}

static void trim_line(struct buf *out)
{
	while (out->len > 0 && out->data[out->len - 1] == ' ')
		out->len--;
	buf_add_byte(out, '\n');
}

static size_t print_row(const struct row *row, size_t stage_width, const size_t *widths, struct buf *out)
{
	size_t start = out->len;

	buf_addf(out, "%-*s", (int)stage_width, row->stage);
	for (size_t c = 0; c < COLUMNS; c++)
		buf_addf(out, "%*s%*s", GAP, "", (int)widths[c], row->cells[c]);
	return out->len - start;
}

void progress_table(const struct stats *stages, size_t count, struct buf *out)
{
	static const struct row head = { "stage", { "in", "kept", "dropped", "rejected", "faults", "CPU s" } };
	struct row row;
	size_t widths[COLUMNS], stage_width = strlen(head.stage);

	for (size_t c = 0; c < COLUMNS; c++)
		widths[c] = strlen(head.cells[c]);
	for (size_t i = 0; i < count; i++) {
		make_row(&stages[i], &row);
		if (strlen(row.stage) > stage_width)
			stage_width = strlen(row.stage);
		for (size_t c = 0; c < COLUMNS; c++)
			if (strlen(row.cells[c]) > widths[c])
				widths[c] = strlen(row.cells[c]);
	}
	print_row(&head, stage_width, widths, out);
	trim_line(out);
	for (size_t i = 0; i < count; i++) {
		size_t used, start = out->len;

		make_row(&stages[i], &row);
		print_row(&row, stage_width, widths, out);
		buf_addf(out, "%*s", GAP, "");
		used = out->len - start;
		progress_reasons(&stages[i].dropped, "", TABLE_WIDTH > used ? TABLE_WIDTH - used : 0, out);
		used = out->len - start;
		progress_reasons(&stages[i].faults, stages[i].dropped.used ? "; faults: " : "faults: ",
			    TABLE_WIDTH > used ? TABLE_WIDTH - used : 0, out);
		trim_line(out);
	}
}
