/*
 * build: fills a new frame record by record (ingest, tests). Fields may come in any order;
 * text and body go to BULK, all others to META.
 */
#ifndef LEAT_RECORD_BUILD_H
#define LEAT_RECORD_BUILD_H

#include "record/fields.h"
#include "record/frame.h"

struct build {
	struct buf meta, bulk; /* of the records finished so far */
	struct buf fields; /* of the record at hand, packed pairs */
	struct buf parts; /* likewise, BULK */
	uint32_t nfields, nparts, nrec;
};

#define BUILD_INIT ((struct build){ BUF_INIT, BUF_INIT, BUF_INIT, BUF_INIT, 0, 0, 0 })

/* A field of the record at hand. Names are given once; an absent str (at NULL) is left out. */
void build_str(struct build *build, const char *name, struct str value);
void build_int(struct build *build, const char *name, int64_t value);
void build_packed(struct build *build, struct str name, struct str packed);
void build_text(struct build *build, struct str text);
void build_body(struct build *build, struct str body);
/* Ends the record at hand. */
void build_record(struct build *build);
/* Drops the record at hand. */
void build_abandon(struct build *build);
/* Bytes of META and BULK of the finished records. */
size_t build_size(const struct build *build);
/* Moves the finished records into `frame` as META and BULK, sets nrec and type DATA; the
 * rest of the header is the caller's. The builder is empty again. */
void build_finish(struct build *build, struct frame *frame);
void build_release(struct build *build);

#endif
