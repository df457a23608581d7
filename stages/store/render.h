/*
 * render: what the sinks write of a frame's records, made in `map` (in parallel, pure) and
 * left in frame->aux for the sink's put.
 */
#ifndef LEAT_STORE_RENDER_H
#define LEAT_STORE_RENDER_H

#include "record/record.h"
#include "store/schema.h"

/* Of a rejected record at most this much of its text or body is kept. */
enum { RENDER_REJECT_MAX = 64 * 1024 };

/* How kept records are written. */
struct render_form {
	enum schema schema;
	bool with_title; /* the title, if there is one, and an empty line in front of the text */
};

/* JSON lines, one run a verdict (enum verdict). */
struct render_lines {
	struct str of[3];
};

/* Opens the frame's records with BULK and adds to aux. Kept: all fields, text and body;
 * dropped: META only; rejected: META, the first 64 KiB of text or body, and reject_length,
 * its whole length. Where the META of a rejected record passes the cap, only what
 * identifies it is kept. */
/* Empties aux; before the others. */
void render_begin(struct frame *frame);
int render_jsonl(struct frame *frame, const struct render_form *form, struct codec_state *codecs, struct err *err);
struct render_lines render_jsonl_lines(const struct frame *frame);

/* For SQLite, a slot a record: the fields that have no column of their own (of a record that
 * is not kept all fields) as one JSON object, and title and text cut for the full-text index where that changes them. */
struct render_row {
	uint32_t rest_at, rest_len;
	uint32_t title_at, title_len; /* 0, 0: the title as it stands */
	uint32_t text_at, text_len; /* likewise */
};

int render_rows(struct frame *frame, struct codec_state *codecs, struct err *err);
const struct render_row *render_row(const struct frame *frame, uint32_t index);
struct str render_piece(const struct frame *frame, uint32_t at, uint32_t len);

/* {stage, reason} of field drop or reject; absent where there is none. */
void render_reason(const struct record *record, struct str *stage, struct str *reason);
/* The packed value of an entry of a map field (dup.of), or absent. */
struct str render_entry(const struct record *record, const char *field, const char *key);

#endif
