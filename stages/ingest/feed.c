#include "ingest/reader.h"

#ifdef HAVE_EXPAT

#include "base/buf.h"

#include "ingest/feed_parser.h"

#include <stdlib.h>
#include <string.h>

/*
 * Elements are told by their names as feeds write them ("content:encoded"), not by name
 * space, so that reading can go on inside a feed whose start is damaged.
 */
enum {
	CHUNK = 64 << 10,
	FIELD_BYTES_MAX = 64 << 10,
	CATEGORIES_MAX = 64,
	BAD_MAX = 1000, /* places of one feed where reading goes on */
};

enum slot {
	SLOT_NONE,
	SLOT_ID,
	SLOT_URL,
	SLOT_TITLE,
	SLOT_AUTHOR,
	SLOT_PUBLISHED,
	SLOT_MODIFIED,
	SLOT_SUMMARY,
	SLOT_CONTENT,
	SLOT_CATEGORY,
	SLOTS
};

struct feed {
	struct reader base;
	XML_Parser parser;
	bool ended;
	bool restarted; /* the parser was given a root element that the feed has not */
	uint64_t start; /* where the parser's byte 0 lies in the source */
	uint64_t fed; /* bytes of the source that the parser has */
	uint64_t item_raw;
	bool in_item;
	bool ready; /* an item is complete */
	unsigned bad;
	enum slot slot; /* what text goes to */
	int depth; /* of elements inside the slot's */
	bool markup; /* of the slot: elements are written out again */
	bool plain; /* the content is text, not escaped HTML */
	struct buf value[SLOTS];
	struct buf categories; /* JSON array under way */
	struct doc_field fields[8];
};

static const char root[] = "<feed>";

static enum slot slot_of(const char *name)
{
	static const struct {
		const char *name;
		enum slot slot;
	} names[] = {
		{ "atom:content", SLOT_CONTENT },    { "atom:id", SLOT_ID },
		{ "atom:published", SLOT_PUBLISHED }, { "atom:summary", SLOT_SUMMARY },
		{ "atom:title", SLOT_TITLE },	     { "atom:updated", SLOT_MODIFIED },
		{ "author", SLOT_AUTHOR },	     { "category", SLOT_CATEGORY },
		{ "content", SLOT_CONTENT },	     { "content:encoded", SLOT_CONTENT },
		{ "dc:creator", SLOT_AUTHOR },	     { "dc:date", SLOT_PUBLISHED },
		{ "description", SLOT_SUMMARY },     { "guid", SLOT_ID },
		{ "id", SLOT_ID },		     { "link", SLOT_URL },
		{ "name", SLOT_AUTHOR },	     { "pubDate", SLOT_PUBLISHED },
		{ "published", SLOT_PUBLISHED },     { "summary", SLOT_SUMMARY },
		{ "title", SLOT_TITLE },	     { "updated", SLOT_MODIFIED },
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i].name) == 0)
			return names[i].slot;
	return SLOT_NONE;
}

static bool is_item(const char *name)
{
	return strcmp(name, "item") == 0 || strcmp(name, "entry") == 0 ||
	       strcmp(name, "atom:entry") == 0;
}

static const char *attribute(const XML_Char **attributes, const char *name)
{
	for (size_t i = 0; attributes[i]; i += 2)
		if (strcmp(attributes[i], name) == 0)
			return attributes[i + 1];
	return NULL;
}

static size_t room_of(enum slot slot)
{
	return slot == SLOT_CONTENT || slot == SLOT_SUMMARY ? DOC_BODY_MAX + 1 : FIELD_BYTES_MAX;
}

static void add(struct feed *f, const char *text, size_t len)
{
	struct buf *to = &f->value[f->slot];
	size_t left = room_of(f->slot) - to->len;

	buf_add(to, text, len < left ? len : left);
}

static void add_escaped(struct feed *f, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '&')
			add(f, "&amp;", 5);
		else if (text[i] == '<')
			add(f, "&lt;", 4);
		else if (text[i] == '"')
			add(f, "&quot;", 6);
		else
			add(f, text + i, 1);
	}
}

static void add_tag(struct feed *f, const char *name, const XML_Char **attributes)
{
	add(f, "<", 1);
	add(f, name, strlen(name));
	for (size_t i = 0; attributes[i]; i += 2) {
		add(f, " ", 1);
		add(f, attributes[i], strlen(attributes[i]));
		add(f, "=\"", 2);
		add_escaped(f, attributes[i + 1], strlen(attributes[i + 1]));
		add(f, "\"", 1);
	}
	add(f, ">", 1);
}

static void begin_item(struct feed *f)
{
	f->in_item = true;
	f->slot = SLOT_NONE;
	f->plain = false;
	f->item_raw = flow_raw(f->base.in.flow);
	buf_reset(&f->categories);
	for (int slot = 0; slot < SLOTS; slot++)
		buf_reset(&f->value[slot]);
}

/* Opens a slot that is still empty. A feed's content stands for its description. */
static void begin_slot(struct feed *f, enum slot slot, const XML_Char **attributes)
{
	const char *type = attribute(attributes, "type");
	const char *href = attribute(attributes, "href");
	const char *relation = attribute(attributes, "rel");
	const char *term = attribute(attributes, "term");

	if (slot == SLOT_URL && href) {
		if (f->value[SLOT_URL].len == 0 && (!relation || strcmp(relation, "alternate") == 0))
			buf_add_text(&f->value[SLOT_URL], href);
		return;
	}
	if (slot == SLOT_CATEGORY) {
		buf_reset(&f->value[slot]);
		if (term)
			buf_add_text(&f->value[slot], term);
	} else if (f->value[slot].len > 0) {
		return;
	}
	f->slot = slot;
	f->depth = 0;
	f->markup = type && strcmp(type, "xhtml") == 0;
	if (slot == SLOT_CONTENT || (slot == SLOT_SUMMARY && f->value[SLOT_CONTENT].len == 0))
		f->plain = type && (strcmp(type, "text") == 0 || strcmp(type, "text/plain") == 0);
}

static void XMLCALL on_start(void *ctx, const XML_Char *name, const XML_Char **attributes)
{
	struct feed *f = ctx;

	if (is_item(name)) {
		begin_item(f);
	} else if (f->in_item && f->slot == SLOT_NONE) {
		enum slot slot = slot_of(name);

		if (slot != SLOT_NONE)
			begin_slot(f, slot, attributes);
	} else if (f->slot == SLOT_AUTHOR && strcmp(name, "name") == 0) {
		buf_reset(&f->value[SLOT_AUTHOR]);
		f->depth++;
	} else if (f->slot != SLOT_NONE) {
		f->depth++;
		if (f->markup)
			add_tag(f, name, attributes);
	}
}

static void end_category(struct feed *f)
{
	struct str name = str_trim(buf_str(&f->value[SLOT_CATEGORY]));

	if (name.len == 0 || f->categories.len + 2 * name.len > FIELD_BYTES_MAX)
		return;
	buf_add_text(&f->categories, f->categories.len > 0 ? ",\"" : "\"");
	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = (unsigned char)name.at[i];

		if (c == '"' || c == '\\')
			buf_add_byte(&f->categories, '\\');
		buf_add_byte(&f->categories, c < 0x20 ? ' ' : (char)c);
	}
	buf_add_byte(&f->categories, '"');
}

static void XMLCALL on_end(void *ctx, const XML_Char *name)
{
	struct feed *f = ctx;

	if (f->in_item && is_item(name)) {
		f->in_item = false;
		f->slot = SLOT_NONE;
		f->ready = true;
		XML_StopParser(f->parser, XML_TRUE);
	} else if (f->slot != SLOT_NONE && f->depth > 0) {
		f->depth--;
		if (f->slot == SLOT_AUTHOR && strcmp(name, "name") == 0)
			f->slot = SLOT_NONE; /* Atom: mail address and page of the author follow */
		if (f->markup && f->slot != SLOT_NONE) {
			add(f, "</", 2);
			add(f, name, strlen(name));
			add(f, ">", 1);
		}
	} else if (f->slot != SLOT_NONE) {
		if (f->slot == SLOT_CATEGORY)
			end_category(f);
		f->slot = SLOT_NONE;
	}
}

static void XMLCALL on_text(void *ctx, const XML_Char *text, int len)
{
	struct feed *f = ctx;

	if (f->slot == SLOT_NONE)
		return;
	if (f->markup)
		add_escaped(f, text, (size_t)len);
	else
		add(f, text, (size_t)len);
}

/* An entity that XML does not know (&nbsp;) is HTML's: it stays as it is written. */
static void XMLCALL on_entity(void *ctx, const XML_Char *name, int is_parameter)
{
	struct feed *f = ctx;

	if (f->slot == SLOT_NONE || is_parameter)
		return;
	add(f, "&", 1);
	add(f, name, strlen(name));
	add(f, ";", 1);
}

static void start_parser(struct feed *f)
{
	if (f->parser)
		XML_ParserFree(f->parser);
	f->parser = XML_ParserCreate(f->restarted ? "UTF-8" : NULL);
	if (!f->parser)
		mem_alloc(SIZE_MAX);
	XML_SetUserData(f->parser, f);
	XML_SetElementHandler(f->parser, on_start, on_end);
	XML_SetCharacterDataHandler(f->parser, on_text);
	XML_SetSkippedEntityHandler(f->parser, on_entity);
	feed_set_limits(f->parser);
	f->start = f->fed = flow_pos(f->base.in.flow);
	f->in_item = false;
	f->slot = SLOT_NONE;
	if (f->restarted)
		XML_Parse(f->parser, root, sizeof root - 1, 0);
}

/* Offset in the source up to which the parser has come. */
static uint64_t parsed(const struct feed *f)
{
	XML_Index index = XML_GetCurrentByteIndex(f->parser);
	uint64_t at = index < 0 ? 0 : (uint64_t)index + (uint64_t)XML_GetCurrentByteCount(f->parser);
	uint64_t own = f->restarted ? sizeof root - 1 : 0;

	at = f->start + (at > own ? at - own : 0);
	return at < f->fed ? at : f->fed;
}

static void pass_to(struct feed *f, uint64_t at)
{
	if (at > flow_pos(f->base.in.flow))
		flow_discard(f->base.in.flow, at - flow_pos(f->base.in.flow));
}

/* Behind damage reading goes on at the next item. */
static void restart(struct feed *f)
{
	struct flow *flow = f->base.in.flow;

	pass_to(f, parsed(f));
	for (size_t from = 1;;) {
		const char *at;
		size_t have = flow_peek(flow, CHUNK, &at);
		struct str s = str_from(at, have < CHUNK ? have : CHUNK);
		struct str rest = str_from(s.at + (from < s.len ? from : s.len), s.len - (from < s.len ? from : s.len));
		ptrdiff_t item = str_find(rest, STR("<item"));
		ptrdiff_t entry = str_find(rest, STR("<entry"));

		if (item < 0 || (entry >= 0 && entry < item))
			item = entry;
		if (item >= 0) {
			flow_skip(flow, from + (size_t)item);
			f->restarted = true;
			start_parser(f);
			return;
		}
		if (s.len < CHUNK) {
			flow_skip(flow, s.len);
			f->ended = true;
			return;
		}
		flow_skip(flow, s.len - 8);
		from = 0;
	}
}

static void damaged(struct feed *f)
{
	enum XML_Error error = XML_GetErrorCode(f->parser);

	/* The end tag of the root that a restarted parser never saw is no fault. */
	if (!(f->restarted && error == XML_ERROR_TAG_MISMATCH && !f->in_item))
		fault_note(f->base.in.faults, FAULT_FEED, flow_raw(f->base.in.flow), XML_ErrorString(error));
	if (++f->bad > BAD_MAX) {
		f->ended = true;
		flow_discard(f->base.in.flow, UINT64_MAX);
		return;
	}
	restart(f);
}

/* Lets the parser run until an item is complete (true) or the source has ended. */
static bool run(struct feed *f)
{
	struct flow *flow = f->base.in.flow;

	while (!f->ended) {
		XML_ParsingStatus state;
		enum XML_Status status;

		XML_GetParsingStatus(f->parser, &state);
		f->ready = false;
		if (state.parsing == XML_SUSPENDED) {
			status = XML_ResumeParser(f->parser);
		} else {
			size_t had = (size_t)(f->fed - flow_pos(flow));
			const char *at;
			size_t have = flow_peek(flow, had + CHUNK, &at);

			have = have < had + CHUNK ? have : had + CHUNK;
			f->fed += have - had;
			status = XML_Parse(f->parser, at + had, (int)(have - had), have < had + CHUNK);
			f->ended = have < had + CHUNK && status == XML_STATUS_OK;
		}
		if (f->ready)
			return true;
		if (status == XML_STATUS_ERROR) {
			f->ended = false;
			damaged(f);
			continue;
		}
		if (!f->in_item)
			pass_to(f, parsed(f));
		XML_GetParsingStatus(f->parser, &state);
		f->ended = f->ended || state.parsing == XML_FINISHED;
	}
	return false;
}

static struct str value_of(const struct feed *f, enum slot slot)
{
	struct str s = str_trim(buf_str(&f->value[slot]));

	return s.len > 0 ? s : STR_NONE;
}

static void fill(struct feed *f, struct doc *doc)
{
	bool full = f->value[SLOT_CONTENT].len > 0;
	struct str body = buf_str(&f->value[full ? SLOT_CONTENT : SLOT_SUMMARY]);
	struct doc_field *field = f->fields;
	struct {
		const char *key;
		enum slot slot;
	} const rows[] = {
		{ "title", SLOT_TITLE },	 { "author", SLOT_AUTHOR },
		{ "published", SLOT_PUBLISHED }, { "modified", SLOT_MODIFIED },
		{ "description", SLOT_SUMMARY },
	};

	*doc = (struct doc){ .id = value_of(f, SLOT_ID), .url = value_of(f, SLOT_URL),
			     .mime = f->plain ? STR("text/plain") : STR("text/html"),
			     .charset = STR("utf-8"), .content = body, .offset = f->item_raw };
	if (body.len > DOC_BODY_MAX) {
		doc->content.len = DOC_BODY_MAX;
		doc->truncated = STR("length");
		fault_note(f->base.in.faults, FAULT_TRUNCATED, f->item_raw, "longer than 16 MiB");
	}
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (value_of(f, rows[i].slot).at && (full || rows[i].slot != SLOT_SUMMARY))
			*field++ = (struct doc_field){ str_of(rows[i].key), value_of(f, rows[i].slot), false };
	if (f->categories.len > 0) {
		buf_reset(&f->value[SLOT_CATEGORY]);
		buf_addf(&f->value[SLOT_CATEGORY], "[%.*s]", STR_ARG(buf_str(&f->categories)));
		*field++ = (struct doc_field){ STR("categories"), buf_str(&f->value[SLOT_CATEGORY]), true };
	}
	doc->fields = f->fields;
	doc->nfields = (uint32_t)(field - f->fields);
}

static bool feed_next(struct reader *reader, struct doc *doc)
{
	struct feed *f = (struct feed *)reader;
	struct flow *flow = reader->in.flow;

	if (!f->parser)
		start_parser(f);
	if (!run(f)) {
		do {
			flow_resume(flow);
			flow_discard(flow, UINT64_MAX);
		} while (flow_broken(flow));
		return false;
	}
	fill(f, doc);
	pass_to(f, parsed(f));
	doc->ordinal = reader->records++;
	doc->src_begin = reader->covered;
	doc->src_end = reader->covered = flow_pos(flow);
	return true;
}

static void feed_close(struct reader *reader)
{
	struct feed *f = (struct feed *)reader;

	if (f->parser)
		XML_ParserFree(f->parser);
	for (int slot = 0; slot < SLOTS; slot++)
		buf_release(&f->value[slot]);
	buf_release(&f->categories);
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
