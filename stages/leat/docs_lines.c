#include "leat/docs.h"

#include "record/json.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

enum { READ_BYTES = 256 << 10 };

/* A file as plain bytes. */
struct reader {
	const char *path;
	gzFile gzip; /* takes plain bytes, too */
	int fd; /* of a .zst */
	ZSTD_DStream *zstd;
	ZSTD_inBuffer in;
	struct buf packed;
	size_t state; /* 0: between two frames */
};

static int open_reader(struct reader *reader, const char *path, struct err *err)
{
	*reader = (struct reader){ .path = path, .fd = -1 };
	if (!str_ends(str_of(path), STR(".zst"))) {
		reader->gzip = gzopen(path, "rbe");
		return reader->gzip ? 0 : err_sys(err, EXIT_FAILED, "%s: cannot open", path);
	}
	reader->fd = open(path, O_RDONLY | O_CLOEXEC);
	reader->zstd = ZSTD_createDStream();
	return reader->fd < 0 ? err_sys(err, EXIT_FAILED, "%s: cannot open", path) : 0;
}

static void close_reader(struct reader *reader)
{
	if (reader->gzip)
		gzclose(reader->gzip);
	if (reader->fd >= 0)
		close(reader->fd);
	ZSTD_freeDStream(reader->zstd);
	buf_release(&reader->packed);
}

static int64_t read_zstd(struct reader *reader, char *to, size_t room, struct err *err)
{
	ZSTD_outBuffer out = { to, room, 0 };

	while (out.pos == 0) {
		if (reader->in.pos == reader->in.size) {
			char *at = (buf_reset(&reader->packed), buf_reserve(&reader->packed, READ_BYTES));
			ssize_t got = read(reader->fd, at, READ_BYTES);

			if (got < 0)
				return err_sys(err, EXIT_CUT, "%s: cannot read", reader->path);
			if (got == 0)
				return reader->state == 0 ? 0 : err_set(err, EXIT_CUT, "%s: is cut", reader->path);
			reader->in = (ZSTD_inBuffer){ at, (size_t)got, 0 };
		}
		reader->state = ZSTD_decompressStream(reader->zstd, &out, &reader->in);
		if (ZSTD_isError(reader->state))
			return err_set(err, EXIT_BAD_INPUT, "%s: zstd data is damaged", reader->path);
	}
	return (int64_t)out.pos;
}

/* Appends some bytes; 0: the end, -1. */
static int64_t read_more(struct reader *reader, struct buf *text, struct err *err)
{
	char *to = buf_reserve(text, READ_BYTES);
	int64_t got = reader->gzip ? gzread(reader->gzip, to, READ_BYTES) : read_zstd(reader, to, READ_BYTES, err);
	int code;

	if (got < 0 && reader->gzip)
		return err_set(err, EXIT_CUT, "%s: cannot read: %s", reader->path, gzerror(reader->gzip, &code));
	text->len += (size_t)(got > 0 ? got : 0);
	return got;
}

/* Fields of a packed map; text is none of META. */
static bool make_record(struct str map, enum verdict verdict, struct buf *fields, struct record *record)
{
	struct cursor cursor = cursor_of(map);
	struct value count, key, value;
	struct field field;

	buf_reset(fields);
	*record = (struct record){ .verdict = verdict, .meta = map, .bulk = STR_NONE, .text = STR_NONE, .body = STR_NONE };
	if (!cursor_expect(&cursor, VALUE_MAP, &count))
		return false;
	for (uint32_t i = 0; i < count.count; i++) {
		if (!cursor_expect(&cursor, VALUE_STR, &key))
			return false;
		struct cursor here = cursor;
		if (!cursor_skip(&cursor, &field.value) || !cursor_next(&here, &value))
			return false;
		field.name = key.bytes;
		if (str_is(key.bytes, FIELD_TEXT) && value.type == VALUE_STR)
			record->text = value.bytes;
		else
			buf_add(fields, &field, sizeof field);
	}
	record->fields = (const void *)fields->data;
	record->nfields = fields->len / sizeof field;
	return true;
}

struct line {
	const char *path;
	uint64_t number;
	struct buf packed, fields;
};

static int take_line(struct line *line, struct str text, enum verdict verdict, docs_line_fn *fn, void *ctx, struct err *err)
{
	struct record record;

	line->number++;
	if (str_trim(text).len == 0)
		return 0;
	buf_reset(&line->packed);
	if (json_read(text, &line->packed, err) < 0)
		return err_wrap(err, "%s: line %" PRIu64, line->path, line->number);
	if (!make_record(buf_str(&line->packed), verdict, &line->fields, &record))
		return err_set(err, EXIT_BAD_INPUT, "%s: line %" PRIu64 ": is no JSON object", line->path, line->number);
	return fn(ctx, text, &record, err);
}

static int each_line(struct reader *reader, struct line *line, enum verdict verdict, docs_line_fn *fn, void *ctx, struct err *err)
{
	struct buf text = BUF_INIT;
	int64_t more = 1;
	int result = 0;

	while (result == 0 && more > 0) {
		size_t at = 0, old = text.len;

		more = read_more(reader, &text, err);
		if (more < 0)
			break;
		/* What was there before holds no line break. */
		for (char *stop, *from = text.data + old; result == 0 && text.len > 0; from = stop + 1) {
			stop = memchr(from, '\n', text.len - (size_t)(from - text.data));
			if (!stop)
				break;
			result = take_line(line, str_from(text.data + at, (size_t)(stop - text.data) - at), verdict, fn, ctx, err);
			at = (size_t)(stop - text.data) + 1;
		}
		memmove(text.data, text.data + at, text.len - at);
		text.len -= at;
		if (text.len > JSON_READ_MAX)
			result = err_set(err, EXIT_BAD_INPUT, "%s: line %" PRIu64 ": is too long", line->path, line->number + 1);
	}
	if (result == 0 && more == 0)
		result = take_line(line, buf_str(&text), verdict, fn, ctx, err);
	buf_release(&text);
	return more < 0 ? -1 : result;
}

int docs_raw_lines(const char *path, enum verdict verdict, docs_line_fn *fn, void *ctx, struct err *err)
{
	struct line line = { .path = path };
	struct reader reader;
	int result = open_reader(&reader, path, err);

	if (result == 0)
		result = each_line(&reader, &line, verdict, fn, ctx, err);
	close_reader(&reader);
	buf_release(&line.packed);
	buf_release(&line.fields);
	return result;
}

struct records {
	docs_fn *fn;
	void *ctx;
};

static int pass_record(void *ctx, struct str line, const struct record *record, struct err *err)
{
	struct records *records = ctx;
	(void)line;

	return records->fn(records->ctx, record, err);
}

int docs_lines(const char *path, enum verdict verdict, docs_fn *fn, void *ctx, struct err *err)
{
	struct records records = { fn, ctx };

	return docs_raw_lines(path, verdict, pass_record, &records, err);
}
