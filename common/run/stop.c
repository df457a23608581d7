#include "run/stop.h"
#include "base/err.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static volatile sig_atomic_t asked, reload;
static int wake[2] = { -1, -1 };

static void on_signal(int number)
{
	int saved = errno;

	(void)number;
	if (asked)
		_exit(EXIT_RETRY);
	asked = 1;
	ssize_t ignored = write(wake[1], "", 1);
	(void)ignored;
	errno = saved;
}

void stop_install(void)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

	if (pipe2(wake, O_CLOEXEC | O_NONBLOCK) < 0)
		wake[0] = wake[1] = -1;
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

bool stop_asked(void)
{
	return asked != 0;
}

int stop_descriptor(void)
{
	return wake[0];
}

static void on_hangup(int number)
{
	(void)number;
	reload = 1;
}

void stop_install_reload(void)
{
	struct sigaction action = { .sa_handler = on_hangup, .sa_flags = SA_RESTART };

	sigaction(SIGHUP, &action, NULL);
}

bool stop_reload_asked(void)
{
	bool was = reload != 0;

	reload = 0;
	return was;
}
