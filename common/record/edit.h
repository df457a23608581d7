/*
 * edit: what a stage changes in the records of one frame. Changes are collected record by
 * record, in rising order, and applied in one pass; records and layers that nobody changed
 * keep their bytes. Values are copied at once, so they may be temporary.
 *
 * BULK is written anew when a text or body changed, or when less than half of its bytes
 * belong to records that are not dropped; dropped records are nil in it from then on.
 */
#ifndef LEAT_RECORD_EDIT_H
#define LEAT_RECORD_EDIT_H

#include "base/tally.h"
#include "record/record.h"
#include "record/spans.h"

struct edit {
	struct frame *frame;
	const char *stage; /* named in drop and reject; borrowed */
	struct record current;
	bool begun; /* `current` is a record */
	struct buf ops; /* struct edit_op, in file edit.c */
	struct buf values;
	struct buf verdicts; /* new VERDICT layer, or empty */
	size_t first; /* op of the current record */
	bool bulk; /* a text or body changed */
	struct buf spare[2];
	uint32_t dropped, rejected; /* by this edit */
	struct tally reasons; /* of the drops */
	struct tally faults;
};

#define EDIT_INIT ((struct edit){ .frame = NULL })

/* Starts on a frame whose records are open. `stage` is borrowed. */
void edit_begin(struct edit *edit, struct frame *frame, const char *stage);
/* The record that the following calls change. */
void edit_record(struct edit *edit, const struct record *record);

void edit_str(struct edit *edit, const char *name, struct str value);
void edit_int(struct edit *edit, const char *name, int64_t value);
void edit_float(struct edit *edit, const char *name, double value);
/* `packed` is one MessagePack value. */
void edit_packed(struct edit *edit, const char *name, struct str packed);
void edit_unset(struct edit *edit, const char *name);

/* A new text that has no code point in common with the old one as far as spans go: span
 * fields of the record are unset, unless they are set in this edit afterwards. */
void edit_text(struct edit *edit, struct str text);
void edit_body(struct edit *edit, struct str body);
void edit_unset_body(struct edit *edit);

/* Changes the record's text in place and moves its span fields (spans.h); entries of `cut` mark
 * places. */
void edit_text_changes(struct edit *edit, const struct text_change *changes, size_t count);

/* Verdicts on the current record. Both are final for it. A drop keeps the changes made so
 * far and sets field drop; a reject takes them back and sets field reject: the record goes
 * on as it came. They return what each_record's function returns. */
int edit_drop(struct edit *edit, const char *reason);
int edit_reject(struct edit *edit, const char *reason);
/* A drop that keeps nothing: field drop is the only one left, and text and body go at once. Of a
 * record with any verdict. */
int edit_forget(struct edit *edit, const char *reason);

/* Counts a fault: something bad in the input that was passed by or mended ("charset"). */
void edit_fault(struct edit *edit, const char *kind, uint64_t count);

/* Puts the changes into the frame's layers (stale until sealed) and ends the edit: what it
 * counted stays, and applying it again does nothing. */
int edit_apply(struct edit *edit, struct codec_state *codecs, struct err *err);
void edit_release(struct edit *edit);

/* Results of the function that each_record calls, beside -1 for a fatal error. */
enum { RECORD_KEEP = 0, RECORD_DROP = 1, RECORD_REJECT = 2 };

typedef int record_fn(void *ctx, const struct record *record, struct edit *edit, struct err *err);

/* Calls `fn` for each record of the edit's frame that is still kept. -1 ends it. */
int each_record(struct frame *frame, struct edit *edit, record_fn *fn, void *ctx, struct err *err);

#endif
