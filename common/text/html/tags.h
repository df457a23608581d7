/*
 * tags: the element and attribute names that the tree and its readers know by number,
 * and what the HTML standard says of each element. A name that is not listed is
 * HTML_TAG_OTHER or HTML_ATTR_OTHER. names.inc (the hash that finds a name) is made from
 * the two lists below by make_tables.py.
 */
#ifndef LEAT_TEXT_HTML_TAGS_H
#define LEAT_TEXT_HTML_TAGS_H

#include "base/str.h"

#include <stdint.h>

/* Properties of elements (HTML standard, 13.1.2, 13.2.4.2, 13.2.6 and 15.3). */
enum html_tag_is {
	HTML_VOID = 1 << 0, /* has no content and no end tag */
	HTML_BLOCK = 1 << 1, /* starts a new line where it is shown */
	HTML_SPECIAL = 1 << 2, /* the standard's category "special" */
	HTML_CLOSES_P = 1 << 3, /* its start tag ends an open paragraph */
	HTML_FORMAT = 1 << 4, /* formatting element */
	HTML_RAW = 1 << 5, /* content is raw text */
	HTML_RC = 1 << 6, /* content is text with character references */
	HTML_SCOPE = 1 << 7, /* ends the default scope */
	HTML_HEAD = 1 << 8, /* belongs into the head when it comes before the body */
	HTML_TABLE = 1 << 9, /* table structure: table, its sections, rows and cells */
};

/* X(NAME, name, properties), sorted by name */
#define HTML_TAGS(X)                                                                               \
	X(A, a, HTML_FORMAT)                                                                       \
	X(ABBR, abbr, 0)                                                                           \
	X(ADDRESS, address, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                             \
	X(APPLET, applet, HTML_SPECIAL | HTML_SCOPE)                                               \
	X(AREA, area, HTML_VOID | HTML_SPECIAL)                                                    \
	X(ARTICLE, article, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                             \
	X(ASIDE, aside, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                                 \
	X(AUDIO, audio, 0)                                                                         \
	X(B, b, HTML_FORMAT)                                                                       \
	X(BASE, base, HTML_VOID | HTML_SPECIAL | HTML_HEAD)                                        \
	X(BIG, big, HTML_FORMAT)                                                                   \
	X(BLOCKQUOTE, blockquote, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                       \
	X(BODY, body, HTML_BLOCK | HTML_SPECIAL)                                                   \
	X(BR, br, HTML_VOID | HTML_SPECIAL)                                                        \
	X(BUTTON, button, HTML_SPECIAL)                                                            \
	X(CANVAS, canvas, 0)                                                                       \
	X(CAPTION, caption, HTML_BLOCK | HTML_SPECIAL | HTML_SCOPE | HTML_TABLE)                   \
	X(CENTER, center, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                               \
	X(CITE, cite, 0)                                                                           \
	X(CODE, code, HTML_FORMAT)                                                                 \
	X(COL, col, HTML_VOID | HTML_SPECIAL | HTML_TABLE)                                         \
	X(COLGROUP, colgroup, HTML_SPECIAL | HTML_TABLE)                                           \
	X(DATALIST, datalist, 0)                                                                   \
	X(DD, dd, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                                       \
	X(DEL, del, 0)                                                                             \
	X(DETAILS, details, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                             \
	X(DIALOG, dialog, HTML_BLOCK | HTML_CLOSES_P)                                              \
	X(DIR, dir, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                                     \
	X(DIV, div, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                                     \
	X(DL, dl, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                                       \
	X(DT, dt, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                                       \
	X(EM, em, HTML_FORMAT)                                                                     \
	X(EMBED, embed, HTML_VOID | HTML_SPECIAL)                                                  \
	X(FIELDSET, fieldset, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                           \
	X(FIGCAPTION, figcaption, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                       \
	X(FIGURE, figure, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                               \
	X(FONT, font, HTML_FORMAT)                                                                 \
	X(FOOTER, footer, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                               \
	X(FORM, form, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                                   \
	X(FRAMESET, frameset, HTML_SPECIAL)                                                        \
	X(H1, h1, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                                       \
	X(H2, h2, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                                       \
	X(H3, h3, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                                       \
	X(H4, h4, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                                       \
	X(H5, h5, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                                       \
	X(H6, h6, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                                       \
	X(HEAD, head, HTML_SPECIAL)                                                                \
	X(HEADER, header, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                               \
	X(HGROUP, hgroup, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                               \
	X(HR, hr, HTML_VOID | HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                           \
	X(HTML, html, HTML_BLOCK | HTML_SPECIAL | HTML_SCOPE)                                      \
	X(I, i, HTML_FORMAT)                                                                       \
	X(IFRAME, iframe, HTML_SPECIAL | HTML_RAW)                                                 \
	X(IMG, img, HTML_VOID | HTML_SPECIAL)                                                      \
	X(INPUT, input, HTML_VOID | HTML_SPECIAL)                                                  \
	X(INS, ins, 0)                                                                             \
	X(LABEL, label, 0)                                                                         \
	X(LEGEND, legend, HTML_BLOCK)                                                              \
	X(LI, li, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                                       \
	X(LINK, link, HTML_VOID | HTML_SPECIAL | HTML_HEAD)                                        \
	X(LISTING, listing, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                             \
	X(MAIN, main, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                                   \
	X(MARK, mark, 0)                                                                           \
	X(MARQUEE, marquee, HTML_SPECIAL | HTML_SCOPE)                                             \
	X(MATH, math, 0)                                                                           \
	X(MENU, menu, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                                   \
	X(META, meta, HTML_VOID | HTML_SPECIAL | HTML_HEAD)                                        \
	X(NAV, nav, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                                     \
	X(NOBR, nobr, HTML_FORMAT)                                                                 \
	X(NOEMBED, noembed, HTML_SPECIAL | HTML_RAW)                                               \
	X(NOFRAMES, noframes, HTML_SPECIAL)                                                        \
	X(NOSCRIPT, noscript, HTML_SPECIAL)                                                        \
	X(OBJECT, object, HTML_SPECIAL | HTML_SCOPE)                                               \
	X(OL, ol, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                                       \
	X(OPTGROUP, optgroup, HTML_BLOCK)                                                          \
	X(OPTION, option, HTML_BLOCK)                                                              \
	X(P, p, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                                         \
	X(PARAM, param, HTML_VOID | HTML_SPECIAL)                                                  \
	X(PICTURE, picture, 0)                                                                     \
	X(PLAINTEXT, plaintext, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                         \
	X(PRE, pre, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                                     \
	X(Q, q, 0)                                                                                 \
	X(RP, rp, 0)                                                                               \
	X(RT, rt, 0)                                                                               \
	X(RUBY, ruby, 0)                                                                           \
	X(S, s, HTML_FORMAT)                                                                       \
	X(SCRIPT, script, HTML_SPECIAL | HTML_RAW | HTML_HEAD)                                     \
	X(SEARCH, search, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                               \
	X(SECTION, section, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                             \
	X(SELECT, select, HTML_SPECIAL)                                                            \
	X(SMALL, small, HTML_FORMAT)                                                               \
	X(SOURCE, source, HTML_VOID | HTML_SPECIAL)                                                \
	X(SPAN, span, 0)                                                                           \
	X(STRIKE, strike, HTML_FORMAT)                                                             \
	X(STRONG, strong, HTML_FORMAT)                                                             \
	X(STYLE, style, HTML_SPECIAL | HTML_RAW | HTML_HEAD)                                       \
	X(SUB, sub, 0)                                                                             \
	X(SUMMARY, summary, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                             \
	X(SUP, sup, 0)                                                                             \
	X(SVG, svg, 0)                                                                             \
	X(TABLE, table, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P | HTML_SCOPE | HTML_TABLE)       \
	X(TBODY, tbody, HTML_BLOCK | HTML_SPECIAL | HTML_TABLE)                                    \
	X(TD, td, HTML_BLOCK | HTML_SPECIAL | HTML_SCOPE | HTML_TABLE)                             \
	X(TEMPLATE, template, HTML_SPECIAL | HTML_SCOPE)                                           \
	X(TEXTAREA, textarea, HTML_SPECIAL | HTML_RC)                                              \
	X(TFOOT, tfoot, HTML_BLOCK | HTML_SPECIAL | HTML_TABLE)                                    \
	X(TH, th, HTML_BLOCK | HTML_SPECIAL | HTML_SCOPE | HTML_TABLE)                             \
	X(THEAD, thead, HTML_BLOCK | HTML_SPECIAL | HTML_TABLE)                                    \
	X(TIME, time, 0)                                                                           \
	X(TITLE, title, HTML_SPECIAL | HTML_RC | HTML_HEAD)                                        \
	X(TR, tr, HTML_BLOCK | HTML_SPECIAL | HTML_TABLE)                                          \
	X(TRACK, track, HTML_VOID | HTML_SPECIAL)                                                  \
	X(TT, tt, HTML_FORMAT)                                                                     \
	X(U, u, HTML_FORMAT)                                                                       \
	X(UL, ul, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P)                                       \
	X(VIDEO, video, 0)                                                                         \
	X(WBR, wbr, HTML_VOID | HTML_SPECIAL)                                                      \
	X(XMP, xmp, HTML_BLOCK | HTML_SPECIAL | HTML_CLOSES_P | HTML_RAW)

/* Y(NAME, name): the attributes that the tree keeps; sorted by name */
#define HTML_ATTRS(Y)                                                                              \
	Y(ALT, "alt")                                                                              \
	Y(ARIA_HIDDEN, "aria-hidden")                                                              \
	Y(ARIA_LABEL, "aria-label")                                                                \
	Y(CITE, "cite")                                                                            \
	Y(CLASS, "class")                                                                          \
	Y(COLSPAN, "colspan")                                                                      \
	Y(CONTENT, "content")                                                                      \
	Y(DATA_SRC, "data-src")                                                                    \
	Y(DATETIME, "datetime")                                                                    \
	Y(DIR, "dir")                                                                              \
	Y(HIDDEN, "hidden")                                                                        \
	Y(HREF, "href")                                                                            \
	Y(HREFLANG, "hreflang")                                                                    \
	Y(HTTP_EQUIV, "http-equiv")                                                                \
	Y(ID, "id")                                                                                \
	Y(ITEMPROP, "itemprop")                                                                    \
	Y(ITEMTYPE, "itemtype")                                                                    \
	Y(LANG, "lang")                                                                            \
	Y(NAME, "name")                                                                            \
	Y(PROPERTY, "property")                                                                    \
	Y(PUBDATE, "pubdate")                                                                      \
	Y(REL, "rel")                                                                              \
	Y(ROLE, "role")                                                                            \
	Y(SHADOWROOTMODE, "shadowrootmode")                                                        \
	Y(SRC, "src")                                                                              \
	Y(STYLE, "style")                                                                          \
	Y(TITLE, "title")                                                                          \
	Y(TYPE, "type")                                                                            \
	Y(VALUE, "value")                                                                          \
	Y(XML_LANG, "xml:lang")

enum html_tag {
	HTML_TAG_OTHER,
#define X(NAME, name, is) HTML_TAG_##NAME,
	HTML_TAGS(X)
#undef X
	HTML_TAG_COUNT
};

enum html_attr_id {
	HTML_ATTR_OTHER,
#define Y(NAME, name) HTML_ATTR_##NAME,
	HTML_ATTRS(Y)
#undef Y
	HTML_ATTR_COUNT
};

/* The number of a name, without regard to ASCII case. */
enum html_tag html_tag_find(struct str name);
enum html_attr_id html_attr_find(struct str name);
/* The name in lower case; "" for HTML_TAG_OTHER. */
struct str html_tag_name(enum html_tag tag);

/* Properties of each element, by number. */
extern const uint16_t html_tag_is[HTML_TAG_COUNT];

#endif
