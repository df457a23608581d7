#include "base/num.h"

#include <math.h>
#include <stdlib.h>

bool num_u64(struct str s, uint64_t *out)
{
	uint64_t value = 0;

	if (s.len == 0)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		unsigned digit = (unsigned char)s.at[i] - '0';

		if (digit > 9 || value > (UINT64_MAX - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	*out = value;
	return true;
}

bool num_i64(struct str s, int64_t *out)
{
	bool minus = s.len > 0 && s.at[0] == '-';
	uint64_t size;

	if (!num_u64(minus ? str_from(s.at + 1, s.len - 1) : s, &size))
		return false;
	if (size > (uint64_t)INT64_MAX + minus)
		return false;
	*out = minus ? (int64_t)(0 - size) : (int64_t)size;
	return true;
}

bool num_hex64(struct str s, uint64_t *out)
{
	uint64_t value = 0;

	if (s.len == 0 || s.len > 16)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];
		unsigned digit;

		if (c >= '0' && c <= '9')
			digit = (unsigned)(c - '0');
		else if ((c | 32) >= 'a' && (c | 32) <= 'f')
			digit = (unsigned)((c | 32) - 'a' + 10);
		else
			return false;
		value = value << 4 | digit;
	}
	*out = value;
	return true;
}

bool num_double(struct str s, double *out)
{
	char copy[64];
	char *end;

	if (s.len == 0 || s.len >= sizeof copy)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (!strchr("0123456789+-.eE", s.at[i]))
			return false;
	memcpy(copy, s.at, s.len);
	copy[s.len] = '\0';
	double value = strtod(copy, &end);
	if (*end != '\0' || !isfinite(value))
		return false;
	*out = value;
	return true;
}

struct unit {
	const char *name;
	double factor;
};

static bool with_unit(struct str s, const struct unit *units, size_t count, uint64_t *out)
{
	size_t digits = 0;
	double number;

	while (digits < s.len && (s.at[digits] == '.' || (s.at[digits] >= '0' && s.at[digits] <= '9')))
		digits++;
	struct str rest = str_from(s.at + digits, s.len - digits);
	if (!num_double(str_from(s.at, digits), &number))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!str_eq_nocase(rest, str_of(units[i].name)))
			continue;
		double value = number * units[i].factor;
		if (value >= 9.2e18)
			return false;
		*out = (uint64_t)(value + 0.5);
		return true;
	}
	return false;
}

bool num_size(struct str s, uint64_t *out)
{
	static const struct unit units[] = {
		{ "", 1 }, { "B", 1 },
		{ "K", 1024. }, { "KiB", 1024. }, { "KB", 1e3 },
		{ "M", 1048576. }, { "MiB", 1048576. }, { "MB", 1e6 },
		{ "G", 1073741824. }, { "GiB", 1073741824. }, { "GB", 1e9 },
		{ "T", 1099511627776. }, { "TiB", 1099511627776. }, { "TB", 1e12 },
	};

	return with_unit(s, units, sizeof units / sizeof *units, out);
}

bool num_duration(struct str s, uint64_t *out)
{
	static const struct unit units[] = {
		{ "ms", 1 }, { "", 1e3 }, { "s", 1e3 }, { "m", 6e4 }, { "min", 6e4 },
		{ "h", 3.6e6 }, { "d", 8.64e7 },
	};

	return with_unit(s, units, sizeof units / sizeof *units, out);
}
