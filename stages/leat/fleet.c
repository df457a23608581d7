#include "leat/fleet.h"

#include "base/buf.h"
#include "base/time.h"
#include "leat/spawn.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What is known of a member while it runs. */
struct life {
	pid_t pid; /* 0: does not run */
	uint64_t started_ms;
	uint64_t again_ms; /* when it is to be started again; 0: it is not */
	unsigned failures; /* in a row */
	bool ended; /* for good */
};

struct fleet {
	struct member *members;
	struct life *lives;
	size_t count;
	const struct log *log;
	sigset_t mask; /* of the programs */
	pid_t group;
	int status;
	unsigned signals;
	bool stopping; /* everybody was asked to end */
	bool unfinished; /* the sink was killed when the source had left: all is to run again */
	unsigned runs_again;
	uint64_t source_left_ms; /* 0: it is there */
};

static uint64_t now_ms(void)
{
	return time_steady_ns() / 1000000;
}

static int start(struct fleet *fleet, size_t i, struct err *err)
{
	struct life *life = &fleet->lives[i];

	life->pid = spawn(&fleet->members[i].command, -1, -1, &fleet->group, &fleet->mask, err);
	if (life->pid < 0) {
		life->pid = 0;
		return -1;
	}
	life->again_ms = 0;
	life->started_ms = now_ms();
	return 0;
}

static void ask_all(struct fleet *fleet, int number)
{
	for (size_t i = 0; i < fleet->count; i++)
		if (fleet->lives[i].pid)
			kill(fleet->lives[i].pid, number);
}

static void stop(struct fleet *fleet)
{
	if (!fleet->stopping)
		ask_all(fleet, SIGTERM);
	fleet->stopping = true;
	for (size_t i = 0; i < fleet->count; i++)
		if (fleet->lives[i].again_ms) {
			fleet->lives[i].again_ms = 0;
			fleet->lives[i].ended = true;
		}
}

/* Whether a new start may mend what ended with `code`. */
static bool may_mend(const struct fleet *fleet, int code)
{
	return !fleet->stopping && fleet->signals == 0 && !fleet->source_left_ms && (code == EXIT_RETRY || code > 128);
}

static uint64_t back_off(unsigned failures)
{
	uint64_t ms = (uint64_t)FLEET_FIRST_MS << (failures - 1);

	return ms < FLEET_LAST_MS ? ms : FLEET_LAST_MS;
}

static void on_failure(struct fleet *fleet, size_t i, int code)
{
	struct life *life = &fleet->lives[i];
	const char *name = fleet->members[i].name;

	if (now_ms() - life->started_ms >= FLEET_GOOD_MS)
		life->failures = 0;
	if (may_mend(fleet, code) && life->failures < FLEET_TRIES) {
		uint64_t wait = back_off(++life->failures);

		life->again_ms = now_ms() + wait;
		fleet->members[i].restarts++;
		if (code > 128)
			log_warn(fleet->log, "%s: killed by signal %d; starts again in %.1f s", name, code - 128, (double)wait / 1e3);
		else
			log_warn(fleet->log, "%s: ended with %d; starts again in %.1f s", name, code, (double)wait / 1e3);
		return;
	}
	life->ended = true;
	/* Once the source has left, all it read is durable: only the sink has still to finish,
	 * which takes the word of a source. */
	if (code > 128 && fleet->source_left_ms && !fleet->signals) {
		if (fleet->members[i].step != fleet->members[fleet->count - 1].step)
			return;
		if (fleet->runs_again < FLEET_TRIES) {
			log_warn(fleet->log, "%s: killed by signal %d before it had finished; all starts again", name, code - 128);
			fleet->members[i].restarts++;
			fleet->unfinished = true;
			stop(fleet);
			return;
		}
	}
	fleet->status = spawn_worse(fleet->status, code);
	if (fleet->stopping || fleet->signals)
		return;
	if (may_mend(fleet, code))
		log_error(fleet->log, "%s: failed %d times in a row; all is stopped", name, FLEET_TRIES + 1);
	/* The source's own failures are said in its words; what it has sent is carried to the end. */
	if (fleet->members[i].step > 0)
		stop(fleet);
}

static bool step_left(const struct fleet *fleet, size_t step)
{
	for (size_t i = 0; i < fleet->count; i++)
		if (fleet->members[i].step == step && !fleet->lives[i].ended)
			return false;
	return true;
}

static void reap(struct fleet *fleet)
{
	for (size_t i = 0; i < fleet->count; i++) {
		struct life *life = &fleet->lives[i];
		int status;

		if (!life->pid || waitpid(life->pid, &status, WNOHANG) != life->pid)
			continue;
		life->pid = 0;
		int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
		/* Killed by the second signal: as if it had left by itself. */
		if (fleet->signals > 1 && WIFSIGNALED(status))
			code = EXIT_RETRY;
		/* Asked to end before it could listen. */
		else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM && (fleet->stopping || fleet->signals))
			code = fleet->signals ? EXIT_RETRY : EXIT_DONE;
		if (code == EXIT_DONE)
			life->ended = true;
		else
			on_failure(fleet, i, code);
	}
	if (!fleet->source_left_ms && step_left(fleet, 0))
		fleet->source_left_ms = now_ms();
}

static void on_signal(struct fleet *fleet, int number)
{
	if (number == SIGCHLD) {
		reap(fleet);
		return;
	}
	fleet->signals++;
	if (fleet->signals > 1) {
		ask_all(fleet, SIGKILL);
		stop(fleet);
		return;
	}
	for (size_t i = 0; i < fleet->count; i++)
		if (fleet->members[i].step == 0 && fleet->lives[i].pid)
			kill(fleet->lives[i].pid, SIGTERM);
	/* A source that waits for its next start has nothing to end in order. */
	if (fleet->lives[0].again_ms) {
		fleet->status = spawn_worse(fleet->status, EXIT_RETRY);
		stop(fleet);
	}
}

/* Does what is due; returns when the next thing is, in ms; -1: nothing is. */
static int tend(struct fleet *fleet)
{
	uint64_t now = now_ms(), next = UINT64_MAX;
	struct err err;

	for (size_t i = 0; i < fleet->count; i++) {
		struct life *life = &fleet->lives[i];

		if (life->again_ms && life->again_ms <= now && start(fleet, i, &err) < 0)
			life->again_ms = now + FLEET_LAST_MS;
		if (life->again_ms && life->again_ms < next)
			next = life->again_ms;
	}
	if (fleet->source_left_ms && !fleet->stopping) {
		uint64_t due = fleet->source_left_ms + FLEET_GRACE_MS;

		if (due <= now)
			stop(fleet);
		else if (due < next)
			next = due;
	}
	return next == UINT64_MAX ? -1 : (int)(next - now);
}

static bool all_ended(const struct fleet *fleet)
{
	for (size_t i = 0; i < fleet->count; i++)
		if (!fleet->lives[i].ended)
			return false;
	return true;
}

/* Runs all once; -1: could not be started. */
static int run_once(struct fleet *fleet, const sigset_t *wanted, struct err *err)
{
	fleet->stopping = fleet->unfinished = false;
	fleet->source_left_ms = 0;
	fleet->group = 0;
	memset(fleet->lives, 0, fleet->count * sizeof *fleet->lives);
	for (size_t i = 0; i < fleet->count; i++)
		if (start(fleet, i, err) < 0) {
			if (fleet->group != 0)
				kill(-fleet->group, SIGKILL);
			return -1;
		}
	while (!all_ended(fleet)) {
		int wait = tend(fleet);
		struct timespec timeout = { wait / 1000, wait % 1000 * 1000000L };
		int number = wait < 0 ? sigwaitinfo(wanted, NULL) : sigtimedwait(wanted, NULL, &timeout);

		if (number > 0)
			on_signal(fleet, number);
	}
	return 0;
}

int fleet_run(struct member *members, size_t count, const struct log *log, struct err *err)
{
	struct fleet fleet = { .members = members, .count = count, .log = log };
	sigset_t wanted;
	int result;

	fleet.lives = mem_zero(count, sizeof *fleet.lives);
	spawn_block_signals(&wanted, &fleet.mask);
	do
		result = run_once(&fleet, &wanted, err);
	while (result == 0 && fleet.unfinished && !fleet.signals && fleet.status == EXIT_DONE && ++fleet.runs_again);
	if (fleet.unfinished)
		fleet.status = spawn_worse(fleet.status, EXIT_RETRY);
	free(fleet.lives);
	return result < 0 ? -1 : fleet.status;
}
