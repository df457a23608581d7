#include "leat/command.h"

#include "base/file.h"
#include "leat/programs.h"
#include "run/version.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const struct command *const commands[] = {
	&command_cat,
	&command_clusters,
	&command_compact,
	&command_diff,
	&command_forget,
	&command_keygen,
	&command_report,
	&command_run,
	&command_search,
	&command_show,
	&command_stat,
	&command_top,
	&command_trace,
	&command_verify,
};

enum { COMMANDS = sizeof commands / sizeof *commands };

static const struct option no_options[] = { OPTIONS_END };

static void describe(struct buf *about)
{
	buf_add_text(about, "Small programs that turn crawled text into a clean corpus. What leat does itself:\n\n");
	for (size_t i = 0; i < COMMANDS; i++)
		buf_addf(about, "  leat %-8s %s\n", commands[i]->name, commands[i]->summary);
	buf_addf(about, "  leat %-8s %s\n", "size", "what an index of leat-dedup will take");
	buf_add_text(about, "\nAny other word is a program of its own: leat ingest runs leat-ingest, from the folder of "
			    "leat or from PATH. Each explains itself with --help.\n");
}

static void print_about(bool manual)
{
	struct options_set set = { .tables = { no_options } };
	struct buf about = BUF_INIT, out = BUF_INIT;
	struct err ignored;

	describe(&about);
	(manual ? options_man : options_help)(&set, "leat", "COMMAND [WORD...]", "work with Leat's frames and corpora",
					      buf_cstr(&about), &out);
	file_write(STDOUT_FILENO, out.data, out.len, "standard output", &ignored);
	buf_release(&about);
	buf_release(&out);
}

/* Becomes leat-NAME; returns only if there is none. */
static int run_program(const struct log *log, char **argv)
{
	struct words command = { NULL, 0 };
	char *name = argv[0];

	if (strchr(name, '/')) {
		log_error(log, "'%s' is no command; see leat --help", name);
		return EXIT_USAGE;
	}
	programs_find(name, &command);
	argv[0] = command.items[0];
	execvp(argv[0], argv);
	if (errno == ENOENT)
		log_error(log, "'%s' is no command, and there is no program leat-%s; see leat --help", name, name);
	else
		log_error(log, "%s: cannot run: %s", argv[0], strerror(errno));
	words_release(&command);
	return EXIT_USAGE;
}

/* `leat size` and `leat stat DIR` are leat-dedup's own: it knows its index. */
static int run_dedup(const struct log *log, char **argv)
{
	static char name[] = "dedup";

	argv[0] = name;
	return run_program(log, argv);
}

/* Whether these are the words of `leat stat` for a state of leat-dedup. */
static bool stat_of_dedup(int argc, char **argv)
{
	struct buf path = BUF_INIT;
	bool found = false;

	for (int i = 2; strcmp(argv[1], "stat") == 0 && i < argc && !found; i++) {
		buf_reset(&path);
		buf_addf(&path, "%s/journal", argv[i]);
		found = access(buf_cstr(&path), F_OK) == 0;
	}
	buf_release(&path);
	return found;
}

int main(int argc, char **argv)
{
	struct log log = { .program = "leat" };
	const char *word = argc > 1 ? argv[1] : NULL;
	struct buf version = BUF_INIT;
	struct err ignored;

	if (!word) {
		log_error(&log, "needs a command; see leat --help");
		return EXIT_USAGE;
	}
	if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "--help=man") == 0) {
		print_about(strcmp(word, "--help=man") == 0);
		return EXIT_DONE;
	}
	if (strcmp(word, "--version") == 0) {
		version_text("leat", 1, &version);
		file_write(STDOUT_FILENO, version.data, version.len, "standard output", &ignored);
		buf_release(&version);
		return EXIT_DONE;
	}
	if (word[0] == '-') {
		log_error(&log, "unknown option '%s'; a command comes first; see leat --help", word);
		return EXIT_USAGE;
	}
	if (strcmp(word, "size") == 0 || stat_of_dedup(argc, argv))
		return run_dedup(&log, argv);
	for (size_t i = 0; i < COMMANDS; i++) {
		if (strcmp(word, commands[i]->name) == 0) {
			signal(SIGPIPE, SIG_IGN);
			return command_main(commands[i], argc - 1, argv + 1);
		}
	}
	return run_program(&log, argv + 1);
}
