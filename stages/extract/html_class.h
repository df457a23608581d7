/*
 * html_class: what the words in class and id attributes say about an element. Pages in all
 * languages name their parts with a few hundred words, most of them English.
 */
#ifndef LEAT_EXTRACT_HTML_CLASS_H
#define LEAT_EXTRACT_HTML_CLASS_H

#include "base/str.h"

#include <stdint.h>

enum html_class_word {
	HTML_CLASS_ARTICLE, HTML_CLASS_BODY, HTML_CLASS_COMMENT, HTML_CLASS_RELATED, HTML_CLASS_NAV,
	HTML_CLASS_FOOTER, HTML_CLASS_HEADER, HTML_CLASS_SIDE, HTML_CLASS_SHARE, HTML_CLASS_AD,
	HTML_CLASS_AUTHOR, HTML_CLASS_DATE, HTML_CLASS_META, HTML_CLASS_CAPTION, HTML_CLASS_FORM,
	HTML_CLASS_TITLE, HTML_CLASS_LEAD, HTML_CLASS_HIDDEN, HTML_CLASS_LIST, HTML_CLASS_SHOP,
	HTML_CLASS_BOX, HTML_CLASS_TOC, HTML_CLASS_COUNT
};

/* The words by hash, open addressing. */
enum { HTML_CLASS_SLOTS = 2048 };

struct html_classes {
	struct {
		uint32_t hash, bits;
	} slots[HTML_CLASS_SLOTS];
};

/* Fills the table from html_class.inc. */
void html_classes_init(struct html_classes *classes);

/* Bits 1 << enum html_class_word of the words in an attribute's value: words end at
 * anything but letters and where a capital follows a small letter ("entryContent"). */
uint32_t html_class_words(const struct html_classes *classes, struct str value);

#endif
