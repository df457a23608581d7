#include "ingest/http.h"

#include "base/num.h"
#include "ingest/doc.h"
#include "ingest/fault.h"

#include <stdlib.h>
#include <string.h>

struct head {
	struct str type;
	struct str transfer;
	struct str coding;
	struct str length;
	struct str tdm, tdm_policy;
	bool odd; /* a line breaks the rules */
};

void http_scratch_init(struct http_scratch *scratch)
{
	*scratch = (struct http_scratch){ .coder = coder_new() };
}

void http_scratch_release(struct http_scratch *scratch)
{
	coder_free(scratch->coder);
	buf_release(&scratch->a);
	buf_release(&scratch->b);
	buf_release(&scratch->mime);
	buf_release(&scratch->transfer);
	buf_release(&scratch->coding);
	buf_release(&scratch->robots);
	buf_release(&scratch->tdm);
}

/* Takes the next line, without its end. False: none is left. */
static bool take_line(struct str *rest, struct str *line)
{
	const char *end;

	if (rest->len == 0)
		return false;
	end = memchr(rest->at, '\n', rest->len);
	*line = str_from(rest->at, end ? (size_t)(end - rest->at) : rest->len);
	rest->at += line->len + (end ? 1 : 0);
	rest->len -= line->len + (end ? 1 : 0);
	if (line->len > 0 && line->at[line->len - 1] == '\r')
		line->len--;
	return true;
}

static int status_of(struct str line)
{
	const char *at = memchr(line.at, ' ', line.len);
	const char *end = line.at + line.len;
	int status = 0;

	if (!at)
		return 0;
	while (at < end && *at == ' ')
		at++;
	for (int i = 0; i < 3; i++, at++) {
		if (at == end || *at < '0' || *at > '9')
			return 0;
		status = status * 10 + (*at - '0');
	}
	return at < end && *at >= '0' && *at <= '9' ? 0 : status;
}

/* A field that comes twice is one list (RFC 9110 5.3); what is only repeated is not. */
static void join(struct str *list, struct str value, struct buf *joined)
{
	if (list->len > 0 && !str_eq_nocase(*list, value)) {
		if (list->at != joined->data) {
			buf_reset(joined);
			buf_add_str(joined, *list);
		}
		buf_add_text(joined, ",");
		buf_add_str(joined, value);
		value = buf_str(joined);
	}
	*list = value;
}

enum { SAYING_MAX = 400 }; /* bytes kept of what a head says of the document's use */

/* Appends the printable ASCII of a value. */
static void add_saying(struct buf *out, struct str value, bool small)
{
	for (size_t i = 0; i < value.len && out->len < SAYING_MAX; i++) {
		char c = value.at[i];

		if (c >= ' ' && c <= '~')
			buf_add_byte(out, small && c >= 'A' && c <= 'Z' ? (char)(c + 32) : c);
	}
}

static void read_field(struct str line, struct http_scratch *scratch, struct head *head)
{
	const char *colon = memchr(line.at, ':', line.len);
	struct str name, value;

	if (!colon) {
		head->odd = true;
		return;
	}
	name = str_trim(str_from(line.at, (size_t)(colon - line.at)));
	value = str_trim(str_from(colon + 1, (size_t)(line.at + line.len - colon - 1)));
	if (str_eq_nocase(name, STR("content-type")))
		head->type = value;
	else if (str_eq_nocase(name, STR("transfer-encoding")))
		join(&head->transfer, value, &scratch->transfer);
	else if (str_eq_nocase(name, STR("content-encoding")))
		join(&head->coding, value, &scratch->coding);
	else if (str_eq_nocase(name, STR("content-length")))
		head->length = value;
	else if (str_eq_nocase(name, STR("tdm-reservation")))
		head->tdm = value;
	else if (str_eq_nocase(name, STR("tdm-policy")))
		head->tdm_policy = value;
	else if (str_eq_nocase(name, STR("x-robots-tag"))) {
		buf_add_text(&scratch->robots, scratch->robots.len > 0 ? "," : "");
		add_saying(&scratch->robots, value, true);
	}
}

/* Reads the fields and leaves in *rest what follows the empty line. */
static void read_head(struct str *rest, struct http_scratch *scratch, struct head *head)
{
	size_t size = rest->len;
	struct str line;

	while (take_line(rest, &line) && line.len > 0) {
		if (size - rest->len > HTTP_HEAD_MAX)
			head->odd = true;
		else if (line.at[0] != ' ' && line.at[0] != '\t')
			read_field(line, scratch, head);
	}
}

static bool holds_token(struct str list, const char *token)
{
	while (list.len > 0) {
		const char *comma = memchr(list.at, ',', list.len);
		size_t len = comma ? (size_t)(comma - list.at) : list.len;

		if (str_eq_nocase(str_trim(str_from(list.at, len)), str_of(token)))
			return true;
		list.at += len + (comma ? 1 : 0);
		list.len -= len + (comma ? 1 : 0);
	}
	return false;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* A chunk-size line: hexadecimal size, then blanks or an extension. */
static bool chunk_size(struct str line, uint64_t *size)
{
	size_t digits = 0;

	*size = 0;
	line = str_trim(line);
	while (digits < line.len && digits < 16 && hex_digit(line.at[digits]) >= 0)
		*size = *size * 16 + (uint64_t)hex_digit(line.at[digits++]);
	if (digits == 0)
		return false;
	return digits == line.len || line.at[digits] == ';' || line.at[digits] == ' ' ||
	       line.at[digits] == '\t';
}

enum chunks { CHUNKS_DONE, CHUNKS_CUT, CHUNKS_BAD };

/* Joins the chunks in *out. Borrows instead (*whole) where there is but one. */
static enum chunks join_chunks(struct str body, struct buf *out, struct str *whole)
{
	bool first = true;
	struct str line;
	uint64_t size;

	buf_reset(out);
	while (take_line(&body, &line)) {
		bool cut;

		if (!chunk_size(line, &size))
			return body.len == 0 && !first ? CHUNKS_CUT : CHUNKS_BAD;
		if (size == 0)
			return CHUNKS_DONE;
		cut = size > body.len;
		if (cut)
			size = body.len;
		if (first)
			*whole = str_from(body.at, (size_t)size);
		else if (out->len == 0)
			buf_add_str(out, *whole);
		if (!first) {
			buf_add(out, body.at, (size_t)size);
			*whole = buf_str(out);
		}
		first = false;
		body.at += size;
		body.len -= (size_t)size;
		if (cut)
			return CHUNKS_CUT;
		if (body.len > 0 && body.at[0] != '\r' && body.at[0] != '\n')
			return CHUNKS_BAD;
		take_line(&body, &line);
	}
	return first ? CHUNKS_BAD : CHUNKS_CUT;
}

static void note(struct http *out, enum fault kind)
{
	out->faults |= 1u << kind;
}

static void undo_chunked(struct http_scratch *scratch, bool cut, struct http *out)
{
	struct str whole = { out->body.at, 0 };

	if (out->body.len == 0)
		return;
	switch (join_chunks(out->body, &scratch->a, &whole)) {
	case CHUNKS_DONE:
		out->body = whole;
		break;
	case CHUNKS_CUT:
		out->body = whole;
		if (!cut)
			note(out, FAULT_TRUNCATED);
		out->truncated = STR("length");
		break;
	case CHUNKS_BAD:
		note(out, FAULT_CHUNKED);
		/* the empty line that ends the message is no content */
		if (str_ends(out->body, STR("\n0\r\n\r\n")))
			out->body.len -= 2;
		break;
	}
}

/* False: what is left of the list cannot be undone. */
static bool undo_one(struct http_scratch *scratch, enum coding coding, bool cut, struct http *out)
{
	struct buf *target = out->body.at == scratch->a.data ? &scratch->b : &scratch->a;

	switch (coding_undo(scratch->coder, coding, out->body, target)) {
	case CODING_DONE:
		break;
	case CODING_NOT:
		note(out, FAULT_ENCODING);
		/* named wrongly, but it is one */
		return coding_by_mark(out->body) != CODING_UNKNOWN && coding_by_mark(out->body) != coding &&
		       undo_one(scratch, coding_by_mark(out->body), cut, out);
	case CODING_CUT:
		if (!cut)
			note(out, FAULT_TRUNCATED);
		out->truncated = STR("length");
		break;
	case CODING_DAMAGED:
		note(out, FAULT_ENCODING);
		out->truncated = STR("damage");
		break;
	case CODING_BOMB:
		note(out, FAULT_BOMB);
		out->truncated = STR("bomb");
		break;
	case CODING_LACKING:
		note(out, FAULT_ENCODING);
		return false;
	}
	out->body = buf_str(target);
	return true;
}

/* Content-Encoding lists the codings in the order they were applied. */
static void undo_codings(struct str list, bool cut, struct http_scratch *scratch, struct http *out)
{
	for (int i = 0; i < HTTP_CODINGS_MAX && list.len > 0 && out->body.len > 0; i++) {
		const char *comma = memrchr(list.at, ',', list.len);
		size_t start = comma ? (size_t)(comma - list.at) + 1 : 0;
		struct str token = str_trim(str_from(list.at + start, list.len - start));
		enum coding coding = coding_of(token);

		list.len = comma ? start - 1 : 0;
		if (coding == CODING_UNKNOWN)
			return;
		if (coding != CODING_IDENTITY && !undo_one(scratch, coding, cut, out))
			return;
	}
}

/* Transfer codings other than chunked are rare, and most crawlers undo them and keep the field. */
static void undo_transfer(struct str list, bool cut, struct http_scratch *scratch, struct http *out)
{
	enum coding coding = coding_by_mark(out->body);

	if ((coding == CODING_GZIP && (holds_token(list, "gzip") || holds_token(list, "x-gzip"))) ||
	    (coding == CODING_DEFLATE && holds_token(list, "deflate")))
		undo_one(scratch, coding, cut, out);
}

/* Text that is gzip all the same: a file that lay packed on the server. */
static void undo_unsaid(bool cut, struct http_scratch *scratch, struct http *out)
{
	bool text = str_starts(out->mime, STR("text/")) || str_ends(out->mime, STR("html")) ||
		    str_ends(out->mime, STR("xml")) || str_ends(out->mime, STR("json"));

	if (text && coding_by_mark(out->body) == CODING_GZIP && undo_one(scratch, CODING_GZIP, cut, out))
		note(out, FAULT_ENCODING);
}

void http_content_type(struct str value, struct buf *mime, struct str *type, struct str *charset)
{
	const char *semicolon;
	size_t len;
	struct str bare, rest;

	*type = *charset = STR_NONE;
	if (value.len == 0)
		return;
	semicolon = memchr(value.at, ';', value.len);
	len = semicolon ? (size_t)(semicolon - value.at) : value.len;
	bare = str_trim(str_from(value.at, len));
	rest = str_from(value.at + len, value.len - len);
	buf_reset(mime);
	for (size_t i = 0; i < bare.len && i < 255; i++)
		buf_add_byte(mime, bare.at[i] >= 'A' && bare.at[i] <= 'Z' ? (char)(bare.at[i] + 32) :
									     bare.at[i]);
	if (bare.len > 0)
		*type = buf_str(mime);
	while (rest.len > 0 && !charset->at) {
		const char *end;
		struct str part;

		rest = str_from(rest.at + 1, rest.len - 1); /* the semicolon */
		end = memchr(rest.at, ';', rest.len);
		part = str_trim(str_from(rest.at, end ? (size_t)(end - rest.at) : rest.len));
		rest = end ? str_from(end, (size_t)(rest.at + rest.len - end)) : STR_NONE;
		if (!str_starts_nocase(part, STR("charset")))
			continue;
		part = str_trim(str_from(part.at + 7, part.len - 7));
		if (part.len == 0 || part.at[0] != '=')
			continue;
		part = str_trim(str_from(part.at + 1, part.len - 1));
		while (part.len > 0 && (part.at[0] == '"' || part.at[0] == '\''))
			part = str_from(part.at + 1, part.len - 1);
		while (part.len > 0 && (part.at[part.len - 1] == '"' || part.at[part.len - 1] == '\''))
			part.len--;
		if (part.len > 0 && part.len <= 64)
			*charset = part;
	}
}

void http_read_head(struct str block, struct http_scratch *scratch, struct http *out)
{
	struct head head = { .odd = false };
	struct str rest = block;
	struct str line;

	*out = (struct http){ .body = block, .content_length = UINT64_MAX };
	if (!str_starts(block, STR("HTTP/")) && !str_starts(block, STR("ICY ")))
		return;
	take_line(&rest, &line);
	out->status = status_of(line);
	buf_reset(&scratch->robots);
	buf_reset(&scratch->tdm);
	read_head(&rest, scratch, &head);
	if (head.odd)
		note(out, FAULT_HEADER);
	add_saying(&scratch->tdm, head.tdm, false);
	if (head.tdm.len > 0 && head.tdm_policy.len > 0) {
		buf_add_byte(&scratch->tdm, ' ');
		add_saying(&scratch->tdm, head.tdm_policy, false);
	}
	out->robots = scratch->robots.len > 0 ? buf_str(&scratch->robots) : STR_NONE;
	out->tdm = scratch->tdm.len > 0 ? buf_str(&scratch->tdm) : STR_NONE;
	out->body = rest;
	out->transfer_encoding = head.transfer;
	out->content_encoding = head.coding;
	num_u64(head.length, &out->content_length);
	http_content_type(head.type, &scratch->mime, &out->mime, &out->charset);
}

void http_undo(struct http_scratch *scratch, bool cut, struct http *out)
{
	if (holds_token(out->transfer_encoding, "chunked"))
		undo_chunked(scratch, cut, out);
	undo_transfer(out->transfer_encoding, cut, scratch, out);
	undo_codings(out->content_encoding, cut, scratch, out);
	undo_unsaid(cut, scratch, out);
	if (out->body.len > DOC_BODY_MAX) {
		out->body.len = DOC_BODY_MAX;
		if (!cut)
			note(out, FAULT_TRUNCATED);
		out->truncated = STR("length");
	}
}
