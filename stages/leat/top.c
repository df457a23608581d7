#include "leat/command.h"

#include "base/file.h"
#include "base/time.h"
#include "leat/scrape.h"
#include "leat/spawn.h"
#include "leat/top_page.h"

#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

struct config {
	uint64_t interval;
	bool once;
};

#define AT(member) offsetof(struct config, member)

static const struct option options[] = {
	{ "interval", OPTION_DURATION, AT(interval), "TIME", "1s", "100ms", "1h", .help = "time between two looks" },
	{ "once", OPTION_FLAG, AT(once), .help = "look twice, print one table, and end; needs no terminal" },
	OPTIONS_END,
};

/* Where `leat run --metrics 127.0.0.1:9464` has its programs. */
static const char *const usual[] = { "127.0.0.1:9464-9527" };

struct top {
	struct scrape *ports;
	struct top_row *rows;
	size_t count;
	int signals; /* signalfd */
	struct termios before;
	bool keys; /* standard input is a terminal: it is read key by key */
};

static void look(struct top *top)
{
	scrape_all(top->ports, top->count, "/metrics");
	for (size_t i = 0; i < top->count; i++) {
		struct scrape *port = &top->ports[i];

		top->rows[i].answered = port->answered &&
					top_read(&top->rows[i], buf_str(&port->page), time_steady_ns() / 1000000);
	}
}

static bool any_answered(const struct top *top)
{
	for (size_t i = 0; i < top->count; i++)
		if (top->rows[i].read_ms)
			return true;
	return false;
}

/* Waits for `ms`; false where a key or a signal says to end. */
static bool keep_on(struct top *top, int ms)
{
	struct pollfd fds[2] = { { .fd = top->signals, .events = POLLIN }, { .fd = top->keys ? STDIN_FILENO : -1, .events = POLLIN } };
	uint64_t until = time_steady_ns() / 1000000 + (uint64_t)ms, now;
	char key;

	while ((now = time_steady_ns() / 1000000) < until) {
		if (poll(fds, 2, (int)(until - now)) <= 0)
			continue;
		if (fds[0].revents)
			return false;
		/* With the terminal as it is set, Ctrl-C is a key. */
		if (read(STDIN_FILENO, &key, 1) != 1 || key == 'q' || key == 'Q' || key == 3)
			return false;
	}
	return true;
}

static int print(const struct top *top, bool terminal, struct err *err)
{
	struct winsize size = { .ws_col = 80, .ws_row = 24 };
	struct buf text = BUF_INIT, screen = BUF_INIT;

	if (terminal && (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_col == 0 || size.ws_row == 0))
		size = (struct winsize){ .ws_col = 80, .ws_row = 24 };
	top_draw(top->rows, top->count, size.ws_col, terminal ? size.ws_row - 2u : UINT16_MAX, terminal, &text);
	if (terminal) {
		/* Home; each line clears what is behind it, the last all that is below. */
		buf_add_text(&screen, "\033[H");
		for (size_t i = 0; i < text.len; i++) {
			if (text.data[i] == '\n')
				buf_add_text(&screen, "\033[K\r");
			buf_add_byte(&screen, text.data[i]);
		}
		buf_addf(&screen, "%s\033[Kq quits\033[J", any_answered(top) ? "" : "nobody answers yet\033[K\r\n");
		buf_swap(&screen, &text);
	}
	int result = file_write(STDOUT_FILENO, text.data, text.len, "standard output", err);
	buf_release(&text);
	buf_release(&screen);
	return result;
}

static void screen_begin(struct top *top)
{
	struct err ignored;
	/* Another screen, no cursor, no wrapping of lines that are too long. */
	static const char enter[] = "\033[?1049h\033[?25l\033[?7l\033[2J";

	top->keys = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &top->before) == 0;
	if (top->keys) {
		struct termios raw = top->before;

		raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG);
		raw.c_cc[VMIN] = 1;
		raw.c_cc[VTIME] = 0;
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw);
	}
	file_write(STDOUT_FILENO, enter, sizeof enter - 1, "standard output", &ignored);
}

static void screen_end(const struct top *top)
{
	static const char leave[] = "\033[?7h\033[?25h\033[?1049l";
	struct err ignored;

	file_write(STDOUT_FILENO, leave, sizeof leave - 1, "standard output", &ignored);
	if (top->keys)
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &top->before);
}

static int run_once(struct top *top, const struct config *config, struct err *err)
{
	look(top);
	if (keep_on(top, (int)config->interval))
		look(top);
	if (!any_answered(top))
		return err_set(err, EXIT_FAILED, "nobody answers: start the pipeline with --metrics HOST:PORT, and say the same here");
	return print(top, false, err);
}

static int run_screen(struct top *top, const struct config *config, struct err *err)
{
	int result;

	screen_begin(top);
	do {
		look(top);
		result = print(top, true, err);
	} while (result == 0 && keep_on(top, (int)config->interval));
	screen_end(top);
	return result;
}

static int open_top(struct top *top, const struct command_env *env, struct err *err)
{
	bool named = env->operand_count > 0;
	const char *const *addresses = named ? env->operands : usual;
	sigset_t wanted, before;

	for (size_t i = 0; i < (named ? env->operand_count : 1); i++)
		if (scrape_add(&top->ports, &top->count, addresses[i], err) < 0)
			return -1;
	top->rows = mem_zero(top->count, sizeof *top->rows);
	for (size_t i = 0; i < top->count; i++)
		top->rows[i] = (struct top_row){ .address = top->ports[i].name, .shown = named && top->count == env->operand_count };
	spawn_block_signals(&wanted, &before);
	sigdelset(&wanted, SIGCHLD);
	top->signals = signalfd(-1, &wanted, SFD_CLOEXEC);
	return top->signals < 0 ? err_sys(err, EXIT_RETRY, "signalfd") : 0;
}

static int run(const void *data, struct command_env *env, struct err *err)
{
	const struct config *config = data;
	struct top top = { .signals = -1 };
	int result;

	if (!config->once && !isatty(STDOUT_FILENO))
		return err_set(err, EXIT_USAGE, "standard output is no terminal: say --once for one table");
	result = open_top(&top, env, err);
	if (result == 0)
		result = (config->once ? run_once : run_screen)(&top, config, err);
	if (top.signals >= 0)
		close(top.signals);
	scrape_release(top.ports, top.count);
	free(top.rows);
	return result;
}

const struct command command_top = {
	.name = "top",
	.summary = "watch the stages of a running pipeline",
	.usage = "[HOST:PORT|HOST:FIRST-LAST]...",
	.about = "Shows for each stage what came in and went out, what it dropped, and why, rates, lag, memory and processor "
		 "time, as the stages tell on their metrics ports. Without an operand the ports 9464 to 9527 of this machine "
		 "are looked at: leat run --metrics 127.0.0.1:9464 gives each of its programs one of them, from the first on. "
		 "q and Ctrl-C quit.\n\n"
		 "in and out are records, MB/s are bytes in as carried. errors are rejected records and faults of the input. lag is the age of "
		 "the last frame: how long ago ingest made it. CPU is percent of one core.\n\n"
		 "    leat run news/ -o news.db --workers 2 --metrics 127.0.0.1:9464 &\n"
		 "    leat top\n",
	.options = options,
	.config_size = sizeof(struct config),
	.operands_max = SIZE_MAX,
	.run = run,
};
