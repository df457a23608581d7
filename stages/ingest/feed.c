#include "ingest/reader.h"

#ifdef HAVE_EXPAT

#include "text/charset.h"
#include "text/html/charref.h"
#include "text/url.h"

#include "ingest/feed_item.h"
#include "ingest/feed_parser.h"
#include "ingest/feed_scan.h"

#include <stdlib.h>
#include <string.h>

/*
 * Items are told from the bytes (feed_scan.h), and each is parsed alone: what is wrong in one
 * harms no other. All that lies between them goes to a parser of its own, which so sees a feed
 * without items: what that says of itself, and whether it is whole.
 */
enum {
	CHUNK = 64 << 10,
};

struct feed {
	struct reader base;
	bool begun;
	enum charset charset;
	struct feed_scan scan;
	XML_Parser frame, parser; /* of what is between the items; of an item */
	bool frame_ended; /* its fault was noted, or is another's consequence */
	struct feed_item about, item; /* the feed itself, the item at hand */
	struct buf doctype; /* of each item */
	struct buf decoded, url, work;
};

static void XMLCALL on_start(void *ctx, const XML_Char *name, const XML_Char **attributes)
{
	feed_item_open(ctx, name, attributes);
}

static void XMLCALL on_end(void *ctx, const XML_Char *name)
{
	feed_item_close(ctx, name);
}

static void XMLCALL on_text(void *ctx, const XML_Char *text, int len)
{
	feed_item_text(ctx, str_from(text, (size_t)len));
}

/* An entity that XML does not know (&nbsp;) is HTML's. */
static void XMLCALL on_entity(void *ctx, const XML_Char *name, int is_parameter)
{
	struct buf written = BUF_INIT, meant = BUF_INIT;

	if (!is_parameter) {
		buf_addf(&written, "&%s;", name);
		html_decode(buf_str(&written), HTML_DATA, &meant);
		feed_item_text(ctx, buf_str(&meant));
	}
	buf_release(&written);
	buf_release(&meant);
}

static void start_parser(XML_Parser *parser, struct feed_item *item)
{
	if (*parser)
		XML_ParserReset(*parser, "UTF-8");
	else
		*parser = XML_ParserCreate("UTF-8");
	if (!*parser)
		mem_alloc(SIZE_MAX);
	XML_SetUserData(*parser, item);
	XML_SetElementHandler(*parser, on_start, on_end);
	XML_SetCharacterDataHandler(*parser, on_text);
	XML_SetSkippedEntityHandler(*parser, on_entity);
}

static bool parse(XML_Parser parser, struct str text, bool last)
{
	return XML_Parse(parser, text.at, (int)text.len, last) == XML_STATUS_OK;
}

/* The source from here, up to `want` bytes; *last: there is no more. */
static struct str window(struct feed *f, size_t want, bool *last)
{
	const char *at;
	size_t have = flow_peek(f->base.in.flow, want, &at);

	*last = have < want;
	return str_from(at, have < want ? have : want);
}

/* `raw` in UTF-8; it may lie in f->decoded. */
static struct str decode(struct feed *f, struct str raw)
{
	struct decode_faults faults = { 0, 0 };

	if (f->charset == CHARSET_UTF_8)
		return raw;
	buf_reset(&f->decoded);
	charset_decode(f->charset, raw, &f->decoded, &faults);
	return buf_str(&f->decoded);
}

/* The DOCTYPE before an item: what the feed's declares, and that there is more that is not
 * read, so that an entity which nobody declared is no error. */
static void make_doctype(struct feed *f, struct str head)
{
	ptrdiff_t begin = str_find(head, STR("<!DOCTYPE"));
	ptrdiff_t subset, end;

	buf_add_text(&f->doctype, "<!DOCTYPE items SYSTEM \"-\"");
	if (begin >= 0) {
		head = str_from(head.at + begin, head.len - (size_t)begin);
		subset = str_find(head, STR("["));
		end = str_find(head, STR("]>"));
		if (subset >= 0 && end > subset && str_find(head, STR(">")) > subset)
			buf_add(&f->doctype, head.at + subset, (size_t)(end - subset) + 1);
	}
	buf_add_byte(&f->doctype, '>');
}

/* What comes first: the charset, by the rules for markup. White space before the declaration
 * is passed over. */
static void begin(struct feed *f)
{
	bool last;
	struct str head = window(f, CHUNK, &last);
	const char *end = memrchr(head.at, '>', head.len);
	struct charset_choice choice;
	size_t skip;

	if (!last && end)
		head.len = (size_t)(end - head.at) + 1; /* no half character */
	choice = charset_decide(head, STR_NONE, true);
	f->charset = choice.charset == CHARSET_UNKNOWN ? CHARSET_UTF_8 : choice.charset;
	f->scan.big = f->charset == CHARSET_UTF_16BE;
	f->scan.unit = f->charset == CHARSET_UTF_16LE || f->scan.big ? 2 : 1;
	skip = choice.skip;
	while (f->scan.unit == 1 && skip < head.len && strchr(" \t\r\n", head.at[skip]) && head.at[skip])
		skip++;
	flow_skip(f->base.in.flow, skip);
	start_parser(&f->frame, &f->about);
	feed_set_limits(f->frame);
	make_doctype(f, decode(f, str_from(head.at + skip, head.len - skip)));
	f->begun = true;
}

static void pass(struct feed *f, size_t len)
{
	flow_skip(f->base.in.flow, len);
	feed_scan_pass(&f->scan, len);
}

/* `len` bytes that are no item, or with `last` the end of the feed. */
static void pass_gap(struct feed *f, size_t len, bool last)
{
	struct flow *flow = f->base.in.flow;
	const char *at;

	flow_peek(flow, len, &at);
	if (!f->frame_ended && !parse(f->frame, decode(f, str_from(at, len)), last)) {
		fault_note(f->base.in.faults, FAULT_FEED, flow_raw(flow), XML_ErrorString(XML_GetErrorCode(f->frame)));
		f->frame_ended = true;
	}
	pass(f, len);
}

/* Passes over what lies before the next item. *start: the length of its start tag. False: there is none. */
static bool find_item(struct feed *f, size_t *start)
{
	struct flow *flow = f->base.in.flow;

	for (size_t want = CHUNK;;) {
		size_t at = 0;
		bool last;
		struct str s = window(f, want, &last);
		enum feed_mark mark = feed_scan(&f->scan, s, last || want >= FEED_ITEM_MAX, &at, start);

		if (mark == FEED_ITEM_END)
			at = *start;
		want = at > 0 || mark != FEED_MORE ? CHUNK : 2 * want;
		pass_gap(f, at, false);
		if (mark == FEED_ITEM) {
			*start -= at;
			return true;
		}
		if (mark != FEED_NOTHING || !last)
			continue;
		if (!flow_broken(flow)) {
			pass_gap(f, 0, true);
			return false;
		}
		flow_resume(flow);
		f->frame_ended = true;
	}
}

enum item_end { ITEM_CLOSED, ITEM_OPEN, ITEM_CUT, ITEM_LONG };

/* The bytes of the item that starts here. */
static struct str item_bytes(struct feed *f, size_t start, enum item_end *how)
{
	size_t at = start, end;

	for (size_t want = CHUNK;; want *= 2) {
		bool last;
		struct str s = window(f, want < FEED_ITEM_MAX ? want : FEED_ITEM_MAX, &last);

		switch (feed_scan(&f->scan, s, last || want >= FEED_ITEM_MAX, &at, &end)) {
		case FEED_ITEM_END:
			*how = ITEM_CLOSED;
			return str_from(s.at, end);
		case FEED_ITEM:
			*how = ITEM_OPEN;
			return str_from(s.at, at);
		case FEED_NOTHING:
			*how = last ? ITEM_CUT : ITEM_LONG;
			return s;
		case FEED_MORE:
			break;
		}
	}
}

static bool parse_item(struct feed *f, struct str text)
{
	feed_item_begin(&f->item, false);
	start_parser(&f->parser, &f->item);
	return parse(f->parser, buf_str(&f->doctype), false) && parse(f->parser, STR("<items>"), false) &&
	       parse(f->parser, text, false) && parse(f->parser, STR("</items>"), true);
}

/* Reads `raw` into f->item; false if nothing of use is left of it. */
static bool read_item(struct feed *f, struct str raw, enum item_end how)
{
	struct faults *faults = f->base.in.faults;
	struct decode_faults ill_formed = { 0, 0 };
	struct str text = decode(f, raw);
	enum XML_Error error;
	bool whole = parse_item(f, text);

	if (whole && how != ITEM_OPEN)
		return true;
	error = XML_GetErrorCode(f->parser);
	fault_note(faults, FAULT_FEED, flow_raw(f->base.in.flow),
		   how == ITEM_CUT ? "ends inside an item" : how == ITEM_OPEN ? "an item is not closed" : XML_ErrorString(error));
	f->frame_ended |= how == ITEM_CUT || how == ITEM_LONG;
	if (error == XML_ERROR_AMPLIFICATION_LIMIT_BREACH) { /* once is enough */
		buf_reset(&f->doctype);
		make_doctype(f, STR(""));
	}
	if (f->charset == CHARSET_UTF_8) {
		buf_reset(&f->decoded);
		charset_decode_utf8(raw, &f->decoded, &ill_formed);
		text = buf_str(&f->decoded);
	}
	feed_item_salvage(&f->item, text);
	return feed_item_says(&f->item);
}

/* Makes f->url of a reference: what it means where f->url is the address of the page. */
static void resolve(struct feed *f, struct str reference)
{
	buf_reset(&f->work);
	if (!reference.at || reference.len == 0 || !url_resolve(buf_str(&f->url), reference, &f->work))
		return;
	buf_swap(&f->url, &f->work);
}

/* The item's address: relative to xml:base, else to the feed's page, else to the feed. One
 * that cannot be resolved is left as it is. */
static struct str address(struct feed *f)
{
	struct str link = feed_item_link(&f->item), name = f->base.in.name;

	if (!link.at)
		return link;
	buf_reset(&f->url);
	if (str_find(name, STR("://")) > 0)
		buf_add_str(&f->url, name);
	if (f->about.base.len == 0 && f->item.base.len == 0)
		resolve(f, feed_item_link(&f->about));
	resolve(f, buf_str(&f->about.base));
	resolve(f, buf_str(&f->item.base));
	buf_reset(&f->work);
	return url_resolve(buf_str(&f->url), link, &f->work) ? buf_str(&f->work) : link;
}

static void fill(struct feed *f, uint64_t raw_offset, enum item_end how, struct doc *doc)
{
	feed_item_fill(&f->item, &f->about, doc);
	doc->offset = raw_offset;
	doc->url = address(f);
	if (doc->content.len > DOC_BODY_MAX || how == ITEM_LONG) {
		doc->content.len = doc->content.len < DOC_BODY_MAX ? doc->content.len : DOC_BODY_MAX;
		doc->truncated = STR("length");
		fault_note(f->base.in.faults, FAULT_TRUNCATED, raw_offset, "longer than 16 MiB");
	} else if (how == ITEM_CUT) {
		doc->truncated = STR("damage");
	}
}

static bool feed_next(struct reader *reader, struct doc *doc)
{
	struct feed *f = (struct feed *)reader;
	struct flow *flow = reader->in.flow;
	size_t start;

	if (!f->begun)
		begin(f);
	while (find_item(f, &start)) {
		uint64_t offset = flow_raw(flow);
		enum item_end how;
		struct str raw = item_bytes(f, start, &how);
		bool some = read_item(f, raw, how);

		pass(f, raw.len);
		if (!some)
			continue;
		fill(f, offset, how, doc);
		doc->ordinal = reader->records++;
		doc->src_begin = reader->covered;
		doc->src_end = reader->covered = flow_pos(flow);
		return true;
	}
	return false;
}

static void feed_close(struct reader *reader)
{
	struct feed *f = (struct feed *)reader;
	struct buf *bufs[] = { &f->doctype, &f->decoded, &f->url, &f->work };

	if (f->frame)
		XML_ParserFree(f->frame);
	if (f->parser)
		XML_ParserFree(f->parser);
	feed_item_release(&f->about);
	feed_item_release(&f->item);
	for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
		buf_release(bufs[i]);
	free(f);
}

struct reader *feed_reader(const struct reading *in)
{
	static const struct reader_ops ops = { feed_next, feed_close };
	struct feed *f = mem_zero(1, sizeof *f);

	f->base = (struct reader){ .ops = &ops, .in = *in };
	return &f->base;
}

#else

struct reader *feed_reader(const struct reading *in)
{
	(void)in;
	return NULL;
}

#endif
