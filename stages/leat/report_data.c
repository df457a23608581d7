#include "leat/report_data.h"

#include "base/buf.h"
#include "base/time.h"

#include <stdio.h>
#include <stdlib.h>

struct report *report_new(void)
{
	return mem_zero(1, sizeof(struct report));
}

/* The host of an address, without "www." and port; STR_NONE where there is none. */
static struct str host_of(struct str url)
{
	ptrdiff_t at = url.at ? str_find(url, STR("://")) : -1;
	struct str host;

	if (at < 0)
		return STR_NONE;
	host = str_from(url.at + at + 3, url.len - (size_t)at - 3);
	for (size_t i = 0; i < host.len; i++)
		if (strchr("/:?#", host.at[i]))
			host.len = i;
	if (str_starts(host, STR("www.")))
		host = str_from(host.at + 4, host.len - 4);
	return host.len ? host : STR_NONE;
}

static bool day_of(struct str date, size_t *day)
{
	int64_t ms, days, first = time_days(REPORT_YEAR_FIRST, 1, 1);

	if (!date.len || !time_parse(date, &ms))
		return false;
	days = (ms >= 0 ? ms : ms - 86399999) / 86400000 - first;
	if (days < 0 || days >= REPORT_DAYS)
		return false;
	*day = (size_t)days;
	return true;
}

static void add_day(struct report *report, const struct report_document *document)
{
	size_t day;

	if (day_of(document->published, &day))
		report->published++;
	else if (day_of(document->fetched, &day))
		report->fetched++;
	else {
		report->undated++;
		return;
	}
	report->days[day]++;
}

static struct spread *signal_of(struct report *report, struct str name)
{
	struct report_signal *signal = report->signals;

	for (size_t i = 0; i < report->signal_count; i++, signal++)
		if (str_is(name, signal->name))
			return &signal->values;
	if (report->signal_count == REPORT_SIGNALS || name.len >= TALLY_NAME)
		return NULL;
	report->signal_count++;
	memcpy(signal->name, name.at, name.len);
	return &signal->values;
}

static void add_signals(struct report *report, struct str packed)
{
	struct cursor cursor = cursor_of(packed);
	struct value map, key, value;

	if (!packed.at || !cursor_expect(&cursor, VALUE_MAP, &map))
		return;
	for (uint32_t i = 0; i < map.count; i++) {
		if (!cursor_expect(&cursor, VALUE_STR, &key))
			return;
		struct cursor start = cursor;
		if (!cursor_skip(&cursor, NULL) || !cursor_next(&start, &value))
			return;
		double number = value.type == VALUE_INT ? (double)value.integer : value.type == VALUE_FLOAT ? value.number : 0;
		struct spread *spread = value.type == VALUE_INT || (value.type == VALUE_FLOAT && number - number == 0) ?
					signal_of(report, key.bytes) : NULL;
		if (spread)
			spread_add(spread, number);
	}
}

static void add_kept(struct report *report, const struct report_document *document)
{
	struct str host = host_of(document->url);

	ranking_add(&report->langs, document->lang.len ? document->lang : STR("(unknown)"), STR_NONE);
	ranking_add(&report->sites, host.len ? host : document->site.len ? document->site : STR("(unknown)"), STR_NONE);
	add_day(report, document);
	if (document->length >= 0)
		spread_add(&report->lengths, (double)document->length);
	add_signals(report, document->signals);
}

static void add_copy(struct report *report, const struct report_document *document)
{
	char kind[TALLY_NAME];
	struct str title = document->title.len ? document->title : document->url.len ? document->url : document->id;

	if (!document->dup_kind.len)
		return;
	snprintf(kind, sizeof kind, "%.*s", STR_ARG(document->dup_kind));
	tally_add(document->verdict == VERDICT_KEPT ? &report->copies_kept : &report->copies_dropped, kind, 1);
	if (document->dup_of.len)
		ranking_add(&report->clusters, document->dup_of, title);
}

static struct report_reason *reason_of(struct report *report, const struct report_document *document)
{
	char stage[TALLY_NAME], reason[TALLY_NAME];
	struct report_reason *at = report->reasons;

	snprintf(stage, sizeof stage, "%.*s", STR_ARG(document->stage.len ? document->stage : STR("?")));
	snprintf(reason, sizeof reason, "%.*s", STR_ARG(document->reason.len ? document->reason : STR("?")));
	for (size_t i = 0; i < report->reason_count; i++, at++)
		if (at->verdict == document->verdict && strcmp(at->stage, stage) == 0 && strcmp(at->reason, reason) == 0)
			return at;
	if (report->reason_count == REPORT_REASONS)
		return at - 1;
	bool last = ++report->reason_count == REPORT_REASONS;
	snprintf(at->stage, sizeof at->stage, "%s", last ? "other" : stage);
	snprintf(at->reason, sizeof at->reason, "%s", last ? "other" : reason);
	at->verdict = document->verdict;
	return at;
}

static void sample_release(struct report_sample *sample)
{
	free(sample->id);
	free(sample->url);
	free(sample->source);
	free(sample->title);
	free(sample->dup_of);
}

static void add_gone(struct report *report, const struct report_document *document)
{
	struct report_reason *reason = reason_of(report, document);
	uint64_t place = spread_place(++reason->count, REPORT_SAMPLES);

	if (place >= REPORT_SAMPLES)
		return;
	sample_release(&reason->samples[place]);
	reason->samples[place] = (struct report_sample){
		.id = ranking_text(document->id), .url = ranking_text(document->url), .source = ranking_text(document->source),
		.title = ranking_text(document->title), .dup_of = ranking_text(document->dup_of), .dup_score = document->dup_score,
	};
}

void report_add(struct report *report, const struct report_document *document)
{
	report->verdicts[document->verdict]++;
	if (document->verdict == VERDICT_KEPT)
		add_kept(report, document);
	else
		add_gone(report, document);
	add_copy(report, document);
}

void report_add_time(struct report *report, uint64_t born)
{
	if (born && (!report->born_first || born < report->born_first))
		report->born_first = born;
	if (born > report->born_last)
		report->born_last = born;
}

void report_add_recipe(struct report *report, struct str recipe)
{
	for (size_t i = 0; i < report->recipes.count; i++)
		if (str_is(recipe, report->recipes.items[i]))
			return;
	if (report->recipes.count < REPORT_RECIPES)
		words_add(&report->recipes, "%.*s", STR_ARG(recipe));
}

static int by_count(const void *a, const void *b)
{
	const struct report_reason *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	int stage = strcmp(x->stage, y->stage);
	return stage ? stage : strcmp(x->reason, y->reason);
}

static int by_name(const void *a, const void *b)
{
	const struct report_signal *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static int by_text(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

void report_sort(struct report *report)
{
	ranking_sort(&report->langs);
	ranking_sort(&report->sites);
	ranking_sort(&report->clusters);
	spread_sort(&report->lengths);
	qsort(report->reasons, report->reason_count, sizeof *report->reasons, by_count);
	qsort(report->signals, report->signal_count, sizeof *report->signals, by_name);
	for (size_t i = 0; i < report->signal_count; i++)
		spread_sort(&report->signals[i].values);
	if (report->recipes.count > 1)
		qsort(report->recipes.items, report->recipes.count, sizeof *report->recipes.items, by_text);
}

void report_free(struct report *report)
{
	ranking_release(&report->langs);
	ranking_release(&report->sites);
	ranking_release(&report->clusters);
	spread_release(&report->lengths);
	for (size_t i = 0; i < report->signal_count; i++)
		spread_release(&report->signals[i].values);
	for (size_t i = 0; i < report->reason_count; i++)
		for (size_t k = 0; k < REPORT_SAMPLES; k++)
			sample_release(&report->reasons[i].samples[k]);
	words_release(&report->recipes);
	free(report);
}
