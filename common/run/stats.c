#include "run/stats.h"
#include "record/cursor.h"
#include "record/pack.h"

#include <stdio.h>

void stats_merge(struct stats *into, const struct stats *from)
{
	into->frames += from->frames;
	into->in += from->in;
	into->rejected += from->rejected;
	into->bytes_in += from->bytes_in;
	into->bytes_out += from->bytes_out;
	tally_merge(&into->dropped, &from->dropped);
	tally_merge(&into->faults, &from->faults);
}

static void json_tally(const char *name, const struct tally *tally, struct buf *out)
{
	buf_addf(out, "\"%s\":{", name);
	for (size_t i = 0; i < tally->used; i++) {
		if (i)
			buf_add_byte(out, ',');
		buf_add_byte(out, '"');
		for (const char *p = tally->rows[i].name; *p; p++) {
			if (*p == '"' || *p == '\\')
				buf_add_byte(out, '\\');
			buf_add_byte(out, (unsigned char)*p < 0x20 ? '?' : *p);
		}
		buf_addf(out, "\":%llu", (unsigned long long)tally->rows[i].count);
	}
	buf_add_text(out, "}");
}

static void json_count(const char *name, uint64_t value, struct buf *out)
{
	buf_addf(out, "\"%s\":%llu,", name, (unsigned long long)value);
}

void stats_json(const struct stats *stats, struct buf *out)
{
	buf_addf(out, "{\"stage\":\"%s\",", stats->stage);
	json_count("in", stats->in, out);
	json_count("kept", stats->kept, out);
	json_tally("dropped", &stats->dropped, out);
	buf_add_byte(out, ',');
	json_count("rejected", stats->rejected, out);
	json_tally("faults", &stats->faults, out);
	buf_add_byte(out, ',');
	json_count("frames", stats->frames, out);
	json_count("bytes_in", stats->bytes_in, out);
	json_count("bytes_out", stats->bytes_out, out);
	buf_addf(out, "\"seconds\":%.3f,\"cpu_seconds\":%.3f}\n", stats->seconds, stats->cpu_seconds);
}

static void pack_tally(const char *name, const struct tally *tally, struct buf *out)
{
	pack_text(out, name);
	pack_map(out, tally->used);
	for (size_t i = 0; i < tally->used; i++) {
		pack_text(out, tally->rows[i].name);
		pack_uint(out, tally->rows[i].count);
	}
}

static void pack_count(const char *name, uint64_t value, struct buf *out)
{
	pack_text(out, name);
	pack_uint(out, value);
}

void stats_pack(const struct stats *stats, struct buf *out)
{
	pack_map(out, 11);
	pack_text(out, "stage");
	pack_text(out, stats->stage);
	pack_count("frames", stats->frames, out);
	pack_count("in", stats->in, out);
	pack_count("kept", stats->kept, out);
	pack_tally("dropped", &stats->dropped, out);
	pack_count("rejected", stats->rejected, out);
	pack_tally("faults", &stats->faults, out);
	pack_count("bytes_in", stats->bytes_in, out);
	pack_count("bytes_out", stats->bytes_out, out);
	pack_text(out, "seconds");
	pack_float(out, stats->seconds);
	pack_text(out, "cpu_seconds");
	pack_float(out, stats->cpu_seconds);
}

static bool unpack_tally(struct cursor *cursor, uint32_t count, struct tally *tally)
{
	struct value key, value;
	char name[TALLY_NAME];

	for (; count > 0; count--) {
		if (!cursor_expect(cursor, VALUE_STR, &key) || !cursor_expect(cursor, VALUE_INT, &value))
			return false;
		snprintf(name, sizeof name, "%.*s", STR_ARG(key.bytes));
		tally_add(tally, name, (uint64_t)value.integer);
	}
	return true;
}

static void set_count(struct stats *stats, struct str key, uint64_t count)
{
	const struct {
		const char *name;
		uint64_t *at;
	} counts[] = {
		{ "frames", &stats->frames }, { "in", &stats->in }, { "kept", &stats->kept },
		{ "rejected", &stats->rejected }, { "bytes_in", &stats->bytes_in },
		{ "bytes_out", &stats->bytes_out },
	};

	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		if (str_is(key, counts[i].name))
			*counts[i].at = count;
}

bool stats_unpack(struct str packed, struct stats *stats)
{
	struct cursor cursor = cursor_of(packed);
	struct value map, key, value;

	memset(stats, 0, sizeof *stats);
	if (!cursor_expect(&cursor, VALUE_MAP, &map))
		return false;
	for (uint32_t i = 0; i < map.count; i++) {
		if (!cursor_expect(&cursor, VALUE_STR, &key))
			return false;
		struct cursor start = cursor;
		if (!cursor_next(&cursor, &value))
			return false;
		if (value.type == VALUE_STR && str_is(key.bytes, "stage")) {
			snprintf(stats->stage, sizeof stats->stage, "%.*s", STR_ARG(value.bytes));
		} else if (value.type == VALUE_INT) {
			set_count(stats, key.bytes, (uint64_t)value.integer);
		} else if (value.type == VALUE_FLOAT) {
			*(str_is(key.bytes, "seconds") ? &stats->seconds : &stats->cpu_seconds) = value.number;
		} else if (value.type == VALUE_MAP) {
			if (!unpack_tally(&cursor, value.count,
					  str_is(key.bytes, "dropped") ? &stats->dropped : &stats->faults))
				return false;
		} else {
			cursor = start;
			if (!cursor_skip(&cursor, NULL))
				return false;
		}
	}
	return true;
}
