#include "ingest/reader.h"

#include "base/time.h"
#include "ingest/digest.h"
#include "ingest/warc_head.h"

#include <stdlib.h>
#include <string.h>

enum {
	BLOCK_MAX = DOC_BODY_MAX + HTTP_HEAD_MAX, /* bytes of a record that are held */
	TRAILER = 64, /* bytes behind a record that tell whether its length is right */
	SCAN = 64 << 10,
	LENGTH_BELIEVED = 1ull << 40, /* a larger one is never believed unseen */
};

struct warc {
	struct reader base;
	struct buf url;
	struct buf held; /* head and block of a record that is longer than the window */
	char date[TIME_TEXT];
	bool damaged; /* the last bytes were no record; noted */
	bool padding; /* noted */
};

/* Where a record starts that was found by looking for it: what lies before is lost. */
enum block_end { END_STATED, END_FOUND, END_CUT, END_DAMAGE };

struct block {
	struct str bytes;
	enum block_end end;
	uint64_t beyond; /* bytes of the record behind those */
};

static bool warc_begins(const char *at, size_t count)
{
	return count >= 5 && memcmp(at, "WARC/", 5) == 0;
}

/* Exactly what was asked for, or what there is: what lies further in the window must not
 * decide anything, or the result would depend on how the bytes came. */
static struct str peek(struct warc *w, size_t want)
{
	const char *at;
	size_t have = flow_peek(w->base.in.flow, want, &at);

	return str_from(at, have < want ? have : want);
}

static void note(struct warc *w, enum fault kind, uint64_t raw, const char *why)
{
	fault_note(w->base.in.faults, kind, raw, why);
}

/* Steps over line ends and padding. Asks for one byte at first: to look further would
 * take in the next member before this one is read, and throw both out of the cache. */
static void skip_blank(struct warc *w)
{
	struct str first = peek(w, 1);

	if (first.len > 0 && first.at[0] == 'W')
		return;
	for (;;) {
		struct str s = peek(w, SCAN);
		size_t n = 0;
		bool zeros = false;

		while (n < s.len && (s.at[n] == '\r' || s.at[n] == '\n' || s.at[n] == '\0')) {
			zeros |= s.at[n] == '\0';
			n++;
		}
		if (zeros && !w->padding) {
			w->padding = true;
			note(w, FAULT_WARN, flow_raw(w->base.in.flow), "zeros between the records");
		}
		flow_skip(w->base.in.flow, n);
		if (n < s.len || s.len < SCAN)
			return;
	}
}

/* Steps to the next place that looks like a record. */
static void resync(struct warc *w)
{
	struct flow *flow = w->base.in.flow;

	if (!w->damaged)
		note(w, FAULT_LENGTH, flow_raw(flow), "no record starts here; goes on at the next");
	w->damaged = true;
	for (;;) {
		struct str s = peek(w, SCAN);
		ptrdiff_t hit = warc_find(s, 1, true);
		size_t member = flow_boundary(flow, 1);

		if (member < s.len && (hit < 0 || member < (size_t)hit))
			hit = (ptrdiff_t)member;
		if (hit >= 0) {
			flow_skip(flow, (size_t)hit);
			return;
		}
		if (s.len < SCAN) {
			flow_skip(flow, s.len);
			return;
		}
		flow_skip(flow, s.len - TRAILER);
	}
}

/* Head of the record that starts here; 0: it has none that can be read. */
static size_t find_head(struct warc *w)
{
	size_t from = 0;

	for (size_t want = 1;;) {
		const char *at;
		size_t have = flow_peek(w->base.in.flow, want, &at);
		struct str s = str_from(at, have < WARC_HEAD_MAX ? have : WARC_HEAD_MAX);
		bool broken;
		size_t size = warc_head_size(s, &from, &broken);

		if (broken) {
			note(w, FAULT_HEADER, flow_raw(w->base.in.flow), "the head is cut off");
			flow_skip(w->base.in.flow, size);
			return 0;
		}
		if (size > 0)
			return size;
		if (have >= want && have < WARC_HEAD_MAX) {
			want = have + 1;
			continue;
		}
		if (have >= WARC_HEAD_MAX)
			note(w, FAULT_HEADER, flow_raw(w->base.in.flow), "the head has no end");
		else if (!flow_broken(w->base.in.flow))
			note(w, FAULT_TRUNCATED, flow_raw(w->base.in.flow), "ends inside the head");
		flow_skip(w->base.in.flow, s.len);
		w->damaged = true;
		return 0;
	}
}

/* First record or member start in s[from..). */
static ptrdiff_t next_record(struct warc *w, struct str s, size_t from)
{
	ptrdiff_t hit = warc_find(s, from, false);
	size_t member = flow_boundary(w->base.in.flow, from);

	while (member < s.len && !warc_starts(str_from(s.at + member, s.len - member)))
		member = flow_boundary(w->base.in.flow, member + 1);
	if (member < s.len && (hit < 0 || member < (size_t)hit))
		return (ptrdiff_t)member;
	return hit;
}

/* Without the two line ends that close a record. */
static size_t without_trailer(struct str s, size_t head, size_t end)
{
	for (int i = 0; i < 2; i++) {
		if (end > head && s.at[end - 1] == '\n')
			end--;
		if (end > head && s.at[end - 1] == '\r')
			end--;
	}
	return end;
}

/* The end of a block whose length is unknown: the next record, or the end. */
static void find_end(struct warc *w, size_t head, size_t from, struct block *block)
{
	size_t seen = from;

	for (size_t want = head + SCAN;; want *= 2) {
		struct str s = peek(w, want);
		ptrdiff_t hit = next_record(w, s, seen > TRAILER + head ? seen - TRAILER : head);
		size_t end = hit >= 0 ? (size_t)hit : s.len;

		if (hit < 0 && s.len >= want && want < BLOCK_MAX) {
			seen = s.len;
			continue;
		}
		block->bytes = str_from(s.at + head, without_trailer(s, head, end) - head);
		block->beyond = end - head - block->bytes.len;
		block->end = hit < 0 && flow_broken(w->base.in.flow) ? END_DAMAGE : END_FOUND;
		return;
	}
}

/* Whether what follows the stated end is what follows a record. */
static bool ends_well(struct warc *w, struct str s, size_t end)
{
	size_t at = end;

	if (flow_boundary(w->base.in.flow, end) == end ||
	    str_starts(str_from(s.at + end, s.len - end), STR("\r\n\r\n")))
		return true;
	while (at < s.len && (s.at[at] == '\r' || s.at[at] == '\n' || s.at[at] == '\0'))
		at++;
	return at == s.len || s.len - at < 8 || warc_starts(str_from(s.at + at, s.len - at)) ||
	       flow_boundary(w->base.in.flow, at) == at;
}

/* Whether a length beyond the window is to be believed. */
static bool believed(struct warc *w, size_t head, uint64_t length)
{
	char trailer[TRAILER];
	size_t got, at = 0;

	if (length > LENGTH_BELIEVED)
		return false;
	if (!flow_probe(w->base.in.flow, head + length, trailer, sizeof trailer, &got))
		return true;
	while (at < got && (trailer[at] == '\r' || trailer[at] == '\n'))
		at++;
	if (at == got) /* exactly at the end, or behind it: a file that was cut */
		return true;
	return warc_starts(str_from(trailer + at, got - at));
}

static void read_block(struct warc *w, const struct warc_head *head, struct block *block)
{
	bool far = head->length > BLOCK_MAX;
	size_t length = far ? BLOCK_MAX : (size_t)head->length;
	struct str s = peek(w, head->size + length + 4);
	ptrdiff_t hit;

	*block = (struct block){ .end = END_STATED };
	if (!far && s.len == head->size + length + 4 && str_ends(s, STR("\r\n\r\n")) &&
	    flow_ends_member(w->base.in.flow, s.len)) {
		block->bytes = str_from(s.at + head->size, length);
		return;
	}
	s = peek(w, head->size + length + TRAILER);
	if (s.len >= head->size + length &&
	    (far ? believed(w, head->size, head->length) : ends_well(w, s, head->size + length))) {
		block->bytes = str_from(s.at + head->size, length);
		block->beyond = head->length - length;
		return;
	}
	hit = next_record(w, s, head->size);
	if (s.len >= head->size + length || hit >= 0) {
		find_end(w, head->size, head->size, block);
		if (block->end != END_DAMAGE) {
			note(w, FAULT_LENGTH, flow_raw(w->base.in.flow), "Content-Length is wrong");
		} else if (block->bytes.len > length) {
			/* what a damaged member gives behind its record is rubbish */
			block->beyond += block->bytes.len - length;
			block->bytes.len = length;
		}
		return;
	}
	block->bytes = str_from(s.at + head->size, s.len - head->size);
	block->end = flow_broken(w->base.in.flow) ? END_DAMAGE : END_CUT;
}

/* Skips `count` bytes of a record that is longer than the window, but not over a record
 * that starts a member: then the length was wrong. */
static void discard(struct warc *w, uint64_t count)
{
	struct flow *flow = w->base.in.flow;

	while (count > 0) {
		struct str s = peek(w, SCAN + TRAILER);
		size_t step = s.len < SCAN ? s.len : SCAN;
		size_t member = flow_boundary(flow, 0);

		if (step == 0)
			return;
		if (member < step && warc_starts(str_from(s.at + member, s.len - member)) &&
		    member < count) {
			note(w, FAULT_LENGTH, flow_raw(flow), "Content-Length is wrong");
			flow_skip(flow, member);
			return;
		}
		if (step > count)
			step = (size_t)count;
		flow_skip(flow, step);
		count -= step;
	}
}

/* Skips the record and the two line ends behind it. The block stays valid until the next
 * peek: it lies where it was, or in w->held. */
static void pass(struct warc *w, size_t head, struct block *block)
{
	struct flow *flow = w->base.in.flow;
	size_t size = head + block->bytes.len;
	struct str s;

	if (block->end == END_STATED && block->beyond > 0) {
		buf_reset(&w->held);
		buf_add(&w->held, block->bytes.at - head, size);
		block->bytes = str_from(w->held.data + head, block->bytes.len);
		flow_skip(flow, size);
		discard(w, block->beyond);
		return;
	}
	size += (size_t)block->beyond;
	if (block->end == END_STATED) {
		s = peek(w, size + 4); /* in sight before: nothing moves */
		for (int i = 0; i < 4 && size < s.len && (s.at[size] == '\r' || s.at[size] == '\n'); i++)
			size++;
	}
	flow_skip(flow, size);
}

/* A URL as it can stand in a URL: crawlers write blanks as they are. */
static struct str clean_url(struct warc *w, struct str url)
{
	if (url.len == 0)
		return STR_NONE;
	if (!memchr(url.at, ' ', url.len))
		return url;
	buf_reset(&w->url);
	for (size_t i = 0; i < url.len; i++)
		if (url.at[i] == ' ')
			buf_add_text(&w->url, "%20");
		else
			buf_add_byte(&w->url, url.at[i]);
	return buf_str(&w->url);
}

static struct str clean_date(struct warc *w, struct str date)
{
	int64_t ms;

	if (date.len == 0 || !time_parse(date, &ms))
		return STR_NONE;
	if (date.len == 20 && date.at[19] == 'Z')
		return date; /* as it would be written */
	time_format(ms, w->date);
	return str_of(w->date);
}

static void note_head(struct warc *w, const struct warc_head *head, uint64_t raw)
{
	if (head->odd)
		note(w, FAULT_HEADER, raw, "a line of the head breaks the rules");
	if (head->bad_length)
		note(w, FAULT_LENGTH, raw, "Content-Length is no number");
	else if (!head->has_length)
		note(w, FAULT_HEADER, raw, "no Content-Length");
}

/* A payload's digest is that of the body; crawlers differ on whether as it lies or as it is
 * when the codings are undone, so either will do. */
static bool digests_fit(const struct warc_head *head, struct str block, struct str body,
			const struct http *http)
{
	return digest_check(head->block_digest, block) != DIGEST_OTHER &&
	       (digest_check(head->payload_digest, body) != DIGEST_OTHER ||
		digest_check(head->payload_digest, http->body) != DIGEST_OTHER);
}

/* Fills *doc from head and block; says why it is left out. */
static enum skip make_doc(struct warc *w, const struct warc_head *head, const struct block *block,
			  uint64_t raw, struct doc *doc)
{
	struct reading *in = &w->base.in;
	enum record_type type = select_type_of(head->type, head->url);
	enum skip skip = select_by_type(in->select, type);
	bool cut = block->end == END_CUT || (block->end == END_STATED && block->beyond > 0);
	struct http http = { .body = block->bytes };
	struct str body;

	if (skip == SKIP_NONE)
		skip = select_by_date(in->select, head->date);
	if (skip != SKIP_NONE)
		return skip;
	if (str_eq_nocase(head->type, STR("response")) || str_starts_nocase(head->content_type, STR("application/http")))
		http_read_head(block->bytes, in->http, &http);
	else
		http_content_type(head->content_type, &in->http->mime, &http.mime, &http.charset);
	if (http.mime.len == 0)
		http_content_type(head->payload_type, &in->http->mime, &http.mime, &http.charset);
	skip = select_by_content(in->select, http.status, http.mime);
	if (skip != SKIP_NONE)
		return skip;
	body = http.body;
	http_undo(in->http, cut || block->end == END_DAMAGE, &http);
	if (in->select->digest != DIGEST_IGNORE && !cut && block->end != END_DAMAGE &&
	    !digests_fit(head, block->bytes, body, &http)) {
		note(w, FAULT_DIGEST, raw, "the digest does not match");
		if (in->select->digest == DIGEST_DROP)
			return SKIP_DIGEST;
	}
	if (cut)
		note(w, FAULT_TRUNCATED, raw,
		     block->end == END_CUT ? "ends before its stated length" : "longer than 16 MiB");
	for (int kind = 0; kind < FAULT_KINDS; kind++)
		if (http.faults & 1u << kind)
			note(w, (enum fault)kind, raw, "in the HTTP response");
	*doc = (struct doc){
		.id = head->id,
		.url = clean_url(w, head->url),
		.fetched = clean_date(w, head->date),
		.mime = http.mime,
		.charset = http.charset,
		.robots = http.robots,
		.tdm = http.tdm,
		.status = http.status,
		.content = http.body,
		.truncated = http.truncated,
		.offset = raw,
	};
	if (block->end == END_DAMAGE)
		doc->truncated = STR("damage");
	else if (cut)
		doc->truncated = STR("length");
	else if (doc->truncated.len == 0 && head->truncated.len > 0)
		doc->truncated = head->truncated;
	return SKIP_NONE;
}

/* One gzip member round a whole crawl: nothing is lost, but nothing can be read from its
 * middle either. It counts as a fault of gzip that --strict does not mind. */
static void note_solid(struct warc *w)
{
	if (flow_codec(w->base.in.flow) != FLOW_GZIP || flow_members(w->base.in.flow) != 1 ||
	    w->base.records < 2)
		return;
	note(w, FAULT_WARN, 0, "all records are in one gzip member");
	w->base.in.faults->count[FAULT_GZIP]++;
}

static bool warc_next(struct reader *reader, struct doc *doc)
{
	struct warc *w = (struct warc *)reader;
	struct flow *flow = reader->in.flow;

	for (;;) {
		struct warc_head head;
		struct block block = { .end = END_FOUND };
		uint64_t raw;
		size_t size;
		enum skip skip;
		struct str s;

		skip_blank(w);
		s = peek(w, TRAILER);
		raw = flow_raw(flow);
		if (s.len == 0) {
			if (flow_broken(flow)) {
				flow_resume(flow);
				continue;
			}
			note_solid(w);
			return false;
		}
		if (!warc_starts(s)) {
			resync(w);
			continue;
		}
		size = find_head(w);
		if (size == 0)
			continue;
		warc_head_read(peek(w, size), size, &head);
		note_head(w, &head, raw);
		if (head.has_length)
			read_block(w, &head, &block);
		else
			find_end(w, size, size, &block);
		pass(w, size, &block);
		w->damaged = false;
		reader->records++;
		/* the window may have moved */
		warc_head_read(str_from(block.bytes.at - size, size), size, &head);
		skip = make_doc(w, &head, &block, raw, doc);
		if (skip != SKIP_NONE) {
			reader->in.skips->count[skip]++;
			continue;
		}
		doc->ordinal = reader->records - 1;
		doc->src_begin = reader->covered;
		doc->src_end = reader->covered = flow_pos(flow);
		return true;
	}
}

static void warc_close(struct reader *reader)
{
	struct warc *w = (struct warc *)reader;

	buf_release(&w->url);
	buf_release(&w->held);
	free(w);
}

struct reader *warc_reader(const struct reading *in)
{
	static const struct reader_ops ops = { warc_next, warc_close };
	struct warc *w = mem_zero(1, sizeof *w);

	w->base = (struct reader){ .ops = &ops, .in = *in };
	flow_set_begins(in->flow, warc_begins);
	return &w->base;
}
