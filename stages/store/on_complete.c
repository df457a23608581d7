#include "store/on_complete.h"

#include "base/buf.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* As one word of the shell. */
static void add_quoted(struct buf *out, const char *path)
{
	buf_add_byte(out, '\'');
	for (; *path; path++) {
		if (*path == '\'')
			buf_add_text(out, "'\\''");
		else
			buf_add_byte(out, *path);
	}
	buf_add_byte(out, '\'');
}

static void add_command(struct buf *out, const char *command, const char *path)
{
	for (const char *hole; (hole = strstr(command, "{}")); command = hole + 2) {
		buf_add(out, command, (size_t)(hole - command));
		add_quoted(out, path);
	}
	buf_add_text(out, command);
}

static int run(const char *line, int *status)
{
	char *words[] = { (char[]){ "sh" }, (char[]){ "-c" }, (char *)(uintptr_t)line, NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t defaults;
	pid_t pid;

	/* The runner ignores SIGPIPE; a shell's programs count on it. */
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", 0, 0);
	posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
	int failed = posix_spawn(&pid, "/bin/sh", &actions, &attributes, words, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	if (failed) {
		errno = failed;
		return -1;
	}
	while (waitpid(pid, status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return 0;
}

int on_complete(const char *command, const char *path, struct err *err)
{
	struct buf line = BUF_INIT;
	int status, result;

	add_command(&line, command, path);
	result = run(buf_cstr(&line), &status);
	if (result < 0)
		err_sys(err, EXIT_FAILED, "--on-complete: cannot run sh");
	else if (WIFSIGNALED(status))
		result = err_set(err, EXIT_FAILED, "--on-complete: %s: killed by signal %d", buf_cstr(&line), WTERMSIG(status));
	else if (WEXITSTATUS(status) != 0)
		result = err_set(err, EXIT_FAILED, "--on-complete: %s: exit status %d", buf_cstr(&line), WEXITSTATUS(status));
	buf_release(&line);
	return result;
}
