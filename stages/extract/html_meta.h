/*
 * html_meta: what a page says about itself, as found: every place that may name a title, an
 * author or a date gives one claim. html_pick.h chooses among them.
 */
#ifndef LEAT_EXTRACT_HTML_META_H
#define LEAT_EXTRACT_HTML_META_H

#include "base/buf.h"
#include "extract/html_block.h"
#include "extract/html_date.h"
#include "extract/html_feature.h"
#include "extract/html_jsonld.h"

#include <stdbool.h>
#include <stdint.h>

enum { HTML_CLAIMS_MAX = 96 };

/* Where a claim was found; the order is that of trust, roughly. */
enum html_source {
	HTML_FROM_JSONLD, HTML_FROM_META, HTML_FROM_META_WEAK, HTML_FROM_PROP, HTML_FROM_TIME_MARKED,
	HTML_FROM_TIME, HTML_FROM_URL, HTML_FROM_CLASS, HTML_FROM_TEXT_MARKED, HTML_FROM_TEXT,
	HTML_FROM_REL, HTML_FROM_HEADING, HTML_FROM_TITLE, HTML_FROM_TITLE_PART, HTML_FROM_JSONLD_CREATED,
	HTML_FROM_IMAGE, HTML_FROM_SCRIPT, HTML_FROM_MODIFIED, HTML_FROM_COUNT
};

struct html_claim {
	uint8_t source;
	bool modified; /* a date of change */
	bool unsure; /* a date whose day and month could be swapped */
	bool has_block;
	struct html_day day; /* of a date */
	uint32_t text, len; /* of a text, in html_meta.strings; of a date, its time of day */
	uint32_t node, block; /* where it stands; 0 if nowhere on the page */
	uint32_t at; /* byte in the block */
};

struct html_claims {
	struct html_claim list[HTML_CLAIMS_MAX];
	uint32_t count;
};

struct html_meta {
	struct html_claims titles, authors, dates;
	struct html_ld ld;
	/* single values; raw, as in an attribute; at == NULL if absent */
	struct str url; /* of the page, as it was given */
	struct str base, site, description, image, lang, license, canonical, address, keywords, section, tdm, tdm_policy;
	struct str tags[32];
	uint32_t tag_count;
	struct str robots[4];
	uint32_t robots_count;
	struct {
		struct str lang, url;
	} alternates[256];
	uint32_t alternate_count;
	struct buf strings;
	enum html_day_order day_order;
};

void html_meta_read(struct html_meta *meta, const struct html_page *page, const struct html_features *features,
		    const struct html_ld *ld, const struct html_months *months, struct str url);
void html_meta_release(struct html_meta *meta);

static inline struct str html_claim_text(const struct html_meta *meta, const struct html_claim *claim)
{
	return claim->len > 0 ? str_from(meta->strings.data + claim->text, claim->len) : STR("");
}

#endif
