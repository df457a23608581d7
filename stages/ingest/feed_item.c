#include "ingest/feed_item.h"

#include "text/html/token.h"
#include "text/html/stack.h"

#include <string.h>

enum {
	FIELD_BYTES_MAX = 64 << 10,
	LOOSE_ATTRS_MAX = 8, /* kept of a tag that is read loosely */
};

static const struct {
	const char *name;
	enum feed_slot slot;
} names[] = {
	{ "author", FEED_AUTHOR }, { "category", FEED_CATEGORY }, { "content", FEED_CONTENT },
	{ "content:encoded", FEED_CONTENT }, { "created", FEED_PUBLISHED }, { "dc:creator", FEED_AUTHOR },
	{ "dc:date", FEED_PUBLISHED }, { "dc:description", FEED_SUMMARY }, { "dc:subject", FEED_CATEGORY },
	{ "dc:title", FEED_TITLE }, { "dcterms:created", FEED_PUBLISHED }, { "dcterms:issued", FEED_PUBLISHED },
	{ "dcterms:modified", FEED_MODIFIED }, { "description", FEED_SUMMARY }, { "guid", FEED_ID },
	{ "id", FEED_ID }, { "image", FEED_NONE }, { "issued", FEED_PUBLISHED },
	{ "itunes:summary", FEED_SUMMARY }, { "link", FEED_URL }, { "modified", FEED_MODIFIED },
	{ "name", FEED_AUTHOR }, { "pubDate", FEED_PUBLISHED }, { "published", FEED_PUBLISHED },
	{ "source", FEED_NONE }, { "summary", FEED_SUMMARY }, { "textinput", FEED_NONE },
	{ "title", FEED_TITLE }, { "updated", FEED_MODIFIED },
};

static const char *local_name(const char *name)
{
	return strncmp(name, "atom:", 5) == 0 ? name + 5 : name;
}

/* The element's place in `names`; NULL if it is none of them. */
static const char *known_name(const char *name, enum feed_slot *slot)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(local_name(name), names[i].name) == 0) {
			*slot = names[i].slot;
			return names[i].name;
		}
	return NULL;
}

static const char *attribute(const char **attributes, const char *name)
{
	for (size_t i = 0; attributes[i]; i += 2)
		if (strcmp(attributes[i], name) == 0)
			return attributes[i + 1];
	return NULL;
}

void feed_item_begin(struct feed_item *item, bool loose)
{
	struct buf *bufs[] = { &item->base, &item->address, &item->categories };

	item->loose = loose;
	item->atom = item->opaque_id = item->plain = item->title_markup = false;
	item->element = NULL;
	for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
		buf_reset(bufs[i]);
	for (int slot = 0; slot < FEED_SLOTS; slot++)
		buf_reset(&item->value[slot]);
}

void feed_item_release(struct feed_item *item)
{
	struct buf *bufs[] = { &item->base, &item->address, &item->categories, &item->work };

	for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
		buf_release(bufs[i]);
	for (int slot = 0; slot < FEED_SLOTS; slot++)
		buf_release(&item->value[slot]);
}

static void add(struct feed_item *item, struct str text)
{
	struct buf *to = &item->value[item->slot];
	bool large = item->slot == FEED_CONTENT || item->slot == FEED_SUMMARY;
	size_t left = (large ? DOC_BODY_MAX + 1 : FIELD_BYTES_MAX) - to->len;

	buf_add(to, text.at, text.len < left ? text.len : left);
}

static void add_escaped(struct feed_item *item, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '&')
			add(item, STR("&amp;"));
		else if (text.at[i] == '<')
			add(item, STR("&lt;"));
		else if (text.at[i] == '"')
			add(item, STR("&quot;"));
		else
			add(item, str_from(text.at + i, 1));
	}
}

/* The element's name in HTML. */
static struct str html_name(const char *name)
{
	const char *colon = strchr(name, ':');

	return str_of(colon ? colon + 1 : name);
}

static void add_tag(struct feed_item *item, const char *name, const char **attributes)
{
	add(item, STR("<"));
	add(item, html_name(name));
	for (size_t i = 0; attributes[i]; i += 2) {
		add(item, STR(" "));
		add(item, str_of(attributes[i]));
		add(item, STR("=\""));
		add_escaped(item, str_of(attributes[i + 1]));
		add(item, STR("\""));
	}
	add(item, STR(">"));
}

static void add_end_tag(struct feed_item *item, const char *name)
{
	if (html_is_what(html_tag_find(html_name(name)), HTML_VOID))
		return;
	add(item, STR("</"));
	add(item, html_name(name));
	add(item, STR(">"));
}

static void open_link(struct feed_item *item, const char *href, const char *relation)
{
	struct buf *url = &item->value[FEED_URL];

	if (url->len == 0 && (!relation || strcmp(relation, "alternate") == 0))
		buf_add_text(url, href);
}

static bool is_html(const char *type)
{
	return type && (strstr(type, "html") || strcmp(type, "text/xml") == 0 || strcmp(type, "application/xml") == 0);
}

/* Opens a slot that is still empty. A feed's content stands for its description. */
static void open_slot(struct feed_item *item, enum feed_slot slot, const char **attributes)
{
	const char *type = attribute(attributes, "type");
	const char *term = attribute(attributes, "term");
	const char *permalink = attribute(attributes, "isPermaLink");
	bool text = !type || !strchr(type, '/') || strncmp(type, "text/", 5) == 0 || is_html(type);

	if (slot == FEED_CATEGORY)
		buf_reset(&item->value[slot]);
	else if (item->value[slot].len > 0 || !text)
		slot = FEED_NONE;
	item->slot = slot;
	item->markup = type && strcmp(type, "xhtml") == 0;
	if (slot == FEED_CATEGORY && term)
		add(item, str_of(term));
	if (slot == FEED_TITLE)
		item->title_markup = type ? is_html(type) : !item->atom;
	if (slot == FEED_ID && permalink && strcmp(permalink, "false") == 0)
		item->opaque_id = true;
	if (slot == FEED_CONTENT || (slot == FEED_SUMMARY && item->value[FEED_CONTENT].len == 0))
		item->plain = type && (strcmp(type, "text") == 0 || strcmp(type, "text/plain") == 0);
}

/* An item's own tag, or one of the feed's about its items. */
static void open_outside(struct feed_item *item, const char *name, const char **attributes)
{
	const char *base = attribute(attributes, "xml:base");
	const char *about = attribute(attributes, "rdf:about");

	if (base && item->base.len == 0)
		buf_add_text(&item->base, base);
	if (about && item->address.len == 0)
		buf_add_text(&item->address, about);
	if (strcmp(local_name(name), "entry") == 0 || strcmp(local_name(name), "feed") == 0)
		item->atom = true;
}

static void close_slot(struct feed_item *item);

void feed_item_open(struct feed_item *item, const char *name, const char **attributes)
{
	enum feed_slot slot = FEED_NONE;
	const char *known = known_name(name, &slot);

	/* In a broken item an element that HTML does not have ends what was left open. */
	if (item->loose && item->element && item->slot != FEED_NONE && known && slot != FEED_NONE &&
	    strcmp(known, "summary") != 0 && strcmp(known, "name") != 0)
		close_slot(item);
	if (!item->element && !known) {
		open_outside(item, name, attributes);
	} else if (!item->element) {
		const char *href = attribute(attributes, "href");

		item->depth = 0;
		item->element = known;
		if (slot == FEED_URL && href) {
			open_link(item, href, attribute(attributes, "rel"));
			slot = FEED_NONE;
		}
		open_slot(item, slot, attributes);
	} else if (item->slot == FEED_AUTHOR && strcmp(local_name(name), "name") == 0) {
		buf_reset(&item->value[FEED_AUTHOR]);
		item->depth++;
	} else {
		item->depth++;
		if (item->markup || item->loose)
			add_tag(item, name, attributes);
	}
}

static void end_category(struct feed_item *item)
{
	struct str name = str_trim(buf_str(&item->value[FEED_CATEGORY]));

	if (name.len == 0 || item->categories.len + 2 * name.len > FIELD_BYTES_MAX)
		return;
	buf_add_text(&item->categories, item->categories.len > 0 ? ",\"" : "\"");
	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = (unsigned char)name.at[i];

		if (c == '"' || c == '\\')
			buf_add_byte(&item->categories, '\\');
		buf_add_byte(&item->categories, c < 0x20 ? ' ' : (char)c);
	}
	buf_add_byte(&item->categories, '"');
}

static void close_slot(struct feed_item *item)
{
	if (item->slot == FEED_CATEGORY)
		end_category(item);
	item->element = NULL;
}

void feed_item_close(struct feed_item *item, const char *name)
{
	const char *local = local_name(name);

	if (!item->element)
		return;
	if (item->loose ? strcmp(local, item->element) == 0 || strcmp(local, "item") == 0 || strcmp(local, "entry") == 0 :
			  item->depth == 0) {
		close_slot(item);
		return;
	}
	item->depth--;
	if (item->slot == FEED_AUTHOR && strcmp(local, "name") == 0)
		item->slot = FEED_NONE; /* Atom: mail address and page of the author follow */
	else if (item->markup || item->loose)
		add_end_tag(item, name);
}

void feed_item_text(struct feed_item *item, struct str text)
{
	if (!item->element || item->slot == FEED_NONE)
		return;
	if (item->markup)
		add_escaped(item, text);
	else
		add(item, text);
}

/* Text of a broken item. What is left of a CDATA section that held another goes. */
static void loose_text(struct feed_item *item, const struct html_token *token)
{
	struct str rest;

	buf_reset(&item->work);
	html_decode(token->text, token->content == HTML_CDATA ? HTML_CDATA : HTML_IN_ATTR, &item->work);
	rest = buf_str(&item->work);
	for (;;) {
		ptrdiff_t close = str_find(rest, STR("]]>"));

		feed_item_text(item, str_from(rest.at, close < 0 ? rest.len : (size_t)close));
		if (close < 0)
			return;
		rest = str_from(rest.at + close + 3, rest.len - (size_t)close - 3);
	}
}

static void loose_tag(struct feed_item *item, const struct html_token *token, const char *markup)
{
	const char *attributes[2 * LOOSE_ATTRS_MAX + 1] = { NULL };
	size_t at[2 * LOOSE_ATTRS_MAX], count = 0;

	buf_reset(&item->work);
	buf_add_str(&item->work, token->text);
	buf_add_byte(&item->work, '\0');
	for (uint32_t i = 0; i < token->attr_count && count < 2 * LOOSE_ATTRS_MAX; i++) {
		const struct html_attr *attr = &token->attrs[i];

		at[count++] = item->work.len;
		buf_add(&item->work, markup + attr->name, attr->name_len);
		buf_add_byte(&item->work, '\0');
		at[count++] = item->work.len;
		html_decode(str_from(markup + attr->value, attr->value_len), HTML_IN_ATTR, &item->work);
		buf_add_byte(&item->work, '\0');
	}
	for (size_t i = 0; i < count; i++)
		attributes[i] = item->work.data + at[i];
	if (token->type == HTML_START)
		feed_item_open(item, item->work.data, attributes);
	if (token->type == HTML_END || token->self_closing)
		feed_item_close(item, item->work.data);
}

void feed_item_salvage(struct feed_item *item, struct str markup)
{
	struct html_tokenizer tokenizer;
	struct html_token token;

	feed_item_begin(item, true);
	html_tokenizer_init(&tokenizer, markup);
	tokenizer.foreign = tokenizer.all_attrs = true;
	for (html_tokenizer_next(&tokenizer, &token); token.type != HTML_EOF; html_tokenizer_next(&tokenizer, &token)) {
		if (token.type == HTML_TEXT)
			loose_text(item, &token);
		else if (token.type == HTML_START || token.type == HTML_END)
			loose_tag(item, &token, markup.at);
	}
	if (item->element)
		close_slot(item);
}

static struct str value_of(const struct feed_item *item, enum feed_slot slot)
{
	struct str s = str_trim(buf_str(&item->value[slot]));

	return s.len > 0 ? s : STR_NONE;
}

bool feed_item_says(const struct feed_item *item)
{
	return value_of(item, FEED_TITLE).at || value_of(item, FEED_URL).at || value_of(item, FEED_SUMMARY).at ||
	       value_of(item, FEED_CONTENT).at;
}

struct str feed_item_link(const struct feed_item *item)
{
	struct str id = value_of(item, FEED_ID);

	if (value_of(item, FEED_URL).at)
		return value_of(item, FEED_URL);
	if (item->address.len > 0)
		return str_trim(buf_str(&item->address));
	if (!item->atom && !item->opaque_id && (str_starts_nocase(id, STR("http://")) || str_starts_nocase(id, STR("https://"))))
		return id;
	return STR_NONE;
}

/* A title that is markup becomes the text that it shows. */
static void show_title(struct feed_item *item)
{
	struct buf *title = &item->value[FEED_TITLE];
	struct html_tokenizer tokenizer;
	struct html_token token;

	if (!item->title_markup || title->len == 0 ||
	    !(memchr(title->data, '<', title->len) || memchr(title->data, '&', title->len)))
		return;
	buf_reset(&item->work);
	html_tokenizer_init(&tokenizer, buf_str(title));
	for (html_tokenizer_next(&tokenizer, &token); token.type != HTML_EOF; html_tokenizer_next(&tokenizer, &token))
		if (token.type == HTML_TEXT)
			html_decode(token.text, HTML_DATA, &item->work);
	if (str_trim(buf_str(&item->work)).len > 0)
		buf_swap(&item->work, title);
}

static void show_date(struct feed_item *item, enum feed_slot slot)
{
	buf_reset(&item->work);
	if (feed_date(value_of(item, slot), &item->work))
		buf_swap(&item->work, &item->value[slot]);
}

void feed_item_fill(struct feed_item *item, const struct feed_item *feed, struct doc *doc)
{
	bool full = item->value[FEED_CONTENT].len > 0;
	bool inherits = feed->atom && !value_of(item, FEED_AUTHOR).at;
	struct doc_field *field = item->fields;
	struct {
		const char *key;
		struct str value;
	} rows[5];

	show_title(item);
	show_date(item, FEED_PUBLISHED);
	show_date(item, FEED_MODIFIED);
	rows[0].key = "title", rows[0].value = value_of(item, FEED_TITLE);
	rows[1].key = "author", rows[1].value = value_of(inherits ? feed : item, FEED_AUTHOR);
	rows[2].key = "published", rows[2].value = value_of(item, FEED_PUBLISHED);
	rows[3].key = "modified", rows[3].value = value_of(item, FEED_MODIFIED);
	rows[4].key = "description", rows[4].value = full ? value_of(item, FEED_SUMMARY) : STR_NONE;
	*doc = (struct doc){ .id = value_of(item, FEED_ID), .mime = item->plain ? STR("text/plain") : STR("text/html"),
			     .charset = STR("utf-8"), .content = buf_str(&item->value[full ? FEED_CONTENT : FEED_SUMMARY]) };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].value.at)
			*field++ = (struct doc_field){ str_of(rows[i].key), rows[i].value, false };
	if (item->categories.len > 0) {
		buf_reset(&item->work);
		buf_addf(&item->work, "[%.*s]", STR_ARG(buf_str(&item->categories)));
		*field++ = (struct doc_field){ STR("categories"), buf_str(&item->work), true };
	}
	doc->fields = item->fields;
	doc->nfields = (uint32_t)(field - item->fields);
}
