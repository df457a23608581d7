#include "exec/child_process.h"

#include "base/time.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PIPE_ROOM = 1 << 20, READ_ROOM = 1 << 18 };

static void become(char *const *argv, int in, int out)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	execvp(argv[0], argv);
	_exit(127);
}

static void close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

int child_start(struct child *child, char *const *argv, struct err *err)
{
	int in[2], out[2];

	if (pipe2(in, O_CLOEXEC) < 0)
		return err_sys(err, EXIT_RETRY, "%s: cannot make a pipe", argv[0]);
	if (pipe2(out, O_CLOEXEC) < 0) {
		err_sys(err, EXIT_RETRY, "%s: cannot make a pipe", argv[0]);
		close(in[0]);
		close(in[1]);
		return -1;
	}
	child->pid = fork();
	if (child->pid == 0)
		become(argv, in[0], out[1]);
	close(in[0]);
	close(out[1]);
	child->in = in[1];
	child->out = out[0];
	child->asked = child->talked = false;
	if (child->pid < 0) {
		err_sys(err, EXIT_RETRY, "%s: cannot start", argv[0]);
		child->pid = 0;
		close_end(&child->in);
		close_end(&child->out);
		return -1;
	}
	setpgid(child->pid, child->pid);
	/* Larger pipes mean fewer turns; they are refused harmlessly where there are none. */
	fcntl(child->in, F_SETPIPE_SZ, PIPE_ROOM);
	fcntl(child->out, F_SETPIPE_SZ, PIPE_ROOM);
	fcntl(child->in, F_SETFL, O_NONBLOCK);
	fcntl(child->out, F_SETFL, O_NONBLOCK);
	return 0;
}

/* Writes what fits. False where its input is closed: what it answered before still counts. */
static bool push(struct child *child, struct str *rest)
{
	ssize_t put;

	do
		put = write(child->in, rest->at, rest->len);
	while (put < 0 && errno == EINTR);
	if (put > 0)
		*rest = str_from(rest->at + put, rest->len - (size_t)put);
	return put >= 0 || errno == EAGAIN;
}

struct reading {
	struct buf *answers;
	size_t lines, whole; /* lines seen; bytes up to the end of the last one */
	bool ended;
};

/* Reads what is there. */
static void pull(struct child *child, struct reading *reading)
{
	char *to = buf_reserve(reading->answers, READ_ROOM);
	ssize_t got;

	do
		got = read(child->out, to, READ_ROOM);
	while (got < 0 && errno == EINTR);
	if (got == 0 || (got < 0 && errno != EAGAIN))
		reading->ended = true;
	if (got <= 0)
		return;
	reading->answers->len += (size_t)got;
	for (const char *at = to, *end = to + got; (at = memchr(at, '\n', (size_t)(end - at))); at++) {
		reading->lines++;
		reading->whole = (size_t)(at + 1 - reading->answers->data);
	}
}

static enum child_result finish(struct reading *reading, size_t asked, size_t *answered, enum child_result result)
{
	bool more = reading->lines > asked || (reading->lines == asked && reading->whole < reading->answers->len);

	reading->answers->len = reading->whole;
	*answered = reading->lines < asked ? reading->lines : asked;
	return more ? CHILD_TALKS : result;
}

/* Whether it says something although it was asked nothing. */
static bool talks_unasked(const struct child *child)
{
	struct pollfd fd = { child->out, POLLIN, 0 };

	return poll(&fd, 1, 0) > 0 && fd.revents & POLLIN;
}

enum child_result child_ask(struct child *child, const struct child_question *question, struct buf *answers,
			    size_t *answered)
{
	struct str rest = question->lines;
	struct reading reading = { .answers = answers, .whole = answers->len };
	size_t start = answers->len;
	uint64_t moved = time_steady_ns();

	*answered = 0;
	if (child->asked && talks_unasked(child))
		return CHILD_TALKS;
	child->asked = true;
	while (reading.lines < question->count && !reading.ended) {
		bool said = rest.len == 0, open = child->in >= 0;

		if (said && open && question->last)
			close_end(&child->in);
		/* When half the time is over and all is said, perhaps it waits for the end. */
		uint64_t idle_ms = (time_steady_ns() - moved) / 1000000;
		uint64_t limit_ms = said && child->in >= 0 ? question->timeout_ms / 2 : question->timeout_ms;
		struct pollfd fds[2] = { { child->out, POLLIN, 0 }, { said ? -1 : child->in, POLLOUT, 0 } };
		int ready = poll(fds, 2, idle_ms < limit_ms ? (int)(limit_ms - idle_ms) : 0);

		if (ready > 0)
			moved = time_steady_ns();
		else if (ready == 0 && idle_ms >= limit_ms && child->in >= 0 && said)
			close_end(&child->in);
		else if (ready == 0 && idle_ms >= limit_ms)
			return finish(&reading, question->count, answered, CHILD_HUNG);
		if (ready > 0 && fds[0].revents)
			pull(child, &reading);
		if (ready > 0 && fds[1].revents && !push(child, &rest))
			rest.len = 0;
		if (answers->len - start > question->max)
			return finish(&reading, question->count, answered, CHILD_LONG);
	}
	return finish(&reading, question->count, answered,
		      reading.lines < question->count ? CHILD_DEAD : CHILD_ANSWERED);
}

/* Reads and forgets what is there; false at its end. */
static bool drain(struct child *child)
{
	char rest[4096];
	ssize_t got;

	while ((got = read(child->out, rest, sizeof rest)) > 0)
		child->talked = true;
	return got < 0;
}

/* Waits until it ended, reading on so that it can; false where it did not in time. */
static bool wait_end(struct child *child, uint64_t timeout_ms)
{
	int process = (int)syscall(SYS_pidfd_open, child->pid, 0);
	struct pollfd fds[2] = { { process, POLLIN, 0 }, { child->out, POLLIN, 0 } };
	uint64_t start = time_steady_ns(), spent = 0;

	while (process >= 0 && spent < timeout_ms && !fds[0].revents && poll(fds, 2, (int)(timeout_ms - spent)) >= 0) {
		if (fds[1].revents && !drain(child))
			fds[1].fd = -1;
		spent = (time_steady_ns() - start) / 1000000;
	}
	if (process >= 0)
		close(process);
	if (child->out >= 0)
		drain(child);
	return fds[0].revents != 0;
}

int child_end(struct child *child, uint64_t timeout_ms)
{
	int status;

	if (child->pid == 0)
		return 0;
	close_end(&child->in);
	bool ended = wait_end(child, timeout_ms);
	/* It, or what it left behind: until it is waited for, the group's number is its own. */
	kill(-child->pid, SIGKILL);
	waitpid(child->pid, &status, 0);
	close_end(&child->out);
	child->pid = 0;
	if (!ended)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
