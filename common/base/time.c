#include "base/time.h"

#include <stdio.h>
#include <time.h>

int64_t time_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static uint64_t clock_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

uint64_t time_steady_ns(void)
{
	return clock_ns(CLOCK_MONOTONIC);
}

uint64_t time_cpu_ns(void)
{
	return clock_ns(CLOCK_PROCESS_CPUTIME_ID);
}

int64_t time_days(int year, int month, int day)
{
	int64_t y = month <= 2 ? (int64_t)year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t of_era = y - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

bool time_valid_date(int year, int month, int day)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	if (year < 0 || year > 9999 || month < 1 || month > 12 || day < 1)
		return false;
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return day <= days[month - 1] + (month == 2 && leap);
}

void time_format(int64_t ms, char *out)
{
	int64_t seconds = ms >= 0 ? ms / 1000 : -((-ms + 999) / 1000);
	time_t whole = (time_t)seconds;
	int rest = (int)(ms - seconds * 1000);
	struct tm tm;

	if (!gmtime_r(&whole, &tm) || tm.tm_year < -1900 || tm.tm_year > 8099) {
		snprintf(out, TIME_TEXT, "0000-01-01T00:00:00Z");
		return;
	}
	size_t used = strftime(out, TIME_TEXT, "%Y-%m-%dT%H:%M:%S", &tm);
	if (rest)
		snprintf(out + used, TIME_TEXT - used, ".%03dZ", rest);
	else
		snprintf(out + used, TIME_TEXT - used, "Z");
}

static bool digits(struct str *s, size_t count, int *out)
{
	int value = 0;

	if (s->len < count)
		return false;
	for (size_t i = 0; i < count; i++) {
		unsigned digit = (unsigned char)s->at[i] - '0';

		if (digit > 9)
			return false;
		value = value * 10 + (int)digit;
	}
	s->at += count;
	s->len -= count;
	*out = value;
	return true;
}

static bool skip(struct str *s, char c)
{
	if (s->len == 0 || s->at[0] != c)
		return false;
	s->at++;
	s->len--;
	return true;
}

static bool parse_zone(struct str *s, int *minutes)
{
	int hour, minute;

	*minutes = 0;
	if (skip(s, 'Z') || skip(s, 'z'))
		return s->len == 0;
	bool west = s->len > 0 && s->at[0] == '-';
	if (!skip(s, '+') && !skip(s, '-'))
		return false;
	if (!digits(s, 2, &hour))
		return false;
	skip(s, ':');
	if (!digits(s, 2, &minute) || hour > 23 || minute > 59)
		return false;
	*minutes = (hour * 60 + minute) * (west ? -1 : 1);
	return s->len == 0;
}

bool time_parse(struct str s, int64_t *ms)
{
	int year, month, day, hour = 0, minute = 0, second = 0, milli = 0, zone = 0;

	if (!digits(&s, 4, &year))
		return false;
	bool compact = !skip(&s, '-');
	if (!digits(&s, 2, &month) || (!compact && !skip(&s, '-')) || !digits(&s, 2, &day))
		return false;
	if (s.len > 0) {
		if (!compact && !skip(&s, 'T') && !skip(&s, 't') && !skip(&s, ' '))
			return false;
		if (!digits(&s, 2, &hour) || (!compact && !skip(&s, ':')) || !digits(&s, 2, &minute))
			return false;
		if ((compact || skip(&s, ':')) && !digits(&s, 2, &second))
			return false;
		for (int scale = 100, first = 1; !compact && s.len > 0; first = 0) {
			if (first && !skip(&s, '.'))
				break;
			int digit;
			if (!digits(&s, 1, &digit))
				break;
			milli += digit * scale;
			scale /= 10;
		}
		if (!compact && !parse_zone(&s, &zone))
			return false;
	}
	if (s.len > 0 || !time_valid_date(year, month, day) || hour > 23 || minute > 59 || second > 60)
		return false;
	*ms = ((time_days(year, month, day) * 24 + hour) * 60 + minute - zone) * 60000 +
	      second * 1000 + milli;
	return true;
}
