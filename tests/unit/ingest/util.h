/* What the ingest tests share: reads a source into a list of what came out. */
#ifndef TEST_INGEST_UTIL_H
#define TEST_INGEST_UTIL_H

#include "base/buf.h"
#include "ingest/open.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

enum { RUN_DOCS_MAX = 64 };

struct run_doc {
	char *id, *url, *mime, *charset, *fetched, *truncated, *content;
	size_t len;
	int status;
	uint64_t offset, src_begin, src_end, ordinal;
	uint64_t hash;
	uint32_t nfields;
	bool is_text;
};

struct run {
	struct run_doc docs[RUN_DOCS_MAX];
	size_t ndocs; /* may be more than docs holds */
	struct faults faults;
	struct skips skips;
	enum format format;
	uint64_t end; /* size of the decompressed source */
};

static inline char *run_copy(struct str s)
{
	char *copy = mem_alloc(s.len + 1);

	if (s.len > 0)
		memcpy(copy, s.at, s.len);
	copy[s.len] = '\0';
	return copy;
}

static inline void run_take(struct run *run, const struct doc *doc, uint64_t hash)
{
	if (run->ndocs < RUN_DOCS_MAX)
		run->docs[run->ndocs] = (struct run_doc){
			run_copy(doc->id), run_copy(doc->url), run_copy(doc->mime),
			run_copy(doc->charset), run_copy(doc->fetched), run_copy(doc->truncated),
			run_copy(doc->content), doc->content.len, doc->status, doc->offset,
			doc->src_begin, doc->src_end, doc->ordinal, hash, doc->nfields, doc->is_text,
		};
	run->ndocs++;
}

static inline void run_input(struct run *run, struct input *in, const struct select *select,
			     const char *name)
{
	struct http_scratch http;
	struct flow *flow = flow_open(in, &run->faults);
	struct reading reading = { flow, select, &run->faults, &run->skips, &http, false, str_of(name) };
	struct reader *reader;
	struct doc doc;

	http_scratch_init(&http);
	reader = reader_open(&reading, str_of(name), &run->format);
	while (reader && reader->ops->next(reader, &doc))
		run_take(run, &doc, flow_hash(flow));
	run->end = flow_pos(flow);
	if (reader)
		reader->ops->close(reader);
	flow_close(flow);
	http_scratch_release(&http);
}

static inline void run_bytes(struct run *run, struct str bytes, const char *name)
{
	struct select select;
	struct input in;
	char *copy = run_copy(bytes); /* so that a sanitizer sees every step over the end */

	copy = mem_grow(copy, bytes.len ? bytes.len : 1);
	memset(run, 0, sizeof *run);
	select_defaults(&select);
	input_open_memory(&in, copy, bytes.len);
	run_input(run, &in, &select, name);
	input_close(&in);
	free(copy);
}

/* One gzip member, or one zstd frame, appended. */
static inline void gzip_add(struct buf *out, struct str s)
{
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(6);
	size_t room = libdeflate_gzip_compress_bound(c, s.len);
	char *at = buf_reserve(out, room);

	out->len += libdeflate_gzip_compress(c, s.at, s.len, at, room);
	libdeflate_free_compressor(c);
}

static inline void zstd_add(struct buf *out, struct str s)
{
	size_t room = ZSTD_compressBound(s.len);
	char *at = buf_reserve(out, room);

	out->len += ZSTD_compress(at, room, s.at, s.len, 3);
}

/* A WARC record round `block`; `length` < 0: the right one. */
static inline void warc_add(struct buf *out, const char *type, const char *url, struct str block,
			    long long length)
{
	buf_addf(out,
		 "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:%s-%zu>\r\n"
		 "WARC-Date: 2026-01-02T03:04:05Z\r\nWARC-Target-URI: %s\r\n"
		 "Content-Type: %s\r\nContent-Length: %lld\r\n\r\n",
		 type, type, out->len, url,
		 strcmp(type, "conversion") == 0 ? "text/plain" : "application/http; msgtype=response",
		 length < 0 ? (long long)block.len : length);
	buf_add_str(out, block);
	buf_add_text(out, "\r\n\r\n");
}

/* A response record with a page of `size` bytes of the letter `fill`. */
static inline void page_add(struct buf *out, char fill, size_t size)
{
	struct buf block = BUF_INIT;

	buf_add_text(&block, "HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; charset=\"UTF-8\"\r\n\r\n");
	for (size_t i = 0; i < size; i++)
		buf_add_byte(&block, fill);
	warc_add(out, "response", "http://a.example/p", buf_str(&block), -1);
	buf_release(&block);
}

static inline void run_release(struct run *run)
{
	for (size_t i = 0; i < run->ndocs && i < RUN_DOCS_MAX; i++) {
		struct run_doc *d = &run->docs[i];
		char *parts[] = { d->id, d->url, d->mime, d->charset, d->fetched, d->truncated, d->content };

		for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
			free(parts[k]);
	}
}

#endif
