#include "leat/report_html.h"

#include "base/time.h"
#include "leat/markup.h"
#include "run/version.h"

enum { RECIPE_SHOWN = 4096 };

static const struct {
	const char *id, *name;
} sections[] = {
	{ "overview", "Overview" }, { "languages", "Languages" }, { "sites", "Sites" }, { "days", "Days" },
	{ "lengths", "Lengths" }, { "duplicates", "Duplicates" }, { "reasons", "What went" }, { "samples", "Samples" },
	{ "signals", "Signals" }, { "made", "How it was made" },
};

static uint64_t records(const struct report *report)
{
	return report->verdicts[VERDICT_KEPT] + report->verdicts[VERDICT_DROPPED] + report->verdicts[VERDICT_REJECTED];
}

static void begin(struct str name, struct buf *out)
{
	buf_add_text(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
			  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
			  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
			  "<meta name=\"color-scheme\" content=\"light dark\">\n"
			  "<meta name=\"referrer\" content=\"no-referrer\">\n<title>Corpus report: ");
	markup_text(out, name);
	buf_addf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#overview\">To the content</a>\n", report_style);
}

static void navigation(const struct report *report, struct buf *out)
{
	buf_add_text(out, "<nav aria-label=\"Sections\"><ul>\n");
	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
		if (report->reason_count > 0 || strcmp(sections[i].id, "samples") != 0)
			buf_addf(out, "<li><a href=\"#%s\">%s</a></li>\n", sections[i].id, sections[i].name);
	buf_add_text(out, "</ul></nav>\n");
}

static void day_text(uint64_t ms, struct buf *out)
{
	char text[TIME_TEXT];

	time_format((int64_t)ms, text);
	buf_addf(out, "%.10s", text);
}

static void heading(const struct report *report, struct str name, struct buf *out)
{
	buf_add_text(out, "<header><p class=\"eyebrow\">Corpus report</p>\n<h1>");
	markup_foreign(out, name);
	buf_add_text(out, "</h1>\n<p class=\"soft\">");
	markup_count(out, report->frames);
	buf_add_text(out, report->frames == 1 ? " frame, " : " frames, ");
	markup_count(out, report->streams);
	buf_add_text(out, report->streams == 1 ? " source read to its end" : " sources read to their end");
	if (report->born_first) {
		buf_add_text(out, ", made ");
		day_text(report->born_first, out);
		if (report->born_last - report->born_first >= 86400000) {
			buf_add_text(out, " to ");
			day_text(report->born_last, out);
		}
	}
	buf_add_text(out, ".</p>\n");
	if (report->cut)
		buf_add_text(out, "<p class=\"warn\" role=\"note\"><strong>The flow was cut.</strong> It ends without its last frame; "
				  "what is shown is what came before.</p>\n");
	buf_add_text(out, "</header>\n");
}

static void tile(const char *class, const char *name, uint64_t count, uint64_t whole, struct buf *out)
{
	buf_addf(out, "<div class=\"%s\"><dt>%s</dt><dd>", class, name);
	markup_count(out, count);
	if (whole) {
		buf_add_text(out, "<small>");
		markup_share(out, (double)count / (double)whole);
		buf_add_text(out, "</small>");
	}
	buf_add_text(out, "</dd></div>\n");
}

/* All records as one line in three colours. */
static void split(const struct report *report, struct buf *out)
{
	static const char *const classes[] = { [VERDICT_KEPT] = "kept", [VERDICT_DROPPED] = "dropped", [VERDICT_REJECTED] = "rejected" };
	double at = 0, whole = (double)records(report);

	if (whole <= 0)
		return;
	buf_add_text(out, "<svg class=\"split\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
	for (int i = 0; i < 3; i++) {
		double width = 100 * (double)report->verdicts[i] / whole;

		buf_addf(out, "<rect class=\"%s\" x=\"%.3f\" width=\"%.3f\" height=\"1\"/>", classes[i], at, width);
		at += width;
	}
	buf_add_text(out, "</svg>\n");
}

static void overview(const struct report *report, struct buf *out)
{
	uint64_t whole = records(report);

	buf_add_text(out, "<section id=\"overview\" tabindex=\"-1\" aria-labelledby=\"h-overview\"><h2 id=\"h-overview\">Overview</h2>\n<dl class=\"tiles\">\n");
	tile("all", "records in", whole, 0, out);
	tile("kept", "kept", report->verdicts[VERDICT_KEPT], whole, out);
	tile("dropped", "dropped", report->verdicts[VERDICT_DROPPED], whole, out);
	tile("rejected", "rejected", report->verdicts[VERDICT_REJECTED], whole, out);
	tile("all", "characters of kept text", (uint64_t)report->lengths.sum, 0, out);
	buf_add_text(out, "</dl>\n");
	split(report, out);
	buf_add_text(out, "</section>\n");
}

static void how_made(const struct report *report, struct buf *out)
{
	buf_add_text(out, "<section id=\"made\" aria-labelledby=\"h-made\"><h2 id=\"h-made\">How it was made</h2>\n");
	if (report->recipes.count == 0)
		buf_add_text(out, "<p class=\"soft\">No recipe is known.</p>\n");
	else
		buf_add_text(out, "<p class=\"soft\">Recipes: the stages, the versions of their results, and the options that change them.</p>\n<ul class=\"recipe\">\n");
	for (size_t i = 0; i < report->recipes.count; i++) {
		struct str recipe = str_of(report->recipes.items[i]);

		buf_add_text(out, "<li><code>");
		if (recipe.len > RECIPE_SHOWN)
			recipe.len = RECIPE_SHOWN;
		markup_foreign(out, recipe);
		buf_add_text(out, "</code></li>\n");
	}
	buf_add_text(out, report->recipes.count ? "</ul>\n</section>\n" : "</section>\n");
}

void report_html(const struct report *report, struct str name, struct buf *out)
{
	begin(name, out);
	heading(report, name, out);
	navigation(report, out);
	buf_add_text(out, "<main>\n");
	overview(report, out);
	buf_add_text(out, "<div class=\"pair\">\n");
	report_langs(report, out);
	report_sites(report, out);
	buf_add_text(out, "</div>\n");
	report_days(report, out);
	report_lengths(report, out);
	report_copies(report, out);
	report_reasons(report, out);
	report_samples(report, out);
	report_signals(report, out);
	how_made(report, out);
	buf_addf(out, "</main>\n<footer><p>Made by leat report %s. Counts are exact unless a note says otherwise; distributions "
		      "of more than %d documents are drawn from an even sample of them.</p></footer>\n</body>\n</html>\n",
		 LEAT_VERSION, SPREAD_SAMPLE);
}
