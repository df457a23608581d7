/*
 * html_jsonld: what <script type="application/ld+json"> says of the article on a page
 * (schema.org). The reader takes what it can of broken JSON, never recurses deeper than
 * HTML_LD_DEPTH, and copies nothing: texts are spans with JSON's escapes in them.
 */
#ifndef LEAT_EXTRACT_HTML_JSONLD_H
#define LEAT_EXTRACT_HTML_JSONLD_H

#include "base/buf.h"
#include "base/str.h"
#include "text/html/tree.h"

#include <stddef.h>
#include <stdint.h>

enum { HTML_LD_DEPTH = 32, HTML_LD_NAMES = 16, HTML_LD_PEOPLE = 32 };

struct html_ld_names {
	struct str at[HTML_LD_NAMES];
	uint32_t count;
};

struct html_ld {
	int rank; /* how much an article it is: 3 article, 2 recipe, review ..., 1 page, 0 nothing known */
	struct str headline, published, modified, created, publisher, description, image, lang,
		license, section, body;
	struct html_ld_names authors;
	/* persons and organizations that others refer to by @id */
	struct {
		struct str id, name;
	} people[HTML_LD_PEOPLE];
	uint32_t person_count;
};

/* Adds what one script says to *ld (all zero before the first). An object of higher rank wins
 * over one found before; of equal rank the first. */
void html_ld_read(struct str json, struct html_ld *ld);

/* Replaces *ld by what all such scripts of a page say. */
void html_ld_collect(struct html_ld *ld, const struct html_tree *tree);

/* Appends what a span stands for. */
void html_json_decode(struct str raw, struct buf *out);

#endif
