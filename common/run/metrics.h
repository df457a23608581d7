/*
 * metrics: --metrics HOST:PORT serves, for a person or Prometheus,
 *
 *   /metrics   counters in the text exposition format 0.0.4
 *   /healthz   200 while the program turns; 503 when its main loop stands still for a minute
 *   /readyz    200 when it can take or give frames: every link has a peer; else 503
 *   /sample    records that went through lately: the last 5 kept, dropped here and rejected
 *              here, with the reason, as JSON (sampler.h); ?n=1 to ?n=20 of each. At most a
 *              hundred frames a second are looked at: more come too fast to be followed anyway.
 *
 * The pages are made of a snapshot that the main thread leaves, and of records that it and
 * the threads of the stage leave; the server has a thread of its own and touches nothing else.
 */
#ifndef LEAT_RUN_METRICS_H
#define LEAT_RUN_METRICS_H

#include "base/err.h"
#include "link/protocol.h"
#include "record/frame.h"
#include "run/stats.h"

struct metrics;

struct metrics_view {
	struct stats stats;
	bool link_in, link_out;
	struct link_counters in, out;
	double age; /* of the last frame when it went through, in seconds since ingest made it; below 0: none yet */
};

/* `address` is HOST:PORT, a number each; [::1]:9100 for IPv6. NULL on error. */
struct metrics *metrics_start(const char *address, struct err *err);
/* A new snapshot; call it often. */
void metrics_update(struct metrics *metrics, const struct metrics_view *view);
/* Whether the last snapshot is old enough for a new one. */
bool metrics_due(const struct metrics *metrics);
/* Takes records of a frame for /sample, unless too many came a moment ago: kept ones or, with
 * `gone`, those that `stage` dropped or rejected. From any thread. */
void metrics_sample(struct metrics *metrics, struct frame *frame, const char *stage, bool gone,
		    struct codec_state *codecs);
void metrics_stop(struct metrics *metrics);

/* The page: pure. */
void metrics_page(const struct metrics_view *view, struct buf *out);

#endif
