#include "extract/chars.h"
#include "extract/lexicon.h"
#include "extract/plain_parts.h"

struct cursor {
	const char *at, *end;
};

static void skip_space(struct cursor *c)
{
	while (c->at < c->end && *c->at == ' ')
		c->at++;
}

static bool take(struct cursor *c, const char *literal)
{
	size_t len = strlen(literal);

	if ((size_t)(c->end - c->at) < len || memcmp(c->at, literal, len) != 0)
		return false;
	c->at += len;
	return true;
}

static bool take_any(struct cursor *c, const char *const *literals)
{
	for (; *literals; literals++)
		if (take(c, *literals))
			return true;
	return false;
}

/* One to `most` digits and no more. */
static bool take_number(struct cursor *c, int least, int most, int *out)
{
	const char *p = c->at;
	int value = 0;

	while (p < c->end && chars_is_digit((unsigned char)*p) && p - c->at < most)
		value = value * 10 + (*p++ - '0');
	if (p - c->at < least || (p < c->end && chars_is_digit((unsigned char)*p)))
		return false;
	c->at = p;
	*out = value;
	return true;
}

static bool take_word(struct cursor *c, struct str *word)
{
	const char *p = c->at;

	while (p < c->end) {
		const char *next = p;
		uint32_t ch = utf8_next(&next, c->end);

		if (chars_is_digit(ch) || !(chars_is_word(ch) || ch == '-' || ch == '\''))
			break;
		p = next;
	}
	*word = str_from(c->at, (size_t)(p - c->at));
	c->at = p;
	return word->len > 0;
}

static bool take_month(struct cursor *c, int *month)
{
	struct cursor try = *c;
	const struct lexicon_entry *entry;
	struct str word;

	if (!take_word(&try, &word) || !(entry = lexicon_find(LEXICON_MONTH, word)))
		return false;
	take(&try, ".");
	*month = entry->value;
	*c = try;
	return true;
}

static bool take_weekday(struct cursor *c)
{
	struct cursor try = *c;
	struct str word;

	if (!take_word(&try, &word) || !lexicon_find(LEXICON_WEEKDAY, word))
		return false;
	take_any(&try, (const char *const[]){ ".,", ",", ".", " den ", NULL });
	skip_space(&try);
	*c = try;
	return true;
}

static bool is_real(const struct plain_date *d)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = d->year % 4 == 0 && (d->year % 100 != 0 || d->year % 400 == 0);

	return d->year >= 1990 && d->year <= 2099 && d->month >= 1 && d->month <= 12 && d->day >= 1 &&
	       d->day <= days[d->month - 1] + (leap && d->month == 2);
}

/* 2024-05-20, 2024/05/20, 2024.05.20, 2024. 5. 20. */
static bool read_year_first(struct cursor *c, struct plain_date *d)
{
	char mark;

	if (!take_number(c, 4, 4, &d->year) || c->at >= c->end || !strchr("-/.", *c->at))
		return false;
	mark = *c->at++;
	skip_space(c);
	if (!take_number(c, 1, 2, &d->month) || c->at >= c->end || *c->at++ != mark)
		return false;
	skip_space(c);
	if (!take_number(c, 1, 2, &d->day))
		return false;
	if (mark == '.')
		take(c, ".");
	d->iso = mark == '-';
	return true;
}

/* 20.05.2024, 20. 5. 2024; with slashes or hyphens 4/5/2024 has two readings. */
static bool read_day_first(struct cursor *c, struct plain_date *d)
{
	char mark;

	if (!take_number(c, 1, 2, &d->day) || c->at >= c->end || !strchr("./-", *c->at))
		return false;
	mark = *c->at++;
	skip_space(c);
	if (!take_number(c, 1, 2, &d->month) || c->at >= c->end || *c->at++ != mark)
		return false;
	skip_space(c);
	if (!take_number(c, 4, 4, &d->year))
		return false;
	if (mark != '.') {
		int first = d->day;

		if (first <= 12 && d->month <= 12 && first != d->month)
			d->unsure = true;
		if (first <= 12 && d->month > 12) {
			d->day = d->month;
			d->month = first;
		}
	}
	return true;
}

/* 20 May 2024, 20. mai 2024, 1er mai 2024, 20 de mayo de 2024, 20 мая 2024 г. */
static bool read_day_month(struct cursor *c, struct plain_date *d)
{
	if (!take_number(c, 1, 2, &d->day))
		return false;
	take_any(c, (const char *const[]){ ".", "st", "nd", "rd", "th", "er", "\xc2\xba", NULL });
	skip_space(c);
	take_any(c, (const char *const[]){ "de ", "of ", "di ", NULL });
	if (!take_month(c, &d->month))
		return false;
	take(c, ",");
	skip_space(c);
	take_any(c, (const char *const[]){ "de ", "del ", NULL });
	return take_number(c, 4, 4, &d->year);
}

/* May 20, 2024 */
static bool read_month_day(struct cursor *c, struct plain_date *d)
{
	if (!take_month(c, &d->month))
		return false;
	skip_space(c);
	if (!take_number(c, 1, 2, &d->day))
		return false;
	take_any(c, (const char *const[]){ "st", "nd", "rd", "th", NULL });
	take(c, ",");
	skip_space(c);
	return take_number(c, 4, 4, &d->year);
}

/* A word behind a number, a space before it or not. */
static bool take_unit(struct cursor *c, const char *han, const char *hangul)
{
	skip_space(c);
	return take_any(c, (const char *const[]){ han, hangul, NULL });
}

/* "(月)", "星期一" */
static void take_day_of_week(struct cursor *c)
{
	struct cursor try = *c;
	bool bracket;

	skip_space(&try);
	bracket = take_any(&try, (const char *const[]){ "(", "（", "[", NULL });
	if (take_weekday(&try) && (!bracket || take_any(&try, (const char *const[]){ ")", "）", "]", NULL })))
		*c = try;
}

/* 2024年5月20日, 2024년 5월 20일 */
static bool read_han(struct cursor *c, struct plain_date *d)
{
	if (!take_number(c, 4, 4, &d->year) || !take_unit(c, "年", "년"))
		return false;
	skip_space(c);
	if (!take_number(c, 1, 2, &d->month) || !take_unit(c, "月", "월"))
		return false;
	skip_space(c);
	if (!take_number(c, 1, 2, &d->day) || !take_unit(c, "日", "일"))
		return false;
	take_day_of_week(c);
	return true;
}

static const char *const half_days[] = { "上午", "下午", "凌晨", "晚上", "中午", "午前", "午後", "오전", "오후", NULL };

/* 上午10时30分, 10時30分, 오전 10시 30분: behind a date. */
static bool take_han_time(struct cursor *c)
{
	struct cursor try = *c;
	int hour, minute;

	skip_space(&try);
	take_any(&try, half_days);
	skip_space(&try);
	if (!take_number(&try, 1, 2, &hour) || hour > 24 ||
	    !take_any(&try, (const char *const[]){ "时", "時", "点", "點", "시", NULL }))
		return false;
	*c = try;
	skip_space(&try);
	if (take_number(&try, 1, 2, &minute) && take_any(&try, (const char *const[]){ "分", "분", NULL }))
		*c = try;
	return true;
}

/* 12:30, kl. 12.30, T12:30:15Z, at 9:05 pm CET */
static void take_time(struct cursor *c)
{
	struct cursor try = *c;
	int hour, minute, second;

	if (take_han_time(c))
		return;
	if (!take(&try, "t")) {
		skip_space(&try);
		take_any(&try, (const char *const[]){ ",", "|", "-", "\xe2\x80\x93", "\xc2\xb7", NULL });
		skip_space(&try);
		if (take_any(&try, half_days))
			skip_space(&try);
		take_any(&try, (const char *const[]){ "kl. ", "kl ", "at ", "um ", "\xc3\xa0 ", "a las ",
		                                      "\xc3\xa0s ", "alle ", "ore ", "klo ", "o ", "\xd0\xb2 ", NULL });
	}
	if (!take_number(&try, 1, 2, &hour) || hour > 24 ||
	    !take_any(&try, (const char *const[]){ ":", ".", "h", NULL }) ||
	    !take_number(&try, 2, 2, &minute) || minute > 59)
		return;
	*c = try;
	if (take(&try, ":") && take_number(&try, 2, 2, &second)) {
		*c = try;
		if (take(&try, ".") && take_number(&try, 1, 9, &second))
			*c = try;
	}
	try = *c;
	if (take_any(&try, (const char *const[]){ "z", "+", "-", NULL })) {
		if (take_number(&try, 2, 4, &hour) && take(&try, ":"))
			take_number(&try, 2, 2, &minute);
		*c = try;
		return;
	}
	skip_space(&try);
	if (take_any(&try, (const char *const[]){ "uhr", "a.m.", "p.m.", "am", "pm", "h", "gmt", "utc", "cest",
	                                          "cet", "est", "edt", "pst", "pdt", "bst", "msk", NULL }))
		*c = try;
}

bool plain_date_parse(struct str low, struct plain_date *date)
{
	static bool (*const forms[])(struct cursor *, struct plain_date *) = {
		read_year_first, read_day_first, read_day_month, read_month_day, read_han,
	};
	struct cursor start = { low.at, low.at + low.len };

	take_weekday(&start);
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		struct cursor c = start, year;

		*date = (struct plain_date){ .iso = false };
		if (!forms[i](&c, date) || !is_real(date))
			continue;
		year = c;
		take_time(&c);
		if (c.at == year.at &&
		    !take_any(&c, (const char *const[]){ " \xd0\xb3.", " \xd0\xb3\xd0\xbe\xd0\xb4\xd0\xb0",
		                                         " \xd1\x80.", " \xd1\x80\xd0\xbe\xd0\xba\xd1\x83", " r.", NULL }) &&
		    c.at < c.end) {
			const char *ahead = c.at;

			if (chars_is_word(utf8_next(&ahead, c.end)))
				continue;
		}
		date->len = (size_t)(c.at - low.at);
		return true;
	}
	return false;
}
