#include "ingest/select.h"

#include "base/num.h"
#include "base/time.h"

#include <string.h>

static const struct {
	const char *name;
	enum record_type type;
} type_names[] = {
	{ "continuation", TYPE_CONTINUATION }, { "conversion", TYPE_CONVERSION },
	{ "metadata", TYPE_METADATA },	       { "request", TYPE_REQUEST },
	{ "resource", TYPE_RESOURCE },	       { "response", TYPE_RESPONSE },
	{ "revisit", TYPE_REVISIT },	       { "warcinfo", TYPE_WARCINFO },
};

void select_defaults(struct select *select)
{
	static const struct str mimes[] = {
		{ "text/*", 6 },
		{ "application/xhtml*", 18 },
		{ "application/html", 16 },
		{ "application/xml", 15 },
		{ "application/*+xml", 17 },
		{ "application/json", 16 },
		{ "application/*+json", 18 },
	};

	*select = (struct select){
		.types = 1u << TYPE_RESPONSE | 1u << TYPE_RESOURCE | 1u << TYPE_CONVERSION,
		.nstatus = 1,
		.status = { { 200, 299 } },
		.nmimes = sizeof mimes / sizeof *mimes,
		.since = INT64_MIN,
		.until = INT64_MAX,
	};
	memcpy(select->mimes, mimes, sizeof mimes);
}

/* What the URLs of a crawler's own notes begin with: Heritrix, brozzler, Browsertrix. */
static const struct str notes[] = {
	STR("dns:"), STR("whois:"), STR("filedesc:"), STR("screenshot:"), STR("thumbnail:"), STR("youtube-dl:"),
	STR("urn:pageinfo:"), STR("urn:view:"), STR("urn:thumbnail:"), STR("urn:fullPage:"), STR("urn:text:"), STR("urn:textFinal:"),
};

static enum record_type type_named(struct str name)
{
	for (size_t i = 0; i < sizeof type_names / sizeof *type_names; i++)
		if (str_eq_nocase(name, str_of(type_names[i].name)))
			return type_names[i].type;
	return TYPE_OTHER;
}

enum record_type select_type_of(struct str name, struct str url)
{
	enum record_type type = type_named(name);

	if (type != TYPE_RESPONSE && type != TYPE_RESOURCE)
		return type;
	for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
		if (str_starts_nocase(url, notes[i]))
			return TYPE_METADATA;
	return type;
}

const char *skip_name(enum skip reason)
{
	static const char *const names[SKIP_KINDS] = {
		"none", "type", "revisit", "status", "mime", "date", "digest",
	};

	return names[reason];
}

/* Takes the next item of a comma-separated list. */
static bool take_item(struct str *list, struct str *item)
{
	const char *comma;
	size_t len;

	if (list->len == 0)
		return false;
	comma = memchr(list->at, ',', list->len);
	len = comma ? (size_t)(comma - list->at) : list->len;
	*item = str_trim(str_from(list->at, len));
	list->at += len + (comma ? 1 : 0);
	list->len -= len + (comma ? 1 : 0);
	return true;
}

int select_types(struct select *select, struct str list, struct err *err)
{
	struct str item;

	select->types = str_is(list, "all") ? UINT32_MAX : 0;
	while (select->types != UINT32_MAX && take_item(&list, &item)) {
		enum record_type type = type_named(item);

		if (type == TYPE_OTHER)
			return err_set(err, EXIT_USAGE, "types: '%.*s': no type of WARC record",
				       STR_ARG(item));
		select->types |= 1u << type;
	}
	return 0;
}

static bool parse_status(struct str item, int *first, int *last)
{
	const char *dash = memchr(item.at, '-', item.len);
	struct str low = str_from(item.at, dash ? (size_t)(dash - item.at) : item.len);
	struct str high = dash ? str_from(dash + 1, item.len - low.len - 1) : low;
	uint64_t a, b;

	if (item.len == 3 && item.at[0] >= '1' && item.at[0] <= '9' &&
	    str_eq_nocase(str_from(item.at + 1, 2), STR("xx"))) {
		*first = (item.at[0] - '0') * 100;
		*last = *first + 99;
		return true;
	}
	if (!num_u64(low, &a) || !num_u64(high, &b) || a > b || b > 999)
		return false;
	*first = (int)a;
	*last = (int)b;
	return true;
}

int select_status(struct select *select, struct str list, struct err *err)
{
	struct str item;

	select->nstatus = 0;
	if (str_is(list, "all"))
		return 0;
	while (take_item(&list, &item)) {
		if (select->nstatus == SELECT_LIST_MAX)
			return err_set(err, EXIT_USAGE, "status: more than %d items", SELECT_LIST_MAX);
		if (!parse_status(item, &select->status[select->nstatus].first,
				  &select->status[select->nstatus].last))
			return err_set(err, EXIT_USAGE,
				       "status: '%.*s': neither a status, a range nor 2xx",
				       STR_ARG(item));
		select->nstatus++;
	}
	return 0;
}

int select_mimes(struct select *select, struct str list, struct err *err)
{
	struct str item;

	select->nmimes = 0;
	if (str_is(list, "all"))
		return 0;
	while (take_item(&list, &item)) {
		if (select->nmimes == SELECT_LIST_MAX)
			return err_set(err, EXIT_USAGE, "mime: more than %d items", SELECT_LIST_MAX);
		if (item.len == 0)
			return err_set(err, EXIT_USAGE, "mime: empty item");
		select->mimes[select->nmimes++] = item;
	}
	return 0;
}

int select_since(struct select *select, struct str text, struct err *err)
{
	if (!time_parse(text, &select->since))
		return err_set(err, EXIT_USAGE, "since: '%.*s': no RFC 3339 time", STR_ARG(text));
	return 0;
}

int select_until(struct select *select, struct str text, struct err *err)
{
	if (!time_parse(text, &select->until))
		return err_set(err, EXIT_USAGE, "until: '%.*s': no RFC 3339 time", STR_ARG(text));
	return 0;
}

enum skip select_by_type(const struct select *select, enum record_type type)
{
	if (select->types & 1u << type)
		return SKIP_NONE;
	return type == TYPE_REVISIT ? SKIP_REVISIT : SKIP_TYPE;
}

enum skip select_by_date(const struct select *select, struct str date)
{
	int64_t ms;

	if (select->since == INT64_MIN && select->until == INT64_MAX)
		return SKIP_NONE;
	if (date.len == 0 || !time_parse(date, &ms))
		return SKIP_NONE;
	return ms >= select->since && ms < select->until ? SKIP_NONE : SKIP_DATE;
}

static bool mime_matches(struct str mime, struct str pattern)
{
	const char *star = memchr(pattern.at, '*', pattern.len);
	struct str before, after;

	if (!star)
		return str_eq_nocase(mime, pattern);
	before = str_from(pattern.at, (size_t)(star - pattern.at));
	after = str_from(star + 1, pattern.len - before.len - 1);
	return mime.len >= before.len + after.len && str_starts_nocase(mime, before) &&
	       str_eq_nocase(str_from(mime.at + mime.len - after.len, after.len), after);
}

enum skip select_by_content(const struct select *select, int status, struct str mime)
{
	bool fits = status == 0 || select->nstatus == 0;

	for (uint32_t i = 0; i < select->nstatus && !fits; i++)
		fits = status >= select->status[i].first && status <= select->status[i].last;
	if (!fits)
		return SKIP_STATUS;
	fits = mime.len == 0 || select->nmimes == 0;
	for (uint32_t i = 0; i < select->nmimes && !fits; i++)
		fits = mime_matches(mime, select->mimes[i]);
	return fits ? SKIP_NONE : SKIP_MIME;
}
