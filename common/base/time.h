/*
 * time: instants as milliseconds since 1970 UTC, and RFC 3339 text. All times in
 * records and frames are UTC.
 */
#ifndef LEAT_BASE_TIME_H
#define LEAT_BASE_TIME_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

enum { TIME_TEXT = 25 }; /* room for "2024-05-16T10:11:12.123Z" and NUL */

/* Wall clock. */
int64_t time_now_ms(void);
/* Steady clock for intervals, in nanoseconds. */
uint64_t time_steady_ns(void);
/* CPU time of this process, in nanoseconds. */
uint64_t time_cpu_ns(void);

/* "2024-05-16T10:11:12Z", with ".123" when there are milliseconds. `out` holds
 * TIME_TEXT bytes. Years outside 0000..9999 are written as 0000-01-01T00:00:00Z. */
void time_format(int64_t ms, char *out);
/* RFC 3339 with Z or an offset; a bare date is midnight UTC. Also the 14 digits of
 * ARC files. False when it is no valid instant. */
bool time_parse(struct str s, int64_t *ms);
/* Days since 1970-01-01 of a proleptic Gregorian date (Hinnant, days_from_civil). */
int64_t time_days(int year, int month, int day);
/* Whether the calendar has that day. */
bool time_valid_date(int year, int month, int day);

#endif
