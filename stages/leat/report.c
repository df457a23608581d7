#include "leat/command.h"

#include "leat/output.h"
#include "leat/report_gather.h"
#include "leat/report_html.h"

#include <fcntl.h>
#include <unistd.h>

/* Only whether there is nothing to set. */
struct config {
	char none;
};

static const struct option options[] = { OPTIONS_END };

/* A file that cannot be read is not one: who reads it in earnest says why. */
static bool is_corpus(const char *path)
{
	static const char magic[] = "SQLite format 3";
	char head[sizeof magic];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool found = fd >= 0 && read(fd, head, sizeof head) == (ssize_t)sizeof head && memcmp(head, magic, sizeof head) == 0;

	if (fd >= 0)
		close(fd);
	return found;
}

static int gather(struct report *report, const char *path, struct err *err)
{
	return path && is_corpus(path) ? report_gather_corpus(report, path, err) : report_gather_flow(report, path, err);
}

static void name_of(const struct command_env *env, struct buf *name)
{
	for (size_t i = 0; i < env->operand_count; i++) {
		buf_add_text(name, i ? ", " : "");
		buf_add_text(name, strcmp(env->operands[i], "-") == 0 ? "standard input" : env->operands[i]);
	}
	if (env->operand_count == 0)
		buf_add_text(name, "standard input");
}

static int run(const void *config, struct command_env *env, struct err *err)
{
	struct report *report = report_new();
	struct output output = OUTPUT_INIT;
	struct buf name = BUF_INIT;
	struct err ignored;
	int result = env->operand_count ? 0 : gather(report, NULL, err);
	(void)config;

	for (size_t i = 0; result == 0 && i < env->operand_count; i++)
		result = gather(report, env->operands[i], err);
	if (result == 0 || report->cut) {
		name_of(env, &name);
		report_sort(report);
		report_html(report, buf_str(&name), &output.text);
		if (output_flush(&output, result == 0 ? err : &ignored) < 0)
			result = -1;
	}
	buf_release(&name);
	output_release(&output);
	report_free(report);
	return result;
}

const struct command command_report = {
	.name = "report",
	.summary = "make a page that shows what a corpus is made of",
	.usage = "[DB|FILE|FOLDER|-]...",
	.about = "Writes one HTML page to standard output: kept, dropped and rejected records; languages, sites, days and "
		 "lengths; duplicates by kind and the largest clusters; why records went, with samples; quality signals. Reads "
		 "a corpus in SQLite, archives, or the frames on standard input. The page needs nothing else, runs no script, "
		 "and is light or dark as the reader's system is. Memory and page stay small whatever the size of the corpus.\n\n"
		 "    leat report news.db > report.html\n",
	.options = options,
	.config_size = sizeof(struct config),
	.operands_max = SIZE_MAX,
	.run = run,
};
