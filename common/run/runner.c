#include "run/runner.h"
#include "base/time.h"
#include "link/pipe.h"
#include "record/flow.h"
#include "run/isolate.h"
#include "run/links.h"
#include "run/metrics.h"
#include "run/stop.h"
#include "run/taster.h"

#define XXH_INLINE_ALL
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <xxhash.h>

enum { LINK_LOOK_MS = 1000 };

void worker_init(struct worker *worker, const struct runner *runner)
{
	*worker = (struct worker){ .codecs = CODEC_STATE_INIT, .edit = EDIT_INIT };
	if (runner->stage->scratch_new)
		worker->scratch = runner->stage->scratch_new(runner->config);
}

void worker_release(struct worker *worker, const struct runner *runner)
{
	if (worker->scratch && runner->stage->scratch_free)
		runner->stage->scratch_free(worker->scratch);
	edit_release(&worker->edit);
	codec_state_release(&worker->codecs);
}

/* Adds what an edit did to the statistics, and puts it into the frame. */
static int take_edit(struct runner *runner, struct worker *worker, struct stats *stats, struct err *err)
{
	struct edit *edit = &worker->edit;

	tally_merge(&stats->dropped, &edit->reasons);
	tally_merge(&stats->faults, &edit->faults);
	stats->rejected += edit->rejected;
	if (edit_apply(edit, &worker->codecs, err) < 0)
		return -1;
	if (runner->metrics && edit->dropped + edit->rejected > 0)
		metrics_sample(runner->metrics, edit->frame, runner->stage->name, true, &worker->codecs);
	return 0;
}

struct sample {
	uint64_t below, seed;
};

/* By a hash of the id, so that every stage and every run picks the same records. */
static int sample_record(void *ctx, const struct record *record, struct edit *edit, struct err *err)
{
	const struct sample *sample = ctx;
	struct str id = record_get(record, FIELD_ID);
	(void)err;

	if (XXH3_64bits_withSeed(id.at ? id.at : "", id.len, sample->seed) < sample->below)
		return RECORD_KEEP;
	return edit_drop(edit, "sample");
}

static int take_sample(struct runner *runner, struct worker *worker, struct frame *frame, struct err *err)
{
	double share = runner->common.sample;
	struct sample sample = {
		.below = share <= 0 ? 0 : (uint64_t)(share * 18446744073709549568.0),
		.seed = (uint64_t)runner->common.seed,
	};

	edit_begin(&worker->edit, frame, runner->stage->name);
	if (each_record(frame, &worker->edit, sample_record, &sample, err) < 0 ||
	    take_edit(runner, worker, &worker->stats, err) < 0)
		return -1;
	return frame_open_records(frame, runner->stage->bulk, &worker->codecs, err);
}

/* What decide changes later is small (META); compressing the text is work for here. */
static int seal(struct runner *runner, struct worker *worker, struct frame *frame, struct err *err)
{
	if (runner->codec != CODEC_NONE && frame_unstore(frame, err) < 0)
		return -1;
	return frame_seal(frame, runner->codec, &worker->codecs, err);
}

static int map_frame(struct runner *runner, struct worker *worker, struct frame *frame, struct err *err)
{
	const struct stage *stage = runner->stage;

	if (!stage->map && !stage->decide && runner->common.sample >= 1)
		return seal(runner, worker, frame, err);
	if (frame_open_records(frame, stage->bulk, &worker->codecs, err) < 0)
		return -1;
	worker->stats.in += frame_kept(frame);
	if (runner->common.sample < 1 && take_sample(runner, worker, frame, err) < 0)
		return -1;
	if (stage->map) {
		edit_begin(&worker->edit, frame, stage->name);
		if (stage->map(runner->config, worker->scratch, frame, &worker->edit, err) < 0 ||
		    take_edit(runner, worker, &worker->stats, err) < 0)
			return -1;
	}
	return runner->out ? seal(runner, worker, frame, err) : frame_verify(frame, err);
}

int runner_map(struct runner *runner, struct worker *worker, struct frame *frame, struct err *err)
{
	atomic_store(&worker->busy_ns, time_steady_ns());
	int result = map_frame(runner, worker, frame, err);
	atomic_store(&worker->busy_ns, 0);
	return result;
}

int runner_send(struct runner *runner, struct frame *frame, struct err *err)
{
	if (!runner->out) {
		int acked = runner->link_in ? links_ack(runner, frame, err) : 0;

		frame_free(frame);
		return acked;
	}
	if (frame->head.type == FRAME_DATA) {
		if (control_send_start(runner, err) < 0) {
			frame_free(frame);
			return -1;
		}
		frame->head.recipe = runner->recipe_hash;
		if (frame_seal(frame, runner->codec, &runner->worker.codecs, err) < 0) {
			frame_free(frame);
			return -1;
		}
		runner->sent_frames++;
	}
	if (runner->link_out) {
		runner->stats.bytes_out += FRAME_HEAD + (uint64_t)frame->head.length;
		return links_send(runner, frame, err);
	}
	int sent = channel_send(runner->out, &frame, err);
	runner->stats.bytes_out = pipe_bytes(runner->out);
	if (sent == CHANNEL_SENT)
		return 0;
	frame_free(frame);
	runner->out_gone = true;
	return -1;
}

static int commit(struct runner *runner, struct err *err)
{
	struct waiting *waiting = &runner->waiting;
	size_t sent = 0;

	if (runner->stage->commit && runner->stage->commit(runner->state, err) < 0)
		return -1;
	int result = links_passing(runner, waiting->frames, waiting->count, err);
	while (result == 0 && sent < waiting->count)
		result = runner_send(runner, waiting->frames[sent++], err);
	waiting->count -= sent;
	if (waiting->count)
		memmove(waiting->frames, waiting->frames + sent, waiting->count * sizeof *waiting->frames);
	waiting->bytes = 0;
	return result;
}

static void wait_for_commit(struct waiting *waiting, struct frame *frame)
{
	if (waiting->count == waiting->room) {
		waiting->room = waiting->room ? 2 * waiting->room : 64;
		waiting->frames = mem_grow(waiting->frames, waiting->room * sizeof *waiting->frames);
	}
	if (waiting->count == 0)
		waiting->since_ns = time_steady_ns();
	waiting->frames[waiting->count++] = frame;
	for (unsigned i = 0; i < frame->nlayers; i++)
		waiting->bytes += frame->layers[i].stored.len;
}

/* `idle`: no more input was there. */
static bool commit_due(const struct waiting *waiting, bool idle)
{
	uint64_t patience_ns = (idle ? COMMIT_MS : COMMIT_BUSY_MS) * 1000000ull;

	return waiting->count > 0 &&
	       (waiting->bytes >= COMMIT_BYTES || time_steady_ns() - waiting->since_ns >= patience_ns);
}

int runner_decide(struct runner *runner, struct frame *frame, struct err *err)
{
	const struct stage *stage = runner->stage;
	struct worker *worker = &runner->worker;

	if (!stage->decide)
		return 0;
	atomic_store(&worker->busy_ns, time_steady_ns());
	edit_begin(&worker->edit, frame, stage->name);
	int result = frame_open_records(frame, stage->bulk, &worker->codecs, err);
	if (result == 0)
		result = stage->decide(runner->state, frame, &worker->edit, err);
	if (result == 0)
		result = take_edit(runner, worker, &runner->stats, err);
	atomic_store(&worker->busy_ns, 0);
	return result;
}

int runner_settle(struct runner *runner, struct frame *frame, struct err *err)
{
	const struct stage *stage = runner->stage;

	runner->stats.frames++;
	if (runner_decide(runner, frame, err) < 0) {
		frame_free(frame);
		return -1;
	}
	report_frame(runner, frame);
	if (runner->metrics) {
		runner->frame_born = frame->head.born;
		runner->frame_done = (uint64_t)time_now_ms();
		metrics_sample(runner->metrics, frame, stage->name, false, &runner->worker.codecs);
	}
	if (!stage->commit)
		return runner_send(runner, frame, err);
	wait_for_commit(&runner->waiting, frame);
	return commit_due(&runner->waiting, false) ? commit(runner, err) : 0;
}

int runner_submit(struct runner *runner, struct frame *frame, struct err *err)
{
	if (!isolate_wanted(runner, frame)) {
		taster_rest(runner, false);
	} else if (isolate_killers(runner, frame, err) < 0) {
		frame_free(frame);
		return -1;
	}
	if (runner->workers)
		return workers_submit(runner->workers, frame, err);
	if (runner_map(runner, &runner->worker, frame, err) < 0) {
		frame_free(frame);
		return -1;
	}
	return runner_settle(runner, frame, err);
}

int runner_flush(struct runner *runner, struct err *err)
{
	if (runner->workers && workers_drain(runner->workers, true, err) < 0)
		return -1;
	return commit(runner, err);
}

static int open_stage(struct runner *runner, struct err *err)
{
	const struct stage *stage = runner->stage;

	if (runner->opened)
		return 0;
	if (stage->open) {
		runner->state = stage->open(runner->config, &runner->env, err);
		if (!runner->state)
			return -1;
	}
	runner->opened = true;
	worker_init(&runner->worker, runner);
	if (runner->common.jobs > 1 && (stage->map || stage->produce))
		runner->workers = workers_new(runner, (size_t)runner->common.jobs);
	return watchdog_start(runner, err);
}

static int on_data(struct runner *runner, struct frame *frame, struct err *err)
{
	if (frame->head.recipe != runner->recipe_in) {
		err_set(err, EXIT_MISMATCH,
			"%s: frame %016" PRIx64 "/%" PRIu64 ": its recipe is not that of its START",
			runner->in->name, frame->head.stream, frame->head.seq);
		frame_free(frame);
		return -1;
	}
	if (runner->link_in)
		runner->stats.bytes_in += frame->wire.len;
	else
		runner->stats.bytes_in = pipe_bytes(runner->in);
	return runner_submit(runner, frame, err);
}

static int on_event(struct runner *runner, struct channel_event *event, struct err *err)
{
	int result = 0;

	switch (event->kind) {
	case CHANNEL_START:
		result = control_received_start(runner, event->frame, err);
		if (result == 0)
			result = open_stage(runner, err);
		if (result == 0)
			result = control_send_start(runner, err);
		break;
	case CHANNEL_DATA:
		return on_data(runner, event->frame, err);
	case CHANNEL_STOP:
		result = control_received_stop(runner, event->frame, err);
		if (result == 0)
			result = runner_flush(runner, err);
		if (result == 0)
			result = control_send_stop(runner, err);
		runner->in_flow = false;
		break;
	case CHANNEL_NOTE:
		runner_warn(runner, "%s", event->reason);
		return 0;
	default:
		return 0;
	}
	frame_free(event->frame);
	return result;
}

/* Until the next commit or the next look at the workers is due; -1: for ever. */
static int patience(const struct runner *runner)
{
	if (runner->workers && workers_busy(runner->workers))
		return 0;
	if (runner->waiting.count == 0)
		return runner->draw || runner->metrics ? 1000 : -1;
	uint64_t age_ms = (time_steady_ns() - runner->waiting.since_ns) / 1000000;
	return age_ms >= COMMIT_MS ? 0 : (int)(COMMIT_MS - age_ms);
}

static bool is_idle(const struct runner *runner, const struct channel_event *event)
{
	return event->kind == CHANNEL_NOTHING && !(runner->workers && workers_busy(runner->workers));
}

/* Nothing to read while workers are busy: wait for either. */
static void wait_workers_or_input(struct runner *runner)
{
	struct pollfd fds[2] = {
		{ .fd = channel_descriptor(runner->in), .events = POLLIN },
		{ .fd = workers_descriptor(runner->workers), .events = POLLIN },
	};

	poll(fds, 2, COMMIT_MS);
}

/* Looks at both sides, and sleeps only where neither has anything. */
static int consume_link(struct runner *runner, struct err *err)
{
	struct channel_event event = { .kind = CHANNEL_NOTHING };

	while (event.kind != CHANNEL_END) {
		if (stop_asked()) {
			runner->drained = true;
			if (runner->opened && runner_flush(runner, err) < 0)
				return -1;
			return links_drain(runner, err);
		}
		if (channel_recv(runner->in, &event, 0, err) < 0 || on_event(runner, &event, err) < 0 ||
		    links_answers(runner, err) < 0)
			return -1;
		if (event.kind == CHANNEL_NOTHING)
			links_wait(runner, runner->waiting.count ? COMMIT_MS / 4 : LINK_LOOK_MS);
		if (runner->workers && workers_drain(runner->workers, false, err) < 0)
			return -1;
		if (commit_due(&runner->waiting, is_idle(runner, &event)) && commit(runner, err) < 0)
			return -1;
		report_tick(runner);
	}
	return links_finish(runner, err);
}

static int consume(struct runner *runner, struct err *err)
{
	struct channel_event event = { .kind = CHANNEL_NOTHING };

	while (event.kind != CHANNEL_END) {
		if (runner->in_file && stop_asked() && runner->in_flow) {
			runner->interrupted = true;
			return runner_flush(runner, err) < 0 ? -1 : control_send_stop(runner, err);
		}
		if (channel_recv(runner->in, &event, patience(runner), err) < 0)
			return -1;
		if (on_event(runner, &event, err) < 0)
			return -1;
		if (runner->workers) {
			if (event.kind == CHANNEL_NOTHING && workers_busy(runner->workers))
				wait_workers_or_input(runner);
			if (workers_drain(runner->workers, false, err) < 0)
				return -1;
		}
		if (commit_due(&runner->waiting, is_idle(runner, &event)) && commit(runner, err) < 0)
			return -1;
		report_tick(runner);
	}
	return 0;
}

static int produce(struct runner *runner, struct err *err)
{
	if (control_set_recipe(runner, STR(""), err) < 0 || open_stage(runner, err) < 0 ||
	    runner->stage->produce(runner->state, runner, err) < 0 || runner_flush(runner, err) < 0)
		return -1;
	if (stop_asked())
		runner->interrupted = true;
	return control_send_stop(runner, err) < 0 ? -1 : links_finish(runner, err);
}

int runner_run(struct runner *runner, struct err *err)
{
	struct err after;
	int result = runner->stage->produce ? produce(runner, err) :
		     runner->link_in	    ? consume_link(runner, err) :
					      consume(runner, err);
	bool whole = result == 0 && !runner->interrupted && !runner->drained;

	if (result < 0 && err->code == EXIT_CUT && runner->opened && !runner->out_gone && !runner->link_in) {
		/* What came whole before the cut is good: it is made durable and goes on. On a
		 * link it comes again. */
		runner_flush(runner, &after);
	}
	watchdog_stop(runner);
	taster_rest(runner, true);
	if (runner->workers)
		workers_free(runner->workers);
	runner->workers = NULL;
	if (runner->opened) {
		if (runner->stage->close && runner->stage->close(runner->state, whole, &after) < 0 && result == 0) {
			*err = after;
			result = -1;
		}
		stats_merge(&runner->stats, &runner->worker.stats);
		worker_release(&runner->worker, runner);
		runner->opened = false;
	}
	for (size_t i = 0; i < runner->waiting.count; i++)
		frame_free(runner->waiting.frames[i]);
	free(runner->waiting.frames);
	if (result == 0 && runner->interrupted)
		result = err_set(err, EXIT_RETRY, "interrupted: run it again to go on");
	return result;
}

struct frame *runner_frame(struct runner *runner)
{
	(void)runner;
	return frame_new();
}

int runner_emit(struct runner *runner, struct frame *frame, struct err *err)
{
	frame->head.type = FRAME_DATA;
	frame->head.born = (uint64_t)time_now_ms();
	int result = runner_submit(runner, frame, err);
	report_tick(runner);
	return result;
}

int runner_emit_as_is(struct runner *runner, struct frame *frame, struct err *err)
{
	runner->stats.frames++;
	runner->stats.in += frame->head.nrec;
	if (runner->metrics)
		metrics_sample(runner->metrics, frame, runner->stage->name, false, &runner->worker.codecs);
	int result = runner_send(runner, frame, err);
	report_tick(runner);
	return result;
}

bool runner_stopping(struct runner *runner)
{
	report_metrics(runner);
	return stop_asked();
}

void runner_expect(struct runner *runner, uint64_t bytes)
{
	runner->expect = bytes;
}
