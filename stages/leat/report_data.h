/*
 * report_data: what `leat report` tells of a corpus, gathered document by document in bounded
 * memory: some 30 MB, whatever the size of the corpus.
 */
#ifndef LEAT_LEAT_REPORT_DATA_H
#define LEAT_LEAT_REPORT_DATA_H

#include "base/tally.h"
#include "leat/ranking.h"
#include "leat/spread.h"
#include "leat/words.h"
#include "record/record.h"

enum {
	REPORT_YEAR_FIRST = 1900,
	REPORT_YEARS = 201,
	REPORT_DAYS = REPORT_YEARS * 366,
	REPORT_REASONS = 64,
	REPORT_SAMPLES = 3, /* of each reason */
	REPORT_SIGNALS = 64,
	REPORT_RECIPES = 16,
};

/* A document as the report sees it. What it lacks is STR_NONE. */
struct report_document {
	enum verdict verdict;
	struct str id, url, source, title, site, lang, published, fetched;
	struct str stage, reason; /* of what is dropped or rejected */
	struct str dup_kind, dup_of;
	double dup_score; /* below 0: none */
	int64_t length; /* of the text, in characters; below 0: no text */
	struct str signals; /* packed map of numbers */
};

struct report_sample {
	char *id, *url, *source, *title, *dup_of; /* as ranking_text makes them; "" where absent */
	double dup_score;
};

struct report_reason {
	char stage[TALLY_NAME], reason[TALLY_NAME];
	enum verdict verdict;
	uint64_t count;
	struct report_sample samples[REPORT_SAMPLES];
};

struct report_signal {
	char name[TALLY_NAME];
	struct spread values;
};

struct report {
	uint64_t verdicts[3]; /* by enum verdict */
	uint64_t frames, streams;
	uint64_t born_first, born_last; /* ms; 0: unknown */
	bool cut; /* the flow has no end: what is here is a part */
	struct words recipes; /* no two equal, at most REPORT_RECIPES */

	/* of kept documents */
	struct ranking langs, sites; /* site: host of the address, else the site's name */
	struct spread lengths;
	uint64_t days[REPORT_DAYS]; /* since 1 January REPORT_YEAR_FIRST */
	uint64_t published, fetched, undated; /* where the day is from */
	struct report_signal signals[REPORT_SIGNALS];
	size_t signal_count;

	/* copies: those that were dropped, and those that were kept and say so */
	struct tally copies_dropped, copies_kept; /* by dup.kind */
	struct ranking clusters; /* by dup.of; the note is the title of a copy */

	struct report_reason reasons[REPORT_REASONS]; /* the last one takes what has no place */
	size_t reason_count;
};

struct report *report_new(void);
void report_add(struct report *report, const struct report_document *document);
/* When something of it was made, in ms; 0: unknown. */
void report_add_time(struct report *report, uint64_t born);
void report_add_recipe(struct report *report, struct str recipe);
/* Puts everything in order; once, behind the last document. */
void report_sort(struct report *report);
void report_free(struct report *report);

#endif
