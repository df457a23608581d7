/*
 * html: the main text of a page, and what the page says about itself.
 *
 * Pure: the result depends on the markup, the address and the options alone. The markup is
 * clean UTF-8 (a charset that it declares is not looked at).
 */
#ifndef LEAT_EXTRACT_HTML_H
#define LEAT_EXTRACT_HTML_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum html_as { HTML_AS_TEXT, HTML_AS_MARKDOWN, HTML_AS_BLOCKS };

enum html_favor { HTML_BALANCE, HTML_PRECISION, HTML_RECALL };

struct html_options {
	enum html_as as; /* blocks: one JSON object a line: kind, level, text */
	enum html_favor favor;
	bool keep_comments; /* readers' comments, behind the main text */
	bool keep_links; /* markdown: addresses of links */
	bool drop_tables; /* data tables are part of the text unless this is set */
	bool explain; /* fill `cut` */
};

struct html_caption {
	struct str text, credit;
};

struct html_heading {
	struct str text;
	size_t at; /* code points in the text */
	int level; /* 1 to 6 */
};

struct html_alternate {
	struct str lang, url;
};

/* A piece of the page that was taken for boilerplate. */
struct html_cut {
	const char *rule;
	size_t at; /* code points in the text, where it would have stood */
	struct str text; /* its beginning */
};

enum {
	HTML_CAPTIONS_MAX = 256,
	HTML_HEADINGS_MAX = 512,
	HTML_ALTERNATES_MAX = 256,
	HTML_CATEGORIES_MAX = 64,
	HTML_CUTS_MAX = 512,
	HTML_CUT_TEXT_MAX = 200, /* bytes */
};

/* Absent fields have at == NULL. */
struct html_result {
	struct str text;
	struct str title, author, site, description, canonical, image, license;
	struct str lang; /* declared by the page */
	struct str published, modified; /* "2024-05-16", or with the time as written, RFC 3339 */
	const char *published_from; /* jsonld, meta, microdata, time, url, class, text */
	const char *modified_from; /* jsonld, meta, microdata, time, text */
	struct str robots; /* directives of <meta name=robots>, lower case, comma between */
	struct str tdm; /* TDM reservation: "0", "1", or "1 POLICY-URL" */
	const struct html_caption *captions;
	const struct html_heading *headings;
	const struct html_alternate *alternates;
	const struct str *categories;
	const struct html_cut *cuts;
	size_t caption_count, heading_count, alternate_count, category_count, cut_count;
};

struct html_scratch;

struct html_scratch *html_scratch_new(void);
void html_scratch_free(struct html_scratch *scratch);

/* Fills *result, which stays valid until the next call with the same scratch and while
 * `markup` does. A page without main text is no error: its text is empty. `url` may be
 * absent. Returns -1 only for markup of 4 GiB and more. */
int html_extract(struct html_scratch *scratch, struct str markup, struct str url,
		 const struct html_options *options, struct html_result *result, struct err *err);

/* A number that changes with the learned weights: part of the recipe. */
uint64_t html_weights_digest(void);

#endif
