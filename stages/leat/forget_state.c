#include "leat/forget.h"

#include "leat/programs.h"

#include <errno.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>

extern char **environ;

/* leat-dedup knows its journal: it takes out what the list beside the state names. */
static int run_dedup(const char *dir, struct err *err)
{
	struct words command = { NULL, 0 };
	int status = 0, failed;
	pid_t child;

	programs_find("dedup", &command);
	words_add(&command, "forget");
	words_add(&command, "%s", dir);
	failed = posix_spawnp(&child, command.items[0], NULL, NULL, command.items, environ);
	words_release(&command);
	if (failed)
		return err_set(err, EXIT_FAILED, "leat-dedup: cannot run: %s", strerror(failed));
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	return err_set(err, WIFEXITED(status) ? (enum exit_code)WEXITSTATUS(status) : EXIT_RETRY,
		       "%s: leat-dedup could not forget; the documents are still in the sink: run it again", dir);
}

int forget_state(struct forget *forget, struct err *err)
{
	struct deny all = { .hashes = BUF_INIT };
	int result = 0;

	if (!forget->state)
		return 0;
	deny_merge(&all, &forget->deny);
	deny_merge(&all, &forget->gone);
	deny_sort(&all);
	result = forget_note(&all, forget->state, err);
	if (result == 0)
		result = run_dedup(forget->state, err);
	deny_release(&all);
	return result;
}
