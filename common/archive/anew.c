#include "archive/anew.h"

#include "base/file.h"
#include "record/flow.h"
#include "record/pack.h"

#include <errno.h>
#include <stdio.h>

enum { VALUES = 4 }; /* of a note that is not announced */

static bool read_place(struct str map, struct anew_place *place)
{
	*place = (struct anew_place){ .inode = 0 };
	flow_uint(map, "lines", &place->lines);
	return flow_uint(map, "inode", &place->inode) && flow_uint(map, "length", &place->length);
}

/* Calls `fn` for each map of a file; it stops where that is true. */
static bool each_place(struct cursor *cursor, bool (*fn)(void *, struct str, const struct anew_place *), void *ctx)
{
	struct cursor start = *cursor;
	struct anew_place place;
	struct value value;
	struct str whole;

	if (!cursor_next(cursor, &value))
		return false;
	*cursor = start;
	if ((value.type != VALUE_LIST && value.type != VALUE_MAP) || !cursor_skip(cursor, &whole)) {
		cursor_skip(cursor, NULL);
		return false;
	}
	if (value.type == VALUE_MAP && read_place(whole, &place))
		return fn(ctx, whole, &place);
	struct cursor in = cursor_of(whole);
	cursor_next(&in, &value);
	for (uint64_t i = 0; i < (value.type == VALUE_MAP ? 2 : 1) * (uint64_t)value.count; i++)
		if (each_place(&in, fn, ctx))
			return true;
	return false;
}

struct search {
	uint64_t inode;
	struct anew_place *place;
};

static bool is_it(void *ctx, struct str map, const struct anew_place *place)
{
	struct search *search = ctx;
	(void)map;

	if (place->inode == 0 || place->inode != search->inode)
		return false;
	*search->place = *place;
	return true;
}

bool anew_find(struct str note, uint64_t inode, struct anew_place *place)
{
	struct cursor cursor = cursor_of(note);
	struct search search = { inode, place };

	return note.len > 0 && each_place(&cursor, is_it, &search);
}

bool anew_announced(struct str note)
{
	struct cursor cursor = cursor_of(note);
	struct value list;

	return note.len > 0 && cursor_expect(&cursor, VALUE_LIST, &list) && list.count == VALUES + 1;
}

static void pack_place(struct buf *out, const struct anew_place *place)
{
	pack_map(out, 3);
	pack_text(out, "inode");
	pack_uint(out, place->inode);
	pack_text(out, "length");
	pack_uint(out, place->length);
	pack_text(out, "lines");
	pack_uint(out, place->lines);
}

/* What becomes of the maps of files in a copy of the note. */
struct change {
	const struct anew_file *files; /* that are announced */
	size_t count;
};

static const struct anew_file *file_of(const struct change *change, uint64_t inode)
{
	for (size_t i = 0; i < change->count; i++)
		if (change->files[i].bound && change->files[i].inode == inode)
			return &change->files[i];
	return NULL;
}

static void announce_place(const struct change *change, struct str map, struct buf *out)
{
	struct cursor cursor = cursor_of(map);
	struct value value;
	uint64_t inode = 0;

	flow_uint(map, "inode", &inode);
	const struct anew_file *file = file_of(change, inode);
	cursor_next(&cursor, &value);
	pack_map(out, value.count + (file ? 1 : 0));
	buf_add(out, cursor.at, (size_t)(cursor.end - cursor.at));
	if (file) {
		pack_text(out, "anew");
		pack_place(out, &file->place);
	}
}

static void settle_place(struct str map, struct buf *out)
{
	struct cursor cursor = cursor_of(map);
	struct value count, key;
	struct anew_place place;
	struct str anew, value;

	if (!flow_value(map, "anew", &anew) || !read_place(anew, &place)) {
		buf_add_str(out, map);
		return;
	}
	cursor_next(&cursor, &count);
	pack_map(out, count.count - 1);
	for (uint32_t i = 0; i < count.count && cursor_expect(&cursor, VALUE_STR, &key) && cursor_skip(&cursor, &value); i++) {
		if (str_is(key.bytes, "anew"))
			continue;
		pack_str(out, key.bytes);
		if (str_is(key.bytes, "inode"))
			pack_uint(out, place.inode);
		else if (str_is(key.bytes, "length"))
			pack_uint(out, place.length);
		else if (str_is(key.bytes, "lines"))
			pack_uint(out, place.lines);
		else
			buf_add_str(out, value);
	}
}

/* Copies one value; `change` NULL: settles. */
static void copy(struct cursor *cursor, const struct change *change, struct buf *out)
{
	struct cursor in = *cursor;
	struct anew_place place;
	struct value value;
	struct str whole;

	if (!cursor_next(&in, &value) || !cursor_skip(cursor, &whole))
		return;
	if (value.type == VALUE_MAP && read_place(whole, &place)) {
		if (change)
			announce_place(change, whole, out);
		else
			settle_place(whole, out);
	} else if (value.type == VALUE_MAP || value.type == VALUE_LIST) {
		if (value.type == VALUE_MAP)
			pack_map(out, value.count);
		else
			pack_list(out, value.count);
		for (uint64_t i = 0; i < (value.type == VALUE_MAP ? 2 : 1) * (uint64_t)value.count; i++)
			copy(&in, change, out);
	} else {
		buf_add_str(out, whole);
	}
}

void anew_announce(struct str note, const struct anew_file *files, size_t count, struct buf *out)
{
	struct change change = { files, count };
	struct cursor cursor = cursor_of(note);
	struct value list;

	if (!cursor_expect(&cursor, VALUE_LIST, &list))
		return;
	pack_list(out, VALUES + 1);
	for (uint32_t i = 0; i < VALUES; i++)
		copy(&cursor, &change, out);
	pack_list(out, count);
	for (size_t i = 0; i < count; i++)
		pack_text(out, files[i].path);
}

static int take_place(const char *sink, struct str name, struct err *err)
{
	const char *slash = strrchr(sink, '/');
	struct buf path = BUF_INIT, from = BUF_INIT;
	int result = 0;

	buf_addf(&path, "%.*s%.*s", slash ? (int)(slash + 1 - sink) : 0, sink, STR_ARG(name));
	buf_addf(&from, "%s.anew", buf_cstr(&path));
	if (rename(buf_cstr(&from), buf_cstr(&path)) < 0 && errno != ENOENT)
		result = err_sys(err, EXIT_FAILED, "%s: cannot take its place", buf_cstr(&from));
	if (result == 0)
		result = file_sync_dir(buf_cstr(&path), err);
	buf_release(&path);
	buf_release(&from);
	return result;
}

int anew_settle(const char *sink, struct str note, struct buf *out, struct err *err)
{
	struct cursor cursor = cursor_of(note), names;
	struct value list, name;

	if (!cursor_expect(&cursor, VALUE_LIST, &list))
		return err_set(err, EXIT_MISMATCH, "%s: its journal is of no known version", sink);
	names = cursor;
	for (uint32_t i = 0; i < VALUES; i++)
		cursor_skip(&names, NULL);
	if (cursor_expect(&names, VALUE_LIST, &list))
		for (uint32_t i = 0; i < list.count && cursor_expect(&names, VALUE_STR, &name); i++)
			if (take_place(sink, name.bytes, err) < 0)
				return -1;
	pack_list(out, VALUES);
	for (uint32_t i = 0; i < VALUES; i++)
		copy(&cursor, NULL, out);
	return 0;
}
