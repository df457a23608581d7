#include "extract/html_date.h"
#include "extract/html_phrase.h"
#include "text/utf8.h"

#include "base/time.h"

static const char *const month_names[12] = {
#include "extract/html_month.inc"
};

void html_months_init(struct html_months *months)
{
	memset(months, 0, sizeof *months);
	for (uint8_t m = 0; m < 12; m++) {
		const char *at = month_names[m], *end = at + strlen(at);

		for (uint32_t word; (word = html_next_word(&at, end)) != 0;) {
			uint32_t i = word >> 22;

			while (months->slots[i].month && months->slots[i].hash != word)
				i = (i + 1) % HTML_MONTH_SLOTS;
			if (months->slots[i].month)
				continue;
			months->slots[i].hash = word;
			months->slots[i].month = (uint8_t)(m + 1);
		}
	}
}

static unsigned month_of(const struct html_months *months, uint32_t word)
{
	for (uint32_t i = word >> 22; months->slots[i].month; i = (i + 1) % HTML_MONTH_SLOTS)
		if (months->slots[i].hash == word)
			return months->slots[i].month;
	return 0;
}

/* A piece of text that may be part of a date. */
enum piece_type { OTHER, NUMBER, MONTH };

struct piece {
	enum piece_type type;
	unsigned value;
	unsigned digits;
	const char *begin, *end;
};

struct scan {
	const struct html_months *months;
	const char *at, *end;
	struct piece last[3]; /* the newest is the last one */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static void take_number(struct scan *s, struct piece *p)
{
	p->type = NUMBER;
	p->value = p->digits = 0;
	while (s->at < s->end && is_digit(*s->at)) {
		if (p->digits < 9)
			p->value = p->value * 10 + (unsigned)(*s->at - '0');
		p->digits++;
		s->at++;
	}
}

static void take_word(struct scan *s, struct piece *p)
{
	const char *stop = s->at;

	while (stop < s->end && !is_digit(*stop) && stop - s->at < 40)
		stop++;
	const char *at = s->at;
	uint32_t word = html_next_word(&at, stop);
	/* html_next_word stops behind the separator's front: its end is the word's. */
	p->value = word ? month_of(s->months, word) : 0;
	p->type = p->value ? MONTH : OTHER;
	s->at = at > s->at ? at : s->at + 1;
}

static bool next_piece(struct scan *s, struct piece *p)
{
	while (s->at < s->end && !is_digit(*s->at) && (unsigned char)*s->at < 0x80 &&
	       ((*s->at | 32) < 'a' || (*s->at | 32) > 'z'))
		s->at++;
	if (s->at >= s->end)
		return false;
	p->begin = s->at;
	if (is_digit(*s->at))
		take_number(s, p);
	else
		take_word(s, p);
	p->end = s->at;
	return true;
}

static bool set_day(struct html_date *found, unsigned year, unsigned month, unsigned day)
{
	if (year < HTML_YEAR_MIN || year > HTML_YEAR_MAX || !time_valid_date((int)year, (int)month, (int)day))
		return false;
	found->day = (struct html_day){ (uint16_t)year, (uint8_t)month, (uint8_t)day };
	return true;
}

static unsigned full_year(const struct piece *p)
{
	if (p->digits == 4)
		return p->value;
	return p->digits == 2 ? 2000 + p->value : 0;
}

/* What stands between two pieces, without blanks: one ASCII character, 0 for nothing, or -1. */
static int between(const struct piece *a, const struct piece *b)
{
	int c = 0;

	for (const char *p = a->end; p < b->begin; p++) {
		if (*p == ' ' || *p == '\t' || *p == '\n')
			continue;
		if (c != 0)
			return -1;
		c = *p;
	}
	return c;
}

/* East Asian dates write the unit behind each number, with or without blanks. */
static bool has_unit(const struct scan *s, const struct piece *p, const char *unit, const char *other)
{
	struct str rest = str_from(p->end, (size_t)(s->end - p->end));

	rest = rest.len > 0 && rest.at[0] == ' ' ? str_from(rest.at + 1, rest.len - 1) : rest;
	return str_starts(rest, str_of(unit)) || str_starts(rest, str_of(other));
}

static bool all_numbers(const struct scan *s, const struct piece *a, const struct piece *b, const struct piece *c,
			enum html_day_order order, struct html_date *found)
{
	int ab = between(a, b), bc = between(b, c);

	if (a->digits == 4 && has_unit(s, a, "年", "년") && has_unit(s, b, "月", "월"))
		return set_day(found, a->value, b->value, c->value);
	if (ab != bc || (ab != '-' && ab != '/' && ab != '.' && ab != ','))
		return false;
	if (a->digits == 4 && b->digits <= 2 && c->digits <= 2)
		return set_day(found, a->value, b->value, c->value);
	if (a->digits > 2 || b->digits > 2 || c->digits == 3 || c->digits > 4 || ab == ',')
		return false;
	unsigned year = full_year(c);
	bool month_first = ab == '/' && order == HTML_MONTH_FIRST;

	if (c->digits == 2 && (ab == '-' || (a->digits == 1 && ab == '.' && b->digits == 1)))
		return false;
	found->unsure = ab == '/' && a->value <= 12 && b->value <= 12 && a->value != b->value;
	if (month_first && set_day(found, year, a->value, b->value))
		return true;
	return set_day(found, year, b->value, a->value) || (ab != '.' && set_day(found, year, a->value, b->value));
}

static bool day_of(const struct piece *p)
{
	return p->type == NUMBER && p->digits <= 2 && p->value >= 1 && p->value <= 31;
}

static bool year_of(const struct piece *p)
{
	return p->type == NUMBER && p->digits == 4;
}

/* Two pieces of a date with a month's name are close together. */
static bool near(const struct piece *a, const struct piece *b)
{
	return b->begin - a->end <= 8;
}

static bool with_month(const struct piece *a, const struct piece *b, const struct piece *c, struct html_date *found)
{
	if (!near(a, b) || !near(b, c))
		return false;
	if (b->type == MONTH && day_of(a) && year_of(c))
		return set_day(found, c->value, b->value, a->value);
	if (a->type == MONTH && day_of(b) && year_of(c))
		return set_day(found, c->value, a->value, b->value);
	if (b->type == MONTH && year_of(a) && day_of(c))
		return set_day(found, a->value, b->value, c->value);
	if (b->type == MONTH && day_of(a) && c->type == NUMBER && c->digits == 2 && c->value >= 5 && c->value <= 40 &&
	    c->end - c->begin == 2 && between(b, c) != ',' && between(b, c) != ':' && (between(b, c) == '-' || between(b, c) == '.' || *(b->end) == ' '))
		return (c->begin[-1] == '-' || c->begin[-1] == '\'') && set_day(found, 2000 + c->value, b->value, a->value);
	return false;
}

/* Words that may stand inside a date: "18 de octubre de 2019", "May the 5th", "1er mai". */
static bool is_filler(const struct piece *p)
{
	static const char *const fillers[] = { "de", "del", "of", "st", "nd", "rd", "th", "er", "the", "ten", "da", "di", "o", "a", "г" };
	struct str word = str_from(p->begin, (size_t)(p->end - p->begin));

	for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
		if (str_eq_nocase(str_trim(word), str_of(fillers[i])))
			return true;
	return false;
}

static bool compact(const struct piece *p, struct html_date *found)
{
	return p->type == NUMBER && (p->digits == 8 || p->digits == 14) && p->digits == (unsigned)(p->end - p->begin) &&
	       p->digits == 8 && set_day(found, p->value / 10000, p->value / 100 % 100, p->value % 100);
}

static bool is_date(const struct scan *s, enum html_day_order order, struct html_date *found)
{
	const struct piece *a = &s->last[0], *b = &s->last[1], *c = &s->last[2];

	found->unsure = false;
	found->begin = a->begin;
	found->end = c->end;
	if (a->type == NUMBER && b->type == NUMBER && c->type == NUMBER)
		return all_numbers(s, a, b, c, order, found);
	return with_month(a, b, c, found);
}

static struct str time_behind(const struct scan *s, const struct piece *day)
{
	const char *p = day->end;

	if (s->end - p < 6 || (*p != 'T' && *p != 't' && *p != ' ') || !is_digit(p[1]) || !is_digit(p[2]) || p[3] != ':')
		return STR_NONE;
	const char *stop = p + 1;
	while (stop < s->end && (is_digit(*stop) || *stop == ':' || *stop == '.' || *stop == '+' || *stop == '-' || *stop == 'Z'))
		stop++;
	return str_from(p + 1, (size_t)(stop - p - 1));
}

bool html_date_find(const struct html_months *months, struct str text, enum html_day_order order, struct html_date *found)
{
	*found = (struct html_date){ 0 };
	if (text.len == 0)
		return false;
	struct scan s = { .months = months, .at = text.at, .end = text.at + text.len };
	struct piece p;

	while (next_piece(&s, &p)) {
		if (p.type == OTHER) {
			if (!is_filler(&p) && !(p.end - p.begin <= 4 && (unsigned char)*p.begin >= 0x80))
				s.last[0].type = s.last[1].type = s.last[2].type = OTHER;
			continue;
		}
		if (compact(&p, found)) {
			found->begin = p.begin;
			found->end = p.end;
			return true;
		}
		s.last[0] = s.last[1];
		s.last[1] = s.last[2];
		s.last[2] = p;
		if (s.last[0].type != OTHER && is_date(&s, order, found)) {
			found->time = s.last[0].digits == 4 ? time_behind(&s, &p) : STR_NONE;
			return true;
		}
	}
	found->day.year = 0;
	return false;
}

static unsigned digits_at(struct str s, size_t at, unsigned count)
{
	unsigned value = 0;

	for (unsigned i = 0; i < count; i++) {
		if (at + i >= s.len || !is_digit(s.at[at + i]))
			return 0;
		value = value * 10 + (unsigned)(s.at[at + i] - '0');
	}
	return at + count < s.len && is_digit(s.at[at + count]) ? 0 : value;
}

bool html_date_in_url(struct str url, struct html_day *day)
{
	struct html_date found = { 0 };

	for (size_t i = 0; i + 8 <= url.len; i++) {
		if (!is_digit(url.at[i]) || (i > 0 && is_digit(url.at[i - 1])))
			continue;
		unsigned year = digits_at(url, i, 4);
		char c = i + 4 < url.len ? url.at[i + 4] : 0;
		bool ok = false;

		if (year && (c == '/' || c == '-' || c == '_' || c == '.')) {
			unsigned wide = digits_at(url, i + 5, 2), month = wide ? wide : digits_at(url, i + 5, 1);
			size_t at = i + 5 + (wide ? 2 : 1);
			unsigned d = at < url.len && url.at[at] == c ? digits_at(url, at + 1, 2) : 0;

			if (!d && at < url.len && url.at[at] == c)
				d = digits_at(url, at + 1, 1);
			ok = set_day(&found, year, month, d);
		} else if (digits_at(url, i, 8)) {
			unsigned whole = digits_at(url, i, 8);

			ok = set_day(&found, whole / 10000, whole / 100 % 100, whole % 100);
		}
		if (ok) {
			*day = found.day;
			return true;
		}
	}
	return false;
}
