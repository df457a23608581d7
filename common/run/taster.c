#include "run/taster.h"
#include "base/file.h"
#include "base/num.h"
#include "base/time.h"
#include "run/isolate.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LENGTH = 4, IDLE_MS = 1000, BYTES_MAX = 8 << 20 /* what it decided is in its memory */ };

struct taster {
	pid_t pid;
	int to, from;
	uint64_t used_ms;
	size_t bytes;
};

static bool read_whole(int fd, char *to, size_t len)
{
	for (size_t at = 0; at < len;) {
		ssize_t got = read(fd, to + at, len - at);

		if (got == 0 || (got < 0 && errno != EINTR))
			return false;
		at += got > 0 ? (size_t)got : 0;
	}
	return true;
}

static _Noreturn void taste(struct runner *runner, int from, int to)
{
	char length[LENGTH];
	struct err err;

	while (read_whole(from, length, LENGTH)) {
		struct frame *frame = frame_new();
		size_t len = num_load32(length);

		if (!read_whole(from, buf_reserve(&frame->wire, len), len))
			break;
		frame->wire.len = len;
		alarm(WATCHDOG_S);
		/* An error is no death: it is met where the frame is worked on in earnest. */
		if (frame_parse(frame, &err) == 0 && runner_map(runner, &runner->worker, frame, &err) == 0)
			runner_decide(runner, frame, &err);
		alarm(0);
		frame_free(frame);
		if (file_write(to, "", 1, "parent", &err) < 0)
			break;
	}
	_exit(0);
}

static int start(struct runner *runner, struct err *err)
{
	int to[2], from[2];

	if (pipe2(to, O_CLOEXEC) < 0)
		return err_sys(err, EXIT_RETRY, "cannot make a pipe");
	if (pipe2(from, O_CLOEXEC) < 0) {
		err_sys(err, EXIT_RETRY, "cannot make a pipe");
		close(to[0]);
		close(to[1]);
		return -1;
	}
	pid_t pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		signal(SIGALRM, SIG_DFL);
		close(to[1]);
		close(from[0]);
		taste(runner, to[0], from[1]);
	}
	close(to[0]);
	close(from[1]);
	if (pid < 0) {
		err_sys(err, EXIT_RETRY, "cannot start a process");
		close(to[1]);
		close(from[0]);
		return -1;
	}
	runner->taster = mem_zero(1, sizeof *runner->taster);
	*runner->taster = (struct taster){ .pid = pid, .to = to[1], .from = from[0] };
	return 0;
}

static void end(struct runner *runner)
{
	struct taster *taster = runner->taster;

	close(taster->to);
	close(taster->from);
	kill(taster->pid, SIGKILL);
	while (waitpid(taster->pid, NULL, 0) < 0 && errno == EINTR)
		;
	free(taster);
	runner->taster = NULL;
}

void taster_rest(struct runner *runner, bool now)
{
	if (runner->taster && (now || time_steady_ns() / 1000000 - runner->taster->used_ms > IDLE_MS))
		end(runner);
}

int taster_lives(struct runner *runner, const struct frame *frame, struct err *err)
{
	char length[LENGTH], answer;
	struct err gone;

	if (runner->taster && runner->taster->bytes > BYTES_MAX)
		end(runner);
	if (!runner->taster && start(runner, err) < 0)
		return -1;
	struct taster *taster = runner->taster;
	taster->used_ms = time_steady_ns() / 1000000;
	taster->bytes += frame->wire.len;
	num_store32(length, (uint32_t)frame->wire.len);
	if (file_write(taster->to, length, LENGTH, "child", &gone) == 0 &&
	    file_write(taster->to, frame->wire.data, frame->wire.len, "child", &gone) == 0 &&
	    read_whole(taster->from, &answer, 1))
		return 1;
	end(runner);
	return 0;
}
