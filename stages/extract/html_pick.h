/*
 * html_pick: which of the claims about title, author and date to believe. Each claim is seen
 * as a row of features (its source, who agrees with it, where it stands) and scored by
 * learned trees, as blocks are.
 */
#ifndef LEAT_EXTRACT_HTML_PICK_H
#define LEAT_EXTRACT_HTML_PICK_H

#include "extract/html_meta.h"

#include <stdint.h>

enum html_pick_field { HTML_PICK_TITLE, HTML_PICK_AUTHOR, HTML_PICK_DATE, HTML_PICK_COUNT };

enum { HTML_PICK_FEATURES = 64 };

struct html_pick {
	uint8_t rows[HTML_PICK_FEATURES][HTML_CLAIMS_MAX];
	int32_t scores[HTML_CLAIMS_MAX];
};

/* What the claims are seen against. */
struct html_pick_view {
	const struct html_page *page;
	const struct html_features *features;
	const struct html_meta *meta;
	uint32_t first_kept, end_kept; /* blocks of main text lie between these */
};

/* A claim of a lower score is not believed, though it be the best. */
extern const int32_t html_pick_least[HTML_PICK_COUNT];

const struct html_claims *html_pick_claims(const struct html_meta *meta, enum html_pick_field field);
/* Fills the rows for the claims of one field. */
void html_pick_fill(struct html_pick *pick, const struct html_pick_view *view, enum html_pick_field field);

#endif
