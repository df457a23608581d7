#include "leat/report_html.h"

#include "leat/markup.h"
#include "leat/plot.h"

#include <stdlib.h>

enum { ROWS = 20 };

static double share_of(uint64_t part, uint64_t whole)
{
	return whole ? (double)part / (double)whole : 0;
}

static void count_cells(uint64_t count, uint64_t whole, uint64_t largest, struct buf *out)
{
	buf_add_text(out, "<td class=\"n\">");
	markup_count(out, count);
	buf_add_text(out, "</td><td class=\"n soft\">");
	markup_share(out, share_of(count, whole));
	buf_add_text(out, "</td><td class=\"b\">");
	plot_bar(share_of(count, largest), out);
	buf_add_text(out, "</td></tr>\n");
}

static void name_head(const char *name, struct buf *out)
{
	buf_addf(out, "<table><thead><tr><th scope=\"col\">%s</th><th scope=\"col\" class=\"n\">documents</th>"
		      "<th scope=\"col\" class=\"n\">share</th><td></td></tr></thead><tbody>\n", name);
}

static void rest_row(const struct ranking *ranking, uint64_t shown, struct buf *out)
{
	if (shown == ranking->total)
		return;
	buf_add_text(out, "<tr class=\"rest\"><th scope=\"row\">");
	markup_count(out, ranking->used - ROWS);
	buf_add_text(out, ranking->short_by ? " and more others</th>" : " others</th>");
	count_cells(ranking->total - shown, ranking->total, 0, out);
}

static void ranking_table(const struct ranking *ranking, const char *name, struct buf *out)
{
	uint64_t shown = 0;

	if (ranking->used == 0) {
		buf_add_text(out, "<p class=\"soft\">No kept documents.</p>\n");
		return;
	}
	name_head(name, out);
	for (size_t i = 0; i < ranking->used && i < ROWS; i++) {
		buf_add_text(out, "<tr><th scope=\"row\">");
		markup_foreign(out, str_of(ranking->items[i].name));
		buf_add_text(out, "</th>");
		count_cells(ranking->items[i].count, ranking->total, ranking->items[0].count, out);
		shown += ranking->items[i].count;
	}
	if (ranking->used > ROWS || ranking->short_by)
		rest_row(ranking, shown, out);
	buf_add_text(out, "</tbody></table>\n");
	if (ranking->short_by) {
		buf_add_text(out, "<p class=\"soft\">There are very many names: a count may be short by up to ");
		markup_count(out, ranking->short_by);
		buf_add_text(out, ".</p>\n");
	}
}

void report_langs(const struct report *report, struct buf *out)
{
	buf_add_text(out, "<section id=\"languages\" aria-labelledby=\"h-languages\"><h2 id=\"h-languages\">Languages</h2>\n"
			  "<p class=\"soft\">Kept documents by <code>lang</code>.</p>\n");
	ranking_table(&report->langs, "language", out);
	buf_add_text(out, "</section>\n");
}

void report_sites(const struct report *report, struct buf *out)
{
	buf_add_text(out, "<section id=\"sites\" aria-labelledby=\"h-sites\"><h2 id=\"h-sites\">Sites</h2>\n"
			  "<p class=\"soft\">Kept documents by the host of their address, else by <code>site</code>.</p>\n");
	ranking_table(&report->sites, "site", out);
	buf_add_text(out, "</section>\n");
}

static uint64_t tally_count(const struct tally *tally, const char *name)
{
	for (size_t i = 0; i < tally->used; i++)
		if (strcmp(tally->rows[i].name, name) == 0)
			return tally->rows[i].count;
	return 0;
}

struct kind {
	const char *name;
	uint64_t dropped, kept;
};

static int by_size(const void *a, const void *b)
{
	const struct kind *x = a, *y = b;
	uint64_t size_x = x->dropped + x->kept, size_y = y->dropped + y->kept;

	return size_x != size_y ? (size_x < size_y ? 1 : -1) : strcmp(x->name, y->name);
}

static size_t list_kinds(const struct report *report, struct kind *kinds)
{
	const struct tally *dropped = &report->copies_dropped, *kept = &report->copies_kept;
	size_t count = 0;

	for (size_t i = 0; i < dropped->used; i++)
		kinds[count++] = (struct kind){ dropped->rows[i].name, dropped->rows[i].count,
						tally_count(kept, dropped->rows[i].name) };
	for (size_t i = 0; i < kept->used; i++)
		if (tally_count(dropped, kept->rows[i].name) == 0)
			kinds[count++] = (struct kind){ kept->rows[i].name, 0, kept->rows[i].count };
	qsort(kinds, count, sizeof *kinds, by_size);
	return count;
}

static void kinds_table(const struct kind *kinds, size_t count, struct buf *out)
{
	uint64_t largest = kinds[0].dropped + kinds[0].kept;

	buf_add_text(out, "<table><thead><tr><th scope=\"col\">kind</th><th scope=\"col\" class=\"n\">dropped</th>"
			  "<th scope=\"col\" class=\"n\">kept, tagged</th><td></td></tr></thead><tbody>\n");
	for (size_t i = 0; i < count; i++) {
		buf_add_text(out, "<tr class=\"dropped\"><th scope=\"row\">");
		markup_foreign(out, str_of(kinds[i].name));
		buf_add_text(out, "</th><td class=\"n\">");
		markup_count(out, kinds[i].dropped);
		buf_add_text(out, "</td><td class=\"n\">");
		markup_count(out, kinds[i].kept);
		buf_add_text(out, "</td><td class=\"b\">");
		plot_bar(share_of(kinds[i].dropped + kinds[i].kept, largest), out);
		buf_add_text(out, "</td></tr>\n");
	}
	buf_add_text(out, "</tbody></table>\n");
}

static void clusters_table(const struct ranking *clusters, struct buf *out)
{
	buf_add_text(out, "<h3>Largest clusters</h3>\n<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Largest clusters\">"
			  "<table><thead><tr><th scope=\"col\">original</th>"
			  "<th scope=\"col\" class=\"n\">copies</th><th scope=\"col\">one of them</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < clusters->used && i < ROWS; i++) {
		buf_add_text(out, "<tr><th scope=\"row\"><code>");
		markup_foreign(out, str_of(clusters->items[i].name));
		buf_add_text(out, "</code></th><td class=\"n\">");
		markup_count(out, clusters->items[i].count);
		buf_add_text(out, "</td><td>");
		markup_foreign(out, str_of(clusters->items[i].note));
		buf_add_text(out, "</td></tr>\n");
	}
	buf_add_text(out, "</tbody></table></div>\n<p class=\"soft\">");
	markup_count(out, clusters->used);
	buf_add_text(out, clusters->used == 1 ? " original has copies" : " originals have copies");
	buf_add_text(out, "; <code>leat clusters DB</code> shows them side by side.</p>\n");
}

void report_copies(const struct report *report, struct buf *out)
{
	struct kind kinds[2 * TALLY_MAX];
	size_t count = list_kinds(report, kinds);

	buf_add_text(out, "<section id=\"duplicates\" aria-labelledby=\"h-duplicates\"><h2 id=\"h-duplicates\">Duplicates</h2>\n");
	if (count == 0) {
		buf_add_text(out, "<p class=\"soft\">No record is marked as a copy of another.</p></section>\n");
		return;
	}
	buf_add_text(out, "<p class=\"soft\">Records that leat-dedup marked, by kind.</p>\n");
	kinds_table(kinds, count, out);
	if (report->clusters.used > 0)
		clusters_table(&report->clusters, out);
	buf_add_text(out, "</section>\n");
}

void report_reasons(const struct report *report, struct buf *out)
{
	uint64_t gone = report->verdicts[VERDICT_DROPPED] + report->verdicts[VERDICT_REJECTED];

	buf_add_text(out, "<section id=\"reasons\" aria-labelledby=\"h-reasons\"><h2 id=\"h-reasons\">What went, and why</h2>\n");
	if (gone == 0) {
		buf_add_text(out, "<p class=\"soft\">Nothing was dropped or rejected.</p></section>\n");
		return;
	}
	buf_add_text(out, "<p class=\"soft\">Dropped and rejected records by stage and reason; shares are of all that went.</p>\n"
			  "<table><thead><tr><th scope=\"col\">stage</th><th scope=\"col\">reason</th><th scope=\"col\">verdict</th>"
			  "<th scope=\"col\" class=\"n\">records</th><th scope=\"col\" class=\"n\">share</th><td></td></tr></thead><tbody>\n");
	for (size_t i = 0; i < report->reason_count; i++) {
		const struct report_reason *reason = &report->reasons[i];
		const char *verdict = reason->verdict == VERDICT_DROPPED ? "dropped" : "rejected";

		buf_addf(out, "<tr class=\"%s\"><td>", verdict);
		markup_foreign(out, str_of(reason->stage));
		buf_add_text(out, "</td><th scope=\"row\">");
		markup_foreign(out, str_of(reason->reason));
		buf_addf(out, "</th><td>%s</td>", verdict);
		count_cells(reason->count, gone, report->reasons[0].count, out);
	}
	buf_add_text(out, "</tbody></table></section>\n");
}

static void add_sample(const struct report_sample *sample, struct buf *out)
{
	const char *name = sample->title[0] ? sample->title : sample->url[0] ? sample->url : sample->id;

	buf_add_text(out, "<li>");
	markup_link(out, str_of(sample->url), str_of(name[0] ? name : "(no name)"));
	buf_add_text(out, "<small>id <code>");
	markup_foreign(out, str_of(sample->id));
	buf_add_text(out, "</code>");
	if (sample->source[0]) {
		buf_add_text(out, ", from <code>");
		markup_foreign(out, str_of(sample->source));
		buf_add_text(out, "</code>");
	}
	if (sample->dup_of[0]) {
		buf_add_text(out, "; copy of <code>");
		markup_foreign(out, str_of(sample->dup_of));
		buf_add_text(out, "</code>");
		if (sample->dup_score >= 0)
			buf_addf(out, ", score %.2f", sample->dup_score);
	}
	buf_add_text(out, "</small></li>\n");
}

void report_samples(const struct report *report, struct buf *out)
{
	if (report->reason_count == 0)
		return;
	buf_addf(out, "<section id=\"samples\" class=\"reasons\" aria-labelledby=\"h-samples\"><h2 id=\"h-samples\">Samples of what went</h2>\n"
		      "<p class=\"soft\">At most %d of each reason, picked evenly.</p>\n", REPORT_SAMPLES);
	for (size_t i = 0; i < report->reason_count; i++) {
		const struct report_reason *reason = &report->reasons[i];
		const char *verdict = reason->verdict == VERDICT_DROPPED ? "dropped" : "rejected";

		buf_addf(out, "<details%s><summary><span class=\"tag %s\">%s</span>", i < 3 ? " open" : "", verdict, verdict);
		markup_foreign(out, str_of(reason->stage));
		buf_add_text(out, ": ");
		markup_foreign(out, str_of(reason->reason));
		buf_add_text(out, " <span class=\"soft\">");
		markup_count(out, reason->count);
		buf_add_text(out, "</span></summary><ul class=\"samples\">\n");
		for (size_t k = 0; k < REPORT_SAMPLES && k < reason->count; k++)
			add_sample(&reason->samples[k], out);
		buf_add_text(out, "</ul></details>\n");
	}
	buf_add_text(out, "</section>\n");
}
