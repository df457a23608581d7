#include "extract/html_claim.h"

#include <string.h>

enum field {
	NAME_AUTHOR, NAME_DATE, NAME_DESCRIPTION, NAME_IMAGE, NAME_KEYWORDS, NAME_LANG, NAME_LICENSE, NAME_MODIFIED,
	NAME_PUBLISHED, NAME_ROBOTS, NAME_SECTION, NAME_SITE, NAME_TAG, NAME_TDM, NAME_TDM_POLICY, NAME_TITLE, NAME_URL,
	NAME_WEAK_AUTHOR, NAME_WEAK_TITLE
};

/* Names of <meta>, in small letters, sorted. */
static const struct {
	const char *name;
	enum field field;
} names[] = {
#include "extract/html_meta.inc"
};

/* The field of a name, without regard to case; -1 if it is not known. */
static int find_name(struct str name)
{
	char small[48];
	int low = 0, high = (int)(sizeof names / sizeof *names) - 1;

	name = str_trim(name);
	if (name.len == 0 || name.len >= sizeof small)
		return -1;
	for (size_t i = 0; i < name.len; i++)
		small[i] = (char)(name.at[i] >= 'A' && name.at[i] <= 'Z' ? name.at[i] + 32 : name.at[i]);
	small[name.len] = '\0';
	while (low <= high) {
		int middle = (low + high) / 2, order = strcmp(small, names[middle].name);

		if (order == 0)
			return (int)names[middle].field;
		if (order < 0)
			high = middle - 1;
		else
			low = middle + 1;
	}
	return -1;
}

struct html_claim *html_add_claim(struct html_claims *claims, enum html_source source, uint32_t node)
{
	if (claims->count == HTML_CLAIMS_MAX)
		return NULL;
	struct html_claim *claim = &claims->list[claims->count++];
	*claim = (struct html_claim){ .source = (uint8_t)source, .node = node };
	return claim;
}

void html_add_text(struct html_meta_reader *r, struct html_claims *claims, enum html_source source, uint32_t node,
		     struct str raw, enum html_how how)
{
	enum { TEXT_MAX = 600 };
	struct buf *strings = &r->meta->strings;
	struct html_claim *claim = raw.len > 0 ? html_add_claim(claims, source, node) : NULL;

	if (!claim)
		return;
	raw.len = raw.len < TEXT_MAX ? raw.len : TEXT_MAX;
	claim->text = (uint32_t)strings->len;
	if (how == HTML_HOW_JSON) {
		struct buf json = BUF_INIT;

		html_json_decode(raw, &json);
		html_collapse(buf_str(&json), HTML_RCDATA, strings);
		buf_release(&json);
	} else if (how == HTML_HOW_TEXT) {
		buf_add_str(strings, raw);
	} else {
		html_collapse(raw, HTML_RCDATA, strings);
	}
	claim->len = (uint32_t)strings->len - claim->text;
	if (claim->len == 0)
		claims->count--;
}

static void add_date(struct html_meta_reader *r, enum html_source source, bool modified, uint32_t node, struct str raw)
{
	struct html_date found;

	raw.len = raw.len < 200 ? raw.len : 200;
	if (!html_date_find(r->months, raw, r->meta->day_order, &found))
		return;
	struct html_claim *claim = html_add_claim(&r->meta->dates, source, node);
	if (!claim)
		return;
	claim->day = found.day;
	claim->unsure = found.unsure;
	claim->modified = modified;
	claim->text = (uint32_t)r->meta->strings.len;
	claim->len = (uint32_t)found.time.len;
	buf_add_str(&r->meta->strings, found.time);
}

static void set_first(struct str *field, struct str value)
{
	if (!field->at && str_trim(value).len > 0)
		*field = str_trim(value);
}

static void read_named(struct html_meta_reader *r, int field, struct str value, uint32_t node)
{
	struct html_meta *m = r->meta;

	switch ((enum field)field) {
	case NAME_AUTHOR:
		html_add_text(r, &m->authors, HTML_FROM_META, node, value, HTML_HOW_ATTR);
		break;
	case NAME_WEAK_AUTHOR:
		html_add_text(r, &m->authors, HTML_FROM_META_WEAK, node, value, HTML_HOW_ATTR);
		break;
	case NAME_TITLE:
		html_add_text(r, &m->titles, HTML_FROM_META, node, value, HTML_HOW_ATTR);
		break;
	case NAME_WEAK_TITLE:
		html_add_text(r, &m->titles, HTML_FROM_META_WEAK, node, value, HTML_HOW_ATTR);
		break;
	case NAME_PUBLISHED:
		add_date(r, HTML_FROM_META, false, node, value);
		break;
	case NAME_DATE:
		add_date(r, HTML_FROM_META_WEAK, false, node, value);
		break;
	case NAME_MODIFIED:
		add_date(r, HTML_FROM_MODIFIED, true, node, value);
		break;
	case NAME_DESCRIPTION:
		set_first(&m->description, value);
		break;
	case NAME_IMAGE: {
		struct html_day day;

		set_first(&m->image, value);
		if (html_date_in_url(value, &day)) {
			struct html_claim *claim = html_add_claim(&m->dates, HTML_FROM_IMAGE, node);

			if (claim)
				claim->day = day;
		}
		break;
	}
	case NAME_KEYWORDS:
		set_first(&m->keywords, value);
		break;
	case NAME_LANG:
		set_first(&m->lang, value);
		break;
	case NAME_LICENSE:
		set_first(&m->license, value);
		break;
	case NAME_ROBOTS:
		if (m->robots_count < 4)
			m->robots[m->robots_count++] = value;
		break;
	case NAME_SECTION:
		set_first(&m->section, value);
		break;
	case NAME_SITE:
		set_first(&m->site, value);
		break;
	case NAME_TAG:
		if (m->tag_count < 32)
			m->tags[m->tag_count++] = value;
		break;
	case NAME_URL:
		set_first(&m->address, value);
		break;
	case NAME_TDM:
		set_first(&m->tdm, value);
		break;
	case NAME_TDM_POLICY:
		set_first(&m->tdm_policy, value);
		break;
	}
}

static void read_meta(struct html_meta_reader *r, uint32_t node)
{
	const struct html_tree *tree = &r->page->tree;
	static const enum html_attr_id by[] = { HTML_ATTR_PROPERTY, HTML_ATTR_NAME, HTML_ATTR_HTTP_EQUIV, HTML_ATTR_ITEMPROP };
	struct str content = html_attr(tree, node, HTML_ATTR_CONTENT);

	if (content.len == 0)
		return;
	for (size_t i = 0; i < sizeof by / sizeof *by; i++) {
		struct str name = html_attr(tree, node, by[i]);
		int field = find_name(name);

		if (field < 0 && by[i] < HTML_ATTR_REL && content.at[0] == '2' &&
		    (str_find(name, STR("publish")) >= 0 || str_find(name, STR("upload")) >= 0 ||
		     str_find(name, STR("create")) >= 0 || str_find(name, STR("date")) >= 0))
			field = str_find(name, STR("mod")) >= 0 || str_find(name, STR("update")) >= 0 ? NAME_MODIFIED : NAME_DATE;
		if (field < 0)
			continue;
		read_named(r, field, content, node);
		return;
	}
}

static void read_link(struct html_meta_reader *r, uint32_t node)
{
	const struct html_tree *tree = &r->page->tree;
	struct str rel = html_attr(tree, node, HTML_ATTR_REL), href = html_attr(tree, node, HTML_ATTR_HREF);
	struct html_meta *m = r->meta;

	if (href.len == 0)
		return;
	if (str_eq_nocase(rel, STR("canonical"))) {
		set_first(&m->canonical, href);
	} else if (str_eq_nocase(rel, STR("license"))) {
		set_first(&m->license, href);
	} else if (str_eq_nocase(rel, STR("alternate"))) {
		struct str lang = html_attr(tree, node, HTML_ATTR_HREFLANG);

		if (lang.len > 0 && m->alternate_count < 256) {
			m->alternates[m->alternate_count].lang = lang;
			m->alternates[m->alternate_count++].url = href;
		}
	}
}

/* The value of a microdata or RDFa element: its content, datetime or title attribute, else its text. */
static struct str value_of(struct html_meta_reader *r, uint32_t node, struct buf *text)
{
	static const enum html_attr_id by[] = { HTML_ATTR_CONTENT, HTML_ATTR_DATETIME, HTML_ATTR_TITLE };

	for (size_t i = 0; i < sizeof by / sizeof *by; i++) {
		struct str value = html_attr(&r->page->tree, node, by[i]);

		if (value.len > 0 && (by[i] != HTML_ATTR_TITLE || memchr(value.at, '2', value.len)))
			return value;
	}
	buf_reset(text);
	html_text(&r->page->tree, node, 400, text);
	return buf_str(text);
}

static void read_prop(struct html_meta_reader *r, uint32_t node, struct str prop)
{
	struct buf text = BUF_INIT;
	struct html_meta *m = r->meta;

	if (str_starts(prop, STR("datePublished")))
		add_date(r, HTML_FROM_PROP, false, node, value_of(r, node, &text));
	else if (str_is(prop, "dateModified"))
		add_date(r, HTML_FROM_MODIFIED, true, node, value_of(r, node, &text));
	else if (str_is(prop, "dateCreated") || str_is(prop, "uploadDate"))
		add_date(r, HTML_FROM_JSONLD_CREATED, false, node, value_of(r, node, &text));
	else if (str_is(prop, "headline"))
		html_add_text(r, &m->titles, HTML_FROM_PROP, node, value_of(r, node, &text), HTML_HOW_ATTR);
	else if (str_is(prop, "author") || str_is(prop, "author name"))
		html_add_text(r, &m->authors, HTML_FROM_PROP, node, value_of(r, node, &text), HTML_HOW_ATTR);
	buf_release(&text);
}

static void read_time(struct html_meta_reader *r, uint32_t node)
{
	const struct html_tree *tree = &r->page->tree;
	struct str value = html_attr(tree, node, HTML_ATTR_DATETIME), name = html_attr(tree, node, HTML_ATTR_CLASS);
	bool marked = html_attr(tree, node, HTML_ATTR_PUBDATE).at || str_find(name, STR("publish")) >= 0 ||
		      str_find(name, STR("entry-date")) >= 0;
	bool modified = str_find(name, STR("updated")) >= 0 || str_find(name, STR("modified")) >= 0;
	struct buf text = BUF_INIT;

	if (value.len == 0) {
		html_text(tree, node, 200, &text);
		value = buf_str(&text);
	}
	if (modified && !marked)
		add_date(r, HTML_FROM_MODIFIED, true, node, value);
	else
		add_date(r, marked ? HTML_FROM_TIME_MARKED : HTML_FROM_TIME, false, node, value);
	buf_release(&text);
}

static void read_anchor(struct html_meta_reader *r, uint32_t node, struct str rel)
{
	struct buf text = BUF_INIT;
	struct html_meta *m = r->meta;

	if (str_find(rel, STR("author")) >= 0) {
		html_text(&r->page->tree, node, 300, &text);
		html_add_text(r, &m->authors, HTML_FROM_REL, node, buf_str(&text), HTML_HOW_TEXT);
	} else if (str_find(rel, STR("license")) >= 0) {
		set_first(&m->license, html_attr(&r->page->tree, node, HTML_ATTR_HREF));
	}
	buf_release(&text);
}

/* Parts of <title> between " - ", " | " and the like. */
static void add_title_parts(struct html_meta_reader *r, struct str title)
{
	static const char *const bars[] = { " - ", " | ", " – ", " — ", " « ", " » ", " :: ", " · ", " • ", ": ", " / " };
	struct html_meta *m = r->meta;

	for (size_t i = 0; i < sizeof bars / sizeof *bars; i++) {
		struct str bar = str_of(bars[i]), rest = title;
		ptrdiff_t first = str_find(title, bar), last = first;

		if (first < 0)
			continue;
		for (ptrdiff_t at; (at = str_find(rest, bar)) >= 0;) {
			last = rest.at + at - title.at;
			rest = str_from(rest.at + at + 1, rest.len - (size_t)at - 1);
		}
		html_add_text(r, &m->titles, HTML_FROM_TITLE_PART, 0, str_from(title.at, (size_t)last), HTML_HOW_TEXT);
		if (first != last)
			html_add_text(r, &m->titles, HTML_FROM_TITLE_PART, 0, str_from(title.at, (size_t)first), HTML_HOW_TEXT);
		html_add_text(r, &m->titles, HTML_FROM_TITLE_PART, 0,
			 str_trim(str_from(title.at + first + bar.len, title.len - (size_t)first - bar.len)), HTML_HOW_TEXT);
	}
}

static void read_title(struct html_meta_reader *r, uint32_t node)
{
	struct buf text = BUF_INIT;

	if (r->page->tree.nodes[node].parent != r->page->tree.head)
		return;
	html_text(&r->page->tree, node, 1000, &text);
	html_add_text(r, &r->meta->titles, HTML_FROM_TITLE, node, buf_str(&text), HTML_HOW_TEXT);
	add_title_parts(r, buf_str(&text));
	buf_release(&text);
}

static void read_node(struct html_meta_reader *r, uint32_t node)
{
	const struct html_node *n = &r->page->tree.nodes[node];
	const struct html_tree *tree = &r->page->tree;

	switch ((enum html_tag)n->tag) {
	case HTML_TAG_META:
		read_meta(r, node);
		return;
	case HTML_TAG_LINK:
		read_link(r, node);
		return;
	case HTML_TAG_BASE:
		set_first(&r->meta->base, html_attr(tree, node, HTML_ATTR_HREF));
		return;
	case HTML_TAG_TITLE:
		read_title(r, node);
		return;
	default:
		break;
	}
	bool dated = false;
	for (uint32_t i = 0; i < n->attr_count; i++) {
		const struct html_attr *attr = &tree->attrs[n->attrs + i];
		struct str value = str_from(tree->markup.at + attr->value, attr->value_len);

		if (attr->id == HTML_ATTR_ITEMPROP || attr->id == HTML_ATTR_PROPERTY) {
			if (str_starts(value, STR("schema:")))
				value = str_from(value.at + 7, value.len - 7);
			read_prop(r, node, value);
			dated = str_starts(value, STR("date"));
		} else if (attr->id == HTML_ATTR_REL && n->tag == HTML_TAG_A) {
			read_anchor(r, node, value);
		}
	}
	if (n->tag == HTML_TAG_TIME && !dated)
		read_time(r, node);
	else if ((n->tag == HTML_TAG_ABBR || n->tag == HTML_TAG_SPAN) && html_attr(tree, node, HTML_ATTR_TITLE).len > 7)
		add_date(r, HTML_FROM_TIME, false, node, html_attr(tree, node, HTML_ATTR_TITLE));
}

static void read_jsonld(struct html_meta_reader *r)
{
	struct html_meta *m = r->meta;
	struct html_ld *ld = &m->ld;

	html_add_text(r, &m->titles, HTML_FROM_JSONLD, 0, ld->headline, HTML_HOW_JSON);
	add_date(r, HTML_FROM_JSONLD, false, 0, ld->published);
	add_date(r, HTML_FROM_MODIFIED, true, 0, ld->modified);
	add_date(r, HTML_FROM_JSONLD_CREATED, false, 0, ld->created);
	struct buf joined = BUF_INIT;
	for (uint32_t i = 0; i < ld->authors.count; i++) {
		struct str name = ld->authors.at[i];

		for (uint32_t k = 0; k < ld->person_count; k++)
			if (str_eq(ld->people[k].id, name))
				name = ld->people[k].name;
		if (str_find(buf_str(&joined), name) >= 0)
			continue;
		if (joined.len > 0)
			buf_add_text(&joined, "; ");
		buf_add_str(&joined, name);
	}
	html_add_text(r, &m->authors, HTML_FROM_JSONLD, 0, buf_str(&joined), HTML_HOW_JSON);
	buf_release(&joined);
}

/* Month before day: American English, and where nothing is said with an American address. */
static enum html_day_order order_of(const struct html_page *page, struct str url)
{
	struct str lang = page->tree.html ? html_attr(&page->tree, page->tree.html, HTML_ATTR_LANG) : STR_NONE;

	if (lang.len > 0 && !str_starts_nocase(lang, STR("en")))
		return HTML_DAY_FIRST;
	if (lang.len >= 5 && !str_starts_nocase(str_from(lang.at + 3, lang.len - 3), STR("us")))
		return HTML_DAY_FIRST;
	if (str_find(url, STR(".uk/")) >= 0 || str_find(url, STR(".au/")) >= 0 || str_find(url, STR(".ie/")) >= 0 ||
	    str_find(url, STR(".in/")) >= 0 || str_find(url, STR(".nz/")) >= 0)
		return HTML_DAY_FIRST;
	return lang.len > 0 ? HTML_MONTH_FIRST : HTML_DAY_FIRST;
}

void html_meta_read(struct html_meta *meta, const struct html_page *page, const struct html_features *features,
		    const struct html_ld *ld, const struct html_months *months, struct str url)
{
	struct html_meta_reader r = { meta, page, features, months };
	struct buf strings = meta->strings;
	struct html_day day;

	memset(meta, 0, sizeof *meta);
	buf_reset(&strings);
	meta->strings = strings;
	meta->ld = *ld;
	meta->url = url;
	meta->day_order = order_of(page, url);
	for (uint32_t node = 1; node < page->tree.count; node++)
		if (!page->tree.nodes[node].is_text)
			read_node(&r, node);
	read_jsonld(&r);
	if (html_date_in_url(url.len > 0 ? url : meta->canonical.len > 0 ? meta->canonical : meta->address, &day)) {
		struct html_claim *claim = html_add_claim(&meta->dates, HTML_FROM_URL, 0);

		if (claim)
			claim->day = day;
	}
	html_claims_of_blocks(&r);
}

void html_meta_release(struct html_meta *meta)
{
	buf_release(&meta->strings);
}
