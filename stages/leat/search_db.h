/*
 * search_db: asks a corpus that leat-store wrote into SQLite (tables documents, and search:
 * a contentless FTS5 index of title and text, cut into words by common/text/bigrams.h).
 */
#ifndef LEAT_LEAT_SEARCH_DB_H
#define LEAT_LEAT_SEARCH_DB_H

#include "base/buf.h"
#include "base/err.h"
#include "run/options.h"

/* Marks around what was found, in a snippet. */
enum { SEARCH_MARK_ON = 1, SEARCH_MARK_OFF = 2 };

struct search {
	const char *match; /* for FTS5 */
	struct str words; /* as the user typed them */
	const struct option_list *lang;
	const char *site; /* host or name; NULL: any */
	const char *since; /* start of an RFC 3339 time; NULL: any */
	int64_t limit;
};

/* All of it lives until `each` returns; what a document lacks is STR_NONE. */
struct search_hit {
	struct str id, url, source, title, site, lang, published;
	struct str snippet; /* with marks */
	double score; /* higher is better: BM25, a title counting four times */
};

/* Calls `each` for the best `limit` documents, best first; a result other than 0 ends it
 * early. *total is how many there are. Errors: EXIT_FAILED (cannot open), EXIT_BAD_INPUT (no
 * corpus), EXIT_CUT (damaged). */
int search_db(const char *path, const struct search *search, int (*each)(void *, const struct search_hit *),
	      void *ctx, uint64_t *total, struct err *err);

/* A piece of `text` around the first of the typed words in it, marked; for scripts whose
 * words the index holds as pairs. */
void search_literal(struct str text, struct str words, struct buf *out);

#endif
