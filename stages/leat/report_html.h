/*
 * report_html: a report as one HTML page that needs nothing else: no script, no font, no
 * picture from elsewhere. Light and dark as the reader's system is. What comes from documents
 * is escaped (markup.h), and lists are cut to their first rows, so that a page has at most
 * about a megabyte.
 */
#ifndef LEAT_LEAT_REPORT_HTML_H
#define LEAT_LEAT_REPORT_HTML_H

#include "base/buf.h"
#include "leat/report_data.h"

/* `name` is what the report is of; the report is in order (report_sort). */
void report_html(const struct report *report, struct str name, struct buf *out);

/* report_style.c: the page's style sheet. */
extern const char report_style[];
/* report_plots.c: sections with plots. */
void report_days(const struct report *report, struct buf *out);
void report_lengths(const struct report *report, struct buf *out);
void report_signals(const struct report *report, struct buf *out);
/* report_lists.c: sections of tables. */
void report_langs(const struct report *report, struct buf *out);
void report_sites(const struct report *report, struct buf *out);
void report_copies(const struct report *report, struct buf *out);
void report_reasons(const struct report *report, struct buf *out);
void report_samples(const struct report *report, struct buf *out);

#endif
