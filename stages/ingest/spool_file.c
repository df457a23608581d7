#include "ingest/spool_file.h"

#include "base/buf.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { BLOCK = 1 << 16 };

static const char *name_of(struct buf *path, const char *dir, uint64_t number)
{
	buf_reset(path);
	buf_addf(path, "%s/stdin-%" PRIu64, dir, number);
	return buf_cstr(path);
}

uint64_t spool_last(const char *dir)
{
	struct buf path = BUF_INIT;
	uint64_t number = 0;

	while (access(name_of(&path, dir, number + 1), F_OK) == 0)
		number++;
	buf_release(&path);
	return number;
}

int spool_open(const char *dir, uint64_t number, struct err *err)
{
	struct buf path = BUF_INIT;
	int fd = open(name_of(&path, dir, number), O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		err_sys(err, EXIT_FAILED, "%s: cannot open", buf_cstr(&path));
	buf_release(&path);
	return fd;
}

/* How many bytes were copied; stops at the end of `from`, or at a byte on stop_fd (*stopped). */
static int copy(int from, int to, const char *name, int stop_fd, uint64_t *copied, bool *stopped, struct err *err)
{
	char *block = mem_alloc(BLOCK);
	struct pollfd fds[2] = { { .fd = from, .events = POLLIN }, { .fd = stop_fd, .events = POLLIN } };
	int result = 0;

	for (*copied = 0, *stopped = false; result == 0;) {
		if (poll(fds, 2, -1) < 0)
			continue;
		*stopped = fds[1].revents & POLLIN;
		if (*stopped)
			break;
		ssize_t got = read(from, block, BLOCK);
		if (got == 0)
			break;
		if (got < 0 && errno != EINTR && errno != EAGAIN)
			result = err_sys(err, EXIT_FAILED, "standard input: cannot read");
		if (got <= 0)
			continue;
		result = file_write(to, block, (size_t)got, name, err);
		*copied += (uint64_t)got;
	}
	free(block);
	return result;
}

int spool_write(const char *dir, uint64_t number, int from, int stop_fd, struct err *err)
{
	struct buf temporary = BUF_INIT, path = BUF_INIT;
	uint64_t copied = 0;
	bool stopped = false;
	int result = 0;

	name_of(&path, dir, number);
	buf_addf(&temporary, "%s/stdin.new", dir);
	int fd = open(buf_cstr(&temporary), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		result = err_sys(err, EXIT_FAILED, "%s: cannot create", buf_cstr(&temporary));
	if (result == 0)
		result = copy(from, fd, buf_cstr(&temporary), stop_fd, &copied, &stopped, err);
	if (result == 0 && !stopped && copied > 0) {
		if (fsync(fd) < 0 || rename(buf_cstr(&temporary), buf_cstr(&path)) < 0)
			result = err_sys(err, EXIT_RETRY, "%s: cannot write", buf_cstr(&path));
		else
			result = file_sync_dir(buf_cstr(&path), err) < 0 ? -1 : 1;
	}
	if (result != 1)
		unlink(buf_cstr(&temporary));
	if (fd >= 0)
		close(fd);
	buf_release(&temporary);
	buf_release(&path);
	return result;
}

/* From the last on: those that a crash leaves are numbered from 1 still. */
void spool_remove(const char *dir)
{
	struct buf path = BUF_INIT;

	for (uint64_t number = spool_last(dir); number > 0; number--)
		unlink(name_of(&path, dir, number));
	buf_release(&path);
}
