/*
 * sink: one place that frames are stored in. The store asks `find` before it puts a frame;
 * what `commit` returned for is durable. Each kind of sink is a file *_sink.c; these are
 * the part of the stage that does input and output.
 */
#ifndef LEAT_STORE_SINK_H
#define LEAT_STORE_SINK_H

#include "archive/segments.h"
#include "base/err.h"
#include "record/frame.h"
#include "store/identity.h"
#include "store/lines_file.h"
#include "store/render.h"
#include "store/streams.h"
#include "text/deny.h"

enum sink_kind {
	SINK_ARCHIVE, SINK_SQLITE, SINK_JSONL, SINK_POSTGRES, /* durable frame by frame */
	SINK_STDOUT, SINK_PARQUET, SINK_WET, SINK_TEXT, /* made in one run */
};

struct sink_options {
	enum sink_kind kind;
	const char *path;
	const char *dropped, *rejects; /* of JSONL: where these go; NULL: beside the sink */
	enum lines_codec codec; /* of JSONL and WET */
	struct render_form form; /* of JSONL */
	uint64_t split; /* of a JSONL folder; bytes of a part, 0: one */
	bool by_lang; /* likewise: parts of their own for each language */
	const char *on_complete; /* of what is made under another name first; NULL: nothing */
	struct archive_limits limits; /* of a folder of segments */
};

struct sink;

/* What comes with a frame. */
struct sink_frame {
	struct frame *frame; /* its records open with BULK; its aux holds what render.h made of it */
	struct str recipe; /* text */
	struct str dedup_state; /* as announced by dedup, or STR_NONE */
	bool replace; /* swap it for the one of that name */
};

struct sink_ops {
	/* 1 and *known where the sink holds a frame of that name; 0; -1. */
	int (*find)(struct sink *, uint64_t stream, uint64_t seq, struct known *, struct err *);
	/* Text of a recipe that `find` gave, appended to `out`; 0 where it is not known. */
	int (*recipe)(struct sink *, uint64_t hash, struct buf *out, struct err *);
	int (*put)(struct sink *, const struct sink_frame *, struct err *);
	/* Deletes the frames of the stream behind seq. NULL: the sink only appends. */
	int (*trim)(struct sink *, uint64_t stream, uint64_t seq, struct err *);
	int (*commit)(struct sink *, struct err *);
	/* 1 where it holds a stream that is not in `seen`; 0; -1. NULL: cannot know. */
	int (*holds_other)(struct sink *, const struct streams *seen, struct err *);
	/* Adds what leat forget noted in the sink itself. NULL: it is the file SINK.deny. */
	int (*denied)(struct sink *, struct deny *, struct err *);
	/* Does not keep what was dropped and rejected. */
	bool kept_only;
	/* Finishes and frees it. `whole`: the flow came to its end. */
	int (*close)(struct sink *, bool whole, struct str recipe, struct str dedup_state, struct err *);
};

/* First member of every kind's own structure. */
struct sink {
	const struct sink_ops *ops;
	const char *name; /* for messages */
};

struct sink *archive_sink_open(const struct sink_options *options, struct err *err);
struct sink *sqlite_sink_open(const struct sink_options *options, struct err *err);
struct sink *jsonl_sink_open(const struct sink_options *options, struct err *err);
struct sink *postgres_sink_open(const struct sink_options *options, struct err *err);
/* Kept records only, into a file or folder that appears under its name when the flow came
 * whole; it must not exist. */
struct sink *parquet_sink_open(const struct sink_options *options, struct err *err);
struct sink *wet_sink_open(const struct sink_options *options, struct err *err);
struct sink *text_sink_open(const struct sink_options *options, struct err *err);
/* Kept records as JSON lines to standard output. */
struct sink *stdout_sink_open(const struct sink_options *options, struct err *err);

#endif
