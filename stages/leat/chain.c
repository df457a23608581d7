#include "leat/chain.h"

#include "base/buf.h"
#include "leat/spawn.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
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

static int start(struct chain *chain, const sigset_t *mask, struct err *err)
{
	int in = -1;

	for (size_t i = 0; i < chain->count; i++) {
		int ends[2] = { -1, -1 };
		bool last = i + 1 == chain->count;

		if (!last && pipe2(ends, O_CLOEXEC) < 0)
			return err_sys(err, EXIT_RETRY, "cannot make a pipe");
		pid_t pid = spawn(&chain->commands[i], in, ends[1], &chain->group, mask, err);
		if (in >= 0)
			close(in);
		if (ends[1] >= 0)
			close(ends[1]);
		in = ends[0];
		if (pid < 0) {
			if (in >= 0)
				close(in);
			return -1;
		}
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
		chain->status = spawn_worse(chain->status, code);
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

int chain_run(const struct words *commands, size_t count, struct err *err)
{
	struct chain chain = { .commands = commands, .count = count };
	sigset_t wanted, before;
	int result;

	chain.pids = mem_zero(count, sizeof *chain.pids);
	spawn_block_signals(&wanted, &before);
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
