/*
 * html_claim: adding claims; private to html_meta.c and html_byline.c.
 */
#ifndef LEAT_EXTRACT_HTML_CLAIM_H
#define LEAT_EXTRACT_HTML_CLAIM_H

#include "extract/html_meta.h"

struct html_meta_reader {
	struct html_meta *meta;
	const struct html_page *page;
	const struct html_features *features;
	const struct html_months *months;
};

/* How a text is written where it was found. */
enum html_how { HTML_HOW_ATTR, HTML_HOW_JSON, HTML_HOW_TEXT };

/* A new claim without content; NULL if there are too many. */
struct html_claim *html_add_claim(struct html_claims *claims, enum html_source source, uint32_t node);
/* A claim to a text, decoded; none if nothing is left of it. */
void html_add_text(struct html_meta_reader *r, struct html_claims *claims, enum html_source source, uint32_t node,
		   struct str raw, enum html_how how);
/* Claims from what readers see: headings, bylines, dates. */
void html_claims_of_blocks(struct html_meta_reader *r);

#endif
