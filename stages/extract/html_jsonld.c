#include "extract/html_jsonld.h"
#include "text/utf8.h"

#include <stdbool.h>
#include <string.h>

enum key {
	KEY_OTHER, KEY_AUTHOR, KEY_BODY, KEY_CREATED, KEY_CREATOR, KEY_MODIFIED, KEY_PUBLISHED, KEY_DESCRIPTION, KEY_HEADLINE, KEY_ID,
	KEY_IMAGE, KEY_LANG, KEY_LICENSE, KEY_NAME, KEY_PUBLISHER, KEY_SECTION, KEY_TYPE, KEY_UPLOADED, KEY_URL
};

static const struct {
	const char *name;
	enum key key;
} keys[] = {
	{ "@id", KEY_ID },		{ "@type", KEY_TYPE },		  { "articleBody", KEY_BODY },	  { "articleSection", KEY_SECTION },
	{ "author", KEY_AUTHOR },	{ "creator", KEY_CREATOR },	  { "dateCreated", KEY_CREATED },
	{ "dateModified", KEY_MODIFIED }, { "datePublished", KEY_PUBLISHED }, { "description", KEY_DESCRIPTION },
	{ "headline", KEY_HEADLINE },	{ "image", KEY_IMAGE },		  { "inLanguage", KEY_LANG },
	{ "license", KEY_LICENSE },	{ "name", KEY_NAME },		  { "publisher", KEY_PUBLISHER },
	{ "uploadDate", KEY_UPLOADED }, { "url", KEY_URL },
};

static const struct {
	const char *name;
	int rank;
} types[] = {
	{ "Article", 3 }, { "NewsArticle", 3 }, { "BlogPosting", 3 }, { "ReportageNewsArticle", 3 },
	{ "AnalysisNewsArticle", 3 }, { "OpinionNewsArticle", 3 }, { "BackgroundNewsArticle", 3 },
	{ "TechArticle", 3 }, { "ScholarlyArticle", 3 }, { "SocialMediaPosting", 3 }, { "LiveBlogPosting", 3 },
	{ "Report", 3 }, { "AdvertiserContentArticle", 3 }, { "MedicalScholarlyArticle", 3 }, { "SatiricalArticle", 3 },
	{ "ReviewNewsArticle", 3 }, { "DiscussionForumPosting", 3 }, { "CreativeWork", 2 }, { "Recipe", 2 },
	{ "Review", 2 }, { "HowTo", 2 }, { "PodcastEpisode", 2 }, { "VideoObject", 1 }, { "WebPage", 1 },
	{ "ItemPage", 1 }, { "AboutPage", 1 }, { "Question", 1 }, { "Book", 1 }, { "Course", 1 },
};

struct object {
	int rank;
	bool is_name; /* Person, Organization: its name names others */
	struct str id, name, headline, published, modified, created, publisher, description, image, lang, license,
		section, url, body;
	struct html_ld_names authors;
};

struct reader {
	const char *at, *end;
	int depth;
	struct html_ld *ld;
};

static void read_value(struct reader *r, enum key key, struct object *into);

static void skip_space(struct reader *r)
{
	while (r->at < r->end && (unsigned char)*r->at <= ' ')
		r->at++;
}

/* At a quote: the text up to the closing one. */
static struct str read_string(struct reader *r)
{
	const char *from = ++r->at;

	while (r->at < r->end && *r->at != '"')
		r->at += *r->at == '\\' && r->end - r->at > 1 ? 2 : 1;
	struct str text = str_from(from, (size_t)(r->at - from));
	if (r->at < r->end)
		r->at++;
	return text;
}

static enum key find_key(struct str name)
{
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (str_is(name, keys[i].name))
			return keys[i].key;
	return KEY_OTHER;
}

static void set_type(struct object *o, struct str type)
{
	if (str_starts(type, STR("http")))
		for (size_t i = type.len; i > 0; i--)
			if (type.at[i - 1] == '/') {
				type = str_from(type.at + i, type.len - i);
				break;
			}
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (str_is(type, types[i].name) && types[i].rank > o->rank)
			o->rank = types[i].rank;
	if (str_is(type, "Person") || str_ends(type, STR("Organization")))
		o->is_name = true;
}

static void set_first(struct str *field, struct str value)
{
	if (!field->at && value.len > 0)
		*field = value;
}

static void add_author(struct object *o, struct str name)
{
	if (name.len > 0 && o->authors.count < HTML_LD_NAMES)
		o->authors.at[o->authors.count++] = name;
}

static void set_text(struct object *o, enum key key, struct str value)
{
	switch (key) {
	case KEY_AUTHOR:
	case KEY_CREATOR:
		add_author(o, value);
		break;
	case KEY_BODY:
		set_first(&o->body, value);
		break;
	case KEY_CREATED:
	case KEY_UPLOADED:
		set_first(&o->created, value);
		break;
	case KEY_MODIFIED:
		set_first(&o->modified, value);
		break;
	case KEY_PUBLISHED:
		set_first(&o->published, value);
		break;
	case KEY_DESCRIPTION:
		set_first(&o->description, value);
		break;
	case KEY_HEADLINE:
		set_first(&o->headline, value);
		break;
	case KEY_ID:
		set_first(&o->id, value);
		break;
	case KEY_IMAGE:
		set_first(&o->image, value);
		break;
	case KEY_LANG:
		set_first(&o->lang, value);
		break;
	case KEY_LICENSE:
		set_first(&o->license, value);
		break;
	case KEY_NAME:
		set_first(&o->name, value);
		break;
	case KEY_PUBLISHER:
		set_first(&o->publisher, value);
		break;
	case KEY_SECTION:
		set_first(&o->section, value);
		break;
	case KEY_TYPE:
		set_type(o, value);
		break;
	case KEY_URL:
		set_first(&o->url, value);
		break;
	case KEY_OTHER:
		break;
	}
}

/* An object inside another one stands for its name, its address, or what it refers to. */
static void set_object(struct object *o, enum key key, const struct object *value)
{
	if (key == KEY_AUTHOR || key == KEY_CREATOR || key == KEY_PUBLISHER)
		set_text(o, key, value->name.at ? value->name : value->id);
	else if (key == KEY_IMAGE)
		set_text(o, key, value->url.at ? value->url : value->id);
	else if (key == KEY_LANG)
		set_text(o, key, value->name);
}

static void keep_person(struct html_ld *ld, const struct object *o)
{
	if (!o->is_name || !o->id.at || !o->name.at || ld->person_count == HTML_LD_PEOPLE)
		return;
	ld->people[ld->person_count].id = o->id;
	ld->people[ld->person_count++].name = o->name;
}

static void keep_object(struct html_ld *ld, const struct object *o)
{
	keep_person(ld, o);
	if (o->rank == 0)
		return;
	bool better = o->rank > ld->rank;
	const struct {
		struct str *field;
		struct str value;
	} fields[] = {
		{ &ld->headline, o->headline.at || o->rank > 2 ? o->headline : o->name },
		{ &ld->published, o->published }, { &ld->modified, o->modified }, { &ld->created, o->created },
		{ &ld->publisher, o->publisher }, { &ld->description, o->description }, { &ld->image, o->image },
		{ &ld->lang, o->lang }, { &ld->license, o->license }, { &ld->section, o->section },
		{ &ld->body, o->body },
	};

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (fields[i].value.at && (better || !fields[i].field->at))
			*fields[i].field = fields[i].value;
	if (o->authors.count > 0 && (better || ld->authors.count == 0))
		ld->authors = o->authors;
	if (better)
		ld->rank = o->rank;
}

static void read_object(struct reader *r, struct object *o)
{
	memset(o, 0, sizeof *o);
	for (r->at++; r->at < r->end;) {
		skip_space(r);
		if (r->at >= r->end || *r->at == '}')
			break;
		if (*r->at != '"') {
			r->at++;
			continue;
		}
		enum key key = find_key(read_string(r));
		skip_space(r);
		if (r->at < r->end && *r->at == ':') {
			r->at++;
			read_value(r, key, o);
		}
	}
	if (r->at < r->end)
		r->at++;
	keep_object(r->ld, o);
}

static void read_array(struct reader *r, enum key key, struct object *into)
{
	for (r->at++; r->at < r->end;) {
		skip_space(r);
		if (r->at >= r->end || *r->at == ']')
			break;
		if (*r->at == ',')
			r->at++;
		else if (*r->at == '}')
			return;
		else
			read_value(r, key, into);
	}
	if (r->at < r->end)
		r->at++;
}

static void read_value(struct reader *r, enum key key, struct object *into)
{
	skip_space(r);
	if (r->at >= r->end)
		return;
	if (*r->at == '"') {
		set_text(into, key, read_string(r));
		return;
	}
	if ((*r->at == '{' || *r->at == '[') && r->depth < HTML_LD_DEPTH) {
		r->depth++;
		if (*r->at == '[') {
			read_array(r, key, into);
		} else {
			struct object child;

			read_object(r, &child);
			set_object(into, key, &child);
		}
		r->depth--;
		return;
	}
	const char *from = r->at;
	while (r->at < r->end && !memchr(",]}\"[{", *r->at, 6))
		r->at++;
	if (r->at == from)
		r->at++;
}

void html_ld_read(struct str json, struct html_ld *ld)
{
	if (json.len == 0)
		return;
	struct reader r = { json.at, json.at + json.len, 0, ld };
	struct object none = { 0 };

	while (r.at < r.end) {
		if (*r.at == '{' || *r.at == '[')
			read_value(&r, KEY_OTHER, &none);
		else
			r.at++;
	}
}

void html_ld_collect(struct html_ld *ld, const struct html_tree *tree)
{
	memset(ld, 0, sizeof *ld);
	for (uint32_t node = 1; node < tree->count; node++) {
		const struct html_node *n = &tree->nodes[node];

		if (n->tag == HTML_TAG_SCRIPT && !n->is_text && n->first &&
		    str_find(html_attr(tree, node, HTML_ATTR_TYPE), STR("ld+json")) >= 0)
			html_ld_read(html_raw_text(tree, n->first), ld);
	}
}

static uint32_t hex4(const char *at)
{
	uint32_t value = 0;

	for (int i = 0; i < 4; i++) {
		char c = at[i];
		uint32_t digit = c >= '0' && c <= '9' ? (uint32_t)(c - '0') :
				 (c | 32) >= 'a' && (c | 32) <= 'f' ? (uint32_t)((c | 32) - 'a' + 10) : UINT32_MAX;

		if (digit == UINT32_MAX)
			return UINT32_MAX;
		value = value * 16 + digit;
	}
	return value;
}

void html_json_decode(struct str raw, struct buf *out)
{
	if (raw.len == 0)
		return;
	const char *p = raw.at, *end = raw.at + raw.len;
	char text[4];

	while (p < end) {
		if (*p != '\\' || end - p < 2) {
			buf_add_byte(out, *p++);
			continue;
		}
		char c = p[1];
		uint32_t code = c == 'u' && end - p >= 6 ? hex4(p + 2) : UINT32_MAX;

		p += 2;
		if (code != UINT32_MAX) {
			p += 4;
			if (code >= 0xd800 && code < 0xdc00 && end - p >= 6 && p[0] == '\\' && p[1] == 'u') {
				uint32_t low = hex4(p + 2);

				if (low >= 0xdc00 && low < 0xe000) {
					code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
					p += 6;
				}
			}
			buf_add(out, text, utf8_put(code, text));
		} else {
			buf_add_byte(out, c == 'n' || c == 'r' || c == 't' ? ' ' : c);
		}
	}
}
