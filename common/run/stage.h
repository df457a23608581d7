/*
 * stage: the contract between a program and the runner, and the one header a stage needs.
 *
 * A stage maps one frame of records to one frame of the same name and count; it never
 * splits, merges, reorders or invents frames. It has any of:
 *
 *   map     pure and parallel (--jobs N, a scratch a thread): normalize, extract, filter
 *   decide  serial, in the order of the input: dedup's verdicts, store's inserts
 *   commit  makes what was decided durable; called every 8 MB or 100 ms (1 s while more
 *           input waits), and at the end, before the frames decided so far go on (or are acked)
 *   produce makes the frames: ingest, replay (instead of input)
 *
 * A stage with `sink` has no output but what it writes itself.
 *
 * The runner owns options, input and output, layers, threads, order, acks, signals,
 * statistics, progress and the exit status. A stage prints nothing and exits never: it
 * returns 0, or -1 with *err filled, which ends the program with err->code.
 *
 * Order of calls: check, open, (scratch_new a thread), then for each frame map, decide; commit
 * now and then; close. A frame reaches map and decide with its records open (BULK too, where
 * `bulk`), and an edit begun on it; the runner applies the edit and seals the frame.
 */
#ifndef LEAT_RUN_STAGE_H
#define LEAT_RUN_STAGE_H

#include "base/err.h"
#include "record/edit.h"
#include "record/frame.h"
#include "record/record.h"
#include "run/options.h"

struct runner;

/* What a stage's open and produce may ask of the runner. */
struct stage_env {
	struct runner *runner;
	const char *state_dir; /* --state, made and locked; NULL without */
	const char *const *operands;
	size_t operand_count;
	bool on_link; /* frames come over a link: what commit returned from is acked */
	uint64_t recipe; /* of the frames that this stage sends (or, a sink, gets): known after START */
};

struct stage {
	const char *name; /* "dedup"; the program is leat-NAME */
	const char *summary; /* one line, lower case */
	const char *usage; /* synopsis of operands, "" for none: "[PATH...]" */
	const char *about; /* paragraphs for --help and the manual */
	int version; /* of the results; raise it when the same input gives others */
	const struct option *options; /* NULL: none */
	size_t config_size;
	size_t operands_max; /* how many operands it takes; 0: none */
	bool bulk; /* looks at text or body */
	bool sink;
	bool stateful; /* --state makes a difference */
	bool transparent; /* not in the recipe unless one of its result options is set: replay */

	/* Checks the options against each other before anything is opened. May be NULL. */
	int (*check)(void *config, const struct stage_env *env, struct err *err);
	/* Frees what check put into the config. May be NULL. */
	void (*release)(void *config);
	/* Appends to this stage's part of the recipe what its options do not say by
	 * themselves (" list=<digest of a file>"). May be NULL. */
	int (*recipe)(const void *config, struct buf *out, struct err *err);
	/* Makes the state; NULL on error. May be NULL: the state is then NULL. Called before
	 * the first frame; for a stage with input, after its START was read. */
	void *(*open)(const void *config, const struct stage_env *env, struct err *err);
	void *(*scratch_new)(const void *config);
	void (*scratch_free)(void *scratch);
	int (*map)(const void *config, void *scratch, struct frame *frame, struct edit *edit, struct err *err);
	int (*decide)(void *state, struct frame *frame, struct edit *edit, struct err *err);
	int (*commit)(void *state, struct err *err);
	int (*produce)(void *state, struct runner *runner, struct err *err);
	/* Ends it: `whole` when the flow ended with STOP(complete). A sink finishes its files
	 * here. Called once after open succeeded, whatever happened since. */
	int (*close)(void *state, bool whole, struct err *err);
};

/* The whole of a stage's main(). */
int stage_main(const struct stage *stage, int argc, char **argv);

/* For produce. An empty frame to fill (head but type, born and recipe, which the runner
 * sets; META, BULK, SOURCE). */
struct frame *runner_frame(struct runner *runner);
/* Sends the frame on and takes it. -1: stop now, with *err filled (output gone). */
int runner_emit(struct runner *runner, struct frame *frame, struct err *err);
/* A replayed frame: as runner_emit, but `born` stays, and layers pass unopened. */
int runner_emit_as_is(struct runner *runner, struct frame *frame, struct err *err);
/* For replay: the frames that follow were made by `recipe`. Ends the flow so far with
 * STOP(complete) if its recipe was another, and starts one anew. */
int runner_flow(struct runner *runner, struct str recipe, struct err *err);
/* True once the program was asked to end: produce stops reading and returns 0; the flow
 * then ends with STOP(interrupted) and exit status 75. */
bool runner_stopping(struct runner *runner);
/* Total size in bytes of what produce will read, where known, for START. Before the first
 * emit. */
void runner_expect(struct runner *runner, uint64_t bytes);
/* An entry of START's map ("dedup_state": "none"); before the first emit, or in open. */
void runner_announce(struct runner *runner, const char *key, const char *value);
/* What an earlier stage announced; absent: STR_NONE. For open and later. */
struct str runner_announced(struct runner *runner, const char *key);
/* Text of the recipe of the frames that come in (a sink) or go out. For open and later. */
struct str runner_recipe_text(struct runner *runner);

/* Counts a fault: something bad in the input that was reported and passed by ("gzip",
 * "charset"). From produce, decide and commit; map has edit_fault. */
void runner_fault(struct runner *runner, const char *kind, uint64_t count);
/* A warning for the user ("what object: why"); the runner prints it. From any thread. */
void runner_warn(struct runner *runner, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Counts input bytes of a producer (compressed, as read). */
void runner_count_input(struct runner *runner, uint64_t bytes);
/* A sink refuses the stream of a frame: said once a stream, counted; the rest goes on and
 * the program exits 78 at the end. */
void runner_refuse(struct runner *runner, uint64_t stream, const char *why);
/* Marks the end result: the program goes on, but exits with `code` at the end unless
 * something worse happens (faults with --strict; unreadable files). */
void runner_fail_later(struct runner *runner, enum exit_code code);

#endif
