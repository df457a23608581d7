/*
 * reader: takes one document after another out of a flow. Nothing below this interface
 * does I/O of its own or keeps state outside of it.
 */
#ifndef LEAT_INGEST_READER_H
#define LEAT_INGEST_READER_H

#include "ingest/doc.h"
#include "ingest/flow.h"
#include "ingest/http.h"
#include "ingest/select.h"

/* What readers share; all borrowed. */
struct reading {
	struct flow *flow;
	const struct select *select;
	struct faults *faults;
	struct skips *skips;
	struct http_scratch *http;
	bool inner; /* the source lies in a tar or zip file: no further one is opened in it */
	struct str name; /* of the source: a path or an address */
};

struct reader;

struct reader_ops {
	/* Fills *doc and returns true, or returns false at the end of the source. When it
	 * returns, the flow stands at doc->src_end (at the end: of the source), so that
	 * flow_hash covers what was read. */
	bool (*next)(struct reader *reader, struct doc *doc);
	void (*close)(struct reader *reader);
};

struct reader {
	const struct reader_ops *ops;
	struct reading in;
	uint64_t covered; /* src_end of the document before */
	uint64_t records; /* met so far, skipped ones counted */
};

/* At the end of a record: false where it is skipped, and counted; else *doc gets its place. */
static inline bool reader_passes(struct reader *reader, enum skip skip, struct doc *doc)
{
	if (skip != SKIP_NONE) {
		reader->in.skips->count[skip]++;
		return false;
	}
	doc->ordinal = reader->records - 1;
	doc->src_begin = reader->covered;
	doc->src_end = reader->covered = flow_pos(reader->in.flow);
	return true;
}

struct reader *warc_reader(const struct reading *in);
struct reader *arc_reader(const struct reading *in);
struct reader *jsonl_reader(const struct reading *in);
/* The whole source is one document of type `mime`. */
struct reader *page_reader(const struct reading *in, struct str mime);
/* Items of RSS 0.9-2.0 and entries of Atom (RFC 4287). NULL: this build has no expat. */
struct reader *feed_reader(const struct reading *in);
/* The files in a tar or zip file, each read as what it is. NULL: no libarchive. */
struct reader *archive_reader(const struct reading *in);

#endif
