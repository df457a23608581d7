/*
 * translated: which earlier document a text is a translation of. Pure.
 *
 * Weights are learned as documents come: an anchor weighs the more, the fewer documents of its
 * language have it (inverse document frequency), beginning with the prior as if 64 documents had
 * been seen. Counts are kept in cells that languages and anchors share by hash: bounded memory.
 *
 * Postings: the documents of each of a text's heaviest anchors, of an anchor the newest
 * TRANSLATED_POSTINGS, so that a document's work is bounded and a stream's is linear. Those with
 * the most weight in common, for how much they have, that are of another language, or of no
 * known language and another script, are verified (translated_score.h). What versions of one text
 * have for them is added up, with less weight for each but the likeliest; that of the likeliest text is the answer.
 */
#ifndef LEAT_DEDUP_TRANSLATED_H
#define LEAT_DEDUP_TRANSLATED_H

#include "table.h"
#include "translated_score.h"

enum {
	TRANSLATED_POSTINGS = 32,
	TRANSLATED_POSTED = 16, /* the heaviest anchors of a text, by which it is found */
	TRANSLATED_VERIFIED = 10,
	TRANSLATED_ROW = 4, /* bytes of a row beside its postings */
	TRANSLATED_LANGUAGES = 1024, /* counted apart; others share the count of none */
};

struct translated {
	uint16_t *cells;
	struct {
		uint32_t language, documents;
	} languages[TRANSLATED_LANGUAGES];
	struct table postings;
	/* Of each row from first_row on, to tell candidates by: (self weight << 2 | script class) << 10
	 * | place of its language. */
	uint32_t *rows;
	uint32_t first_row, row_count, row_room;
	struct gap_logs logs;
	struct {
		uint32_t row; /* + 1; 0: free */
		float sum;
	} *candidates; /* scratch: by hash of the row */
	uint16_t *used; /* places in it that are not free */
	unsigned used_count;
};

struct translated *translated_new(void);
void translated_free(struct translated *translated);
size_t translated_bytes(const struct translated *translated);

void translated_weigh(const struct translated *translated, const char *part, struct weighed *weighed);

/* The part of an earlier row, and the number of the first version of its text, which may be its own; NULL where it is
 * void or has none. */
typedef const char *(*translated_row)(void *ctx, uint32_t number, uint32_t *first);

struct translated_match {
	uint32_t row;
	float probability;
	struct chain chain; /* anchors of the text asked about */
};

/* One verified candidate, for training. */
typedef void (*translated_visit)(void *ctx, uint32_t row, unsigned pair, const float features[TRANSLATED_FEATURES]);

/* The likeliest original of a text, or false. `visit` may be NULL. */
bool translated_match(struct translated *translated, const struct weighed *weighed, translated_row row, void *ctx,
		      struct translated_match *match, translated_visit visit);

/* Writes the self weights and, of a match, the heaviest anchors of the chain into the part. */
void translated_mark(char *part, const struct weighed *weighed, const struct translated_match *match);

/* Makes a row known; rows come in rising order. */
void translated_add(struct translated *translated, const struct weighed *weighed, uint32_t row);
/* Takes back what a row added to the counts. */
void translated_uncount(struct translated *translated, const char *part);
/* Removes all rows below `row` from the postings. */
void translated_forget(struct translated *translated, uint32_t row);

/* The marked anchors of a part as they stand in `text`, from which it was built: at most
 * TRANSLATED_EVIDENCE. Returns how many. */
unsigned translated_evidence(struct translated_scratch *scratch, const char *part, struct str text, struct str evidence[TRANSLATED_EVIDENCE]);

#endif
