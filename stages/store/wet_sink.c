/*
 * WET: a WARC file of conversion records, a gzip member each in .wet.gz (ISO 28500, and the
 * header order of Common Crawl's files, which some readers take for granted).
 */
#include "base/sha1.h"
#include "base/time.h"
#include "store/sink.h"
#include "store/whole_file.h"

#define XXH_INLINE_ALL
#include <inttypes.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <xxhash.h>

enum { WRITE_BYTES = 4 << 20, GZIP_LEVEL = 6 };

struct wet_sink {
	struct sink sink;
	struct whole_file file;
	struct libdeflate_compressor *gzip; /* NULL: plain */
	struct buf pending, record, content;
};

static struct wet_sink *self(struct sink *sink)
{
	return (struct wet_sink *)(void *)sink;
}

static void add_date(struct buf *out, const struct record *record, uint64_t born)
{
	char text[TIME_TEXT];
	int64_t ms;
	struct str fetched = record_get(record, FIELD_FETCHED);

	if (!fetched.at || !time_parse(fetched, &ms))
		ms = (int64_t)born;
	time_format(ms - ms % 1000, text);
	buf_addf(out, "WARC-Date: %s\r\n", text);
}

/* A header's value ends at the line. */
static void add_line(struct buf *out, const char *name, struct str value)
{
	if (!value.at || memchr(value.at, '\n', value.len) || memchr(value.at, '\r', value.len))
		return;
	buf_addf(out, "%s: ", name);
	buf_add_str(out, value);
	buf_add_text(out, "\r\n");
}

/* An id that is a URI stands as it is; any other is named by its hash. */
static void add_id(struct buf *out, const char *name, struct str id, uint64_t seed)
{
	XXH128_hash_t hash = XXH3_128bits_withSeed(id.at ? id.at : "", id.len, seed);

	if (seed == 0 && str_starts(id, STR("<urn:"))) {
		add_line(out, name, id);
		return;
	}
	buf_addf(out, "%s: <urn:uuid:%08x-%04x-%04x-%04x-%012" PRIx64 ">\r\n", name, (unsigned)(hash.high64 >> 32),
		 (unsigned)(hash.high64 >> 16 & 0xffff), (unsigned)(0x8000 | (hash.high64 & 0x0fff)),
		 (unsigned)(0x8000 | (hash.low64 >> 48 & 0x3fff)), hash.low64 & 0xffffffffffff);
}

static void add_digest(struct buf *out, struct str content)
{
	unsigned char digest[SHA1_BYTES];
	char text[SHA1_BASE32];

	sha1(content, digest);
	sha1_base32(digest, text);
	buf_addf(out, "WARC-Block-Digest: sha1:%s\r\n", text);
}

/* The title is the first line of WET text. */
static void add_content(struct buf *out, const struct record *record)
{
	struct str title = record_get(record, FIELD_TITLE);

	if (title.len) {
		buf_add_str(out, title);
		buf_add_byte(out, '\n');
	}
	buf_add_str(out, record->text);
}

static void add_record(struct buf *out, const struct record *record, struct str content, uint64_t born)
{
	struct str id = record_get(record, FIELD_ID), url = record_get(record, FIELD_URL);

	buf_add_text(out, "WARC/1.0\r\nWARC-Type: conversion\r\n");
	add_line(out, "WARC-Target-URI", url.at ? url : record_get(record, FIELD_SOURCE));
	add_date(out, record, born);
	add_id(out, "WARC-Record-ID", id, 1);
	add_id(out, "WARC-Refers-To", id, 0);
	add_digest(out, content);
	buf_addf(out, "Content-Type: text/plain\r\nContent-Length: %zu\r\n\r\n", content.len);
	buf_add_str(out, content);
	buf_add_text(out, "\r\n\r\n");
}

static void add_member(struct wet_sink *wet, struct str bytes)
{
	size_t room;

	if (!wet->gzip) {
		buf_add_str(&wet->pending, bytes);
		return;
	}
	room = libdeflate_gzip_compress_bound(wet->gzip, bytes.len);
	wet->pending.len += libdeflate_gzip_compress(wet->gzip, bytes.at, bytes.len, buf_reserve(&wet->pending, room), room);
}

static int commit(struct sink *sink, struct err *err)
{
	struct wet_sink *wet = self(sink);
	int result = whole_file_write(&wet->file, buf_str(&wet->pending), err);

	buf_reset(&wet->pending);
	return result;
}

static int put(struct sink *sink, const struct sink_frame *in, struct err *err)
{
	struct wet_sink *wet = self(sink);
	struct record record;

	for (uint32_t i = 0; i < in->frame->head.nrec; i++) {
		if (frame_record(in->frame, i, &record, err) < 0)
			return -1;
		if (record.verdict != VERDICT_KEPT || !record.text.at)
			continue;
		buf_reset(&wet->content);
		add_content(&wet->content, &record);
		buf_reset(&wet->record);
		add_record(&wet->record, &record, buf_str(&wet->content), in->frame->head.born);
		add_member(wet, buf_str(&wet->record));
	}
	return wet->pending.len >= WRITE_BYTES ? commit(sink, err) : 0;
}

static int close_sink(struct sink *sink, bool whole, struct str recipe, struct str dedup_state, struct err *err)
{
	struct wet_sink *wet = self(sink);
	int result = whole_file_close(&wet->file, whole, err);
	(void)recipe;
	(void)dedup_state;

	libdeflate_free_compressor(wet->gzip);
	buf_release(&wet->pending);
	buf_release(&wet->record);
	buf_release(&wet->content);
	free(wet);
	return result;
}

struct sink *wet_sink_open(const struct sink_options *options, struct err *err)
{
	static const struct sink_ops ops = { .put = put, .commit = commit, .kept_only = true, .close = close_sink };
	struct wet_sink *wet = mem_zero(1, sizeof *wet);

	wet->sink = (struct sink){ &ops, options->path };
	if (whole_file_open(&wet->file, options->path, err) < 0) {
		free(wet);
		return NULL;
	}
	wet->gzip = options->codec == LINES_GZIP ? libdeflate_alloc_compressor(GZIP_LEVEL) : NULL;
	return &wet->sink;
}
