#include "leat/spawn.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* From the least telling to the most. */
int spawn_worse(int a, int b)
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

static void become(const struct words *command, int in, int out, pid_t group, pid_t parent, const sigset_t *mask)
{
	char why[256];

	setpgid(0, group);
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

pid_t spawn(const struct words *command, int in, int out, pid_t *group, const sigset_t *mask, struct err *err)
{
	pid_t self = getpid(), pid = fork();

	if (pid == 0)
		become(command, in, out, *group, self, mask);
	if (pid < 0)
		return err_sys(err, EXIT_RETRY, "cannot start %s", command->items[0]);
	if (*group == 0)
		*group = pid;
	setpgid(pid, *group);
	return pid;
}

/* What nohup or a background shell had ignored stays ignored. */
void spawn_block_signals(sigset_t *wanted, sigset_t *before)
{
	static const int asks[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction now;

	sigemptyset(wanted);
	sigaddset(wanted, SIGCHLD);
	for (size_t i = 0; i < sizeof asks / sizeof *asks; i++)
		if (sigaction(asks[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
			sigaddset(wanted, asks[i]);
	sigprocmask(SIG_BLOCK, wanted, before);
}
