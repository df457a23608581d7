/*
 * html_date: calendar days in text, as people and programs write them in many languages:
 * "2019-10-18T09:00+02:00", "18.10.2019", "October 18th, 2019", "18 de octubre de 2019",
 * "2019年10月18日". The day is the one that is written; nothing is converted to UTC.
 */
#ifndef LEAT_EXTRACT_HTML_DATE_H
#define LEAT_EXTRACT_HTML_DATE_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

enum { HTML_YEAR_MIN = 1995, HTML_YEAR_MAX = 2050 };

struct html_day {
	uint16_t year; /* 0: no day */
	uint8_t month, day;
};

struct html_date {
	struct html_day day;
	struct str time; /* what follows an ISO date: "T09:00+02:00"; may be empty */
	const char *begin, *end; /* of the date in the text */
	bool unsure; /* day and month could be the other way round */
};

/* How all-number dates are read where both ways make sense. */
enum html_day_order { HTML_DAY_FIRST, HTML_MONTH_FIRST };

/* Names of months by the hash of a word (html_phrase.h: html_next_word). */
enum { HTML_MONTH_SLOTS = 1024 };

struct html_months {
	struct {
		uint32_t hash;
		uint8_t month;
	} slots[HTML_MONTH_SLOTS];
};

void html_months_init(struct html_months *months);

/* The first day in `text`; false if there is none. Years alone are none. */
bool html_date_find(const struct html_months *months, struct str text, enum html_day_order order,
		    struct html_date *found);
/* The day in the path of an address: /2019/10/18/, /2019-10-18-, /20191018. */
bool html_date_in_url(struct str url, struct html_day *day);

static inline uint32_t html_day_number(struct html_day d)
{
	return (uint32_t)d.year * 10000 + d.month * 100u + d.day;
}

#endif
