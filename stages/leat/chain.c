#include "leat/chain.h"

#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

struct chain {
	const struct words *commands;
	size_t count;
	pid_t *pids; /* 0: ended */
	pid_t group; /* 0: none started */
	size_t running;
	int status;
	unsigned signals;
};

/* From the least telling to the most. */
int chain_worse(int a, int b)
{
	static const int order[] = { EXIT_DONE, EXIT_CUT, EXIT_RETRY, EXIT_BAD_INPUT, EXIT_MISMATCH, EXIT_FAILED, EXIT_USAGE };
	int rank_a = -1, rank_b = -1, count = (int)(sizeof order / sizeof *order);

	for (int i = 0; i < count; i++) {
		rank_a = order[i] == a ? i : rank_a;
		rank_b = order[i] == b ? i : rank_b;
	}
	/* Any other status is a crash. */
	rank_a = rank_a < 0 ? count : rank_a;
	rank_b = rank_b < 0 ? count : rank_b;
	return rank_a >= rank_b ? a : b;
}

static void become(const struct chain *chain, size_t index, int in, int out, pid_t parent, const sigset_t *mask)
{
	const struct words *command = &chain->commands[index];
	char why[256];

	setpgid(0, chain->group);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(EXIT_FAILED);
	if (in >= 0)
		dup2(in, STDIN_FILENO);
	if (out >= 0)
		dup2(out, STDOUT_FILENO);
	signal(SIGPIPE, SIG_DFL);
	sigprocmask(SIG_SETMASK, mask, NULL);
	execvp(command->items[0], command->items);
	int len = snprintf(why, sizeof why, "leat run: error: %s: cannot run: %s\n", command->items[0], strerror(errno));
	ssize_t ignored = write(STDERR_FILENO, why, (size_t)len < sizeof why ? (size_t)len : sizeof why - 1);
	(void)ignored;
	_exit(EXIT_USAGE);
}

static int start(struct chain *chain, const sigset_t *mask, struct err *err)
{
	pid_t self = getpid();
	int in = -1;

	for (size_t i = 0; i < chain->count; i++) {
		int ends[2] = { -1, -1 };
		bool last = i + 1 == chain->count;

		if (!last && pipe2(ends, O_CLOEXEC) < 0)
			return err_sys(err, EXIT_RETRY, "cannot make a pipe");
		pid_t pid = fork();
		if (pid == 0)
			become(chain, i, in, ends[1], self, mask);
		if (in >= 0)
			close(in);
		if (ends[1] >= 0)
			close(ends[1]);
		in = ends[0];
		if (pid < 0) {
			if (in >= 0)
				close(in);
			return err_sys(err, EXIT_RETRY, "cannot start %s", chain->commands[i].items[0]);
		}
		if (chain->group == 0)
			chain->group = pid;
		setpgid(pid, chain->group);
		chain->pids[i] = pid;
		chain->running++;
	}
	return 0;
}

static void reap(struct chain *chain)
{
	for (size_t i = 0; i < chain->count; i++) {
		int status;

		if (chain->pids[i] == 0 || waitpid(chain->pids[i], &status, WNOHANG) != chain->pids[i])
			continue;
		chain->pids[i] = 0;
		chain->running--;
		int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
		/* Killed by the second signal: as if it had left by itself. */
		if (chain->signals > 1 && WIFSIGNALED(status))
			code = EXIT_RETRY;
		/* A writer that was not told of its reader's end by its own hand. */
		if (WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE)
			code = EXIT_CUT;
		chain->status = chain_worse(chain->status, code);
	}
}

static void on_signal(struct chain *chain, int number)
{
	if (number == SIGCHLD) {
		reap(chain);
		return;
	}
	chain->signals++;
	if (chain->signals == 1 && chain->pids[0] != 0)
		kill(chain->pids[0], SIGTERM);
	else if (chain->signals > 1)
		kill(-chain->group, SIGKILL);
}

/* What nohup or a background shell had ignored stays ignored. */
static void wanted_signals(sigset_t *wanted)
{
	static const int asks[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction now;

	sigemptyset(wanted);
	sigaddset(wanted, SIGCHLD);
	for (size_t i = 0; i < sizeof asks / sizeof *asks; i++)
		if (sigaction(asks[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
			sigaddset(wanted, asks[i]);
}

int chain_run(const struct words *commands, size_t count, struct err *err)
{
	struct chain chain = { .commands = commands, .count = count };
	sigset_t wanted, before;
	int result;

	chain.pids = mem_zero(count, sizeof *chain.pids);
	wanted_signals(&wanted);
	sigprocmask(SIG_BLOCK, &wanted, &before);
	result = start(&chain, &before, err);
	if (result < 0 && chain.group != 0)
		kill(-chain.group, SIGKILL);
	while (chain.running > 0) {
		int number = sigwaitinfo(&wanted, NULL);

		if (number > 0)
			on_signal(&chain, number);
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	free(chain.pids);
	return result < 0 ? -1 : chain.status;
}
