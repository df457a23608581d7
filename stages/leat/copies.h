/*
 * copies: the documents of a corpus that are copies of one another, kept or dropped: the
 * one that the others name in dup.of, and these. The earliest comes first, those without a date last.
 */
#ifndef LEAT_LEAT_COPIES_H
#define LEAT_LEAT_COPIES_H

#ifdef HAVE_SQLITE3

#include "base/buf.h"
#include "leat/corpus.h"

/* All of it lives until `each` returns; what a document lacks is STR_NONE. */
struct copy {
	struct str id, url, source, title, site, lang;
	struct str opening; /* of the text, where there is no title */
	struct str text; /* its beginning; of what was dropped: none */
	struct str date; /* published, else fetched */
	struct str kind; /* dup.kind; of the one that others name: STR_NONE */
	double score; /* dup.score; below 0: none */
	struct str evidence; /* dup.evidence, a list in JSON: what a translation shares with the one it names */
	bool dropped;
	bool first; /* by date; where none has one, the one that the others name */
};

typedef int copies_fn(void *ctx, const struct copy *copy);

/* Calls `each` for document `of` and all that name it. A result other than 0 ends it. */
int copies_each(const struct corpus *corpus, struct str of, copies_fn *each, void *ctx, struct err *err);
/* A line of a table: what it is, date, language, where from, title (else how the text begins), id; and one below it with the evidence. */
void copies_line(const struct copy *copy, struct buf *out);
void copies_json(const struct copy *copy, struct buf *out);

#endif
#endif
