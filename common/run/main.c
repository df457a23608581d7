#include "base/buf.h"
#include "base/file.h"
#include "base/time.h"
#include "link/pipe.h"
#include "run/asked.h"
#include "run/links.h"
#include "run/metrics.h"
#include "run/runner.h"
#include "run/stop.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/vfs.h>
#include <unistd.h>

#define AT(field) offsetof(struct common_config, field)

static const struct option input_options[] = {
	{ "in", OPTION_LIST, AT(in), "WORD", "-", .whole = true,
	  .help = "where frames come from: -, a file, or links (bind:tcp://HOST:PORT, connect:ipc://PATH)" },
};

static const struct option output_options[] = {
	{ "out", OPTION_LIST, AT(out), "WORD", "-", .whole = true,
	  .help = "where frames go: -, a file, or links (bind:tcp://HOST:PORT, connect:ipc://PATH)" },
	{ "codec", OPTION_CHOICE, AT(codec), "CODEC", .choices = "none|zlib|zstd",
	  .help = "compression of what this stage writes anew; by default zlib into files and none into pipes" },
};

static const struct option general_options[] = {
	{ "jobs", OPTION_INT, AT(jobs), "N", "1", "1", "256", .help = "threads that work in parallel; the order stays" },
	{ "config", OPTION_TEXT, AT(config), "FILE", .help = "YAML file with a section for this stage; ${NAME} and ${NAME:-DEFAULT} are values of the environment" },
	{ "stats", OPTION_TEXT, AT(stats), "FILE", .help = "write what was counted to FILE as one JSON object" },
	{ "sample", OPTION_NUMBER, AT(sample), "P", "1", "0", "1",
	  .help = "keep only this share of the records, picked by a hash of their id" },
	{ "seed", OPTION_INT, AT(seed), "N", "0", "0", "9223372036854775807", .help = "another sample" },
	{ "ready-fd", OPTION_INT, AT(ready_fd), "N", "-1", "-1", "1023",
	  .help = "write a line to this descriptor when the stage is ready" },
	{ "metrics", OPTION_TEXT, AT(metrics), "HOST:PORT",
	  .help = "serve /metrics, /healthz, /readyz and /sample (records that went by lately) there" },
	{ "check", OPTION_FLAG, AT(check), .help = "check options and configuration, and do nothing" },
	{ "quiet", OPTION_FLAG, AT(quiet), .help = "errors only: no warnings, progress or table", .letter = 'q' },
	{ "json-log", OPTION_FLAG, AT(json_log), .help = "messages as JSON lines" },
};

static const struct option state_options[] = {
	{ "state", OPTION_TEXT, AT(state), "DIR", .help = "folder where what must survive a crash is kept" },
	{ "network-fs", OPTION_FLAG, AT(network_fs), .help = "let --state lie on a network file system" },
};

enum { COMMON_MAX = 32 };

/* The options that this kind of stage has, ended. */
static void common_table(const struct stage *stage, struct option table[COMMON_MAX])
{
	size_t n = 0;

	if (!stage->produce) {
		memcpy(table + n, input_options, sizeof input_options);
		n += sizeof input_options / sizeof *input_options;
	}
	if (!stage->sink) {
		memcpy(table + n, output_options, sizeof output_options);
		n += sizeof output_options / sizeof *output_options;
	}
	if (stage->stateful) {
		memcpy(table + n, state_options, sizeof state_options);
		n += sizeof state_options / sizeof *state_options;
	}
	memcpy(table + n, general_options, sizeof general_options);
	n += sizeof general_options / sizeof *general_options;
	memcpy(table + n, link_options, sizeof link_options);
	n += LINK_OPTIONS;
	if (stage->decide && !stage->sink)
		table[n++] = ordered_option;
	table[n] = (struct option)OPTIONS_END;
}

static bool asked_for_text(const struct runner *runner, int argc, char **argv)
{
	const struct stage *stage = runner->stage;
	const char *program = runner->log.program;

	return asked(&(struct asked){ program, program, program, stage->usage, stage->summary, stage->about, stage->version },
		     &runner->options, argc, argv);
}

static int open_input(struct runner *runner, struct err *err)
{
	const char *word = runner->common.in.items[0], *name = "standard input";
	int fd = STDIN_FILENO;
	struct stat st;

	if (runner->link_in)
		return links_open(runner, false, err);
	if (strcmp(word, "-") != 0) {
		name = word;
		fd = open(word, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			return err_sys(err, EXIT_FAILED, "%s: cannot open", word);
	} else if (isatty(fd)) {
		return err_set(err, EXIT_USAGE, "no input: pipe frames in, or name a file with --in; see --help");
	}
	if (fstat(fd, &st) < 0)
		return err_sys(err, EXIT_FAILED, "%s: cannot read", name);
	if (S_ISDIR(st.st_mode))
		return err_set(err, EXIT_FAILED, "%s: is a folder; leat-replay reads folders of segments", name);
	runner->in_fd = fd;
	runner->in_file = S_ISREG(st.st_mode);
	runner->in = pipe_receiver(fd, name);
	return 0;
}

static void set_codec(struct runner *runner, enum codec fallback)
{
	runner->codec = fallback;
	for (unsigned i = 0; runner->common.codec && i < CODEC_COUNT; i++)
		if (strcmp(runner->common.codec, codec_name(i)) == 0)
			runner->codec = (enum codec)i;
}

static int open_output(struct runner *runner, struct err *err)
{
	const char *word = runner->common.out.items[0], *name = "standard output";
	int fd = STDOUT_FILENO;
	struct stat st;

	if (runner->link_out) {
		set_codec(runner, CODEC_ZLIB);
		return links_open(runner, true, err);
	}
	if (strcmp(word, "-") != 0) {
		name = word;
		fd = open(word, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
		if (fd < 0)
			return err_sys(err, EXIT_FAILED, "%s: cannot create", word);
	} else if (isatty(fd)) {
		return err_set(err, EXIT_USAGE, "frames are not for a terminal: add | leat cat, or > file.leat");
	}
	if (fstat(fd, &st) < 0)
		return err_sys(err, EXIT_FAILED, "%s: cannot write", name);
	runner->out_fd = fd;
	runner->out = pipe_sender(fd, name);
	runner->last = S_ISREG(st.st_mode);
	set_codec(runner, S_ISREG(st.st_mode) ? CODEC_ZLIB : CODEC_NONE);
	return 0;
}

/* Locks and renames on network file systems are not what a state stands on. */
static int check_file_system(const struct runner *runner, struct err *err)
{
	static const unsigned long network[] = { 0x6969 /* NFS */, 0x517b /* SMB */, 0xff534d42 /* CIFS */, 0xfe534d42 /* SMB2 */ };
	struct statfs fs;

	if (runner->common.network_fs || statfs(runner->common.state, &fs) < 0)
		return 0;
	for (size_t i = 0; i < sizeof network / sizeof *network; i++)
		if (((unsigned long)fs.f_type & 0xffffffff) == network[i])
			return err_set(err, EXIT_MISMATCH,
				       "%s: lies on a network file system: keep the state on a local disk, or insist with --network-fs",
				       runner->common.state);
	return 0;
}

/* The lock goes with the process. */
static int open_state(struct runner *runner, struct err *err)
{
	struct buf path = BUF_INIT;
	int result = 0;

	if (!runner->common.state)
		return 0;
	if (file_make_dirs(runner->common.state, err) < 0 || check_file_system(runner, err) < 0)
		return -1;
	buf_addf(&path, "%s/lock", runner->common.state);
	int fd = open(buf_cstr(&path), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0)
		result = err_sys(err, EXIT_FAILED, "%s: cannot open", buf_cstr(&path));
	else if (flock(fd, LOCK_EX | LOCK_NB) < 0)
		result = err_set(err, EXIT_RETRY, "%s: another program uses this state", runner->common.state);
	buf_release(&path);
	runner->env.state_dir = runner->common.state;
	return result;
}

static int open_metrics(struct runner *runner, struct err *err)
{
	if (runner->common.metrics)
		runner->metrics = metrics_start(runner->common.metrics, err);
	return runner->common.metrics && !runner->metrics ? -1 : 0;
}

/* To a service manager with Type=notify (sd_notify(3)); a manager that cannot be told is no
 * reason to stop. */
static void notify_manager(void)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	size_t len = path ? strlen(path) : 0;

	if (len < 2 || len >= sizeof to.sun_path || (path[0] != '/' && path[0] != '@'))
		return;
	memcpy(to.sun_path, path, len);
	if (path[0] == '@')
		to.sun_path[0] = 0;
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	ssize_t ignored = sendto(fd, "READY=1", 7, MSG_NOSIGNAL, (const struct sockaddr *)&to,
				 (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len));
	(void)ignored;
	close(fd);
}

static int say_ready(const struct runner *runner, struct err *err)
{
	notify_manager();
	if (runner->common.ready_fd < 0)
		return 0;
	int result = file_write((int)runner->common.ready_fd, "ready\n", 6, "--ready-fd", err);
	close((int)runner->common.ready_fd);
	return result;
}

static int read_options(struct runner *runner, int argc, char **argv, struct err *err)
{
	const struct stage *stage = runner->stage;

	if (options_parse(&runner->options, argc, argv, err) < 0)
		return -1;
	if (runner->common.config && options_read_file(&runner->options, runner->common.config, err) < 0)
		return -1;
	runner->log.quiet = runner->common.quiet;
	runner->log.json = runner->common.json_log;
	const struct option_list *operands = &runner->options.operands;
	if (operands->count > stage->operands_max)
		return err_set(err, EXIT_USAGE, "%s: unexpected; %s takes %s", operands->items[stage->operands_max],
			       runner->log.program, stage->operands_max ? stage->usage : "no operands");
	runner->env.operands = operands->items;
	runner->env.operand_count = operands->count;
	if (links_check(runner, err) < 0)
		return -1;
	return stage->check ? stage->check(runner->config, &runner->env, err) : 0;
}

static int run(struct runner *runner, struct err *err)
{
	stop_install();
	if (open_metrics(runner, err) < 0 || open_state(runner, err) < 0 ||
	    (!runner->stage->produce && open_input(runner, err) < 0) || (!runner->stage->sink && open_output(runner, err) < 0) || links_begin(runner, err) < 0 ||
	    say_ready(runner, err) < 0)
		return -1;
	report_metrics(runner);
	runner->last = runner->last || runner->stage->sink;
	runner->draw = runner->last && !runner->common.quiet && !runner->common.json_log && isatty(STDERR_FILENO);
	int result = runner_run(runner, err);
	struct err after;
	if (report_end(runner, result < 0, &after) < 0 && result == 0) {
		*err = after;
		result = -1;
	}
	return result;
}

static void release(struct runner *runner)
{
	metrics_stop(runner->metrics);
	channel_close(runner->in);
	channel_close(runner->out);
	links_release(runner);
	options_release(&runner->options);
	buf_release(&runner->recipe);
	buf_release(&runner->announced);
	buf_release(&runner->own_announced);
	buf_release(&runner->stages);
	pthread_mutex_destroy(&runner->warn_lock);
	if (runner->stage->release)
		runner->stage->release(runner->config);
	free(runner->config);
	free(runner);
}

int stage_main(const struct stage *stage, int argc, char **argv)
{
	struct option common[COMMON_MAX];
	struct runner *runner = mem_zero(1, sizeof *runner);
	struct err err = { .code = EXIT_DONE };
	char program[48];
	int code = EXIT_DONE;

	mem_keep();
	snprintf(program, sizeof program, "leat-%s", stage->name);
	runner->stage = stage;
	runner->log.program = program;
	runner->config = mem_zero(1, stage->config_size);
	runner->env.runner = runner;
	runner->in_fd = runner->out_fd = -1;
	runner->started_ns = time_steady_ns();
	pthread_mutex_init(&runner->warn_lock, NULL);
	common_table(stage, common);
	size_t tables = 0;
	if (stage->options) {
		runner->options.tables[tables] = stage->options;
		runner->options.bases[tables++] = runner->config;
	}
	runner->options.tables[tables] = common;
	runner->options.bases[tables] = &runner->common;
	runner->options.section = stage->name;
	options_defaults(&runner->options);
	if (!asked_for_text(runner, argc, argv)) {
		if (read_options(runner, argc, argv, &err) < 0 || (!runner->common.check && run(runner, &err) < 0)) {
			log_error(&runner->log, "%s", err.text);
			code = (int)err.code;
		} else {
			code = (int)runner->later;
			/* Why was said as it happened, unless that was not wanted: the end is to say something. */
			if (code != EXIT_DONE && runner->common.quiet)
				log_error(&runner->log, "not all of the input was good: without --quiet, each fault is named");
		}
	}
	release(runner);
	return code;
}
