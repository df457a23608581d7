#include "ingest/command.h"

#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORDS_MAX = 256 };

extern char **environ;

/* Takes one word off the line, {} replaced. False: none is left. */
static bool take_word(const char **line, const char *name, struct buf *word)
{
	const char *at = *line;
	char quote = '\0';

	while (*at == ' ' || *at == '\t')
		at++;
	if (*at == '\0')
		return false;
	for (; *at && (quote || (*at != ' ' && *at != '\t')); at++) {
		if (quote ? *at == quote : *at == '\'' || *at == '"') {
			quote = quote ? '\0' : *at;
		} else if (at[0] == '{' && at[1] == '}') {
			buf_add_text(word, name);
			at++;
		} else {
			buf_add_byte(word, *at);
		}
	}
	*line = at;
	return true;
}

static int spawn(struct command *command, char **words, struct err *err)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	sigset_t defaults;
	int fds[2];
	int status;

	if (pipe2(fds, O_CLOEXEC) != 0)
		return err_sys(err, EXIT_FAILED, "pipe");
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&files, fds[1], STDOUT_FILENO);
	posix_spawnattr_init(&attributes);
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE); /* ignored here; it must end the program there */
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	status = posix_spawnp(&command->pid, words[0], &files, &attributes, words, environ);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attributes);
	close(fds[1]);
	if (status != 0) {
		close(fds[0]);
		errno = status;
		return err_sys(err, EXIT_FAILED, "%s: cannot start", words[0]);
	}
	command->fd = fds[0];
	return 0;
}

int command_start(struct command *command, const char *line, const char *name, struct err *err)
{
	struct buf words[WORDS_MAX];
	char *argv[WORDS_MAX + 1];
	size_t count = 0;
	int result;

	while (count < WORDS_MAX) {
		words[count] = BUF_INIT;
		if (!take_word(&line, name, &words[count]))
			break;
		argv[count] = (char *)buf_cstr(&words[count]);
		count++;
	}
	argv[count] = NULL;
	result = count > 0 ? spawn(command, argv, err) : err_set(err, EXIT_USAGE, "--open-with: no command");
	for (size_t i = 0; i < count; i++)
		buf_release(&words[i]);
	return result;
}

static int wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return 0;
	return status;
}

int command_finish(struct command *command, const char *name, struct err *err)
{
	int status;

	close(command->fd);
	status = wait_for(command->pid);
	if (WIFSIGNALED(status))
		return err_set(err, EXIT_FAILED, "%s: --open-with was ended by signal %d", name, WTERMSIG(status));
	if (WEXITSTATUS(status) != 0)
		return err_set(err, EXIT_FAILED, "%s: --open-with exited with status %d", name,
			       WEXITSTATUS(status));
	return 0;
}

void command_abandon(struct command *command)
{
	close(command->fd);
	kill(command->pid, SIGTERM);
	wait_for(command->pid);
}
