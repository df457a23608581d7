/*
 * repair: mojibake, text that was UTF-8 and was decoded in a single-byte code page, once or
 * several times over, and C1 controls that were windows-1252.
 *
 * Every sequence of characters that would be one UTF-8 character in one of nine code pages is
 * weighed: how odd is it as it stands, how likely is what it would become, does it fit its
 * neighbours (repair_score.h). Strong sequences are mended on their own; weak ones only in
 * company, in a text of some KiB at most; good text has neither. After a round the text is looked at
 * again, up to REPAIR_ROUNDS times, since some was encoded more than once. Where a byte was
 * lost on the way (U+FFFD, "?"), the character becomes U+FFFD; a no-break space that became a
 * space is found again.
 *
 * Cases to compare with: the test data of the project python-ftfy, whose observation that a
 * repair must make the text less odd this is built on. Rules and weights are our own.
 */
#ifndef LEAT_TEXT_REPAIR_H
#define LEAT_TEXT_REPAIR_H

#include "base/buf.h"
#include "base/str.h"
#include "text/repair_tables.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	REPAIR_ROUNDS = 6,
	REPAIR_WINDOW = 2048, /* code points that are weighed together: a line, or a part of one */
};

struct repair_report {
	uint64_t sequences; /* mended, all rounds together */
	uint64_t controls; /* C1 controls that became windows-1252 */
	unsigned codecs; /* code pages that were undone: bits by repair_codec_names */
	unsigned rounds; /* the most that one place needed */
};

struct repair_scratch;

struct repair_scratch *repair_scratch_new(void);
void repair_scratch_free(struct repair_scratch *scratch);

/* Appends `s`, well-formed UTF-8, mended, and returns true; false, with *out untouched, where
 * nothing needs mending. *report is added to. */
bool repair_text(struct repair_scratch *scratch, struct str s, struct buf *out, struct repair_report *report);

#endif
