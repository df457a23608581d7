/*
 * record: read-only view of one record of a frame. Everything in it points into the frame
 * and is valid until the frame changes; `fields` only until the next frame_record.
 */
#ifndef LEAT_RECORD_RECORD_H
#define LEAT_RECORD_RECORD_H

#include "record/cursor.h"
#include "record/fields.h"
#include "record/frame.h"

struct field {
	struct str name;
	struct str value; /* packed */
};

struct record {
	uint32_t index;
	enum verdict verdict;
	struct str meta; /* packed map */
	struct str bulk; /* packed map or nil; STR_NONE where BULK was not asked for */
	const struct field *fields; /* of META */
	size_t nfields;
	struct str text, body; /* from BULK; STR_NONE where absent */
};

/* Opens META, VERDICT and, where `bulk`, BULK, and finds where each record lies. An error
 * where they do not hold nrec records. Calling it again is cheap. */
int frame_open_records(struct frame *frame, bool bulk, struct codec_state *codecs, struct err *err);

/* Fills *record from an opened frame. The map has at most 65,535 fields;
 * a key that is no string is an error. Of two fields of one name the first counts. */
int frame_record(struct frame *frame, uint32_t index, struct record *record, struct err *err);

/* The verdict of a record of an opened frame, without looking at its fields. */
enum verdict frame_verdict(struct frame *frame, uint32_t index);
/* How many records of an opened frame are kept. */
uint32_t frame_kept(struct frame *frame);
/* Stored length of the BULK part of a record (opened with BULK). */
size_t frame_bulk_len(struct frame *frame, uint32_t index);

/* A field of META: its packed value, or false. The typed forms are false, too, where the
 * type is another. */
bool record_value(const struct record *record, const char *name, struct str *packed);
bool record_str(const struct record *record, const char *name, struct str *value);
bool record_int(const struct record *record, const char *name, int64_t *value);
bool record_number(const struct record *record, const char *name, double *value);
/* record_str, or STR_NONE. */
struct str record_get(const struct record *record, const char *name);

#endif
