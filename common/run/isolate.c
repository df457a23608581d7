#include "run/isolate.h"
#include "base/time.h"
#include "run/taster.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

bool isolate_wanted(const struct runner *runner, const struct frame *frame)
{
	const struct stage *stage = runner->stage;

	return runner->link_in && frame->route.attempt >= ISOLATE_ATTEMPTS && (stage->map || stage->decide) && !stage->sink;
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

/* An error is no death: it is met, and told, where the frame is worked on in earnest. */
static _Noreturn void child(struct runner *runner, struct frame *frame, uint32_t first, uint32_t last)
{
	struct worker *worker = &runner->worker;
	struct err err;
	bool all = first == 0 && last == frame->head.nrec;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGALRM, SIG_DFL);
	alarm(WATCHDOG_S);
	if ((all || hide_others(frame, worker, first, last, &err) == 0) && runner_map(runner, worker, frame, &err) == 0)
		runner_decide(runner, frame, &err);
	_exit(0);
}

struct search {
	struct runner *runner;
	struct frame *frame;
	char *kills; /* a byte a record */
	uint32_t found;
};

/* Whether a child dies of the records [first, last). -1: none could be started. */
static int dies_of(struct search *search, uint32_t first, uint32_t last, struct err *err)
{
	pid_t pid = fork();
	int status;

	if (pid == 0)
		child(search->runner, search->frame, first, last);
	if (pid < 0)
		return err_sys(err, EXIT_RETRY, "cannot start a process");
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFSIGNALED(status);
}

/* Whoever dies alone is found; halves that live are not looked at closer. Records that kill only
 * together, and do so again, are all taken for killers: the frame must come through. */
static int find_killers(struct search *search, uint32_t first, uint32_t last, struct err *err)
{
	uint32_t middle = first + (last - first) / 2, found = search->found;
	int died = dies_of(search, first, last, err);

	if (died <= 0)
		return died;
	if (last - first > 1) {
		if (find_killers(search, first, middle, err) < 0 || find_killers(search, middle, last, err) < 0)
			return -1;
		died = search->found > found ? 0 : dies_of(search, first, last, err);
	}
	if (died <= 0)
		return died;
	memset(search->kills + first, 1, last - first);
	search->found += last - first;
	return 0;
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
	if (each_record(search->frame, &worker->edit, reject_killer, search, err) < 0)
		return -1;
	worker->stats.in += worker->edit.rejected;
	worker->stats.rejected += worker->edit.rejected;
	if (edit_apply(&worker->edit, &worker->codecs, err) < 0)
		return -1;
	return frame_seal(search->frame, search->runner->codec, &worker->codecs, err);
}

int isolate_killers(struct runner *runner, struct frame *frame, struct err *err)
{
	int lives = taster_lives(runner, frame, err);

	if (lives != 0)
		return lives < 0 ? -1 : 0;
	struct search search = { .runner = runner, .frame = frame, .kills = mem_zero(frame->head.nrec + 1, 1) };
	int result = find_killers(&search, 0, frame->head.nrec, err);

	if (result == 0 && search.found > 0) {
		runner_warn(runner, "%u records killed the program and are rejected", search.found);
		result = reject_killers(&search, err);
	}
	free(search.kills);
	return result;
}

/* The watchdog. */

struct watchdog {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t ending;
	bool end;
	uint64_t resumed_ns; /* when the program last went on after it was stopped */
	struct runner *runner;
};

enum { STOPPED_S = 3 }; /* a look that comes so late says that the program was stopped */

static bool hangs(const struct watchdog *dog)
{
	struct runner *runner = dog->runner;
	uint64_t oldest = atomic_load(&runner->worker.busy_ns), now = time_steady_ns();

	if (runner->workers) {
		uint64_t theirs = workers_oldest_ns(runner->workers);

		if (oldest == 0 || (theirs != 0 && theirs < oldest))
			oldest = theirs;
	}
	if (oldest != 0 && oldest < dog->resumed_ns)
		oldest = dog->resumed_ns;
	return oldest != 0 && now > oldest && now - oldest > WATCHDOG_S * 1000000000ull;
}

static void *watch(void *arg)
{
	struct watchdog *dog = arg;
	struct timespec until;

	pthread_mutex_lock(&dog->lock);
	while (!dog->end) {
		uint64_t asleep_ns = time_steady_ns();

		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_sec++;
		pthread_cond_timedwait(&dog->ending, &dog->lock, &until);
		if (time_steady_ns() - asleep_ns > STOPPED_S * 1000000000ull)
			dog->resumed_ns = time_steady_ns();
		if (!dog->end && hangs(dog)) {
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
