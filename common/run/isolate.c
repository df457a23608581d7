#include "run/isolate.h"
#include "base/time.h"
#include "link/pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILD_DONE = 0, CHILD_SAID_NO = 1, READ_BLOCK = 1 << 16 };

enum outcome { OUTCOME_DONE, OUTCOME_DIED, OUTCOME_ERROR };

bool isolate_wanted(const struct runner *runner, const struct frame *frame)
{
	return runner->link_in && frame->route.attempt >= ISOLATE_ATTEMPTS && runner->stage->map &&
	       !runner->stage->decide;
}

/* In the child: only the records [first, last) stay visible. */
static int hide_others(struct frame *frame, struct worker *worker, uint32_t first, uint32_t last, struct err *err)
{
	struct buf verdicts = BUF_INIT;

	if (frame_open_records(frame, false, &worker->codecs, err) < 0)
		return -1;
	for (uint32_t i = 0; i < frame->head.nrec; i++) {
		bool hidden = i < first || i >= last;
		enum verdict verdict = frame_verdict(frame, i);

		buf_add_byte(&verdicts, (char)(hidden && verdict == VERDICT_KEPT ? VERDICT_DROPPED : verdict));
	}
	frame_set_layer(frame, LAYER_VERDICT, &verdicts);
	return 0;
}

static _Noreturn void child(struct runner *runner, struct frame *frame, uint32_t first, uint32_t last, int fd)
{
	struct worker *worker = &runner->worker;
	struct err err;
	bool all = first == 0 && last == frame->head.nrec;

	signal(SIGALRM, SIG_DFL);
	alarm(WATCHDOG_S);
	if ((!all && hide_others(frame, worker, first, last, &err) < 0) || runner_map(runner, worker, frame, &err) < 0 ||
	    channel_send(pipe_sender(fd, "parent"), &frame, &err) != CHANNEL_SENT)
		_exit(CHILD_SAID_NO);
	_exit(CHILD_DONE);
}

/* All that comes; more than a frame's cap is no frame. */
static void read_all(int fd, struct buf *out)
{
	ssize_t got;

	do {
		got = read(fd, buf_reserve(out, READ_BLOCK), READ_BLOCK);
		if (got > 0)
			out->len += (size_t)got;
	} while ((got > 0 && out->len <= FRAME_HEAD + FRAME_STORED_MAX) || (got < 0 && errno == EINTR));
}

/* Maps part of the records in a child; its frame's bytes go to *out. */
static enum outcome try_part(struct runner *runner, struct frame *frame, uint32_t first, uint32_t last,
			     struct buf *out, struct err *err)
{
	int fds[2], status;

	buf_reset(out);
	if (pipe2(fds, O_CLOEXEC) < 0) {
		err_sys(err, EXIT_RETRY, "cannot make a pipe");
		return OUTCOME_ERROR;
	}
	pid_t pid = fork();
	if (pid == 0) {
		close(fds[0]);
		child(runner, frame, first, last, fds[1]);
	}
	close(fds[1]);
	if (pid > 0)
		read_all(fds[0], out);
	close(fds[0]);
	if (pid < 0) {
		err_sys(err, EXIT_RETRY, "cannot start a process");
		return OUTCOME_ERROR;
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFSIGNALED(status))
		return OUTCOME_DIED;
	return WEXITSTATUS(status) == CHILD_DONE ? OUTCOME_DONE : OUTCOME_ERROR;
}

struct search {
	struct runner *runner;
	struct frame *frame;
	struct buf out;
	char *kills; /* a byte a record */
	uint32_t found;
};

/* Whoever dies alone is found; halves that live are not looked at closer. */
static int find_killers(struct search *search, uint32_t first, uint32_t last, struct err *err)
{
	enum outcome outcome = try_part(search->runner, search->frame, first, last, &search->out, err);
	uint32_t middle = first + (last - first) / 2;

	if (outcome != OUTCOME_DIED)
		return 0;
	if (last - first == 1) {
		search->kills[first] = 1;
		search->found++;
		return 0;
	}
	return find_killers(search, first, middle, err) < 0 ? -1 : find_killers(search, middle, last, err);
}

static int reject_killer(void *ctx, const struct record *record, struct edit *edit, struct err *err)
{
	const struct search *search = ctx;
	(void)err;

	return search->kills[record->index] ? edit_reject(edit, "crash") : RECORD_KEEP;
}

static int reject_killers(struct search *search, struct err *err)
{
	struct worker *worker = &search->runner->worker;

	if (frame_open_records(search->frame, search->runner->stage->bulk, &worker->codecs, err) < 0)
		return -1;
	edit_begin(&worker->edit, search->frame, search->runner->stage->name);
	if (each_record(search->frame, &worker->edit, reject_killer, search, err) < 0 ||
	    edit_apply(&worker->edit, &worker->codecs, err) < 0)
		return -1;
	return frame_seal(search->frame, search->runner->codec, &worker->codecs, err);
}

/* The child's frame takes the place of ours; what it counted died with it. */
static int take_over(struct runner *runner, struct frame *frame, struct buf *bytes, uint32_t kept_before,
		     uint32_t rejected, struct err *err)
{
	struct frame_route route = frame->route;
	struct stats *stats = &runner->worker.stats;

	frame_reset(frame);
	frame->route = route;
	buf_swap(&frame->wire, bytes);
	if (frame_parse(frame, err) < 0 || frame_open_records(frame, false, &runner->worker.codecs, err) < 0)
		return -1;
	uint32_t kept = frame_kept(frame);
	stats->in += kept_before;
	stats->rejected += rejected;
	if (kept_before > kept + rejected)
		tally_add(&stats->dropped, "isolated", kept_before - kept - rejected);
	return 0;
}

static int kept_in(struct runner *runner, struct frame *frame, uint32_t *kept, struct err *err)
{
	if (frame_open_records(frame, false, &runner->worker.codecs, err) < 0)
		return -1;
	*kept = frame_kept(frame);
	return 0;
}

int isolate_map(struct runner *runner, struct frame *frame, struct err *err)
{
	struct search search = { .runner = runner, .frame = frame, .out = BUF_INIT };
	uint32_t kept = 0, nrec = frame->head.nrec;
	int result = kept_in(runner, frame, &kept, err);
	enum outcome outcome = OUTCOME_ERROR;

	if (result == 0)
		outcome = try_part(runner, frame, 0, nrec, &search.out, err);
	if (outcome == OUTCOME_DIED && nrec > 0) {
		search.kills = mem_zero(nrec, 1);
		result = find_killers(&search, 0, nrec, err);
		runner_warn(runner, "%u records killed the program and are rejected", search.found);
		if (result == 0)
			result = reject_killers(&search, err);
		if (result == 0)
			outcome = try_part(runner, frame, 0, nrec, &search.out, err);
	}
	if (result == 0 && outcome == OUTCOME_DONE)
		result = take_over(runner, frame, &search.out, kept, search.found, err);
	else if (result == 0)
		/* No death alone: the error, if it is one, shows here. */
		result = runner_map(runner, &runner->worker, frame, err);
	free(search.kills);
	buf_release(&search.out);
	return result;
}

/* The watchdog. */

struct watchdog {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t ending;
	bool end;
	struct runner *runner;
};

static bool hangs(struct runner *runner)
{
	uint64_t oldest = atomic_load(&runner->worker.busy_ns), now = time_steady_ns();

	if (runner->workers) {
		uint64_t theirs = workers_oldest_ns(runner->workers);

		if (oldest == 0 || (theirs != 0 && theirs < oldest))
			oldest = theirs;
	}
	return oldest != 0 && now > oldest && now - oldest > WATCHDOG_S * 1000000000ull;
}

static void *watch(void *arg)
{
	struct watchdog *dog = arg;
	struct timespec until;

	pthread_mutex_lock(&dog->lock);
	while (!dog->end) {
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_sec++;
		pthread_cond_timedwait(&dog->ending, &dog->lock, &until);
		if (!dog->end && hangs(dog->runner)) {
			log_error(&dog->runner->log, "a frame is worked on for more than %d s: ending, so that it goes elsewhere",
				  WATCHDOG_S);
			_exit(EXIT_RETRY);
		}
	}
	pthread_mutex_unlock(&dog->lock);
	return NULL;
}

int watchdog_start(struct runner *runner, struct err *err)
{
	if (!runner->link_in || !runner->stage->map)
		return 0;
	struct watchdog *dog = mem_zero(1, sizeof *dog);

	dog->runner = runner;
	pthread_mutex_init(&dog->lock, NULL);
	pthread_cond_init(&dog->ending, NULL);
	if (pthread_create(&dog->thread, NULL, watch, dog) != 0) {
		free(dog);
		return err_set(err, EXIT_RETRY, "cannot start a thread");
	}
	runner->watchdog = dog;
	return 0;
}

void watchdog_stop(struct runner *runner)
{
	struct watchdog *dog = runner->watchdog;

	if (!dog)
		return;
	pthread_mutex_lock(&dog->lock);
	dog->end = true;
	pthread_cond_signal(&dog->ending);
	pthread_mutex_unlock(&dog->lock);
	pthread_join(dog->thread, NULL);
	pthread_cond_destroy(&dog->ending);
	pthread_mutex_destroy(&dog->lock);
	free(dog);
	runner->watchdog = NULL;
}
