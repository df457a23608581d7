/*
 * charref: what the bytes of a token stand for: character references, line ends and NUL,
 * by the HTML standard (13.2.5.72 and following, 13.2.3.5).
 */
#ifndef LEAT_TEXT_HTML_CHARREF_H
#define LEAT_TEXT_HTML_CHARREF_H

#include "base/buf.h"
#include "base/str.h"

/* Where the bytes stand, which decides what is replaced in them. */
enum html_content {
	HTML_DATA, /* references; NUL stays */
	HTML_RCDATA, /* references; NUL becomes U+FFFD: title, textarea */
	HTML_RAWTEXT, /* no references: style, iframe, xmp, comments */
	HTML_SCRIPT, /* as raw text, with the rules for "<!--" in scripts */
	HTML_PLAINTEXT, /* raw text without end */
	HTML_CDATA, /* no references; NUL stays */
	HTML_IN_ATTR, /* references with the rules for attributes; NUL becomes U+FFFD */
};

/* The longest text that one reference stands for, in bytes. */
enum { HTML_CHARREF_MAX = 8 };

/* Reads the reference at *at, which stands on '&'. Returns how many bytes it wrote to
 * `text` and moves *at behind it; or 0, leaving *at, if the '&' stands for itself. */
size_t html_charref(const char **at, const char *end, bool in_attr, char text[HTML_CHARREF_MAX]);

/* Appends what `raw` stands for. */
void html_decode(struct str raw, enum html_content content, struct buf *out);

#endif
