/*
 * draft: what dedup looks at in a record, as a row of its frame's journal entry without a
 * verdict. Pure, and done in parallel.
 */
#ifndef LEAT_DEDUP_DRAFT_H
#define LEAT_DEDUP_DRAFT_H

#include "journal.h"
#include "settings.h"
#include "site_lines.h"
#include "translated_anchor.h"

struct draft_scratch {
	struct near_scratch near;
	struct site_lines site; /* of the frame, with settings->site_boilerplate */
	struct buf stripped;
	struct translated_scratch translated;
};

void draft_scratch_release(struct draft_scratch *scratch);

struct draft_record {
	struct str id, url; /* may be absent */
	struct str lang; /* BCP 47; may be absent */
	struct str text; /* absent: only `body` is looked at, by exact */
	struct str body;
};

/* Takes in the lines of a record of the frame, before the rows are made (site_lines.h). */
void draft_learn(struct draft_scratch *scratch, struct str url, struct str text);

/* Adds the row of record `index` to a draft that entry_frame began; none where the record
 * has neither text nor body. */
void draft_row(const struct settings *settings, struct draft_scratch *scratch, struct buf *draft, uint32_t index,
	       const struct draft_record *record);

#endif
