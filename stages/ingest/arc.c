#include "ingest/reader.h"

#include "base/time.h"
#include "ingest/arc_line.h"

#include <stdlib.h>

enum {
	BLOCK_MAX = DOC_BODY_MAX + HTTP_HEAD_MAX,
	SCAN = 64 << 10,
};

struct arc {
	struct reader base;
	struct buf url;
	struct buf held;
	char date[TIME_TEXT];
	bool damaged;
};

static struct str peek(struct arc *a, size_t want)
{
	const char *at;
	size_t have = flow_peek(a->base.in.flow, want, &at);

	return str_from(at, have < want ? have : want);
}

static void note(struct arc *a, enum fault kind, uint64_t raw, const char *why)
{
	fault_note(a->base.in.faults, kind, raw, why);
}

/* First place behind `from` where a line of s is a record's. */
static size_t find_line(struct str s, size_t from)
{
	struct arc_line line;

	while (from < s.len) {
		const char *end = memchr(s.at + from, '\n', s.len - from);
		struct str rest;

		if (!end)
			return s.len;
		from = (size_t)(end - s.at) + 1;
		rest = str_from(s.at + from, s.len - from);
		if (arc_begins(rest.at, rest.len) && arc_line_read(rest, &line) && line.has_length)
			return from;
	}
	return s.len;
}

static void resync(struct arc *a)
{
	struct flow *flow = a->base.in.flow;

	if (!a->damaged)
		note(a, FAULT_LENGTH, flow_raw(flow), "no record starts here; goes on at the next");
	a->damaged = true;
	for (;;) {
		struct str s = peek(a, SCAN + ARC_LINE_MAX);
		size_t next = find_line(s, 0);
		size_t member = flow_boundary(flow, 1);

		if (member < next)
			next = member;
		if (next > SCAN && s.len == SCAN + ARC_LINE_MAX)
			next = SCAN;
		flow_skip(flow, next);
		if (next < SCAN || s.len < SCAN + ARC_LINE_MAX)
			return;
	}
}

static struct str clean_url(struct arc *a, struct str url)
{
	buf_reset(&a->url);
	for (size_t i = 0; i < url.len; i++)
		if (url.at[i] == ' ')
			buf_add_text(&a->url, "%20");
		else
			buf_add_byte(&a->url, url.at[i]);
	return buf_str(&a->url);
}

/* The block that follows the line: to the stated length, or to where the next record or
 * member starts when that length is wrong. Sets *cut when it ends early. */
static struct str read_block(struct arc *a, const struct arc_line *line, uint64_t raw, bool *cut)
{
	struct flow *flow = a->base.in.flow;
	uint64_t length = line->has_length ? line->length : BLOCK_MAX;
	size_t size = length < BLOCK_MAX ? (size_t)length : BLOCK_MAX;
	struct str s = peek(a, line->size + size + 2 + ARC_LINE_MAX);
	size_t end = line->size + size;
	size_t member = flow_boundary(flow, line->size);
	struct arc_line next;
	bool good;
	size_t at;

	*cut = false;
	for (at = end; at < s.len && (s.at[at] == '\r' || s.at[at] == '\n'); at++)
		;
	good = line->has_length && end <= s.len &&
	       (at == s.len || length > BLOCK_MAX || member == end || member == at ||
		arc_line_read(str_from(s.at + at, s.len - at), &next));
	if (good)
		return str_from(s.at + line->size, size);
	end = find_line(s, line->size - 1);
	if (member < end)
		end = member;
	if (line->has_length && end == s.len && s.len < line->size + size) {
		*cut = true;
	} else {
		note(a, FAULT_LENGTH, raw, "the stated length is wrong");
	}
	return str_from(s.at + line->size, end - line->size);
}

static enum skip make_doc(struct arc *a, const struct arc_line *line, struct str block, bool cut,
			  uint64_t raw, struct doc *doc)
{
	struct reading *in = &a->base.in;
	struct http http;
	int64_t ms;
	enum skip skip = select_by_type(in->select, select_type_of(STR("response"), line->url));

	if (skip != SKIP_NONE)
		return skip;
	*doc = (struct doc){ .offset = raw };
	if (time_parse(line->date, &ms)) {
		time_format(ms, a->date);
		doc->fetched = str_of(a->date);
	}
	skip = select_by_date(in->select, doc->fetched);
	if (skip != SKIP_NONE)
		return skip;
	http_read_head(block, in->http, &http);
	/* lengths were often counted a little too long: the response itself tells */
	cut &= http.body.len < http.content_length;
	if (cut && !flow_broken(in->flow))
		note(a, FAULT_TRUNCATED, raw, "ends before its stated length");
	if (http.mime.len == 0 && !str_is(line->mime, "no-type") && !str_is(line->mime, "unk"))
		http_content_type(line->mime, &in->http->mime, &http.mime, &http.charset);
	skip = select_by_content(in->select, http.status, http.mime);
	if (skip != SKIP_NONE)
		return skip;
	http_undo(in->http, cut, &http);
	for (int kind = 0; kind < FAULT_KINDS; kind++)
		if (http.faults & 1u << kind)
			note(a, (enum fault)kind, raw, "in the HTTP response");
	doc->url = clean_url(a, line->url);
	doc->mime = http.mime;
	doc->charset = http.charset;
	doc->robots = http.robots;
	doc->tdm = http.tdm;
	doc->status = http.status;
	doc->content = http.body;
	doc->truncated = cut ? STR("length") : http.truncated;
	return SKIP_NONE;
}

static bool arc_next(struct reader *reader, struct doc *doc)
{
	struct arc *a = (struct arc *)reader;
	struct flow *flow = reader->in.flow;

	for (;;) {
		struct str s = peek(a, ARC_LINE_MAX);
		uint64_t raw = flow_raw(flow);
		struct arc_line line;
		struct str block;
		enum skip skip;
		uint64_t beyond;
		bool cut;

		if (s.len == 0 && !flow_broken(flow))
			return false;
		if (s.len == 0) {
			flow_resume(flow);
			continue;
		}
		if (s.at[0] == '\r' || s.at[0] == '\n' || s.at[0] == '\0') {
			flow_skip(flow, 1);
			continue;
		}
		if (!arc_line_read(s, &line)) {
			resync(a);
			continue;
		}
		a->damaged = false;
		reader->records++;
		block = read_block(a, &line, raw, &cut);
		arc_line_read(str_from(block.at - line.size, line.size), &line); /* it may have moved */
		beyond = line.has_length && line.length > BLOCK_MAX && block.len == BLOCK_MAX ?
				 line.length - BLOCK_MAX : 0;
		if (beyond > 0) {
			buf_reset(&a->held);
			buf_add(&a->held, block.at - line.size, line.size + block.len);
			block = str_from(a->held.data + line.size, block.len);
			arc_line_read(buf_str(&a->held), &line);
		}
		flow_skip(flow, line.size + block.len);
		flow_discard(flow, beyond);
		skip = make_doc(a, &line, block, cut || beyond > 0, raw, doc);
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

static void arc_close(struct reader *reader)
{
	struct arc *a = (struct arc *)reader;

	buf_release(&a->url);
	buf_release(&a->held);
	free(a);
}

struct reader *arc_reader(const struct reading *in)
{
	static const struct reader_ops ops = { arc_next, arc_close };
	struct arc *a = mem_zero(1, sizeof *a);

	a->base = (struct reader){ .ops = &ops, .in = *in };
	flow_set_begins(in->flow, arc_begins);
	return &a->base;
}
