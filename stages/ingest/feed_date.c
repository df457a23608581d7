#include "ingest/feed_item.h"

#include "base/num.h"
#include "base/time.h"

#include <stdio.h>
#include <string.h>

static struct str word(struct str *s)
{
	size_t len = 0;

	*s = str_trim(*s);
	if (s->len == 0)
		return STR("");
	while (len < s->len && !strchr(" \t\r\n", s->at[len]))
		len++;
	struct str taken = str_from(s->at, len);

	*s = str_from(s->at + len, s->len - len);
	return taken;
}

/* 1 to 12; 0 if it is no month. */
static int month_of(struct str name)
{
	static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";

	for (int i = 0; name.len >= 3 && i < 12; i++)
		if (str_starts_nocase(name, str_from(months + 3 * i, 3)))
			return i + 1;
	return 0;
}

/* Of "+0100" or a name of RFC 822, as RFC 3339 writes it; absent if it is neither. */
static struct str zone_of(struct str zone, char out[8])
{
	static const char *const hours[] = { "EDT-04", "EST-05", "CDT-05", "CST-06", "MDT-06", "MST-07", "PDT-07", "PST-08" };
	uint64_t number;

	if (zone.len == 5 && (zone.at[0] == '+' || zone.at[0] == '-') && num_u64(str_from(zone.at + 1, 4), &number)) {
		snprintf(out, 8, "%.3s:%.2s", zone.at, zone.at + 3);
		return str_of(out);
	}
	if (zone.len == 0 || str_eq_nocase(zone, STR("GMT")) || str_eq_nocase(zone, STR("UT")) ||
	    str_eq_nocase(zone, STR("UTC")) || str_eq_nocase(zone, STR("Z")))
		return STR("Z");
	for (size_t i = 0; i < sizeof hours / sizeof *hours; i++)
		if (str_eq_nocase(zone, str_from(hours[i], 3))) {
			snprintf(out, 8, "%s:00", hours[i] + 3);
			return str_of(out);
		}
	return STR_NONE;
}

bool feed_date(struct str text, struct buf *out)
{
	uint64_t day, year;
	struct str first = word(&text), clock, zone;
	unsigned hour = 0, minute = 0, second = 0;
	char copy[16], offset[8];
	int month;

	if (first.len > 0 && !num_u64(first, &day)) /* the day of the week */
		first = word(&text);
	month = month_of(word(&text));
	if (!num_u64(first, &day) || day > 31 || month == 0 || !num_u64(word(&text), &year) || year > 9999)
		return false;
	if (year < 100)
		year += year < 70 ? 2000 : 1900;
	clock = word(&text);
	snprintf(copy, sizeof copy, "%.*s", (int)(clock.len < 15 ? clock.len : 15), clock.len > 0 ? clock.at : "");
	if (!time_valid_date((int)year, month, (int)day))
		return false;
	buf_addf(out, "%04d-%02d-%02d", (int)year, month, (int)day);
	zone = zone_of(word(&text), offset);
	if (sscanf(copy, "%2u:%2u:%2u", &hour, &minute, &second) >= 2 && hour < 24 && minute < 60 && second < 61 && zone.at)
		buf_addf(out, "T%02u:%02u:%02u%.*s", hour, minute, second, STR_ARG(zone));
	return true;
}
