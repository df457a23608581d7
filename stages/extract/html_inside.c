#include "extract/html_inside.h"

#include <xxhash.h>

#define IN(NAME) (1u << HTML_IN_##NAME)

static uint32_t class_words(struct html_page *page, struct str value)
{
	if (value.len == 0)
		return 0;
	uint64_t hash = XXH3_64bits(value.at, value.len) | 1;
	struct html_class_memo *memo = &page->memo[(hash >> 20) % HTML_CLASS_MEMO];

	if (memo->hash != hash) {
		memo->words = html_class_words(&page->classes, value);
		memo->hash = hash;
	}
	return memo->words;
}

/* What an element is inside of by its name. */
static const uint32_t inside_by_tag[HTML_TAG_COUNT] = {
	[HTML_TAG_ARTICLE] = IN(ARTICLE), [HTML_TAG_MAIN] = IN(MAIN),	    [HTML_TAG_ASIDE] = IN(ASIDE),
	[HTML_TAG_NAV] = IN(NAV),	  [HTML_TAG_HEADER] = IN(HEADER),   [HTML_TAG_FOOTER] = IN(FOOTER),
	[HTML_TAG_FORM] = IN(FORM),	  [HTML_TAG_FIGURE] = IN(FIGURE),   [HTML_TAG_TABLE] = IN(TABLE),
	[HTML_TAG_UL] = IN(LIST),	  [HTML_TAG_OL] = IN(LIST),	    [HTML_TAG_DL] = IN(LIST),
	[HTML_TAG_BLOCKQUOTE] = IN(QUOTE), [HTML_TAG_SECTION] = IN(SECTION), [HTML_TAG_A] = IN(LINK),
	[HTML_TAG_BUTTON] = IN(BUTTON),	  [HTML_TAG_B] = IN(STRONG),	    [HTML_TAG_STRONG] = IN(STRONG),
	[HTML_TAG_EM] = IN(STRONG) | IN(SLANT), [HTML_TAG_I] = IN(STRONG) | IN(SLANT),	    [HTML_TAG_PRE] = IN(PRE),
	[HTML_TAG_XMP] = IN(PRE), [HTML_TAG_LISTING] = IN(PRE), [HTML_TAG_PLAINTEXT] = IN(PRE),
	[HTML_TAG_H1] = IN(HEADING),	  [HTML_TAG_H2] = IN(HEADING),	    [HTML_TAG_H3] = IN(HEADING),
	[HTML_TAG_H4] = IN(HEADING),	  [HTML_TAG_H5] = IN(HEADING),	    [HTML_TAG_H6] = IN(HEADING),
	[HTML_TAG_DETAILS] = IN(DETAILS), [HTML_TAG_SCRIPT] = IN(DROPPED), [HTML_TAG_STYLE] = IN(DROPPED),
	[HTML_TAG_NOSCRIPT] = IN(DROPPED), [HTML_TAG_TEMPLATE] = IN(DROPPED), [HTML_TAG_SELECT] = IN(DROPPED),
	[HTML_TAG_TEXTAREA] = IN(DROPPED), [HTML_TAG_IFRAME] = IN(DROPPED), [HTML_TAG_OBJECT] = IN(DROPPED),
	[HTML_TAG_SVG] = IN(DROPPED),	  [HTML_TAG_CANVAS] = IN(DROPPED),  [HTML_TAG_AUDIO] = IN(DROPPED),
	[HTML_TAG_VIDEO] = IN(DROPPED),	  [HTML_TAG_DATALIST] = IN(DROPPED), [HTML_TAG_NOEMBED] = IN(DROPPED),
	[HTML_TAG_NOFRAMES] = IN(DROPPED), [HTML_TAG_APPLET] = IN(DROPPED), [HTML_TAG_RP] = IN(DROPPED),
	[HTML_TAG_TITLE] = IN(DROPPED),	  [HTML_TAG_DIALOG] = IN(BUTTON),
};

static const struct {
	const char *role;
	uint32_t in;
} roles[] = {
	{ "article", IN(ARTICLE) },	{ "banner", IN(HEADER) },  { "complementary", IN(ASIDE) },
	{ "contentinfo", IN(FOOTER) },	{ "dialog", IN(BUTTON) },  { "main", IN(MAIN) },
	{ "navigation", IN(NAV) },	{ "search", IN(FORM) },
};

static uint32_t inside_by_role(struct str role)
{
	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
		if (str_is(role, roles[i].role))
			return roles[i].in;
	return 0;
}

static bool style_hides(struct str style)
{
	ptrdiff_t at = str_find(style, STR("display"));

	if (at < 0 || style.len > 500)
		return false;
	struct str rest = str_trim(str_from(style.at + at + 7, style.len - (size_t)at - 7));
	if (rest.len == 0 || rest.at[0] != ':')
		return false;
	rest = str_trim(str_from(rest.at + 1, rest.len - 1));
	return str_starts_nocase(rest, STR("none"));
}

void html_inside_enter(struct html_page *page, uint32_t node, uint32_t first_block, bool noscript)
{
	const struct html_node *n = &page->tree.nodes[node];
	const struct html_element *up = &page->elements[n->parent];
	struct html_element *e = &page->elements[node];

	e->first_block = first_block;
	e->end_block = e->first_block;
	e->depth = (uint16_t)(up->depth + 1);
	e->own = 0;
	e->above = up->above | (n->parent == page->tree.body ? 0 : up->own);
	bool fallback = n->tag == HTML_TAG_NOSCRIPT || n->tag == HTML_TAG_NOFRAMES;

	e->in = up->in | (noscript && fallback ? 0 : inside_by_tag[n->tag]);
	for (uint32_t i = 0; i < n->attr_count; i++) {
		const struct html_attr *attr = &page->tree.attrs[n->attrs + i];
		struct str value = str_from(page->tree.markup.at + attr->value, attr->value_len);

		switch (attr->id) {
		case HTML_ATTR_CLASS:
			/* MediaWiki: a link to edit what is below the heading */
			if ((up->in & IN(HEADING)) && str_find(value, STR("editsection")) >= 0)
				e->in |= IN(DROPPED);
			/* fall through */
		case HTML_ATTR_ID:
			e->own |= class_words(page, value);
			break;
		case HTML_ATTR_ITEMPROP:
		case HTML_ATTR_PROPERTY:
			if (str_find(value, STR("articleBody")) >= 0 || str_is(value, "text"))
				e->in |= IN(BODY_PROP);
			break;
		case HTML_ATTR_SHADOWROOTMODE:
			if (n->tag == HTML_TAG_TEMPLATE)
				e->in = up->in; /* shown in its place */
			break;
		case HTML_ATTR_ROLE:
			e->in |= inside_by_role(value);
			break;
		case HTML_ATTR_HIDDEN:
			e->in |= IN(HIDDEN);
			break;
		case HTML_ATTR_ARIA_HIDDEN:
			e->in |= str_is(value, "true") ? IN(HIDDEN) : 0;
			break;
		case HTML_ATTR_STYLE:
			e->in |= style_hides(value) ? IN(HIDDEN) : 0;
			break;
		default:
			break;
		}
	}
}

void html_inside_quote(struct html_page *page, uint32_t node)
{
	const uint32_t bits = 1u << HTML_CLASS_SHARE | 1u << HTML_CLASS_CAPTION;
	struct html_element *e = &page->elements[node];

	if (!(e->own & bits))
		return;
	e->in |= e->own & 1u << HTML_CLASS_SHARE ? IN(EMBED) : 0;
	e->own &= ~bits;
	uint32_t up = page->tree.nodes[node].parent;
	for (unsigned level = 0; level < 4 && up && page->elements[up].first_block == e->first_block; level++) {
		page->elements[up].own &= ~(bits | 1u << HTML_CLASS_SIDE);
		up = page->tree.nodes[up].parent;
	}
}

bool html_inside_popup(const struct html_page *page, uint32_t node)
{
	enum { LOOK_MAX = 64 };
	const struct html_tree *tree = &page->tree;
	unsigned images = 0, links = 0, looked = 0;

	for (uint32_t at = tree->nodes[node].first; at; at = html_next(tree, at, node)) {
		const struct html_node *n = &tree->nodes[at];

		if (++looked > LOOK_MAX)
			return false;
		if (n->is_text && (!n->in_link || images == 0) && str_trim(html_raw_text(tree, at)).len > 0)
			return false;
		images += !n->is_text && n->tag == HTML_TAG_IMG;
		links += !n->is_text && n->tag == HTML_TAG_A;
	}
	return images > 0 && links > 2;
}

bool html_inside_permalink(const struct html_page *page, uint32_t node)
{
	const struct html_node *n = &page->tree.nodes[node];
	static const char *const signs[] = { "¶", "#", "§", "&para;", "🔗" };

	if (!n->in_link || !(page->elements[n->parent].in & IN(HEADING)))
		return false;
	struct str text = str_trim(html_raw_text(&page->tree, node));
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (str_is(text, signs[i]))
			return true;
	return false;
}
