/*
 * cut: cuts the documents of one source into frames. Where it cuts is a function of the
 * source's bytes alone: behind the document with which a frame holds 2 MiB of markup,
 * 256 KiB of text or 4,096 records. Cuts that were made when the source was shorter are
 * repeated (cutter_repeat). Pure; frames go to a callback.
 */
#ifndef LEAT_INGEST_CUT_H
#define LEAT_INGEST_CUT_H

#include "base/buf.h"
#include "base/err.h"
#include "ingest/doc.h"
#include "ingest/fault.h"
#include "ingest/flow.h"
#include "record/frame.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	CUT_MARKUP = 2 << 20,
	CUT_TEXT = 256 << 10,
	CUT_META = 2 << 20,
	CUT_FIELDS = 8 << 20, /* bytes of further fields of a record; more are left out */
};

/* Takes the frame, all but type, born and recipe set. */
typedef int cut_emit_fn(void *ctx, struct frame *frame, struct err *err);

/* A frame as it is remembered. */
struct cut_end {
	uint64_t seq;
	uint64_t src_begin;
	uint64_t src_end;
	uint64_t src_hash;
	bool early; /* it left before it was full, and was not the last (--max-delay) */
};

struct cutter;

/* `name`: of the source, for META and for its stream; `source`: packed SOURCE layer, which
 * goes with the first frame. Both are copied. The flow is the one that documents come from. */
struct cutter *cutter_new(struct flow *flow, struct faults *faults, uint64_t stream, struct str name,
			  struct str source, cut_emit_fn *emit, void *ctx);
void cutter_free(struct cutter *cutter);

/* Frames to make again, ascending: early ones, and the last of the source when it was
 * shorter; borrowed. Before the first document. */
void cutter_repeat(struct cutter *cutter, const struct cut_end *ends, size_t count);
/* Adds the document that the reader gave last. */
int cutter_add(struct cutter *cutter, const struct doc *doc, struct err *err);
/* The frame that cutter_flush would send, `early` unless it is one that is made again; false:
 * it would send none, because it holds no record, or has to hold more to be that one. */
bool cutter_open_frame(const struct cutter *cutter, struct cut_end *end);
/* Sends the frame at hand, which ends where the flow stands. */
int cutter_flush(struct cutter *cutter, struct err *err);
/* The source has ended: what its last frame is, before that is sent. */
int cutter_end(struct cutter *cutter, struct cut_end *end, struct err *err);
/* Sends the last frame, with FINAL. */
int cutter_finish(struct cutter *cutter, struct err *err);
/* False once a repeated cut had another hash: what was cut there has changed. */
bool cutter_agrees(const struct cutter *cutter);

#endif
