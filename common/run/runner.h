/*
 * runner (internal to common/run): what the pieces of the runner share.
 *
 *   main.c     options, set-up, exit status          stage_main
 *   runner.c   the loop: receive, map, decide, commit, send
 *   workers.c  map in parallel, order kept
 *   control.c  START and STOP
 *   links.c    links: credit, acks, the end
 *   report.c   statistics, progress line, table, warnings
 */
#ifndef LEAT_RUN_RUNNER_H
#define LEAT_RUN_RUNNER_H

#include "base/log.h"
#include "link/channel.h"
#include "run/stage.h"
#include "run/stats.h"

#include <pthread.h>
#include <stdatomic.h>

/* A commit costs a sink more than what is in it: while more frames wait to be read, it may be longer. */
enum { COMMIT_BYTES = 8 << 20, COMMIT_MS = 100, COMMIT_BUSY_MS = 1000 };

/* Options that every stage has (main.c holds the table). */
struct common_config {
	struct option_list in, out;
	int64_t jobs;
	const char *codec; /* NULL: by what the output is */
	const char *state;
	const char *config;
	const char *stats;
	double sample;
	int64_t seed;
	int64_t ready_fd;
	const char *metrics;
	const char *key, *peer_key, *allow; /* links: CURVE */
	bool insecure, ephemeral, ordered, network_fs;
	bool check;
	bool quiet;
	bool json_log;
};

/* One thread's tools for map. */
struct worker {
	struct codec_state codecs;
	struct edit edit;
	void *scratch;
	struct stats stats; /* what map did */
	_Atomic uint64_t busy_ns; /* since when it works on a frame; 0: it does not */
};

struct workers;
struct links;
struct metrics;
struct watchdog;
struct taster;

/* Frames that were decided and wait for the commit. */
struct waiting {
	struct frame **frames;
	size_t count, room, bytes;
	uint64_t since_ns;
};

struct runner {
	const struct stage *stage;
	void *config;
	void *state;
	bool opened;
	struct options_set options;
	struct common_config common;
	struct stage_env env;
	struct log log;
	enum codec codec;

	struct channel *in, *out;
	int in_fd, out_fd; /* for terminal and file checks; -1: none */
	bool out_gone; /* sending failed */
	bool in_file; /* input is a regular file: a signal ends the reading */

	bool link_in, link_out;
	struct links *links; /* NULL without */
	struct metrics *metrics; /* NULL without */
	uint64_t frame_born; /* of the last frame that went through, in ms; 0: none yet */
	uint64_t frame_done; /* when that was */
	struct watchdog *watchdog; /* NULL without */
	struct taster *taster; /* NULL without */
	bool drained; /* stopped by a signal; all that was taken is durable */

	struct worker worker; /* of the main thread: decide, and map with --jobs 1 */
	struct workers *workers; /* NULL with --jobs 1 */
	struct waiting waiting;

	/* the flow at hand (control.c) */
	bool in_flow; /* START was received or, by a producer, announced */
	bool sent_start;
	uint64_t sent_frames;
	struct buf recipe; /* of frames that go out; of a sink: that came in */
	uint64_t recipe_hash, recipe_in;
	struct buf announced, own_announced; /* packed pairs of str: of stages before, of this one */
	size_t announced_count, own_count;
	uint64_t expect; /* total bytes of the input; 0: unknown */
	struct buf stages; /* packed statistics of the stages before, of the last STOP */
	size_t stage_count;
	bool interrupted;

	struct stats stats;
	uint64_t started_ns, drawn_ns;
	bool last; /* draws progress and table */
	bool draw; /* stderr is a terminal */
	uint64_t done_bytes, source_size, source_at;
	enum exit_code later;
	struct tally refused; /* streams, by name */
	pthread_mutex_t warn_lock;
};

/* runner.c */
int runner_run(struct runner *runner, struct err *err);
/* Takes a frame through the stage: map here or by a worker, then decide. */
int runner_submit(struct runner *runner, struct frame *frame, struct err *err);
/* All frames in hand decided, committed and sent. */
int runner_flush(struct runner *runner, struct err *err);
/* map with all that belongs to it, for one frame by one thread. */
int runner_map(struct runner *runner, struct worker *worker, struct frame *frame, struct err *err);
/* decide with all that belongs to it, where the stage has it. Main thread. */
int runner_decide(struct runner *runner, struct frame *frame, struct err *err);
/* decide, then commit or send as it is due. Main thread. */
int runner_settle(struct runner *runner, struct frame *frame, struct err *err);
int runner_send(struct runner *runner, struct frame *frame, struct err *err);
void worker_init(struct worker *worker, const struct runner *runner);
void worker_release(struct worker *worker, const struct runner *runner);

/* workers.c */
struct workers *workers_new(struct runner *runner, size_t jobs);
/* Hands a frame over; takes finished ones out in order and settles them. */
int workers_submit(struct workers *workers, struct frame *frame, struct err *err);
/* Settles what is finished; with `all`, waits for the rest. */
int workers_drain(struct workers *workers, bool all, struct err *err);
size_t workers_busy(const struct workers *workers);
/* Adds what the threads counted, of the frames they finished. */
void workers_stats(struct workers *workers, struct stats *into);
/* When the frame was begun that a thread works on for longest; 0: none. From any thread. */
uint64_t workers_oldest_ns(struct workers *workers);
/* Polls readable when a frame was finished. */
int workers_descriptor(const struct workers *workers);
/* Joins the threads, drops what is unfinished, adds their statistics to the runner's. */
void workers_free(struct workers *workers);

/* control.c */
int control_received_start(struct runner *runner, struct frame *frame, struct err *err);
int control_received_stop(struct runner *runner, struct frame *frame, struct err *err);
/* Sends START if it was not yet sent in this flow. */
int control_send_start(struct runner *runner, struct err *err);
/* Ends the flow at hand; sends START before, if need be. */
int control_send_stop(struct runner *runner, struct err *err);
/* Sets the recipe from that of the stages before. */
int control_set_recipe(struct runner *runner, struct str before, struct err *err);

/* report.c */
void report_frame(struct runner *runner, struct frame *frame);
void report_tick(struct runner *runner);
/* Leaves a snapshot for --metrics, when one is due. */
void report_metrics(struct runner *runner);
/* Table, --stats; `failed` where the run ends with an error. */
int report_end(struct runner *runner, bool failed, struct err *err);
/* What this stage counted until now, all threads together. */
void report_stats(const struct runner *runner, struct stats *out);

#endif
